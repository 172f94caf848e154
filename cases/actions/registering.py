"""核查登记: verify, decline, correct."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.actions import timing
from cases.actions.handling import require_text
from cases.actions.turns import step, take
from cases.models import Case, CaseSearch, Category
from cases.rules.reports import TEXT_MAX, place_fault, text_fault
from cases.rules.searching import index_of
from cases.vocabulary import ClockKind, Closing, DeclineReason, RequestKind, Source, Urgency
from cases.workflow import CaseState
from grids.models import Place
from journal.actors import Actor, Via
from journal.refusals import Invalid

UPSTREAM = frozenset({Source.HOTLINE_12345, Source.POLICE_110, Source.ASSIGNED})


@dataclass(frozen=True)
class Correction:
    """What turns out to be different; None leaves it as it is."""

    category: Category | None = None
    urgency: str = ""
    place: Place | None = None


@transaction.atomic
def verify(
    number: str,
    *,
    by: Actor,
    now: datetime,
    right: Correction = Correction(),
    answer: str = "",
) -> Case:
    """reported → registered; an inquiry answered at once → checking.

    The finish clock begins here and counts from the report; history keeps the promise it was
    given elsewhere. Who verifies what a resident reported
    without anybody's help is the first one asked.
    """
    case = take(number, "verify", by=by)
    changes, differences = apply(case, right)
    if answer:
        _require_inquiry(case, answer)
    if case.first_asked_id is None:
        changes["first_asked"] = by.user
    timing.meet(case, ClockKind.VERIFY, now=now)
    promised_at = case.external_due_at if by.via == Via.IMPORT else None
    timing.begin(case, ClockKind.FINISH, now=now, start=case.opened_at, promised_at=promised_at)
    to: str = CaseState.REGISTERED
    if answer:
        to = CaseState.CHECKING
        changes["handler"] = by.user
        timing.meet(case, ClockKind.FINISH, now=now)
        timing.begin(case, ClockKind.CHECK, now=now)
    data = {"changed": differences} if differences else {}
    step(case, "verify", by=by, now=now, to=to, text=answer, public=True, data=data, **changes)
    return case


def _require_inquiry(case: Case, answer: str) -> None:
    if case.urgency != Urgency.INQUIRY and case.kind != RequestKind.INQUIRY:
        raise Invalid({"answer": [_("只有咨询可以当场答复;其他事项请登记后办理。")]})
    fault = text_fault(answer, TEXT_MAX)
    if fault:
        raise Invalid({"answer": [fault]})


@transaction.atomic
def decline(number: str, *, by: Actor, now: datetime, reason: str, advice: str) -> Case:
    """→ declined, with a reason code and advice where to turn; a hotline order goes back."""
    case = take(number, "decline", by=by)
    if reason not in DeclineReason.values:
        raise Invalid({"reason": [_("请选择不予受理的原因。")]})
    require_text("advice", advice, _("请写明居民可以向哪里反映,怎样反映。"))
    timing.meet(case, ClockKind.VERIFY, now=now)
    timing.cancel(case, now=now, why=gettext_noop("不予受理"))
    step(
        case,
        "decline",
        by=by,
        now=now,
        to=CaseState.DECLINED,
        text=advice,
        public=True,
        data={"reason": reason, "upstream": case.source in UPSTREAM},
        ended_at=now,
        closing=Closing.DECLINED,
    )
    return case


@transaction.atomic
def correct(number: str, *, by: Actor, now: datetime, right: Correction, reason: str) -> Case:
    """Category, urgency or place put right; clocks are recomputed from the same start."""
    case = take(number, "correct", by=by)
    require_text("reason", reason, _("请写明更正的原因。"))
    changes, differences = apply(case, right)
    if not differences:
        named = next((name for name in ("urgency", "place") if getattr(right, name)), "category")
        raise Invalid({named: [_("没有要更正的内容:分类、轻重缓急和地点都与现在相同。")]})
    timing.rejudge(case, now=now, why=reason)
    data = {"changed": differences, "reason": reason}
    step(case, "correct", by=by, now=now, data=data, **changes)
    return case


def apply(case: Case, right: Correction) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Put the correction on the case (unsaved): (fields to save, {what: [before, after]})."""
    changes: dict[str, Any] = {}
    differences: dict[str, list[str]] = {}
    if right.category and right.category != case.category:
        differences["category"] = [case.category.code, right.category.code]
        changes["category"] = right.category
    if right.urgency and right.urgency != case.urgency:
        differences["urgency"] = [case.urgency, right.urgency]
        changes["urgency"] = right.urgency
    if right.place and right.place != case.place:
        differences["place"] = [case.place.code, right.place.code]
        changes |= _new_place(case, right.place)
    for name, value in changes.items():
        setattr(case, name, value)
    if "place" in changes:
        CaseSearch.objects.filter(case=case).update(**index_of(case.title, case.text, case.scope))
    return changes, differences


def _new_place(case: Case, place: Place) -> dict[str, Any]:
    scope = place.scope()
    fault = place_fault(place)
    if not fault and scope["street_id"] != case.street_id:
        fault = _("不能移到别的街道;请不予受理并说明应向哪里反映。")
    if fault:
        raise Invalid({"place": [fault]})
    return {"place": place, **scope}
