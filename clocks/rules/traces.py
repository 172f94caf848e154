"""How a deadline was reached, short enough to be kept on the clock and told in words later.

The calendar may be published, or the street's hours may change, after a clock was set: what was
counted then is kept, not worked out again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from clocks.rules.calendars import ONE_DAY, WorkingCalendar
from clocks.rules.limits import Limit
from clocks.rules.reckoning import Reckoning
from clocks.rules.spans import Span


@dataclass(frozen=True)
class Stretch:
    """Counted time: that many whole working days in a row, or part of one (`days` is 0)."""

    since: datetime
    until: datetime
    days: int = 0


def trace(reckoning: Reckoning, limit: Limit, calendar: WorkingCalendar) -> dict[str, Any]:
    due_at = reckoning.due_at.isoformat()
    if not limit.unit.is_working:
        whole = [_as_json(Stretch(*span)) for span in reckoning.segments]
        return {"due_at": due_at, "counted": whole}
    stretches = in_days(reckoning.segments, calendar.day_length)
    worked = sorted({span.since.date() for span in reckoning.segments})
    return {
        "due_at": due_at,
        "counted": [_as_json(stretch) for stretch in stretches],
        "skipped": [
            [skip.since.isoformat(), skip.until.isoformat(), skip.reason]
            for skip in reckoning.skipped
        ],
        "moved": [
            [day.isoformat(), calendar.day(day).name] for day in worked if calendar.day(day).name
        ],
        "windows": [[f"{opens:%H:%M}", f"{shuts:%H:%M}"] for opens, shuts in calendar.windows],
        "unknown_years": list(reckoning.unknown_years),
    }


def in_days(segments: Iterable[Span], working_day: timedelta) -> list[Stretch]:
    """Whole working days that follow each other become one stretch."""
    result: list[Stretch] = []
    for _, group in groupby(segments, key=lambda span: span.since.date()):
        spans = list(group)
        if sum((span.length for span in spans), timedelta()) < working_day:
            result.extend(Stretch(*span) for span in spans)
            continue
        last = result[-1] if result else None
        if last and last.days and last.until.date() + ONE_DAY == spans[0].since.date():
            result[-1] = Stretch(last.since, spans[-1].until, last.days + 1)
        else:
            result.append(Stretch(spans[0].since, spans[-1].until, 1))
    return result


def _as_json(stretch: Stretch) -> list[str | int]:
    return [stretch.since.isoformat(), stretch.until.isoformat(), stretch.days]
