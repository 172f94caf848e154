"""核查: somebody who did not handle the case looks whether it is done."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.actions import timing
from cases.actions.closing import close
from cases.actions.handling import NOTE_MAX, require_text
from cases.actions.turns import step, take
from cases.models import Call, Case, CaseContact, Whistle
from cases.rules.reports import text_fault
from cases.vocabulary import CallRole, ClockKind, Closing
from cases.workflow import CallState, CaseState
from journal.actors import Actor, Via
from journal.refusals import Invalid


@transaction.atomic
def pass_check(number: str, *, by: Actor, now: datetime, note: str = "") -> Case:
    """checking → follow_up; answered calls are accepted.

    → closed when there is nobody to call back, and for imported history.
    """
    case = take(number, "pass_check", by=by)
    fault = text_fault(note, NOTE_MAX)
    if fault:
        raise Invalid({"note": [fault]})
    timing.meet(case, ClockKind.CHECK, now=now)
    case.calls.filter(state=CallState.ANSWERED).update(state=CallState.ACCEPTED)
    data = {"note": note}
    if by.via == Via.IMPORT or not _can_be_called(case):
        close(case, "pass_check", by=by, now=now, closing=Closing.NO_CONTACT, data=data)
    else:
        timing.begin(case, ClockKind.FOLLOW_UP, now=now)
        step(case, "pass_check", by=by, now=now, to=CaseState.FOLLOW_UP, public=True, data=data)
    return case


def _can_be_called(case: Case) -> bool:
    """A name alone is nobody to call back."""
    return CaseContact.objects.filter(case=case).exclude(phone_hash="").exists()


@transaction.atomic
def rework(
    number: str, *, by: Actor, now: datetime, reason: str, calls: Sequence[int] | None = None
) -> Case:
    """checking → in_hand or whistled. Finish clocks resume; the time of checking is a pause.

    Answered calls go back to claimed: the named ones and always the lead, or all of them.
    """
    case = take(number, "rework", by=by)
    require_text("reason", reason, _("请写明哪里没有办好。"))
    sent_back = _calls_to_send_back(case, calls)
    timing.meet(case, ClockKind.CHECK, now=now)
    for call in sent_back:
        _send_back(call, now=now, why=reason)
    timing.run_again(case, ClockKind.FINISH, now=now, why=gettext_noop("核查期间"))
    data = {"reason": reason, "departments": [call.department.name for call in sent_back]}
    if sent_back:
        Whistle.objects.filter(case=case, round=case.round).update(answered_at=None)
        step(case, "rework", by=by, now=now, to=CaseState.WHISTLED, data=data)
    else:
        handler = case.handler or by.user
        step(case, "rework", by=by, now=now, to=CaseState.IN_HAND, data=data, handler=handler)
    return case


def _calls_to_send_back(case: Case, named: Sequence[int] | None) -> list[Call]:
    answered = case.calls.filter(state=CallState.ANSWERED, whistle__round=case.round)
    found = list(
        answered.select_for_update(of=("self",)).select_related("department").order_by("pk")
    )
    if named is None:
        return found
    if set(named) - {call.pk for call in found}:
        raise Invalid({"calls": [_("有任务不属于这件案件,或还没有答卷。")]})
    return [call for call in found if call.pk in set(named) or call.role == CallRole.LEAD]


def _send_back(call: Call, *, now: datetime, why: str) -> None:
    call.state = CallState.CLAIMED
    call.answered_at = call.answered_by = None
    call.save(update_fields=["state", "answered_at", "answered_by"])
    timing.run_again(call.case, ClockKind.FINISH, now=now, why=gettext_noop("核查期间"), call=call)
