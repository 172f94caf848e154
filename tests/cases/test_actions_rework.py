"""返工: back to where it was done; the time of checking is a pause."""

import pytest

from cases.actions.calls import answer
from cases.actions.checking import rework
from cases.actions.handling import contact, resolve
from cases.actions.reporting import Contact, Done
from cases.actions.whistles import Assistant
from cases.models import Call
from clocks.rules.words import explain
from journal.refusals import Conflict, Invalid
from tests.cases.stories import answered, states
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    clock_of,
    fresh,
    lead_call,
    make_case,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


def test_rework_brings_a_case_of_the_community_back_to_its_handler(world: World) -> None:
    case = bring_to(world, "checking")
    rework(case.number, by=world["officer"], now=LATER, reason="没清完")
    assert (fresh(case).state, fresh(case).handler) == ("in_hand", world.people["worker"])
    assert running_kinds(case) == ["finish", "first_contact"]
    event = case.events.get(verb="rework")
    assert (event.from_state, event.to_state, event.public) == ("checking", "in_hand", False)
    assert event.data["reason"] == "没清完"


def test_the_time_of_checking_is_a_pause_of_working_time(world: World) -> None:
    case = bring_to(world, "in_hand")
    resolve(case.number, by=world["worker"], now=at("2026-06-02 10:00"), result="已清理")
    rework(case.number, by=world["officer"], now=at("2026-06-03 10:00"), reason="没清完")
    finish = clock_of(case, "finish")
    assert (finish.state, finish.met_at, finish.due_at) == (
        "running",
        None,
        at("2026-06-11 10:00"),
    )
    assert fresh(case).due_at == finish.due_at
    pause = finish.pauses.get()
    assert (pause.since, pause.until) == (at("2026-06-02 10:00"), at("2026-06-03 10:00"))
    assert any("2026年6月2日 10:00至2026年6月3日 10:00" in line for line in explain(finish))


def test_the_time_of_checking_is_a_pause_by_the_clock_too(world: World) -> None:
    case = bring_to(world, "checking", urgency="urgent")  # resolved three hours after the report
    rework(case.number, by=world["officer"], now=NOW + 10 * HOUR, reason="没修好")
    assert clock_of(case, "finish").due_at == NOW + (24 + 7) * HOUR


def test_checking_over_a_night_costs_no_working_time(world: World) -> None:
    case = bring_to(world, "in_hand")
    resolve(case.number, by=world["worker"], now=at("2026-06-02 17:30"), result="已清理")
    rework(case.number, by=world["officer"], now=at("2026-06-03 08:30"), reason="没清完")
    assert clock_of(case, "finish").due_at == at("2026-06-10 10:00")


def test_every_rework_adds_its_own_pause(world: World) -> None:
    case = bring_to(world, "in_hand")
    for day in ("02", "04"):
        resolve(case.number, by=world["worker"], now=at(f"2026-06-{day} 10:00"), result="已清理")
        back = at(f"2026-06-{int(day) + 1:02} 10:00")
        rework(case.number, by=world["officer"], now=back, reason="没清完")
    assert clock_of(case, "finish").due_at == at("2026-06-12 10:00")
    assert clock_of(case, "finish").pauses.count() == 2
    assert case.round == 1


def test_rework_of_a_late_answer_is_late_again_since_the_same_moment(world: World) -> None:
    case = bring_to(world, "in_hand")
    contact(case.number, by=world["worker"], now=LATER, note="已通话")
    resolve(case.number, by=world["worker"], now=at("2026-06-11 10:00"), result="已清理")
    assert fresh(case).breached_at is None
    rework(case.number, by=world["officer"], now=at("2026-06-12 10:00"), reason="没清完")
    finish = clock_of(case, "finish")
    assert (finish.state, finish.due_at) == ("breached", at("2026-06-10 10:00"))
    assert fresh(case).breached_at == at("2026-06-10 10:00")


