"""应哨 and 答卷: once, by the department that was called, the lead last."""

import pytest
from django.db.models import Q

from cases.actions.calls import answer, claim
from cases.actions.whistles import whistle
from cases.vocabulary import CallRole
from grids.roles import Role
from journal.actors import person
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.cases.stories import blown
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    clock_of,
    fresh,
    lead_call,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


# --- claim ---------------------------------------------------------------------------------------


def test_claiming_meets_the_claim_clock_and_leaves_the_rest_running(world: World) -> None:
    case = blown(world)
    call = lead_call(case)
    claim(call.pk, by=world["urban"], now=LATER + HOUR)
    call.refresh_from_db()
    assert (call.state, call.claimed_at, call.claimed_by) == (
        "claimed",
        LATER + HOUR,
        world.people["urban"],
    )
    assert clock_of(case, "claim", call).met_at == LATER + HOUR
    assert running_kinds(case) == ["finish", "finish", "first_contact"]
    event = case.events.get(verb="claim")
    assert (event.call, event.from_state, event.to_state) == (call, "whistled", "whistled")


def test_a_late_claim_keeps_its_breach_and_the_case_owes_nothing_more(world: World) -> None:
    case = blown(world)
    claim(lead_call(case).pk, by=world["urban"], now=at("2026-06-02 09:00"))
    assert clock_of(case, "claim", lead_call(case)).breached_at is None
    late = blown(world)
    claim(lead_call(late).pk, by=world["urban"], now=at("2026-06-02 15:01"))
    clock = clock_of(late, "claim", lead_call(late))
    assert (clock.state, clock.breached_at) == ("met", at("2026-06-02 15:00"))


def test_the_second_claim_hears_who_was_faster(world: World) -> None:
    call = lead_call(blown(world))
    claim(call.pk, by=world["urban"], now=LATER)
    with pytest.raises(Conflict, match=r"^urban已经认领") as refusal:
        claim(call.pk, by=world["urban2"], now=LATER)
    assert (refusal.value.code, refusal.value.state) == ("already_claimed", "claimed")


def test_a_department_claims_and_answers_its_own_call_only(world: World) -> None:
    case = blown(world, mandatory=True)
    with pytest.raises(Forbidden):
        claim(lead_call(case).pk, by=world["water"], now=LATER)
    with pytest.raises(Forbidden):
        claim(lead_call(case).pk, by=world["dispatcher"], now=LATER)
    claim(lead_call(case).pk, by=world["urban"], now=LATER)
    with pytest.raises(Forbidden):
        answer(lead_call(case).pk, by=world["water"], now=LATER, result="已清理")


def test_a_department_nobody_called_does_not_find_the_call(world: World) -> None:
    case = blown(world)
    with pytest.raises(NotFound):
        claim(lead_call(case).pk, by=world["water"], now=LATER)
    with pytest.raises(NotFound):
        claim(0, by=world["urban"], now=LATER)


def test_a_handler_who_left_the_department_claims_nothing(world: World) -> None:
    former = grids.make_holder(
        Role.DEPARTMENT_HANDLER, world.urban, until=grids.TODAY.replace(year=2021)
    )
    with pytest.raises(NotFound):
        claim(lead_call(blown(world)).pk, by=person(former), now=LATER)


# --- answer --------------------------------------------------------------------------------------


def test_the_answer_of_the_lead_keeps_the_promise_and_starts_the_check(world: World) -> None:
    case = blown(world)
    answer_lead(world, case, now=at("2026-06-03 10:00"))
    call = lead_call(case)
    assert (fresh(case).state, call.state, call.result) == ("checking", "answered", "已清理完毕")
    for clock in (clock_of(case, "finish"), clock_of(case, "finish", call)):
        assert (clock.state, clock.met_at) == ("met", at("2026-06-03 10:00"))
    assert clock_of(case, "check").due_at == at("2026-06-04 10:00")
    event = case.events.get(verb="answer")
    assert (event.from_state, event.to_state, event.public) == ("whistled", "checking", True)
    assert call.whistle.answered_at == at("2026-06-03 10:00")


