"""A clock explains itself: start, what was counted, what was skipped and why, and the result."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from clocks.models import Clock, Pause
from clocks.rules.counting import capped, counted, skipped, unpublished
from clocks.rules.limits import Limit
from clocks.rules.outcomes import outcome
from clocks.rules.phrases import between, joined, moment
from journal.masks import mask_text


def explain(clock: Clock, *, now: datetime | None = None) -> list[str]:
    """Sentences in the active language; with `now`, also how late an open clock is.

    Reasons are people's own words: personal numbers in them are masked.
    """
    sentences = [
        _start(clock),
        *_rule(clock),
        *counted(clock),
        *skipped(clock),
        *_pauses(clock),
        *_changes(clock),
        *unpublished(clock),
        *capped(clock),
        outcome(clock, now),
    ]
    return [mask_text(sentence) for sentence in sentences]


def _start(clock: Clock) -> str:
    return _("自 %(start)s 起算，时限 %(limit)s。") % {
        "start": moment(clock.started_at),
        "limit": Limit.from_json(clock.limit),
    }


def _rule(clock: Clock) -> Iterator[str]:
    told = [_(label)] if (label := clock.rule.get("label")) else []
    if basis := clock.rule.get("basis"):
        told.append(str(basis))
    if version := clock.rule.get("version"):
        told.append(_("第 %(version)s 版") % {"version": version})
    if told:
        yield _("规则：%(rule)s。") % {"rule": joined(told)}


def _pauses(clock: Clock) -> Iterator[str]:
    for pause in clock.pauses.all():
        yield _pause(pause) + _approval(pause)


def _pause(pause: Pause) -> str:
    if pause.until is None:
        return _("%(since)s 起暂停：%(why)s。") % {
            "since": moment(pause.since),
            "why": _(pause.why),
        }
    return _("%(stretch)s 暂停，不计：%(why)s。") % {
        "stretch": between(pause.since, pause.until),
        "why": _(pause.why),
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
