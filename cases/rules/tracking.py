"""What a resident with the code may read: the public part, without anybody's personal data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, CaseEvent, Evidence
from cases.rules.own_words import has_rated, words_of
from cases.vocabulary import Closing, Source
from cases.workflow import CALL_MOVES, CASE_MOVES, CaseState
from journal.masks import mask_text
from journal.refusals import NotFound

TOLD: dict[str, Promise] = {
    CaseState.REPORTED: gettext_lazy("已经收到,社区正在核实。"),
    CaseState.REGISTERED: gettext_lazy("已经登记,正在安排人办理。"),
    CaseState.IN_HAND: gettext_lazy("有人正在办理。"),
    CaseState.STREET_REVIEW: gettext_lazy("街道正在研究怎样办理。"),
    CaseState.WHISTLED: gettext_lazy("街道已请有关部门办理。"),
    CaseState.CHECKING: gettext_lazy("已经办理,正在核查是否办好。"),
    CaseState.FOLLOW_UP: gettext_lazy("已经办好,请您评价。"),
    CaseState.CLOSED: gettext_lazy("已经结案。"),
    CaseState.ARCHIVED: gettext_lazy("已经结案并归档。"),
    CaseState.SUSPENDED: gettext_lazy("暂时不能办完,已说明预计时间。"),
    CaseState.DECLINED: gettext_lazy("没有受理,请看下面的说明。"),
    CaseState.MERGED: gettext_lazy("与另一件同样的事一起办理。"),
    CaseState.WITHDRAWN: gettext_lazy("已经撤回。"),
}


@dataclass(frozen=True)
class PublicEvent:
    """One line of the public timeline: no names of persons, numbers masked.

    `public` marks, for staff, what residents read; here everything is, and nothing is marked.
    """

    verb: str
    label: str
    at: datetime
    text: str
    by_label: str
    public: bool = False


def find_tracked(code: str, *, wrong: Callable[[], None]) -> Case:
    """The case with this code; `wrong` counts a miss before NotFound is raised."""
    case = Case.objects.select_related("category", "place__parent").filter(track_code=code)
    found = case.first()
    if found is None:
        wrong()
        raise NotFound(_("没有这个查询码。请对照上报时给您的查询码再输一次。"))
    return found


def told_to_resident(case: Case) -> str:
    if case.state == CaseState.CLOSED and case.closing == Closing.UNREACHABLE:
        return _("已经结案:我们几次打电话都没有联系上您。还没有解决的话,可以在下面要求重办。")
    if case.state == CaseState.FOLLOW_UP and has_rated(case):
        return _("您说还没有解决,等回访员给您回电话。")
    return str(TOLD[case.state])


def own_report(case: Case) -> str:
    """What the resident wrote, masked; what was written by those who work here stays inside."""
    written_by_resident = case.source == Source.RESIDENT and case.reported_by_id is None
    return mask_text(case.text) if written_by_resident else ""


def public_events(case: Case) -> list[PublicEvent]:
    events = case.events.filter(public=True).select_related("call__department").order_by("id")
    return [_public(event) for event in events]


def public_photos(case: Case) -> list[Evidence]:
    """Photos of public events; the resident's own are among them."""
    return list(Evidence.objects.filter(case=case, event__public=True))


def _public(event: CaseEvent) -> PublicEvent:
    moves = CALL_MOVES if event.call_id else CASE_MOVES
    move = moves.get(event.verb)
    who = event.call.department.name if event.call else ""
    return PublicEvent(
        verb=event.verb,
        label=str(move.label) if move else event.verb,
        at=event.at,
        text=mask_text(event.text) or words_of(event),
        by_label=who,
    )
