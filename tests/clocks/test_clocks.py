"""Starting, meeting, cancelling, and changing the limit."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from clocks.actions import cancel_clock, change_limit, meet_clock, pause_clock
from clocks.models import Clock
from clocks.rules.limits import Limit, Unit
from clocks.rules.stages import default_stages
from clocks.workflow import State
from journal.refusals import Conflict, NotFound
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db


def test_a_started_clock_knows_when_it_is_due_and_what_comes_next() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(5, Unit.WORKING_DAYS))
    assert clock.due_at == at("2026-03-09 09:00")
    assert clock.warn_at == at("2026-03-06 09:00")
    assert clock.next_at == clock.warn_at
    assert clock.state == State.RUNNING
    assert not clock.provisional


def test_a_started_clock_freezes_its_rule_and_fills_in_what_it_leaves_open() -> None:
    clock = make_clock(rule={"label": "一般·办结", "version": 3})
    clock.refresh_from_db()
    assert clock.rule == {
        "label": "一般·办结",
        "version": 3,
        "warn_share": 0.2,
        "stages": default_stages(critical=False),
    }


def test_an_external_due_date_caps_the_promise() -> None:
    cap = at("2026-03-03 12:00")
    clock = make_clock("2026-03-02 09:00", limit=Limit(7, Unit.WORKING_DAYS), cap_at=cap)
    assert clock.due_at == cap
    assert clock.warn_at < cap


def test_an_external_due_date_later_than_the_promise_changes_nothing() -> None:
    cap = at("2026-04-01 12:00")
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS), cap_at=cap)
    assert clock.due_at == at("2026-03-02 10:00")


def test_an_external_due_date_already_gone_is_over_at_once_and_warns_no_more() -> None:
    cap = at("2026-03-01 12:00")
    clock = make_clock("2026-03-02 09:00", cap_at=cap)
    assert (clock.state, clock.breached_at) == (State.BREACHED, cap)
    assert clock.warn_at == clock.next_at == cap


def test_a_start_long_ago_is_over_and_due_for_the_next_sweep() -> None:
    now = at("2026-03-10 09:00")
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.WORKING_DAYS), now=now)
    assert (clock.state, clock.breached_at) == (State.BREACHED, at("2026-03-03 09:00"))
    assert Clock.objects.due(now).get() == clock


def test_done_at_the_due_moment_is_in_time() -> None:
    clock = make_clock()
    clock = meet_clock(clock.pk, now=clock.due_at)
    assert clock.in_time
    assert (clock.state, clock.breached_at, clock.next_at) == (State.MET, None, None)
    assert Clock.objects.in_time().get() == clock


def test_done_late_is_met_and_keeps_its_breach() -> None:
    clock = make_clock()
    clock = meet_clock(clock.pk, now=clock.due_at + timedelta(seconds=1))
    assert not clock.in_time
    assert (clock.state, clock.breached_at) == (State.MET, clock.due_at)
    assert not Clock.objects.in_time().exists()


def test_done_while_paused_ends_the_pause_first() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(2, Unit.HOURS))
    pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="等待产权证明")
    clock = meet_clock(clock.pk, now=at("2026-03-02 15:00"))
    assert clock.due_at == at("2026-03-02 16:00")
    assert clock.in_time
    assert clock.pauses.get().until == at("2026-03-02 15:00")


def test_a_cancelled_clock_is_no_longer_owed() -> None:
    clock = make_clock()
    clock = cancel_clock(clock.pk, now=at("2026-03-02 10:00"), why="已并案")
    assert (clock.state, clock.breached_at, clock.next_at) == (State.CANCELLED, None, None)
    assert not Clock.objects.open().exists()


def test_a_clock_cancelled_when_already_over_keeps_its_breach() -> None:
    clock = make_clock()
    clock = cancel_clock(clock.pk, now=clock.due_at + timedelta(hours=1), why="已并案")
    assert clock.breached_at == clock.due_at


def test_a_paused_clock_cancelled_after_its_old_due_moment_was_never_over() -> None:
    clock = make_clock()
    pause_clock(clock.pk, now=at("2026-03-02 10:00"), why="挂账")
    clock = cancel_clock(clock.pk, now=clock.due_at + timedelta(days=9), why="已并案")
    assert clock.breached_at is None
    assert clock.pauses.get().until == clock.cancelled_at


def test_a_changed_limit_is_reckoned_from_the_same_start_and_explained() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(7, Unit.WORKING_DAYS))
    rule = {"label": "复杂·办结"}
    clock = change_limit(
        clock.pk,
        limit=Limit(15, Unit.WORKING_DAYS),
        rule=rule,
        now=at("2026-03-04 10:00"),
        why="类别更正",
    )
    assert clock.due_at == at("2026-03-23 09:00")
    assert clock.rule["label"] == "复杂·办结"
    [change] = clock.changes
    assert change["why"] == "类别更正"
    assert change["limit"][0] == {"amount": 7, "unit": "working_days"}
    assert datetime.fromisoformat(change["due_at"][0]) == at("2026-03-11 09:00")


def test_a_correction_that_moves_nothing_is_no_change() -> None:
    clock = make_clock(limit=Limit(7, Unit.WORKING_DAYS))
    limit = Limit(7, Unit.WORKING_DAYS)
    clock = change_limit(
        clock.pk, limit=limit, rule={"label": "新"}, now=at("2026-03-03 09:00"), why="地点更正"
    )
    assert clock.changes == []
    assert clock.rule["label"] == "新"


def test_a_longer_limit_withdraws_a_breach_that_no_longer_holds() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS), now=at("2026-03-02 12:00"))
    assert clock.state == State.BREACHED
    clock = change_limit(
        clock.pk, limit=Limit(1, Unit.DAYS), rule=None, now=at("2026-03-02 12:00"), why="不属特急"
    )
    assert (clock.state, clock.breached_at, clock.stage) == (State.RUNNING, None, "")
    assert clock.changes[0]["breach_withdrawn"]


def test_a_shorter_limit_may_be_over_already() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.DAYS))
    now = at("2026-03-02 12:00")
    clock = change_limit(clock.pk, limit=Limit(1, Unit.HOURS), rule=None, now=now, why="实为特急")
    assert (clock.state, clock.breached_at) == (State.BREACHED, at("2026-03-02 10:00"))
    assert Clock.objects.due(now).get() == clock


def test_a_changed_limit_keeps_the_rule_and_the_cap_it_is_not_told_about() -> None:
    clock = make_clock(rule={"label": "一般"}, cap_at=at("2026-03-20 09:00"))
    limit, now = Limit(30, Unit.DAYS), at("2026-03-02 10:00")
    clock = change_limit(clock.pk, limit=limit, rule=None, now=now, why="延期")
    assert (clock.rule["label"], clock.due_at) == ("一般", at("2026-03-20 09:00"))
    clock = change_limit(clock.pk, limit=limit, rule=None, now=now, why="延期", cap_at=None)
    assert clock.due_at == at("2026-04-01 09:00")


def test_a_changed_limit_judges_a_met_clock_again() -> None:
    clock = make_clock("2026-03-02 09:00", limit=Limit(1, Unit.HOURS))
    meet_clock(clock.pk, now=at("2026-03-02 11:00"))
    clock = change_limit(
        clock.pk, limit=Limit(1, Unit.DAYS), rule=None, now=at("2026-03-02 12:00"), why="更正"
    )
    assert clock.in_time
    assert (clock.state, clock.breached_at, clock.next_at) == (State.MET, None, None)


def test_a_cancelled_clock_refuses_every_verb() -> None:
    clock, now = make_clock(), at("2026-03-02 10:00")
    cancel_clock(clock.pk, now=now, why="已并案")
    verbs: list[Callable[[], Clock]] = [
        lambda: meet_clock(clock.pk, now=now),
        lambda: cancel_clock(clock.pk, now=now, why="再次"),
        lambda: pause_clock(clock.pk, now=now, why="挂账"),
    ]
    for verb in verbs:
        with pytest.raises(Conflict) as refused:
            verb()
        assert refused.value.state == State.CANCELLED


def test_a_clock_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        meet_clock(1, now=at("2026-03-02 10:00"))


@pytest.mark.django_db(transaction=True)
def test_a_verb_outside_a_transaction_is_an_error() -> None:
    clock = make_clock()
    with pytest.raises(TransactionManagementError):
        meet_clock(clock.pk, now=clock.due_at)
    with transaction.atomic():
        meet_clock(clock.pk, now=clock.due_at)


def test_clocks_are_listed_by_room_and_matter() -> None:
    mine = make_clock(matter_id=7)
    make_clock(matter_id=8)
    make_clock(matter_id=7, room="dispute")
    assert Clock.objects.of("case", [7, 9]).get() == mine


def test_over_lists_the_late_whether_swept_or_not_and_not_the_paused_in_time() -> None:
    now = at("2026-03-10 09:00")
    unswept = make_clock("2026-03-02 09:00")
    swept = make_clock("2026-03-02 09:00", now=now)
    paused = make_clock("2026-03-02 09:00")
    pause_clock(paused.pk, now=at("2026-03-02 10:00"), why="挂账")
    make_clock("2026-03-09 17:00")
    assert set(Clock.objects.over(now)) == {unswept, swept}
