"""The last sentence of a clock: by when it is owed, and how it stands or ended."""

from datetime import datetime

from django.utils.translation import gettext as _

from clocks.models import Clock
from clocks.rules.phrases import duration, moment
from clocks.workflow import State


def outcome(clock: Clock, now: datetime | None) -> str:
    told = {
        State.MET.value: _met,
        State.PAUSED.value: _paused,
        State.CANCELLED.value: _cancelled,
    }.get(clock.state)
    words = {"due": moment(clock.due_at)}
    return told(clock, words) if told else _ticking(clock, words, now)


def _ticking(clock: Clock, words: dict[str, str], now: datetime | None) -> str:
    if now and now > clock.due_at:
        late = duration(now - clock.due_at)
        return _("应于 %(due)s 前完成；已超 %(late)s。") % {**words, "late": late}
    if clock.state == State.BREACHED:
        return _("应于 %(due)s 前完成；已超期。") % words
    return _("应于 %(due)s 前完成。") % words


def _met(clock: Clock, words: dict[str, str]) -> str:
    met_at = clock.met_at or clock.due_at
    words = {**words, "met": moment(met_at)}
    if clock.in_time:
        return _("应于 %(due)s 前完成；已于 %(met)s 按时完成。") % words
    late = duration(met_at - clock.due_at)
    return _("应于 %(due)s 前完成；已于 %(met)s 完成，超期 %(late)s。") % {**words, "late": late}


def _paused(clock: Clock, words: dict[str, str]) -> str:
    if clock.breached_at:
        return _("应于 %(due)s 前完成；暂停前已超期。") % words
    return _("原应于 %(due)s 前完成；暂停中，恢复后顺延。") % words


def _cancelled(clock: Clock, words: dict[str, str]) -> str:
    words = {
        **words,
        "at": moment(clock.cancelled_at or clock.due_at),
        "why": _(clock.cancel_reason),
    }
    if clock.breached_at:
        return _("应于 %(due)s 前完成；超期后于 %(at)s 取消：%(why)s。") % words
    return _("原应于 %(due)s 前完成；已于 %(at)s 取消：%(why)s。") % words
