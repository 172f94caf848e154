"""Moments as people and programs write them; what can be read in two ways is not read at all."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext as _

_WRITTEN = re.compile(
    r"""(?P<year>\d{4})
        (?: (?P<mark>[-/.]) (?P<month>\d{1,2}) (?P=mark) (?P<day>\d{1,2})
          | \s?年\s? (?P<month_zh>\d{1,2}) \s?月\s? (?P<day_zh>\d{1,2}) \s?日? )
        (?: (?:\s*T\s*|\s+|(?<=日))
            (?P<half>上午|下午|AM|PM)? \s?
            (?P<hour>\d{1,2}) (?: [时点] | [:时点] \s? (?P<minute>\d{1,2})
            (?: 分 | [:分] \s? (?P<second>\d{1,2}) (?:\.(?P<fraction>\d{1,6}))? \s? 秒? )? )
            \s? (?P<half_after>AM|PM)?
            (?P<zone>Z|[+-]\d{2}:?\d{2})? )?""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_START = date(1899, 12, 30)
_DAY_SECONDS = 86_400
_FULL_WIDTH = str.maketrans("０１２３４５６７８９：／－．\u3000\u00a0", "0123456789:/-.  ")

Written = str | float | datetime | date


def parse_moment(value: Written, tz: tzinfo) -> datetime:
    """An aware moment; what is written without a zone is local time of `tz`.

    Year first, in four digits: 2019/4/25 9:32:09, 2019-04-25T09:32, 2019年4月25日 下午3点05分,
    20190425, and the day numbers of spreadsheets. A day without an hour is its midnight. Day-first
    dates, two-digit years and hours that the clocks skipped raise ValueError.
    """
    if isinstance(value, datetime):
        return value if value.tzinfo else _existing(value.replace(tzinfo=tz))
    if isinstance(value, date):
        return _existing(datetime.combine(value, time.min, tz))
    try:
        return _existing(_read(str(value).translate(_FULL_WIDTH).strip().upper(), tz))
    except (ValueError, OverflowError) as error:
        raise ValueError(
            _("看不懂这个时间:“%(value)s”。请写成 2026-03-05 14:30。") % {"value": value}
        ) from error


def _read(text: str, tz: tzinfo) -> datetime:
    if match := _WRITTEN.fullmatch(text):
        return _from_parts(match.groupdict(default=""), tz)
    if match := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second = (int(part) for part in match.groups("0"))
        return datetime(year, month, day, hour, minute, second, tzinfo=tz)
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text), tz)
    raise ValueError(text)


def _from_parts(parts: dict[str, str], tz: tzinfo) -> datetime:
    return datetime(
        int(parts["year"]),
        int(parts["month"] or parts["month_zh"]),
        int(parts["day"] or parts["day_zh"]),
        _hour(int(parts["hour"] or 0), parts["half"], parts["half_after"]),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int(parts["fraction"].ljust(6, "0")),
        tzinfo=_zone(parts["zone"]) or tz,
    )


def _hour(hour: int, before: str, after: str) -> int:
    """The hour of the day; morning and afternoon count to twelve."""
    half = before or after
    if not half:
        return hour
    if (before and after) or not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in {"下午", "PM"} else 0)


def _zone(written: str) -> tzinfo | None:
    if not written:
        return None
    return UTC if written == "Z" else datetime.strptime(written, "%z").tzinfo


def _from_serial(number: float, tz: tzinfo) -> datetime:
    """Days since the end of 1899, as spreadsheets count; five digits are the years 1927 to 2173."""
    days, seconds = divmod(round(number * _DAY_SECONDS), _DAY_SECONDS)
    midnight = datetime.combine(_SERIAL_START + timedelta(days=days), time.min, tz)
    return midnight + timedelta(seconds=seconds)


def _existing(moment: datetime) -> datetime:
    """Refuses the hour that summer time skips."""
    if moment.astimezone(UTC).astimezone(moment.tzinfo) != moment:
        raise ValueError(f"{moment} was skipped by the clocks")
    return moment
