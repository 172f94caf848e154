"""What the resident said himself by the tracking page, and what comes of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Case, CaseEvent
from cases.vocabulary import Satisfaction
from cases.workflow import CaseState
from journal.actors import RESIDENT
from journal.masks import mask_text

RATED, ASKED_AGAIN = "record_follow_up", "reopen"


@dataclass(frozen=True)
class HeardBack:
    """Told back to him: that it was taken, his own words, what happens next."""

    taken: str
    words: str
    then: str


def has_rated(case: Case) -> bool:
    """Once a round: what follows is the clerk's to hear."""
    return case.follow_ups.filter(round=case.round, by_resident=True).exists()


def heard_last(case: Case) -> HeardBack | None:
    """What he said last in this round; None when he said nothing."""
    said = case.events.filter(round=case.round, verb__in=[RATED, ASKED_AGAIN])
    event = said.filter(by=None, by_label=RESIDENT).order_by("pk").last()
    if event is None:
        return None
    if event.verb == RATED:
        return HeardBack(_("已收到您的评价。"), words_of(event), _after_rating(case, event))
    return HeardBack(_("已收到您的重办要求。"), words_of(event), _after_asking(case))


def words_of(event: CaseEvent) -> str:
    """His own words in this event, masked; nothing when somebody else speaks."""
    if event.by_id or event.by_label != RESIDENT:
        return ""
    if event.verb == ASKED_AGAIN:
        return mask_text(event.data.get("reason", ""))
    return _rating(event) if event.verb == RATED else ""


def _rating(event: CaseEvent) -> str:
    said = event.data
    judged = [_("解决了") if said.get("solved") else _("没有解决")]
    if said.get("satisfaction"):
        judged.append(str(Satisfaction(said["satisfaction"]).label))
    return "\n".join([" · ".join(judged), *filter(None, [mask_text(said.get("note", ""))])])


def _after_rating(case: Case, event: CaseEvent) -> str:
    if case.state == CaseState.FOLLOW_UP:
        return _("回访员会给您打电话,听您说清楚,再定下一步。您不用再评价。")
    if case.state == CaseState.CLOSED and event.data.get("solved"):
        return _("案件已经结案。以后又出问题,30 天内可以在下面要求重办。")
    return ""


def _after_asking(case: Case) -> str:
    if case.state != CaseState.REGISTERED:
        return ""
    return _("案件已重新登记,正在安排人办理。编号和查询码不变,办理时限从重办时算起。")
