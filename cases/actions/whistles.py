"""吹哨: the street calls one lead department and any number of assistants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import timing
from cases.actions.turns import step, take
from cases.models import Call, Case, Whistle
from cases.rules.directory import suggest
from cases.rules.reports import text_fault
from cases.vocabulary import CallRole, ClockKind, WhistleKind
from cases.workflow import CaseState
from grids.models import Department
from journal.actors import Actor
from journal.refusals import Conflict, Invalid

NOTE_MAX = 2_000


@dataclass(frozen=True)
class Assistant:
    """A department called to help; a mandatory one holds the lead's answer back."""

    department: Department
    mandatory: bool = True


@transaction.atomic
def whistle(
    number: str,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    lead: Department,
    assistants: Sequence[Assistant] = (),
    note: str = "",
    why_lead: str = "",
) -> Case:
    """→ whistled: exactly one lead, a call each with its own clocks.

    An emergency may be whistled straight from the report and is registered in the same act.
    The history keeps whom the directory suggested, and in `why_lead` why it was overridden.
    """
    case = take(number, "whistle", by=by)
    require_registered(case, kind)
    _check(case, kind, lead, assistants, {"note": note, "why_lead": why_lead})
    if case.state == CaseState.REPORTED:
        timing.meet(case, ClockKind.VERIFY, now=now)
        timing.begin(case, ClockKind.FINISH, now=now, start=case.opened_at)
    suggestion = suggest(case.category, case.place)
    blown = blow(case, by=by, now=now, kind=kind, lead=lead, assistants=assistants, note=note)
    data = {
        "whistle": blown.pk,
        "kind": kind,
        "lead": lead.name,
        "assistants": [assistant.department.name for assistant in assistants],
        "note": note,
        "suggested": suggestion.lead.name if suggestion else "",
        "overridden": suggestion is not None and suggestion.lead != lead,
        "why_lead": why_lead,
    }
    to = CaseState.WHISTLED
    step(case, "whistle", by=by, now=now, to=to, public=True, data=data, handler=None)
    return case


def blow(
    case: Case,
    *,
    by: Actor,
    now: datetime,
    kind: str,
    lead: Department,
    assistants: Sequence[Assistant] = (),
    note: str = "",
) -> Whistle:
    """The whistle and its calls, each with a claim clock and a finish clock of its own."""
    blown = Whistle.objects.create(
        case=case, round=case.round, kind=kind, note=note, blown_at=now, blown_by=by.user
    )
    _call(blown, lead, CallRole.LEAD, mandatory=True, now=now)
    for assistant in assistants:
        mandatory = assistant.mandatory
        _call(blown, assistant.department, CallRole.ASSIST, mandatory=mandatory, now=now)
    return blown


def _call(
    blown: Whistle, department: Department, role: str, *, mandatory: bool, now: datetime
) -> Call:
    case = blown.case
    call = Call.objects.create(
        whistle=blown,
        case=case,
        department=department,
        role=role,
        mandatory=mandatory,
        case_reported_at=case.reported_at,
        called_at=now,
    )
    timing.begin(case, ClockKind.CLAIM, now=now, call=call)
    timing.begin(case, ClockKind.FINISH, now=now, call=call)
    return call


def require_registered(case: Case, kind: object) -> None:
    """Raise Conflict when what is not registered is no emergency."""
    other = kind in WhistleKind.values and kind != WhistleKind.EMERGENCY
    if case.state == CaseState.REPORTED and other:
        sentence = _("案件还没有登记。应急处置可以直接吹哨,其他类型请先登记。")
        raise Conflict(sentence, code="register_first", state=case.state)


def _check(
    case: Case,
    kind: str,
    lead: Department,
    assistants: Sequence[Assistant],
    texts: Mapping[str, str],
) -> None:
    called = [lead, *(assistant.department for assistant in assistants)]
    faults = {
        "kind": "" if kind in WhistleKind.values else _("请选择吹哨类型。"),
        "lead": _department_fault(case, lead),
        "assistants": _assistants_fault(case, called),
        **{name: text_fault(text, NOTE_MAX) for name, text in texts.items()},
    }
    found = {field: [fault] for field, fault in faults.items() if fault}
    if found:
        raise Invalid(found)


def _department_fault(case: Case, department: Department) -> str:
    if department.active and department.street_id == case.street_id:
        return ""
    return _("%(department)s不在本街道的部门名单中,或已停用。") % {"department": department.name}


def _assistants_fault(case: Case, called: list[Department]) -> str:
    if len({department.pk for department in called}) != len(called):
        return _("同一个部门只能出现一次:主办不再作协办。")
    faults = (_department_fault(case, department) for department in called[1:])
    return next((fault for fault in faults if fault), "")
