"""A clock explains itself: start, what was counted, what was skipped and why, and the result."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clocks.models import Clock, Pause
from clocks.rules.limits import Limit
from clocks.rules.phrases import between, day_range, duration, joined, moment, reason
from clocks.workflow import State


def explain(clock: Clock, *, now: datetime | None = None) -> list[str]:
    """Sentences in the active language; with `now`, also how late an open clock is."""
    return [
        _start(clock),
        *_rule(clock),
        *_counted(clock),
        *_skipped(clock),
        *_pauses(clock),
        *_changes(clock),
        *_unpublished(clock),
        *_cap(clock),
        _result(clock, now),
    ]


def _start(clock: Clock) -> str:
    return _("自 %(start)s 起算，时限 %(limit)s。") % {
        "start": moment(clock.started_at),
        "limit": Limit.from_json(clock.limit),
    }


def _rule(clock: Clock) -> Iterator[str]:
    told = [str(clock.rule[key]) for key in ("label", "basis", "source") if clock.rule.get(key)]
    if version := clock.rule.get("version"):
        told.append(_("第 %(version)s 版") % {"version": version})
    if told:
        yield _("规则：%(rule)s。") % {"rule": joined(told)}


def _counted(clock: Clock) -> Iterator[str]:
    stretches = [_stretch(*entry) for entry in clock.reckoning.get("counted", ())]
    if stretches:
        yield _("计入：%(stretches)s。") % {"stretches": joined(stretches)}
    moved = clock.reckoning.get("moved", ())
    if moved:
        days = [
            _("%(day)s（%(holiday)s调休）")
            % {"day": day_range(date.fromisoformat(day)), "holiday": reason(name)}
            for day, name in moved
        ]
        yield _("其中调休上班：%(days)s。") % {"days": joined(days)}


def _stretch(since: str, until: str, days: int) -> str:
    first, last = datetime.fromisoformat(since), datetime.fromisoformat(until)
    if not days:
        return between(first, last)
    count = ngettext("%(n)d 个工作日", "%(n)d 个工作日", days) % {"n": days}
    return _("%(days)s（%(count)s）") % {
        "days": day_range(first.date(), last.date()),
        "count": count,
    }


def _skipped(clock: Clock) -> Iterator[str]:
    if "windows" not in clock.reckoning:
        yield _("昼夜连续计时，节假日照计。")
        return
    windows = [f"{opens}–{shuts}" for opens, shuts in clock.reckoning["windows"]]
    yield _("每个工作日只计 %(windows)s，午休和下班时间不计。") % {"windows": joined(windows)}
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


def _pauses(clock: Clock) -> Iterator[str]:
    for pause in clock.pauses.all():
        yield _pause(pause) + _approval(pause)


def _pause(pause: Pause) -> str:
    if pause.until is None:
        return _("%(since)s 起暂停：%(why)s。") % {"since": moment(pause.since), "why": pause.why}
    return _("%(stretch)s 暂停，不计：%(why)s。") % {
        "stretch": between(pause.since, pause.until),
        "why": pause.why,
    }


def _approval(pause: Pause) -> str:
    if pause.approved_by is None:
        return ""
    return _("批准人：%(person)s。") % {"person": pause.approved_by}


def _changes(clock: Clock) -> Iterator[str]:
    for change in clock.changes:
        yield _change(change)
        if change["breach_withdrawn"]:
            yield _("原记的超期随之撤销。")


def _change(change: dict[str, Any]) -> str:
    old, new = (Limit.from_json(limit) for limit in change["limit"])
    before, after = (datetime.fromisoformat(due) for due in change["due_at"])
    words = {
        "at": moment(datetime.fromisoformat(change["at"])),
        "why": _(change["why"]) if change["why"] else _("更正"),
        "old": old,
        "new": new,
        "before": moment(before),
        "after": moment(after),
    }
    if old == new:
        return _("%(at)s 重算（%(why)s）：应完成时间由 %(before)s 改为 %(after)s。") % words
    return (
        _("%(at)s 时限由 %(old)s 改为 %(new)s（%(why)s）：应完成时间由 %(before)s 改为 %(after)s。")
        % words
    )


def _unpublished(clock: Clock) -> Iterator[str]:
    if clock.provisional:
        years = joined([str(year) for year in clock.reckoning["unknown_years"]])
        yield _("%(years)s 年的放假安排尚未公布，暂按双休推算，公布后重算。") % {"years": years}


def _cap(clock: Clock) -> Iterator[str]:
    if clock.cap_at and clock.cap_at == clock.due_at:
        yield _("外部期限为 %(cap)s，以此为准。") % {"cap": moment(clock.cap_at)}


def _result(clock: Clock, now: datetime | None) -> str:
    done = clock.met_at or (now if clock.state != State.PAUSED else None)
    words = {
        "due": moment(clock.due_at),
        "met": moment(clock.met_at) if clock.met_at else "",
        "late": duration(done - clock.due_at) if done and done > clock.due_at else "",
    }
    match clock.state:
        case State.MET if clock.in_time:
            text = _("应于 %(due)s 前完成；已于 %(met)s 按时完成。")
        case State.MET:
            text = _("应于 %(due)s 前完成；已于 %(met)s 完成，超期 %(late)s。")
        case State.CANCELLED:
            return _cancelled(clock)
        case State.PAUSED if clock.breached_at is None:
            text = _("原应于 %(due)s 前完成；暂停中，恢复后顺延。")
        case _ if words["late"]:
            text = _("应于 %(due)s 前完成；已超 %(late)s。")
        case _ if clock.breached_at:
            text = _("应于 %(due)s 前完成；已超期。")
        case _:
            text = _("应于 %(due)s 前完成。")
    return text % words


def _cancelled(clock: Clock) -> str:
    words = {
        "due": moment(clock.due_at),
        "at": moment(clock.cancelled_at or clock.due_at),
        "why": clock.cancel_reason,
    }
    if clock.breached_at:
        return _("应于 %(due)s 前完成，超期后于 %(at)s 取消：%(why)s。") % words
    return _("原应于 %(due)s 前完成；已于 %(at)s 取消：%(why)s。") % words
