"""When the calendar of a year is published: clocks set without it are reckoned again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from clocks.actions.locks import lock_clock, reckon_again
from clocks.actions.sweeps import Taker
from clocks.models import Clock
from clocks.rules.calendars import WorkingCalendar
from clocks.rules.changes import PUBLISHED, Before
from clocks.rules.deadlines import DEADLINE_FIELDS


def recompute_provisional(
    *,
    now: datetime,
    takers: Mapping[str, Taker] | None = None,
    calendar: WorkingCalendar | None = None,
) -> int:
    """Every matter with an open provisional clock, one by one; answers how many clocks moved.

    A room that repeats on its matters what their clocks say gives a taker, which locks the matter,
    calls `recompute_matter` and brings its copy up to date.
    """
    waiting = Clock.objects.open().filter(provisional=True)
    owners = waiting.order_by("room", "matter_id").values_list("room", "matter_id").distinct()
    moved = 0
    for room, matter_id in list(owners):
        taker = (takers or {}).get(room)
        with transaction.atomic():
            if taker:
                moved += taker(matter_id, now) or 0
            else:
                moved += recompute_matter(room, matter_id, now=now, calendar=calendar)
    return moved


def recompute_matter(
    room: str, matter_id: int, *, now: datetime, calendar: WorkingCalendar | None = None
) -> int:
    """How many of the matter's clocks moved. What is still not known stays provisional."""
    waiting = Clock.objects.of(room, [matter_id]).open().filter(provisional=True)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return sum(_recompute(clock_id, now=now, calendar=calendar) for clock_id in ids)


def _recompute(clock_id: int, *, now: datetime, calendar: WorkingCalendar | None) -> bool:
    clock = lock_clock(clock_id)
    before = Before.of(clock)
    reckon_again(clock, now=now, calendar=calendar)
    clock.changes = before.changes(clock, now=now, why=PUBLISHED)
    clock.save(update_fields=[*DEADLINE_FIELDS, "changes"])
    return before.moved(clock)
