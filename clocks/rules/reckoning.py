"""From a start, a limit, a calendar and pauses to the moment something is owed by. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from clocks.rules.calendars import ONE_DAY, WorkingCalendar
from clocks.rules.limits import Limit, Unit
from clocks.rules.spans import Span, merged, outside

Pauses = Iterable[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Skipped:
    """Whole days that were not worked, both ends included."""

    since: date
    until: date
    reason: str


@dataclass(frozen=True)
class Reckoning:
    """`segments` is the time that was counted; its sum is the time used up when it is due."""

    due_at: datetime
    segments: tuple[Span, ...]
    skipped: tuple[Skipped, ...]
    unknown_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        return bool(self.unknown_years)


def reckon(
    start: datetime, limit: Limit, calendar: WorkingCalendar, pauses: Pauses = ()
) -> Reckoning:
    """A start outside working time begins at the next working moment; pauses do not count."""
    start, pauses = start.astimezone(calendar.zone), tuple(pauses)
    spans = counted(start, limit.unit, calendar, pauses)
    if limit.unit is Unit.DAY_ENDS:
        due_at = _day_end(start, limit.amount, calendar, pauses)
        segments = tuple(_before(due_at, spans))
    else:
        segments = tuple(_first(limit.length(calendar.day_length), spans))
        due_at = segments[-1].until if segments else start
    days = list(_days(start.date(), due_at.date())) if limit.unit.is_working else []
    return Reckoning(
        due_at=due_at,
        segments=segments,
        skipped=tuple(_skipped(days, calendar)),
        unknown_years=tuple(sorted({day.year for day in days if not calendar.day(day).known})),
    )


def used(
    start: datetime, until: datetime, unit: Unit, calendar: WorkingCalendar, pauses: Pauses = ()
) -> timedelta:
    """Counted time between two moments, less the paused."""
    spans = _before(until, counted(start, unit, calendar, pauses))
    return sum((span.length for span in spans), timedelta())


def moment_after(
    length: timedelta, start: datetime, unit: Unit, calendar: WorkingCalendar, pauses: Pauses = ()
) -> datetime:
    """When that much time is used up."""
    moment = start.astimezone(calendar.zone)
    for span in _first(length, counted(start, unit, calendar, pauses)):
        moment = span.until
    return moment


def counted(
    start: datetime, unit: Unit, calendar: WorkingCalendar, pauses: Pauses = ()
) -> Iterator[Span]:
    """All time that counts from `start` on, without end."""
    start, breaks = start.astimezone(calendar.zone), merged(pauses, calendar.zone)
    forever = iter((Span(start, datetime.max.replace(tzinfo=calendar.zone)),))
    for span in calendar.spans_from(start) if unit.is_working else forever:
        yield from outside(span, breaks)


def _day_end(start: datetime, count: int, calendar: WorkingCalendar, pauses: Pauses) -> datetime:
    """The close of the `count`-th working day after that of the start; none that is paused."""
    breaks = merged(pauses, calendar.zone)
    closes = (
        close
        for close in calendar.closes_after(start.date())
        if not any(since < close <= until for since, until in breaks)
    )
    return next(islice(closes, count - 1, None))


def _first(length: timedelta, spans: Iterator[Span]) -> Iterator[Span]:
    """As much of the spans as `length` asks for."""
    while length > timedelta():
        span = next(spans)
        yield Span(span.since, min(span.until, span.since + length))
        length -= span.length


def _before(moment: datetime, spans: Iterator[Span]) -> Iterator[Span]:
    for span in spans:
        if span.since >= moment:
            return
        yield Span(span.since, min(span.until, moment))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


def _skipped(days: Iterable[date], calendar: WorkingCalendar) -> list[Skipped]:
    result: list[Skipped] = []
    for day in days:
        told = calendar.day(day)
        if told.working:
            continue
        if result and result[-1].until + ONE_DAY == day and result[-1].reason == told.name:
            result[-1] = Skipped(result[-1].since, day, told.name)
        else:
            result.append(Skipped(day, day, told.name))
    return result
