"""The frame of every verb: take the case under lock, decide, leave a trace.

Refusals come in one order: not found, forbidden, wrong state; what was sent is judged last.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cases.actions.evidence import attach
from cases.actions.timing import refresh
from cases.models import Call, Case, CaseEvent
from cases.rules import permissions
from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState, labels_of
from journal.actions import say
from journal.actors import Actor
from journal.refusals import Conflict, NotFound

LOADED = ("category__parent__parent", "place")


def not_found() -> NotFound:
    return NotFound(_("没有找到这件案件,或它不在您的管辖范围内。"))


def find(number: str, *, by: Actor, lock: bool = False) -> Case:
    """The case by its number, if the actor may see it; locked on demand."""
    cases = Case.objects.visible_to(by.user) if by.user else Case.objects.all()
    if lock:
        cases = cases.select_for_update(of=("self",))
    try:
        return cases.select_related(*LOADED).get(number=number)
    except Case.DoesNotExist:
        raise not_found() from None


def admit(case: Case, verb: str, *, by: Actor) -> None:
    """Forbidden before wrong state: what a door asks before it looks at what was sent."""
    permissions.require(by, verb, case)
    move = CASE_MOVES[verb]
    if case.state not in move.sources:
        raise wrong_state(verb, case)


def wrong_state(verb: str, case: Case) -> Conflict:
    move = CASE_MOVES[verb]
    sentence = _("案件现在是“%(state)s”,不能“%(verb)s”;可以这样做的状态:%(sources)s。") % {
        "state": CaseState(case.state).label,
        "verb": move.label,
        "sources": labels_of(move.sources),
    }
    return Conflict(sentence, code="wrong_state", state=case.state)


def take(number: str, verb: str, *, by: Actor) -> Case:
    """The case, locked and admitted for this verb."""
    case = find(number, by=by, lock=True)
    admit(case, verb, by=by)
    return case


def find_call(call_id: int, *, by: Actor) -> Call:
    """The call, if its case is in the actor's sight."""
    call = Call.objects.select_related("case", "department").filter(pk=call_id).first()
    if call is None:
        raise not_found()
    call.case = find(call.case.number, by=by)
    return call


def admit_call(call: Call, verb: str, *, by: Actor) -> None:
    permissions.require_call(by, verb, call)
    move = CALL_MOVES[verb]
    if call.state in move.sources and call.case.state == CaseState.WHISTLED:
        return
    raise Conflict(_lost_race(call, verb), code=_code_of(call, verb), state=call.state)


def take_call(call_id: int, verb: str, *, by: Actor) -> Call:
    """The call, locked after its case, and admitted for this verb."""
    number = Call.objects.filter(pk=call_id).values_list("case__number", flat=True).first()
    case = find(number or "", by=by, lock=True)
    call = Call.objects.select_for_update(of=("self",)).select_related("department").get(pk=call_id)
    call.case = case
    admit_call(call, verb, by=by)
    return call


def _code_of(call: Call, verb: str) -> str:
    already = verb == "claim" and call.state == CallState.CLAIMED
    return "already_claimed" if already else "wrong_state"


def _lost_race(call: Call, verb: str) -> str:
    if _code_of(call, verb) == "already_claimed":
        who = call.claimed_by.display_name if call.claimed_by else ""
        return _("%(who)s已经认领了这项任务,您不用再认领。") % {"who": who}
    words = {"state": CallState(call.state).label, "verb": CALL_MOVES[verb].label}
    return _("这项任务现在是“%(state)s”,不能“%(verb)s”。") % words


def step(
    case: Case,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    to: str = "",
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
    call: Call | None = None,
    evidence: Sequence[str] = (),
    **changes: Any,
) -> CaseEvent:
    """Move the case to `to` (empty: stay), save the named changes, append the event, tell.

    A public event's `text` is read by the resident; what is internal goes into `data`.
    """
    source = case.state
    if to:
        _require_target(verb, to, call)
        case.state = to
    for name, value in changes.items():
        setattr(case, name, value)
    case.changed_at = now
    refresh(case)
    case.save(update_fields=["state", "changed_at", "due_at", "breached_at", *changes])
    return record(
        case,
        verb,
        by=by,
        now=now,
        source=source,
        text=text,
        public=public,
        data=data,
        call=call,
        evidence=evidence,
    )


def _require_target(verb: str, to: str, call: Call | None) -> None:
    targets = CALL_MOVES[verb].case_targets if call else CASE_MOVES[verb].targets
    if to not in targets:
        raise ValueError(f"the table has no way from {verb!r} to {to!r}")


def record(
    case: Case,
    verb: str,
    *,
    by: Actor,
    now: datetime,
    source: str = "",
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
    call: Call | None = None,
    evidence: Sequence[str] = (),
) -> CaseEvent:
    """Append one event to the history and leave its message in the outbox."""
    event = CaseEvent.objects.create(
        case=case,
        call=call,
        at=now,
        verb=verb,
        from_state=source,
        to_state=case.state,
        round=case.round,
        by=by.user,
        by_label=by.label,
        via=by.via,
        public=public,
        text=text,
        data=data or {},
    )
    attach(evidence, event=event, by=by)
    if not by.silent:
        say(f"case.{verb}", key=f"event:{event.pk}", now=now, case=case.pk, event=event.pk)
    return event
