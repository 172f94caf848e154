"""处置: who has it in hand, what they do, and the way up to the street and down again."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import timing
from cases.actions.turns import step, take
from cases.models import Case
from cases.rules.reports import text_fault
from cases.vocabulary import ClockKind
from cases.workflow import CaseState
from grids.models import Place
from grids.rules.people import handlers_within
from journal.actors import Actor
from journal.refusals import Invalid

if TYPE_CHECKING:
    from accounts.models import User

NOTE_MAX = 5_000


def require_text(field: str, text: str, missing: str) -> None:
    """Raise Invalid on `field` when the text is empty or too long."""
    fault = text_fault(text, NOTE_MAX) if text.strip() else missing
    if fault:
        raise Invalid({field: [fault]})


def assign(number: str, *, by: Actor, now: datetime, to: str) -> Case:
    """registered → in_hand, to a grid worker or community officer (a username)."""
    return _hand_to("assign", number, by=by, now=now, to=to)


def reassign(number: str, *, by: Actor, now: datetime, to: str) -> Case:
    """in_hand → in_hand, to somebody else."""
    return _hand_to("reassign", number, by=by, now=now, to=to)


@transaction.atomic
def _hand_to(verb: str, number: str, *, by: Actor, now: datetime, to: str) -> Case:
    case = take(number, verb, by=by)
    person = people_for(case).filter(username__iexact=to).first()
    if person is None:
        raise Invalid({"to": [_("请在本社区的网格员或社区工作者中选一位。")]})
    if verb == "reassign" and person.pk == case.handler_id:
        raise Invalid({"to": [_("现在就由这位同志办理,不用改派。")]})
    step(
        case,
        verb,
        by=by,
        now=now,
        to=CaseState.IN_HAND,
        data={"to": person.username, "to_name": person.display_name},
        handler=person,
    )
    return case


def people_for(case: Case) -> "QuerySet[User]":
    """Whom this case can be handed to: people of its community, or of its street."""
    within = Place.objects.get(pk=case.community_id or case.street_id)
    return handlers_within(within, timezone.localdate())


@transaction.atomic
def hand_up(number: str, *, by: Actor, now: datetime, note: str) -> Case:
    """→ street_review, with a note of what was tried. It comes back to who had it."""
    case = take(number, "hand_up", by=by)
    require_text("note", note, _("请写明已经做过什么、为什么办不了。"))
    handler = case.handler or by.user
    data = {"note": note}
    step(case, "hand_up", by=by, now=now, to=CaseState.STREET_REVIEW, data=data, handler=handler)
    return case


@transaction.atomic
def send_down(number: str, *, by: Actor, now: datetime, note: str) -> Case:
    """street_review → in_hand, with an instruction, to who handed it up."""
    case = take(number, "send_down", by=by)
    require_text("note", note, _("请写明交回后怎样办理。"))
    step(case, "send_down", by=by, now=now, to=CaseState.IN_HAND, data={"note": note})
    return case


@transaction.atomic
def contact(number: str, *, by: Actor, now: datetime, note: str, public: bool = False) -> Case:
    """Spoken with the reporter: the only thing that stops the first-contact clock."""
    case = take(number, "contact", by=by)
    require_text("note", note, _("请写明与居民联系的情况。"))
    timing.meet(case, ClockKind.FIRST_CONTACT, now=now)
    step(case, "contact", by=by, now=now, text=note, public=public)
    return case


@transaction.atomic
def add_note(
    number: str,
    *,
    by: Actor,
    now: datetime,
    text: str,
    evidence: Sequence[str] = (),
    public: bool = False,
) -> Case:
    """跟进: text and photos, public or internal."""
    case = take(number, "add_note", by=by)
    require_text("text", text, _("请写明跟进的情况。"))
    step(case, "add_note", by=by, now=now, text=text, public=public, evidence=evidence)
    return case


@transaction.atomic
def resolve(
    number: str, *, by: Actor, now: datetime, result: str, evidence: Sequence[str] = ()
) -> Case:
    """in_hand → checking, by the handler. The finish clock stops."""
    case = take(number, "resolve", by=by)
    require_text("result", result, _("请写明办理结果。"))
    timing.meet(case, ClockKind.FINISH, now=now)
    timing.begin(case, ClockKind.CHECK, now=now)
    step(
        case,
        "resolve",
        by=by,
        now=now,
        to=CaseState.CHECKING,
        text=result,
        public=True,
        evidence=evidence,
    )
    return case
