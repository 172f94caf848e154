"""When the calendar of a year is published: clocks set without it are reckoned again."""

from datetime import datetime

from django.db import transaction

from clocks.actions.locks import lock_clock, reckon_again
from clocks.models import Clock
from clocks.rules.calendars import WorkingCalendar
from clocks.rules.changes import PUBLISHED, changed
from clocks.rules.deadlines import DEADLINE_FIELDS
from clocks.rules.limits import Limit
from clocks.workflow import OPEN


def recompute_clock(
    clock_id: int, *, now: datetime, calendar: WorkingCalendar | None = None
) -> bool:
    """Whether the due moment moved. What is still not known stays as it is."""
    clock = lock_clock(clock_id)
    if not clock.provisional or clock.state not in OPEN:
        return False
    before = Limit.from_json(clock.limit), clock.due_at, clock.breached_at
    reckon_again(clock, now=now, calendar=calendar)
    moved = clock.due_at != before[1]
    if moved:
        clock.changes = [*clock.changes, changed(clock, before, now=now, why=PUBLISHED)]
    clock.save(update_fields=[*DEADLINE_FIELDS, "changes"])
    return moved


def recompute_provisional(*, now: datetime, calendar: WorkingCalendar | None = None) -> list[int]:
    """Every open clock set by an unpublished calendar; answers the ids of those that moved."""
    ids = list(Clock.objects.open().filter(provisional=True).values_list("id", flat=True))
    return [clock_id for clock_id in ids if _recompute(clock_id, now, calendar)]


def _recompute(clock_id: int, now: datetime, calendar: WorkingCalendar | None) -> bool:
    with transaction.atomic():
        return recompute_clock(clock_id, now=now, calendar=calendar)