def test_the_answer_of_an_assistant_leaves_the_case_whistled(world: World) -> None:
    case = blown(world, mandatory=True)
    call = assist_call(case)
    claim(call.pk, by=world["water"], now=LATER)
    answer(call.pk, by=world["water"], now=LATER + HOUR, result="水已关")
    assert fresh(case).state == "whistled"
    assert clock_of(case, "finish", call).state == "met"
    assert clock_of(case, "finish").state == "running"
    assert not case.events.get(verb="answer").public


@pytest.mark.parametrize("claimed", [True, False])
def test_the_lead_waits_for_a_mandatory_assistant(world: World, claimed: bool) -> None:
    case = blown(world, mandatory=True)
    if claimed:
        claim(assist_call(case).pk, by=world["water"], now=LATER)
    with pytest.raises(Conflict, match="自来水公司") as refusal:
        answer_lead(world, case, now=LATER)
    assert refusal.value.code == "assistant_open"
    assert fresh(case).state == "whistled"
    assert clock_of(case, "finish").state == "running"


def test_the_lead_answers_once_the_mandatory_assistant_has(world: World) -> None:
    case = blown(world, mandatory=True)
    claim(assist_call(case).pk, by=world["water"], now=LATER)
    answer(assist_call(case).pk, by=world["water"], now=LATER, result="水已关")
    answer_lead(world, case, now=LATER + HOUR)
    assert fresh(case).state == "checking"
    assert assist_call(case).state == "answered"


@pytest.mark.parametrize("claimed", [True, False])
def test_the_answer_of_the_lead_cancels_optional_calls_nobody_answered(
    world: World, claimed: bool
) -> None:
    case = blown(world, mandatory=False)
    if claimed:
        claim(assist_call(case).pk, by=world["water"], now=LATER)
    answer_lead(world, case, now=LATER + HOUR)
    helper = assist_call(case)
    assert helper.state == "cancelled"
    assert clock_of(case, "finish", helper).state == "cancelled"
    assert running_kinds(case) == ["check", "first_contact"]


def test_an_optional_assistant_who_answered_stays_answered(world: World) -> None:
    case = blown(world, mandatory=False)
    claim(assist_call(case).pk, by=world["water"], now=LATER)
    answer(assist_call(case).pk, by=world["water"], now=LATER, result="水已关")
    answer_lead(world, case, now=LATER + HOUR)
    assert assist_call(case).state == "answered"


@pytest.mark.parametrize("result", ["", " ", "字" * 5_001])
def test_an_answer_needs_a_result(world: World, result: str) -> None:
    case = blown(world)
    claim(lead_call(case).pk, by=world["urban"], now=LATER)
    with pytest.raises(Invalid) as refusal:
        answer(lead_call(case).pk, by=world["urban"], now=LATER, result=result)
    assert list(refusal.value.fields) == ["result"]
    assert lead_call(case).state == "claimed"


def test_the_open_assistant_is_told_before_the_missing_result(world: World) -> None:
    case = blown(world, mandatory=True)
    claim(lead_call(case).pk, by=world["urban"], now=LATER)
    with pytest.raises(Conflict):
        answer(lead_call(case).pk, by=world["urban"], now=LATER, result="")


def test_nobody_is_called_by_two_open_leads(world: World) -> None:
    case = blown(world)
    with pytest.raises(Conflict):
        whistle(
            case.number, by=world["dispatcher"], now=LATER, kind="hard_problem", lead=world.water
        )
    assert case.calls.filter(Q(role=CallRole.LEAD)).count() == 1


def test_the_whistle_at_night_gives_a_general_call_its_first_working_day(world: World) -> None:
    case = bring_to(world, "registered", now=at("2026-06-05 15:00"))
    whistle_for(world, case, now=at("2026-06-05 22:00"))
    assert clock_of(case, "claim", lead_call(case)).due_at == at("2026-06-08 17:30")
