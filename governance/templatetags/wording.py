"""Moments, spans of time and figures in the words people use."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400
NEAR_PART = 5
NOTHING = "–"


class Due(NamedTuple):
    """A deadline in words, with its tone and icon."""

    words: str
    tone: str
    icon: str


def moment_words(at: datetime, *, now: datetime) -> str:
    """“11月22日 14:05”; the year only where it is not this one."""
    local = timezone.localtime(at)
    this_year = local.year == timezone.localtime(now).year
    pattern = _("n月j日 H:i") if this_year else _("Y年n月j日 H:i")
    return formats.date_format(local, pattern)


def span_words(span: timedelta) -> str:
    """The largest unit that fits: minutes, hours up to two days, then days."""
    seconds = abs(int(span.total_seconds()))
    if seconds < HOUR:
        count = max(1, seconds // MINUTE)
        return ngettext("%(count)d 分钟", "%(count)d 分钟", count) % {"count": count}
    if seconds < 2 * DAY:
        count = seconds // HOUR
        return ngettext("%(count)d 小时", "%(count)d 小时", count) % {"count": count}
    count = seconds // DAY
    return ngettext("%(count)d 天", "%(count)d 天", count) % {"count": count}


def ago_words(at: datetime, *, now: datetime) -> str:
    """“3 小时前”, “2 天后”, “刚刚”."""
    span = now - at
    if abs(span) < timedelta(minutes=1):
        return _("刚刚")
    words = _("%(span)s前") if span > timedelta() else _("%(span)s后")
    return words % {"span": span_words(span)}


def due_words(at: datetime, *, warn_at: datetime | None, now: datetime) -> Due:
    """What is left, or by how much it is over; near from `warn_at` on."""
    left = at - now
    if left < timedelta():
        return Due(_("已超 %(span)s") % {"span": span_words(left)}, "danger", "alert")
    words = _("还剩 %(span)s") % {"span": span_words(left)}
    if warn_at and warn_at <= now:
        return Due(words, "warn", "alert")
    return Due(words, "calm", "clock")


def last_fifth(since: datetime | None, due_at: datetime) -> datetime | None:
    """From when on a deadline is near, where no clock says it."""
    return due_at - (due_at - since) / NEAR_PART if since else None


def clock_words(
    state: str,
    *,
    due_at: datetime | None,
    warn_at: datetime | None,
    met_at: datetime | None,
    now: datetime,
) -> Due:
    """The state of one clock; done late stays told as late."""
    if state == "met" and met_at and due_at:
        return _met_words(due_at, met_at)
    if state == "cancelled":
        return Due(_("已取消"), "calm", "x-circle")
    if state == "paused":
        return Due(_("已暂停"), "calm", "pause")
    return due_words(due_at, warn_at=warn_at, now=now) if due_at else Due(NOTHING, "calm", "clock")


def _met_words(due_at: datetime, met_at: datetime) -> Due:
    if met_at <= due_at:
        return Due(_("按时完成"), "good", "check")
    span = span_words(met_at - due_at)
    return Due(_("完成,超时 %(span)s") % {"span": span}, "warn", "alert")


def count_words(value: object) -> str:
    """Whole numbers in groups of three; nothing known is a dash, not a zero."""
    if value is None or value == "":
        return NOTHING
    return f"{value:,}" if isinstance(value, int) else str(value)


def rate_words(numerator: float, denominator: float) -> str:
    """One decimal; never rounded up to 100 % nor down to 0 %; an empty denominator is a dash."""
    if not denominator:
        return NOTHING
    if 0 < numerator < denominator:
        return f"{min(max(100 * numerator / denominator, 0.1), 99.9):.1f}%"
    return f"{100 * numerator / denominator:.0f}%"
