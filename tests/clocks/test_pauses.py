from datetime import timedelta

import pytest

from clocks.actions import fire, meet_clock, pause_clock, reopen_met_clock, resume_clock
from clocks.models import Clock
from clocks.rules.limits import Limit, Unit
from clocks.workflow import Stage, State
from journal.refusals import Conflict
from tests.factories.accounts import make_user
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db


def test_a_paused_clock_has_nothing_to_fire() -> None:
    clock = make_clock("2026-03-02 09:00")
    leader = make_user()
    clock = pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="挂账", approved_by=leader)
    assert (clock.state, clock.next_at) == (State.PAUSED, None)
    assert clock.pauses.get().approved_by == leader
    assert fire(clock.pk, now=at("2026-06-01 10:00")) == []


def test_a_resumed_clock_has_the_remainder_it_was_stopped_with() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.WORKING_DAYS))
    pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="退单审核")
    clock = resume_clock(clock.pk, now=at("2026-03-04 10:00"))
    assert clock.due_at == at("2026-03-05 09:00")
    assert (clock.state, clock.paused_at, clock.next_at) == (State.RUNNING, None, clock.warn_at)


def test_a_resumed_clock_warns_again_only_of_what_lies_ahead() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(10, Unit.HOURS))
    assert [m.stage for m in fire(clock.pk, now=at("2026-03-02 17:30"))] == [Stage.WARN]
    pause_clock(clock.pk, now=at("2026-03-02 18:00"), why="挂账")
    clock = resume_clock(clock.pk, now=at("2026-03-03 18:00"))
    assert (clock.stage, clock.next_at) == (Stage.WARN, at("2026-03-03 19:00"))


def test_a_pause_leaves_what_was_over_already_over() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS))
    clock = pause_clock(clock.pk, now=at("2026-03-02 11:00"), why="挂账")
    assert (clock.state, clock.breached_at) == (State.PAUSED, at("2026-03-02 10:00"))
    clock = resume_clock(clock.pk, now=at("2026-03-09 11:00"))
    assert (clock.state, clock.breached_at) == (State.BREACHED, at("2026-03-02 10:00"))


def test_a_pause_after_the_breach_postpones_the_stages_of_lateness() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS))
    fire(clock.pk, now=at("2026-03-02 10:30"))
    pause_clock(clock.pk, now=at("2026-03-02 11:00"), why="挂账")
    clock = resume_clock(clock.pk, now=at("2026-03-04 11:00"))
    assert clock.next_at == at("2026-03-05 10:00")


def test_a_pause_hides_no_breach_that_no_sweep_has_seen() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS))
    pause_clock(clock.pk, now=at("2026-03-02 11:00"), why="挂账")
    resume_clock(clock.pk, now=at("2026-03-02 12:00"))
    fired = fire(clock.pk, now=at("2026-03-02 12:00"))
    assert [moment.stage for moment in fired] == [Stage.WARN, Stage.DUE]


def test_a_paused_clock_cannot_be_paused_again_nor_a_running_one_resumed() -> None:
    clock, now = make_clock(), at("2026-03-02 10:00")
    with pytest.raises(Conflict):
        resume_clock(clock.pk, now=now)
    pause_clock(clock.pk, now=now, why="挂账")
    with pytest.raises(Conflict):
        pause_clock(clock.pk, now=now, why="挂账")


def test_rework_lets_a_met_clock_run_on_and_the_time_it_was_met_is_a_pause() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(4, Unit.HOURS))
    meet_clock(clock.pk, now=at("2026-03-02 10:00"))
    clock = reopen_met_clock(clock.pk, now=at("2026-03-03 10:00"), why="返工:水未抽干")
    assert (clock.state, clock.met_at, clock.due_at) == (
        State.RUNNING,
        None,
        at("2026-03-03 13:00"),
    )
    assert clock.pauses.get().why == "返工:水未抽干"
    assert clock.next_at == clock.warn_at


def test_rework_of_what_was_done_late_stays_late() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS))
    meet_clock(clock.pk, now=at("2026-03-02 11:00"))
    clock = reopen_met_clock(clock.pk, now=at("2026-03-03 10:00"), why="返工")
    assert (clock.state, clock.breached_at) == (State.BREACHED, at("2026-03-02 10:00"))


def test_only_a_met_clock_can_be_reopened() -> None:
    clock = make_clock()
    with pytest.raises(Conflict):
        reopen_met_clock(clock.pk, now=clock.due_at, why="返工")


def test_many_pauses_add_up() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.DAYS))
    for hour in (10, 12, 14):
        begin = at(f"2026-03-02 {hour}:00")
        pause_clock(clock.pk, now=begin, why="等待")
        resume_clock(clock.pk, now=begin + timedelta(hours=1))
    assert Clock.objects.get().due_at == at("2026-03-03 12:00")