def test_what_was_done_on_the_spot_is_owed_again_after_rework(world: World) -> None:
    case = make_case(world, done=Done("当场清走"), contact=Contact())
    rework(case.number, by=world["officer"], now=at("2026-06-02 10:00"), reason="又看到了")
    assert running_kinds(case) == ["finish"]
    assert clock_of(case, "finish").due_at == at("2026-06-11 10:00")


def test_rework_sends_every_answer_back_when_no_call_is_named(world: World) -> None:
    case = answered(world)
    rework(case.number, by=world["officer"], now=LATER + HOUR, reason="没清完")
    assert fresh(case).state == "whistled"
    assert states(case) == {"综合执法中队": "claimed", "自来水公司": "claimed"}
    lead = lead_call(case)
    assert (lead.answered_at, lead.answered_by, lead.claimed_by) == (
        None,
        None,
        world.people["urban"],
    )
    assert lead.whistle.answered_at is None


def test_rework_sends_only_the_named_calls_back(world: World) -> None:
    case = answered(world)
    named = [lead_call(case).pk]
    rework(case.number, by=world["officer"], now=LATER + HOUR, reason="没清完", calls=named)
    assert states(case) == {"综合执法中队": "claimed", "自来水公司": "answered"}
    assert clock_of(case, "finish", assist_call(case)).state == "met"
    assert clock_of(case, "finish", lead_call(case)).state == "running"


def test_naming_an_assistant_holds_the_lead_until_he_answered_again(world: World) -> None:
    case = answered(world)
    named = [assist_call(case).pk]
    rework(case.number, by=world["officer"], now=LATER + HOUR, reason="还漏水", calls=named)
    assert states(case)["自来水公司"] == "claimed"
    lead = lead_call(case)
    with pytest.raises(Conflict):
        answer(lead.pk, by=world["urban"], now=LATER + 2 * HOUR, result="已清理")
    answer(assist_call(case).pk, by=world["water"], now=LATER + 2 * HOUR, result="修好了")
    answer(lead.pk, by=world["urban"], now=LATER + 2 * HOUR, result="已清理")
    assert fresh(case).state == "checking"


def test_the_finish_clocks_of_the_calls_pause_while_they_are_checked(world: World) -> None:
    case = answered(world)  # whistled on Monday 12:00, the lead answered at 15:00
    rework(case.number, by=world["officer"], now=at("2026-06-02 15:00"), reason="没清完")
    assert clock_of(case, "finish", lead_call(case)).due_at == at("2026-06-11 12:00")
    assert clock_of(case, "finish").due_at == at("2026-06-11 10:00")
    claim_clock = clock_of(case, "claim", lead_call(case))
    assert claim_clock.state == "met"


def test_a_cancelled_call_is_not_sent_back(world: World) -> None:
    case = bring_to(world, "registered")
    helpers = [Assistant(world.water, mandatory=False)]
    whistle_for(world, case, now=NOW + 2 * HOUR, assistants=helpers)
    answer_lead(world, case, now=LATER)
    named = [assist_call(case).pk]
    with pytest.raises(Invalid) as refusal:
        rework(case.number, by=world["officer"], now=LATER, reason="没清完", calls=named)
    assert list(refusal.value.fields) == ["calls"]
    rework(case.number, by=world["officer"], now=LATER, reason="没清完")
    assert states(case) == {"综合执法中队": "claimed", "自来水公司": "cancelled"}


def test_a_call_of_another_case_is_not_sent_back(world: World) -> None:
    case, other = answered(world), answered(world)
    named = [lead_call(other).pk]
    with pytest.raises(Invalid):
        rework(case.number, by=world["officer"], now=LATER, reason="没清完", calls=named)
    assert not Call.objects.filter(state="claimed").exists()


@pytest.mark.parametrize("reason", ["", " ", "字" * 5_001])
def test_rework_needs_a_reason(world: World, reason: str) -> None:
    case = bring_to(world, "checking")
    with pytest.raises(Invalid) as refusal:
        rework(case.number, by=world["officer"], now=LATER, reason=reason)
    assert list(refusal.value.fields) == ["reason"]
    assert clock_of(case, "check").state == "running"
