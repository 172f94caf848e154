"""吹哨, 应哨, 答卷: one lead, assistants mandatory or not, each call on clocks of its own."""

from typing import Any

import pytest
from django.db.models import Q

from cases.actions.calls import answer, claim
from cases.actions.handling import hand_up
from cases.actions.whistles import Assistant, whistle
from cases.models import Call, Case
from cases.vocabulary import CallRole
from grids.models import Department
from grids.roles import Role
from journal.actors import person
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    clock_of,
    lead_call,
    make_case,
    make_world,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def blown(world: World, *, mandatory: bool | None = None, **said: Any) -> Case:
    """Whistled at 15:00: 综合执法中队 leads; 自来水公司 assists when `mandatory` is said."""
    helpers = [] if mandatory is None else [Assistant(world.water, mandatory)]
    case = bring_to(world, "registered", **said)
    return whistle_for(world, case, now=LATER, assistants=helpers)


# --- the whistle --------------------------------------------------------------------------------


def test_a_whistle_has_one_lead_and_a_call_for_everybody(world: World) -> None:
    gas = grids.make_department(world.street, "燃气公司")
    helpers = [Assistant(world.water), Assistant(gas, mandatory=False)]
    case = whistle_for(world, bring_to(world, "registered"), now=LATER, assistants=helpers)
    calls = case.calls.order_by("id").values_list("department", "role", "mandatory", "state")
    assert list(calls) == [
        (world.urban.pk, "lead", True, "called"),
        (world.water.pk, "assist", True, "called"),
        (gas.pk, "assist", False, "called"),
    ]
    assert (fresh(case).state, fresh(case).handler) == ("whistled", None)


CALL_CLOCKS = [
    ("critical", "2026-06-01 15:30", "2026-06-01 17:00"),
    ("urgent", "2026-06-01 16:00", "2026-06-02 15:00"),
    ("inquiry", "2026-06-02 15:00", "2026-06-04 15:00"),
    ("general", "2026-06-02 15:00", "2026-06-10 15:00"),
    ("complex", "2026-06-02 15:00", "2026-06-23 15:00"),
]


@pytest.mark.parametrize(("urgency", "claim_due", "finish_due"), CALL_CLOCKS)
def test_each_call_has_its_own_claim_and_finish_clock(
    world: World, urgency: str, claim_due: str, finish_due: str
) -> None:
    case = blown(world, mandatory=True, urgency=urgency)
    for call in case.calls.all():
        assert clock_of(case, "claim", call).due_at == at(claim_due)
        assert clock_of(case, "finish", call).due_at == at(finish_due)


def test_the_whistle_does_not_move_the_promise_to_the_resident(world: World) -> None:
    case = blown(world)
    finish = clock_of(case, "finish")
    assert (finish.started_at, finish.due_at) == (NOW, at("2026-06-10 10:00"))
    assert fresh(case).due_at == finish.due_at


def test_a_whistle_takes_the_case_out_of_the_hands_that_had_it(world: World) -> None:
    case = bring_to(world, "in_hand")
    hand_up(case.number, by=world["worker"], now=LATER, note="劝过三次")
    whistle_for(world, case, now=LATER)
    assert fresh(case).handler is None


def test_the_history_keeps_lead_assistants_note_and_the_reason_for_another_lead(
    world: World,
) -> None:
    case = whistle_for(
        world,
        bring_to(world, "registered"),
        now=LATER,
        assistants=[Assistant(world.water)],
        note="周五前清完",
        why_lead="目录里的部门正在改革",
    )
    event = case.events.get(verb="whistle")
    assert (event.from_state, event.to_state, event.by) == (
        "registered",
        "whistled",
        world.people["dispatcher"],
    )
    said = {key: event.data[key] for key in ("kind", "lead", "assistants", "note", "why_lead")}
    assert said == {
        "kind": "hard_problem",
        "lead": "综合执法中队",
        "assistants": ["自来水公司"],
        "note": "周五前清完",
        "why_lead": "目录里的部门正在改革",
    }


@pytest.mark.parametrize("name", ["worker", "head", "officer", "leader", "clerk", "duty"])
def test_only_the_street_whistles_and_duty_only_what_presses(world: World, name: str) -> None:
    case = bring_to(world, "registered", place=world.building)
    with pytest.raises(Forbidden):
        whistle_for(world, case, now=LATER, by=name)


def test_an_emergency_is_whistled_from_the_report_by_the_duty_officer(world: World) -> None:
    case = make_case(world, urgency="critical", now=at("2026-06-07 02:00"))
    now = at("2026-06-07 02:05")
    whistle_for(world, case, now=now, by="duty", kind="emergency")
    assert fresh(case).state == "whistled"
    assert clock_of(case, "verify").met_at == now  # registered in the same act
    assert clock_of(case, "finish").due_at == at("2026-06-07 04:00")  # from the report
    assert clock_of(case, "claim", lead_call(case)).due_at == at("2026-06-07 02:35")
    chain = [(event.verb, event.from_state, event.to_state) for event in case.events.all()]
    assert chain == [("report", "", "reported"), ("whistle", "reported", "whistled")]


@pytest.mark.parametrize("urgency", ["inquiry", "general", "complex"])
def test_the_duty_officer_leaves_what_does_not_press(world: World, urgency: str) -> None:
    case = make_case(world, urgency=urgency)
    with pytest.raises(Forbidden):
        whistle_for(world, case, now=LATER, by="duty", kind="emergency")


@pytest.mark.parametrize("kind", ["enforcement", "hard_problem"])
@pytest.mark.parametrize("by", ["duty", "dispatcher"])
def test_only_an_emergency_skips_the_registration(world: World, by: str, kind: str) -> None:
    case = make_case(world, urgency="urgent")
    with pytest.raises(Conflict) as refusal:
        whistle_for(world, case, now=LATER, by=by, kind=kind)
    assert refusal.value.state == "reported"
    assert not case.calls.exists()


@pytest.mark.parametrize("fault", ["kind", "lead", "lead_gone", "assistants", "twice", "note"])
def test_a_whistle_that_cannot_be_blown_names_the_field(world: World, fault: str) -> None:
    stranger = grids.make_department(make_world().street, "外街道")
    gone = grids.make_department(world.street, "旧部门")
    Department.objects.filter(pk=gone.pk).update(active=False)
    gone.refresh_from_db()
    how: dict[str, dict[str, Any]] = {
        "kind": {"kind": "loud"},
        "lead": {"lead": stranger},
        "lead_gone": {"lead": gone},
        "assistants": {"assistants": [Assistant(stranger)]},
        "twice": {"assistants": [Assistant(world.urban)]},
        "note": {"note": "字" * 2_001},
    }
    fields = {"lead_gone": "lead", "twice": "assistants"}
    case = bring_to(world, "registered")
    with pytest.raises(Invalid) as refusal:
        whistle_for(world, case, now=LATER, **how[fault])
    assert list(refusal.value.fields) == [fields.get(fault, fault)]
    assert fresh(case).state == "registered"
    assert not Call.objects.exists()


# --- claim --------------------------------------------------------------------------------------


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


# --- answer -------------------------------------------------------------------------------------


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
