from datetime import timedelta

import pytest

from clocks.actions import cancel_clock, change_limit, fire, meet_clock
from clocks.models import Clock
from clocks.rules.limits import Limit, Unit
from clocks.rules.stages import Moment, default_stages
from clocks.workflow import Stage, State
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db

FIVE_DAYS = Limit(5, Unit.WORKING_DAYS)


def stages(moments: list[Moment]) -> list[Stage]:
    return [moment.stage for moment in moments]


def test_yellow_fires_when_a_fifth_of_the_time_is_left() -> None:
    clock = make_clock("2026-03-02 09:00", limit=FIVE_DAYS)
    assert fire(clock.pk, now=at("2026-03-06 08:59")) == []
    assert fire(clock.pk, now=at("2026-03-06 09:00")) == [
        Moment(Stage.WARN, at("2026-03-06 09:00"))
    ]
    clock.refresh_from_db()
    assert (clock.state, clock.stage, clock.next_at) == (State.RUNNING, Stage.WARN, clock.due_at)


def test_red_fires_after_the_due_moment_and_is_dated_when_it_was_due() -> None:
    clock = make_clock("2026-03-02 09:00", limit=FIVE_DAYS)
    fire(clock.pk, now=at("2026-03-06 10:00"))
    assert fire(clock.pk, now=clock.due_at) == []
    assert stages(fire(clock.pk, now=clock.due_at + timedelta(minutes=3))) == [Stage.DUE]
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at) == (State.BREACHED, clock.due_at)


def test_the_stages_of_lateness_are_measured_from_the_breach_in_working_days() -> None:
    clock = make_clock("2026-03-02 09:00", limit=FIVE_DAYS)
    fired = [
        (moment.stage, moment.at)
        for day in range(2, 20)
        for moment in fire(clock.pk, now=at(f"2026-03-{day:02} 23:00"))
    ]
    assert fired == [
        (Stage.WARN, at("2026-03-06 09:00")),
        (Stage.DUE, at("2026-03-09 09:00")),
        (Stage.URGE, at("2026-03-10 09:00")),
        (Stage.SUPERVISE, at("2026-03-11 09:00")),
        (Stage.CIRCULATE, at("2026-03-16 09:00")),
    ]


def test_a_critical_clock_urges_at_the_breach_and_climbs_within_two_hours() -> None:
    rule = {"stages": default_stages(critical=True)}
    clock = make_clock("2026-03-01 03:00", limit=Limit(2, Unit.HOURS), rule=rule)
    assert stages(fire(clock.pk, now=at("2026-03-01 04:40"))) == [Stage.WARN]
    assert stages(fire(clock.pk, now=at("2026-03-01 05:01"))) == [Stage.DUE, Stage.URGE]
    assert stages(fire(clock.pk, now=at("2026-03-01 05:30"))) == [Stage.SUPERVISE]
    assert stages(fire(clock.pk, now=at("2026-03-01 07:00"))) == [Stage.CIRCULATE]


def test_what_passed_unwatched_fires_late_all_of_it_once_and_in_order() -> None:
    clock = make_clock("2026-03-02 09:00", limit=FIVE_DAYS)
    now = at("2026-06-01 09:00")
    assert stages(fire(clock.pk, now=now)) == list(Stage)
    assert fire(clock.pk, now=now) == []
    clock.refresh_from_db()
    assert (clock.next_at, clock.breached_at) == (None, at("2026-03-09 09:00"))


def test_a_clock_met_late_or_cancelled_fires_no_more() -> None:
    met, cancelled = make_clock(), make_clock()
    meet_clock(met.pk, now=met.due_at + timedelta(days=1))
    cancel_clock(cancelled.pk, now=cancelled.due_at, why="已并案")
    later = at("2026-06-01 09:00")
    assert fire(met.pk, now=later) == fire(cancelled.pk, now=later) == []
    assert not Clock.objects.due(later).exists()


def test_a_rule_without_warning_or_stages_fires_red_only() -> None:
    clock = make_clock(rule={"warn_share": 0, "stages": []})
    assert stages(fire(clock.pk, now=at("2026-06-01 09:00"))) == [Stage.DUE]


def test_stages_given_out_of_order_still_climb() -> None:
    rule = {"stages": list(reversed(default_stages(critical=True)))}
    clock = make_clock(rule=rule)
    assert stages(fire(clock.pk, now=at("2026-06-01 09:00"))) == list(Stage)


def test_a_new_due_moment_fires_again_at_its_new_time() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(10, Unit.HOURS))
    fire(clock.pk, now=at("2026-03-02 20:00"))
    change_limit(
        clock.pk, limit=Limit(20, Unit.HOURS), rule=None, now=at("2026-03-02 21:00"), why="延期"
    )
    assert fire(clock.pk, now=at("2026-03-02 22:00")) == []
    assert stages(fire(clock.pk, now=at("2026-03-03 06:00"))) == [Stage.WARN, Stage.DUE]


def test_a_new_due_moment_does_not_repeat_what_is_still_behind() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(10, Unit.HOURS))
    fire(clock.pk, now=at("2026-03-02 17:30"))
    change_limit(
        clock.pk, limit=Limit(8, Unit.HOURS), rule=None, now=at("2026-03-02 17:30"), why="更正"
    )
    assert stages(fire(clock.pk, now=at("2026-03-02 17:30"))) == [Stage.DUE]
