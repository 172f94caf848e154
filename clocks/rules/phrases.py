"""Moments, days, stretches and durations, said in the active language."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.dateformat import format as formatted
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

_REASONS = {
    "weekend": gettext_noop("周末"),
    "New Year's Day": gettext_noop("元旦"),
    "Spring Festival": gettext_noop("春节"),
    "Tomb-sweeping Day": gettext_noop("清明节"),
    "Labour Day": gettext_noop("劳动节"),
    "Dragon Boat Festival": gettext_noop("端午节"),
    "National Day": gettext_noop("国庆节"),
    "Mid-autumn Festival": gettext_noop("中秋节"),
    "Anti-Fascist 70th Day": gettext_noop("抗战胜利 70 周年纪念日"),
}


def moment(value: datetime) -> str:
    return formatted(localtime(value), _("Y年n月j日 H:i"))


def between(since: datetime, until: datetime) -> str:
    first, last = localtime(since), localtime(until)
    if first.date() == last.date():
        return f"{moment(first)}–{last:%H:%M}"
    return _("%(first)s至%(last)s") % {"first": moment(first), "last": moment(last)}


def hours(since: datetime, until: datetime) -> str:
    return f"{since:%H:%M}–{until:%H:%M}"


def day_range(first: date, last: date | None = None) -> str:
    told = formatted(first, _("n月j日"))
    if last is None or last == first:
        return told
    end = formatted(last, _("n月j日"))
    return _("%(first)s至%(last)s") % {"first": told, "last": end}


def duration(value: timedelta) -> str:
    """The two largest of days, hours and minutes; less than a minute counts as one."""
    minutes = max(1, int(value.total_seconds()) // 60)
    days, rest, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days} if days else "",
        ngettext("%(n)d 小时", "%(n)d 小时", rest) % {"n": rest} if rest else "",
        ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes} if minutes else "",
    ]
    return " ".join([part for part in parts if part][:2])


def reason(name: str) -> str:
    """Why a day is special; the street's own days carry their own name."""
    return _(_REASONS[name]) if name in _REASONS else name


def joined(parts: Sequence[str]) -> str:
    return _("；").join(parts)
