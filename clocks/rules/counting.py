"""What a clock says about its reckoning: what was counted, what was skipped and why."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clocks.models import Clock
from clocks.rules.phrases import between, day_range, hours, joined, moment, reason
from journal.wording import listed


def counted(clock: Clock) -> Iterator[str]:
    if stretches := _stretches(clock):
        yield _("计入：%(stretches)s。") % {"stretches": joined(stretches)}
    moved = [
        _("%(day)s（%(holiday)s调休）")
        % {"day": day_range(date.fromisoformat(day)), "holiday": reason(name)}
        for day, name in clock.reckoning.get("moved", ())
    ]
    if moved:
        yield _("其中调休上班：%(days)s。") % {"days": listed(moved)}


def skipped(clock: Clock) -> Iterator[str]:
    if not _in_working_time(clock):
        yield _("昼夜连续计时，节假日照计。")
        return
    windows = [f"{opens}–{shuts}" for opens, shuts in clock.reckoning["windows"]]
    yield _("每个工作日只计 %(windows)s，午休和下班时间不计。") % {"windows": listed(windows)}
    days = [
        _("%(days)s %(reason)s")
        % {
            "days": day_range(date.fromisoformat(since), date.fromisoformat(until)),
            "reason": reason(name),
        }
        for since, until, name in clock.reckoning["skipped"]
    ]
    if days:
        yield _("不计：%(days)s。") % {"days": joined(days)}


def unpublished(clock: Clock) -> Iterator[str]:
    if clock.provisional:
        years = listed([str(year) for year in clock.reckoning["unknown_years"]])
        yield _("%(years)s 年的放假安排尚未公布，暂按双休推算，公布后重算。") % {"years": years}


def capped(clock: Clock) -> Iterator[str]:
    own = datetime.fromisoformat(clock.reckoning["due_at"])
    if own > clock.due_at:
        yield _("按时限应于 %(own)s 前完成；外部期限为 %(cap)s，以此为准。") % {
            "own": moment(own),
            "cap": moment(clock.due_at),
        }


def _in_working_time(clock: Clock) -> bool:
    return "windows" in clock.reckoning


def _stretches(clock: Clock) -> list[str]:
    entries = [
        (localtime(datetime.fromisoformat(since)), localtime(datetime.fromisoformat(until)), days)
        for since, until, days in clock.reckoning["counted"]
    ]
    if not _in_working_time(clock):
        return [between(since, until) for since, until, _days in entries]
    by_day = groupby(entries, key=lambda entry: (entry[0].date(), entry[1].date(), entry[2]))
    return [
        _whole_days(first, last, days) if days else _part_day(first, list(group))
        for (first, last, days), group in by_day
    ]


def _whole_days(first: date, last: date, days: int) -> str:
    count = ngettext("%(n)d 个工作日", "%(n)d 个工作日", days) % {"n": days}
    return _("%(days)s（%(count)s）") % {"days": day_range(first, last), "count": count}


def _part_day(day: date, parts: list[tuple[datetime, datetime, int]]) -> str:
    return _("%(day)s %(hours)s") % {
        "day": day_range(day),
        "hours": listed([hours(since, until) for since, until, _days in parts]),
    }
