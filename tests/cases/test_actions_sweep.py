"""What happens as a case's clocks run out: each moment once, dated when it was due."""

from datetime import datetime, timedelta

import pytest

from cases.actions.handling import resolve
from cases.actions.registering import Correction, correct
from cases.actions.reporting import Contact
from cases.actions.sweep import sweep_case
from cases.models import Case
from clocks.actions import sweep
from clocks.models import Clock
from journal.models import OutboxMessage
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    clock_of,
    fresh,
    lead_call,
    make_case,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

TAKERS = {"case": sweep_case}
MINUTE = timedelta(minutes=1)


def told(case: Case) -> list[tuple[str, str]]:
    """What the sweeps wrote into the history: the verb, and the level or the clock."""
    events = case.events.filter(via="system").order_by("id")
    return [(event.verb, event.data.get("level", event.data["clock"])) for event in events]


def sweep_at(*moments: datetime) -> int:
    return sum(sweep(now=moment, takers=TAKERS) for moment in moments)


def critical(world: World) -> Case:
    """Reported at 10:00 and not yet verified, with nobody to call back."""
    return make_case(world, urgency="critical", contact=Contact())


def test_yellow_is_told_and_not_written_into_the_history(world: World) -> None:
    case = critical(world)
    assert sweep_at(NOW + 11 * MINUTE) == 0
    assert sweep_at(NOW + 12 * MINUTE) == 1  # a fifth of the quarter of an hour is left
    message = OutboxMessage.objects.get(topic="clock.warn")
    assert message.payload == {"case": case.pk, "clock": clock_of(case, "verify").pk}
    assert told(case) == []
    assert fresh(case).breached_at is None


def test_exactly_at_the_due_moment_nothing_is_late(world: World) -> None:
    case = critical(world)
    sweep_at(NOW + 15 * MINUTE)
    assert (fresh(case).breached_at, told(case)) == (None, [])


def test_red_is_dated_when_it_was_due_however_late_the_sweep(world: World) -> None:
    case = critical(world)
    sweep_at(NOW + 15 * MINUTE + timedelta(seconds=1))
    assert fresh(case).breached_at == NOW + 15 * MINUTE
    event = case.events.get(verb="breach")
    assert event.data["clock"] == "verify"
    assert (event.by, event.by_label, event.from_state) == (None, "sweep", "reported")


def test_critical_is_urged_at_once_supervised_after_half_an_hour_circulated_after_two_hours(
    world: World,
) -> None:
    case = critical(world)
    due = NOW + 15 * MINUTE
    steps = [
        (due + timedelta(seconds=1), "urge", [("breach", "verify"), ("supervise", "urge")]),
        (due + 30 * MINUTE, "supervise", [("supervise", "supervise")]),
        (due + 2 * HOUR, "circulate", [("supervise", "circulate")]),
    ]
    seen = 0
    for moment, level, more in steps:
        sweep_at(moment - timedelta(seconds=1), moment)
        assert fresh(case).supervision == level
        assert told(case)[seen:] == more
        seen += len(more)
    assert sweep_at(due + 400 * HOUR) == 0


def test_others_are_urged_the_next_day_and_circulated_after_five(world: World) -> None:
    case = make_case(world, contact=Contact())  # verify is owed by 11:00 on Monday
    days = {
        "2026-06-01 11:01": "",
        "2026-06-02 11:00": "urge",
        "2026-06-03 11:00": "supervise",
        "2026-06-08 11:00": "circulate",
    }
    for moment, level in days.items():
        sweep_at(at(moment) - MINUTE, at(moment))
        assert fresh(case).supervision == level, moment


def test_one_late_sweep_does_everything_that_was_missed_in_order(world: World) -> None:
    case = critical(world)
    assert sweep_at(NOW + 30 * HOUR) == 5
    assert told(case) == [
        ("breach", "verify"),
        ("supervise", "urge"),
        ("supervise", "supervise"),
        ("supervise", "circulate"),
    ]
    assert fresh(case).breached_at == NOW + 15 * MINUTE


def test_sweeping_again_and_again_does_nothing_more(world: World) -> None:
    case = critical(world)
    sweep_at(NOW + 30 * HOUR)
    before = (case.events.count(), OutboxMessage.objects.count())
    assert sweep_at(*[NOW + 30 * HOUR] * 3) == 0
    assert (case.events.count(), OutboxMessage.objects.count()) == before


def test_each_moment_is_said_once_in_the_outbox(world: World) -> None:
    case = critical(world)
    sweep_at(NOW + 12 * MINUTE, NOW + 16 * MINUTE, NOW + 30 * HOUR, NOW + 31 * HOUR)
    topics = list(OutboxMessage.objects.order_by("id").values_list("topic", flat=True))
    assert topics == ["case.report", "clock.warn", "case.breach"] + ["case.supervise"] * 3
    assert case.events.filter(verb="breach").count() == 1


def test_a_clock_that_was_met_fires_nothing(world: World) -> None:
    case = bring_to(world, "in_hand", contact=Contact())
    resolve(case.number, by=world["worker"], now=NOW + 5 * HOUR, result="已清理")
    Clock.objects.filter(kind="check").update(next_at=at("2027-01-01 00:00"))
    assert sweep_at(at("2026-06-20 10:00")) == 0
    assert fresh(case).breached_at is None


def test_the_earliest_breach_is_the_cases(world: World) -> None:
    case = bring_to(world, "in_hand")  # first contact is owed on Tuesday 10:00
    sweep_at(at("2026-06-15 10:00"))
    assert fresh(case).breached_at == at("2026-06-02 10:00")
    resolve(case.number, by=world["worker"], now=at("2026-06-15 11:00"), result="已清理")
    assert fresh(case).breached_at == at("2026-06-02 10:00")  # the contact is still owed


def test_a_calls_lateness_is_the_cases_lateness(world: World) -> None:
    case = bring_to(world, "registered", contact=Contact())
    whistle_for(world, case, now=NOW + 5 * HOUR)
    sweep_at(at("2026-06-02 15:01"))
    assert fresh(case).breached_at == at("2026-06-02 15:00")
    event = case.events.get(verb="breach")
    assert event.data["clock_id"] == clock_of(case, "claim", lead_call(case)).pk


def test_a_case_that_is_over_is_left_in_peace(world: World) -> None:
    for state in ("closed", "declined", "archived"):
        bring_to(world, state)
    assert sweep_at(NOW + timedelta(days=400)) == 0


def test_a_correction_lets_the_moments_ahead_fire_again(world: World) -> None:
    case = bring_to(world, "in_hand", urgency="critical", contact=Contact())
    sweep_at(NOW + 3 * HOUR)
    assert fresh(case).breached_at == NOW + 2 * HOUR
    right = Correction(urgency="general")
    correct(case.number, by=world["officer"], now=NOW + 4 * HOUR, right=right, reason="没那么急")
    assert fresh(case).breached_at is None
    sweep_at(at("2026-06-10 10:01"))
    assert fresh(case).breached_at == at("2026-06-10 10:00")
    assert case.events.filter(verb="breach").count() == 2


def test_the_first_sweep_of_a_case_that_is_gone_does_nothing() -> None:
    assert sweep_case(0, NOW) is None
