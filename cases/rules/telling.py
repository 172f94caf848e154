"""What an event of the history says to those who work here, in the reader's language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import CaseEvent, Category
from cases.vocabulary import (
    CallRole,
    ClockKind,
    Closing,
    DeclineReason,
    Satisfaction,
    Supervision,
    Urgency,
    WhistleKind,
)
from cases.workflow import CALL_MOVES, CASE_MOVES
from grids.models import Place
from journal.actors import RESIDENT
from journal.wording import listed

Data = dict[str, Any]
Names = Mapping[str, str | Promise]
OTHER_LABELS: dict[str, Promise] = {"breach": gettext_lazy("逾期")}


def label_of(event: CaseEvent) -> str | Promise:
    """The verb's own word; a supervision says its level."""
    if event.verb == "supervise":
        return _word(Supervision, event.data.get("level")) or CASE_MOVES["supervise"].label
    move = CASE_MOVES.get(event.verb) or CALL_MOVES.get(event.verb)
    return move.label if move else OTHER_LABELS.get(event.verb, event.verb)


def doer_of(event: CaseEvent) -> str:
    """Who did it: a person by name, otherwise a resident or the system."""
    if event.by_id:
        return event.by_label
    return _("居民") if event.by_label == RESIDENT else _("系统")


def details_of(event: CaseEvent, names: Names) -> list[str]:
    """The lines behind the label: to whom, why, what changed, what was heard."""
    told = [line for name, tell in LINES.items() if name in event.data for line in tell(event.data)]
    return [*told, *_changed(event.data.get("changed", {}), names)]


def names_in(events: Iterable[CaseEvent]) -> Names:
    """The names of the categories and places that were corrected, by code."""
    changes = [event.data["changed"] for event in events if "changed" in event.data]
    codes = {code for change in changes for pair in change.values() for code in pair}
    if not codes:
        return {}
    categories = {
        category.code: category.shown_name for category in Category.objects.filter(code__in=codes)
    }
    found = Place.objects.select_related("estate").filter(code__in=codes)
    places = {place.code: place.title for place in found}
    return {**categories, **places, **dict(Urgency.choices)}


def _word(words: Any, code: Any) -> str:
    """The label of a code; nothing for nothing, the code itself when it is not known."""
    if not code:
        return ""
    return str(dict(words.choices).get(code, code))


def _plain(name: str) -> Callable[[Data], Iterator[str]]:
    def tell(data: Data) -> Iterator[str]:
        if data[name]:
            yield str(data[name])

    return tell


def _labelled(name: str, words: Any) -> Callable[[Data], Iterator[str]]:
    def tell(data: Data) -> Iterator[str]:
        if data[name]:
            yield _word(words, data[name])

    return tell


def _to(data: Data) -> Iterator[str]:
    yield _("交给:%(name)s") % {"name": data["to_name"]}


def _whistled(data: Data) -> Iterator[str]:
    yield _("主办:%(name)s") % {"name": data["lead"]}
    if data.get("assistants"):
        yield _("协办:%(names)s") % {"names": listed(data["assistants"])}


def _overridden(data: Data) -> Iterator[str]:
    if data["overridden"]:
        yield _("派单目录建议的主办:%(name)s") % {"name": data["suggested"]}


def _why_lead(data: Data) -> Iterator[str]:
    if data["why_lead"]:
        yield _("不按派单目录的理由:%(reason)s") % {"reason": data["why_lead"]}


def _called(data: Data) -> Iterator[str]:
    role = _word(CallRole, data.get("role"))
    yield f"{data['department']} · {role}" if role else str(data["department"])


def _sent_back(data: Data) -> Iterator[str]:
    if data["departments"]:
        yield _("退回:%(names)s") % {"names": listed(data["departments"])}


def _changed(changed: Data, names: Names) -> Iterator[str]:
    fields = {"category": _("分类"), "urgency": _("轻重缓急"), "place": _("地点")}
    for name, (before, after) in changed.items():
        yield f"{fields[name]}:{names.get(before, before)} → {names.get(after, after)}"


def _heard(data: Data) -> Iterator[str]:
    if not data["reached"]:
        yield _("没有接通")
        return
    yield _("已解决") if data.get("solved") else _("没有解决")
    if data.get("satisfaction"):
        yield _("结果:%(rating)s") % {"rating": _word(Satisfaction, data["satisfaction"])}
    if data.get("process_satisfaction"):
        rating = _word(Satisfaction, data["process_satisfaction"])
        yield _("过程:%(rating)s") % {"rating": rating}
    if data.get("reasonable") is not None:
        yield _("诉求合理") if data["reasonable"] else _("诉求不合理")


def _reason(data: Data) -> Iterator[str]:
    """A reason code where the verb has one, otherwise the words that were written."""
    if data["reason"]:
        yield _word(DeclineReason, data["reason"])


LINES: dict[str, Callable[[Data], Iterator[str]]] = {
    "kind": _labelled("kind", WhistleKind),
    "lead": _whistled,
    "department": _called,
    "departments": _sent_back,
    "to_name": _to,
    "reached": _heard,
    "reason": _reason,
    "note": _plain("note"),
    "suggested": _overridden,
    "why_lead": _why_lead,
    "closing": _labelled("closing", Closing),
    "clock": _labelled("clock", ClockKind),
}
