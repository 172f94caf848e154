"""The ground moves under open cases: a place is closed or comes to lie elsewhere."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from cases.actions.turns import step
from cases.models import Case, CaseSearch
from cases.rules.searching import index_of
from cases.workflow import OPEN_STATES
from grids.models import Place
from journal.actors import system


@transaction.atomic
def follow_place(place_id: int, *, now: datetime) -> int:
    """Open cases at or below the place follow its successor or its new parents; returns how many.

    Closed ones keep the place they had.
    """
    cases = Case.objects.filter(place__lineage__contains=[place_id], state__in=OPEN_STATES)
    ids = list(cases.order_by("pk").values_list("pk", flat=True))
    return sum(_follow(pk, now=now) for pk in ids)


def _follow(case_id: int, *, now: datetime) -> bool:
    locked = Case.objects.select_for_update(of=("self",)).select_related("place")
    case = locked.get(pk=case_id)
    place = _living(case.place)
    changes: dict[str, Any] = {"place": place, **place.scope()}
    if all(getattr(case, name) == value for name, value in changes.items()):
        return False
    data = {
        "changed": {"place": [case.place.code, place.code]},
        "reason": gettext_noop("地点已调整"),
    }
    step(case, "correct", by=system("places"), now=now, data=data, **changes)
    CaseSearch.objects.filter(case=case).update(**index_of(case.title, case.text, case.scope))
    return True


def _living(place: Place) -> Place:
    """The place itself, or the last of its successors."""
    while place.until is not None and place.successor is not None:
        place = place.successor
    return place
