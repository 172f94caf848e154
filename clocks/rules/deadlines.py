"""Sets the moments of a clock from its start, limit, cap and pauses. Saves nothing."""

from datetime import datetime, timedelta

from clocks.models import Clock
from clocks.rules.calendars import WorkingCalendar
from clocks.rules.limits import Limit
from clocks.rules.reckoning import Pauses, moment_after, reckon, used
from clocks.rules.stages import passed, schedule, unfired
from clocks.rules.traces import trace
from clocks.workflow import TICKING, State

DEADLINE_FIELDS = (
    "due_at",
    "warn_at",
    "next_at",
    "stage",
    "state",
    "breached_at",
    "provisional",
    "reckoning",
)


def set_deadline(
    clock: Clock, *, now: datetime, calendar: WorkingCalendar, pauses: Pauses = ()
) -> None:
    """Reckon from the same start, say whether that is over, and what comes next."""
    pauses = tuple(pauses)
    limit = Limit.from_json(clock.limit)
    reckoning = reckon(clock.started_at, limit, calendar, pauses)
    clock.reckoning = trace(reckoning, limit, calendar)
    clock.provisional = reckoning.provisional
    clock.due_at = min(reckoning.due_at, clock.cap_at or reckoning.due_at)
    clock.warn_at = min(clock.due_at, _warn_at(clock, limit, calendar, pauses))
    judge(clock, now=now)
    _place_in_schedule(clock, now=now, calendar=calendar, pauses=pauses)


def judge(clock: Clock, *, now: datetime) -> None:
    """Over or in time, as of the moment it was done, stopped or paused, else as of now."""
    as_of = clock.met_at or clock.cancelled_at or clock.paused_at or now
    over = clock.due_at < as_of
    clock.breached_at = clock.due_at if over else None
    if clock.state in TICKING:
        clock.state = State.BREACHED if over else State.RUNNING


def _warn_at(clock: Clock, limit: Limit, calendar: WorkingCalendar, pauses: Pauses) -> datetime:
    """When only the last share of the counted time is left."""
    whole = used(clock.started_at, clock.due_at, limit.unit, calendar, pauses)
    share: float = clock.rule["warn_share"]
    if not share or whole <= timedelta():
        return clock.due_at
    return moment_after(whole * (1 - share), clock.started_at, limit.unit, calendar, pauses)


def _place_in_schedule(
    clock: Clock, *, now: datetime, calendar: WorkingCalendar, pauses: Pauses
) -> None:
    """A moment that fired and now lies ahead again will fire again, at its new time."""
    moments = schedule(clock, calendar, pauses)
    still_ahead = unfired(moments, clock.stage)
    fired = moments[: len(moments) - len(still_ahead)]
    behind = passed(moments, now)
    kept = [moment for moment in fired if moment in behind]
    clock.stage = kept[-1].stage if kept else ""
    ahead = unfired(moments, clock.stage)
    clock.next_at = ahead[0].at if ahead and clock.state in TICKING else None
