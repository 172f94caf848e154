"""What the database itself refuses, each constraint broken once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from clocks.actions import cancel_clock, meet_clock, pause_clock
from clocks.models import Clock, Pause
from clocks.workflow import State
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db

NOW = at("2026-03-02 10:00")


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("clock_state_is_known", {"state": "asleep", "next_at": None}),
        ("clock_met_has_moment", {"state": State.MET, "next_at": None}),
        ("clock_met_has_moment", {"met_at": NOW}),
        ("clock_paused_has_moment", {"state": State.PAUSED, "next_at": None}),
        ("clock_paused_has_moment", {"paused_at": NOW}),
        (
            "clock_cancelled_has_moment",
            {"state": State.CANCELLED, "next_at": None, "cancel_reason": "已并案"},
        ),
        ("clock_cancelled_has_reason", {"cancel_reason": "没有取消"}),
        (
            "clock_cancelled_has_reason",
            {"state": State.CANCELLED, "next_at": None, "cancelled_at": NOW},
        ),
        (
            "clock_breach_is_dated_when_due",
            {"state": State.BREACHED, "breached_at": F("due_at") + timedelta(minutes=1)},
        ),
        ("clock_breached_has_moment", {"breached_at": F("due_at")}),
        ("clock_breached_has_moment", {"state": State.BREACHED}),
        (
            "clock_met_late_keeps_breach",
            {"state": State.MET, "next_at": None, "met_at": F("due_at") + timedelta(minutes=1)},
        ),
        (
            "clock_met_late_keeps_breach",
            {
                "state": State.MET,
                "next_at": None,
                "met_at": F("due_at"),
                "breached_at": F("due_at"),
            },
        ),
        ("clock_next_only_while_ticking", {"state": State.PAUSED, "paused_at": NOW}),
        ("clock_running_has_next", {"next_at": None}),
        ("clock_warns_before_due", {"warn_at": F("due_at") + timedelta(minutes=1)}),
        ("clock_due_within_cap", {"cap_at": NOW}),
        ("clock_round_from_one", {"round": 0}),
    ],
)
def test_a_clock_that_contradicts_itself_is_refused(
    constraint: str, fields: dict[str, Any]
) -> None:
    clock = make_clock()
    with refused_by(constraint):
        Clock.objects.filter(pk=clock.pk).update(**fields)


def test_one_open_clock_of_a_kind_for_a_matter() -> None:
    make_clock(matter_id=7)
    with refused_by("clock_one_open_of_a_kind"):
        make_clock(matter_id=7, round=2)


@pytest.mark.parametrize(
    "other", [{"matter_id": 8}, {"leg_id": 2}, {"leg_id": None}, {"kind": "claim"}, {"room": "x"}]
)
def test_other_owners_and_kinds_have_clocks_of_their_own(other: dict[str, Any]) -> None:
    make_clock(matter_id=7, leg_id=1)
    make_clock(**{"matter_id": 7, "leg_id": 1, **other})
    assert Clock.objects.count() == 2


def test_a_clock_that_ended_makes_room_for_the_next() -> None:
    meet_clock(make_clock(matter_id=7).pk, now=NOW)
    cancel_clock(make_clock(matter_id=7).pk, now=NOW, why="已并案")
    assert make_clock(matter_id=7).state == State.RUNNING


def test_one_open_pause_per_clock() -> None:
    clock = make_clock()
    pause_clock(clock.pk, now=NOW, why="挂账")
    with refused_by("pause_one_open_per_clock"):
        Pause.objects.create(clock=clock, since=NOW, why="再次")


def test_a_pause_does_not_end_before_it_begins() -> None:
    with refused_by("pause_ends_after_it_begins"):
        Pause.objects.create(
            clock=make_clock(), since=NOW, until=NOW - timedelta(seconds=1), why="挂账"
        )


def test_a_pause_says_why() -> None:
    with refused_by("pause_says_why"):
        pause_clock(make_clock().pk, now=NOW, why="")


def test_every_constraint_is_broken_by_a_test_above() -> None:
    with connection.cursor() as cursor:
        names = {
            *connection.introspection.get_constraints(cursor, Clock._meta.db_table),
            *connection.introspection.get_constraints(cursor, Pause._meta.db_table),
        }
    declared = {c.name for model in (Clock, Pause) for c in model._meta.constraints}
    assert declared <= names
