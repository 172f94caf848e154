"""应哨: a department claims its call and answers it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases.actions import timing
from cases.actions.handling import require_text
from cases.actions.turns import step, take_call
from cases.models import Call, Case
from cases.vocabulary import CallRole, ClockKind
from cases.workflow import CallState, CaseState
from journal.actors import Actor
from journal.refusals import Conflict
from journal.wording import listed


@transaction.atomic
def claim(call_id: int, *, by: Actor, now: datetime) -> Case:
    """called → claimed, once. Of racing claims one wins; the others hear who did (Conflict)."""
    call = take_call(call_id, "claim", by=by)
    call.state = CallState.CLAIMED
    call.claimed_at, call.claimed_by = now, by.user
    call.save(update_fields=["state", "claimed_at", "claimed_by"])
    timing.meet(call.case, ClockKind.CLAIM, now=now, call=call)
    data = {"department": call.department.name, "role": call.role}
    step(call.case, "claim", by=by, now=now, call=call, data=data)
    return call.case


@transaction.atomic
def answer(
    call_id: int, *, by: Actor, now: datetime, result: str, evidence: Sequence[str] = ()
) -> Case:
    """claimed → answered. The lead's answer moves the case to checking and stops its promise."""
    call = take_call(call_id, "answer", by=by)
    case = call.case
    require_assistants_answered(call)
    require_text("result", result, _("请写明办理结果。"))
    call.state = CallState.ANSWERED
    call.answered_at, call.answered_by, call.result = now, by.user, result
    call.save(update_fields=["state", "answered_at", "answered_by", "result"])
    timing.meet(case, ClockKind.FINISH, now=now, call=call)
    to = _finish(call, now=now) if call.role == CallRole.LEAD else ""
    step(
        case,
        "answer",
        by=by,
        now=now,
        to=to,
        text=result,
        public=call.role == CallRole.LEAD,
        call=call,
        data={"department": call.department.name, "role": call.role},
        evidence=evidence,
    )
    return case


def require_assistants_answered(lead: Call) -> None:
    """Raise Conflict while the lead would answer before a mandatory assistant."""
    if lead.role != CallRole.LEAD:
        return
    waiting = lead.whistle.calls.open().filter(role=CallRole.ASSIST, mandatory=True)
    names = [call.department.name for call in waiting.select_related("department")]
    if names:
        sentence = _("还要等协办部门答卷:%(names)s。主办的答卷没有提交,内容还在。")
        raise Conflict(sentence % {"names": listed(names)}, code="assistant_open", state=lead.state)


def _finish(lead: Call, *, now: datetime) -> str:
    """The case's promise is kept; optional calls nobody answered are cancelled."""
    case = lead.case
    lead.whistle.answered_at = now
    lead.whistle.save(update_fields=["answered_at"])
    for call in lead.whistle.calls.open().select_for_update().order_by("pk"):
        cancel_call(call, now=now, why=gettext_noop("主办已答卷"))
    timing.meet(case, ClockKind.FINISH, now=now)
    timing.begin(case, ClockKind.CHECK, now=now)
    return CaseState.CHECKING


def cancel_call(call: Call, *, now: datetime, why: str) -> None:
    call.state = CallState.CANCELLED
    call.save(update_fields=["state"])
    timing.cancel(call.case, now=now, why=why, call=call)
