"""How time passes in the street: by working hours, or by the clock when it presses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from cases.rules.limits import default_limit
from clocks.rules.calendars import ZONE, WorkingCalendar, street_calendar
from clocks.rules.limits import Limit
from clocks.rules.spans import Span

ONE_DAY = timedelta(days=1)
EARLIEST_HOUR, LATEST_HOUR = 7, 22


def advance(start: datetime, worked: timedelta) -> datetime:
    """When so much working time has passed since `start`."""
    left = worked
    for span in street_calendar().spans_from(start.astimezone(ZONE)):
        length = span.until - span.since
        if left <= length:
            return span.since + left
        left -= length
    raise AssertionError("working time has no end")


def retreat(end: datetime, worked: timedelta) -> datetime:
    """The moment since which so much working time has passed until `end`."""
    left = worked
    for span in _spans_before(end.astimezone(ZONE), street_calendar()):
        length = span.until - span.since
        if left <= length:
            return span.until - left
        left -= length
    raise AssertionError("working time has no beginning")


def _spans_before(end: datetime, calendar: WorkingCalendar) -> Iterator[Span]:
    day = end.date()
    while True:
        for span in reversed(calendar.spans_on(day)):
            if span.since < end:
                yield Span(span.since, min(span.until, end))
        day -= ONE_DAY


def is_working(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return any(
        span.since <= local < span.until for span in street_calendar().spans_on(local.date())
    )


def length(limit: Limit) -> timedelta:
    return limit.length(street_calendar().day_length)


def forward(start: datetime, limit: Limit, share: float) -> datetime:
    """When this share of the limit is used up; above 1 it is late."""
    used = length(limit) * share
    return advance(start, used) if limit.unit.is_working else start + used


def back(end: datetime, limit: Limit, share: float) -> datetime:
    used = length(limit) * share
    return retreat(end, used) if limit.unit.is_working else end - used


def limit_of(kind: str, urgency: str) -> Limit:
    return default_limit(kind, urgency)


def waking(rng: Random, since: datetime, until: datetime) -> datetime:
    """A moment between the two, at an hour at which people are up, if there is one."""
    moment = since
    for _ in range(20):
        moment = since + (until - since) * rng.random()
        if EARLIEST_HOUR <= moment.astimezone(ZONE).hour < LATEST_HOUR:
            break
    return moment
