"""Which days and hours are worked.

National holidays and adjusted weekends (调休) come from `chinesecalendar`; a year it does not know
falls back to weekends only, and the day says that it is not known. The street's own days lie on
top. The zone has kept one offset since 1991, so local arithmetic is exact.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from chinese_calendar import get_holiday_detail
from django.conf import settings

from clocks.rules.spans import Span

Windows = tuple[tuple[time, time], ...]
ExtraDays = Mapping[date, tuple[bool, str]]

ZONE = ZoneInfo("Asia/Shanghai")
WINDOWS: Windows = ((time(8, 30), time(12)), (time(14), time(17, 30)))
WEEKEND = "weekend"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """`name` says why: the holiday, the weekend, or the holiday a working weekend makes up for."""

    working: bool
    name: str = ""
    known: bool = True


Source = Callable[[date], Day | None]


def national_day(day: date) -> Day | None:
    """What the national calendar says, or nothing when that year is not published yet."""
    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:
        return None
    return Day(working=not off, name=name or (WEEKEND if off else ""))


def plain_day(day: date) -> Day:
    off = day.isoweekday() > 5
    return Day(working=not off, name=WEEKEND if off else "", known=False)


class WorkingCalendar:
    """Looks every day up once and remembers it."""

    def __init__(
        self,
        *,
        windows: Windows = WINDOWS,
        extra_days: ExtraDays | None = None,
        source: Source = national_day,
        zone: ZoneInfo = ZONE,
    ) -> None:
        edges = [edge for window in windows for edge in window]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("working windows must be given in order and must not overlap")
        self.windows = windows
        self.zone = zone
        self.day_length = sum((_length(*window) for window in windows), timedelta())
        self._source = source
        self._extra = {day: Day(*told) for day, told in (extra_days or {}).items()}
        self._days: dict[date, Day] = {}
        self._spans: dict[date, tuple[Span, ...]] = {}

    def day(self, day: date) -> Day:
        found = self._days.get(day)
        if found is None:
            found = self._extra.get(day) or self._source(day) or plain_day(day)
            self._days[day] = found
        return found

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The working windows of one day; none on a day off."""
        found = self._spans.get(day)
        if found is None:
            windows: Sequence[tuple[time, time]] = self.windows if self.day(day).working else ()
            found = tuple(
                Span(self.at(day, opens), self.at(day, shuts)) for opens, shuts in windows
            )
            self._spans[day] = found
        return found

    def spans_from(self, start: datetime) -> Iterator[Span]:
        """Working time from `start` on, without end."""
        day = start.date()
        while True:
            for span in self.spans_on(day):
                if span.until > start:
                    yield Span(max(span.since, start), span.until)
            day += ONE_DAY

    def closes_after(self, day: date) -> Iterator[datetime]:
        """The end of every working day after `day`, without end."""
        while True:
            day += ONE_DAY
            if spans := self.spans_on(day):
                yield spans[-1].until

    def at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.zone)


def street_calendar() -> WorkingCalendar:
    """The calendar of this installation: settings `WORKING_WINDOWS` and `EXTRA_DAYS`."""
    windows: Windows = getattr(settings, "WORKING_WINDOWS", WINDOWS)
    extra: ExtraDays = getattr(settings, "EXTRA_DAYS", {})
    return _calendar(windows, tuple(sorted(extra.items())))


@lru_cache(maxsize=8)
def _calendar(
    windows: Windows, extra: tuple[tuple[date, tuple[bool, str]], ...]
) -> WorkingCalendar:
    return WorkingCalendar(windows=windows, extra_days=dict(extra))


def _length(opens: time, shuts: time) -> timedelta:
    return datetime.combine(date.min, shuts) - datetime.combine(date.min, opens)
