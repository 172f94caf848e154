"""Starting, meeting, cancelling a clock, and changing its limit."""

from collections.abc import Mapping
from datetime import datetime
from types import EllipsisType
from typing import Any

from django.db.models import QuerySet

from clocks.actions.locks import close_pause, lock_for, reckon_again
from clocks.models import Clock
from clocks.rules.calendars import street_calendar
from clocks.rules.changes import Before
from clocks.rules.deadlines import DEADLINE_FIELDS, judge, set_deadline
from clocks.rules.limits import Limit
from clocks.rules.stages import frozen
from clocks.workflow import OPEN, State


def start_clock(
    *,
    room: str,
    matter_id: int,
    leg_id: int | None = None,
    kind: str,
    round: int,
    started_at: datetime,
    limit: Limit,
    now: datetime,
    rule: Mapping[str, Any] | None = None,
    cap_at: datetime | None = None,
) -> Clock:
    """A start long ago may be over already: then it is breached, and the next sweep fires it."""
    clock = Clock(
        room=room,
        matter_id=matter_id,
        leg_id=leg_id,
        kind=kind,
        round=round,
        started_at=started_at,
        limit=limit.as_json(),
        rule=frozen(rule),
        cap_at=cap_at,
    )
    set_deadline(clock, now=now, calendar=street_calendar())
    clock.save(force_insert=True)
    return clock


def meet_clock(clock_id: int, *, now: datetime) -> Clock:
    """In time when `now` is not after the due moment; late, the breach stays on record."""
    return _meet(lock_for("meet", clock_id), now=now)


def meet_owed(owed: QuerySet[Clock], *, now: datetime) -> None:
    """Every open clock among these; none of them is as well."""
    for clock in _locked(owed):
        _meet(clock, now=now)


def _meet(clock: Clock, *, now: datetime) -> Clock:
    fields = ["state", "met_at", "next_at", "breached_at"]
    if clock.state == State.PAUSED:
        close_pause(clock, now=now)
        reckon_again(clock, now=now)
        fields = [*DEADLINE_FIELDS, "met_at", "paused_at"]
    clock.state, clock.met_at, clock.next_at = State.MET, now, None
    judge(clock, now=now)
    clock.save(update_fields=fields)
    return clock


def cancel_clock(clock_id: int, *, now: datetime, why: str) -> Clock:
    """No longer owed. What was over before keeps its breach."""
    return _cancel(lock_for("cancel", clock_id), now=now, why=why)


def cancel_owed(owed: QuerySet[Clock], *, now: datetime, why: str) -> None:
    """Every open clock among these; none of them is as well."""
    for clock in _locked(owed):
        _cancel(clock, now=now, why=why)


def _cancel(clock: Clock, *, now: datetime, why: str) -> Clock:
    judge(clock, now=now)
    if clock.state == State.PAUSED:
        close_pause(clock, now=now)
    clock.state, clock.cancelled_at, clock.next_at = State.CANCELLED, now, None
    clock.cancel_reason = why
    clock.save(
        update_fields=[
            "state",
            "breached_at",
            "next_at",
            "paused_at",
            "cancelled_at",
            "cancel_reason",
        ]
    )
    return clock


def _locked(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    return clocks.filter(state__in=OPEN).select_for_update().order_by("pk")


def change_limit(
    clock_id: int,
    *,
    limit: Limit,
    rule: Mapping[str, Any] | None,
    now: datetime,
    why: str,
    cap_at: datetime | EllipsisType | None = ...,
) -> Clock:
    """Reckoned from the same start and pauses; a `rule` of None and a `cap_at` left out stay.

    A breach that does not hold under the new limit is withdrawn, and the change says so.
    """
    clock = lock_for("change_limit", clock_id)
    before = Before.of(clock)
    clock.limit = limit.as_json()
    if rule is not None:
        clock.rule = frozen(rule)
    if not isinstance(cap_at, EllipsisType):
        clock.cap_at = cap_at
    reckon_again(clock, now=now)
    clock.changes = before.changes(clock, now=now, why=why)
    clock.save(update_fields=[*DEADLINE_FIELDS, "limit", "rule", "cap_at", "changes"])
    return clock
