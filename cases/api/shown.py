"""A case, whole, as its reader may see it; a fixed number of queries however long its story."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from cases.actions.turns import not_found
from cases.models import Call, Case, CaseEvent
from cases.querysets import CaseQuerySet
from cases.serializers.cases import CaseItem
from cases.vocabulary import ROOM
from clocks.models import Clock

if TYPE_CHECKING:
    from accounts.models import User

LINE = ("category", "place", "reported_by", "handler")
STORY = (
    Prefetch("calls", Call.objects.select_related("department").order_by("pk")),
    Prefetch("events", CaseEvent.objects.select_related("by").order_by("pk")),
    "evidence",
)


def show(cases: CaseQuerySet, number: str, *, user: "User", now: datetime) -> dict[str, Any]:
    """The case of that number among `cases`; raises NotFound when it is not there."""
    whole = cases.select_related(*LINE, "contact").prefetch_related(*STORY)
    case = whole.filter(number=number).first()
    if case is None:
        raise not_found()
    clocks = Clock.objects.of(ROOM, [case.pk]).with_pauses().order_by("pk")
    context = {"user": user, "now": now, "clocks": clocks}
    return dict(CaseItem(case, context=context).data)


def show_after(case: Case, *, user: "User", now: datetime) -> dict[str, Any]:
    """As it is after the reader's own act, which may have taken it out of his sight."""
    return show(Case.objects.filter(pk=case.pk), case.number, user=user, now=now)
