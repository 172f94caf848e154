"""Who may do which verb on which case: the only verb check there is."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Call, Case
from cases.vocabulary import PRESSING
from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState, Move
from grids.models import Place
from grids.roles import Power
from grids.rules.scope import Grants, grants_of
from journal.actors import Actor
from journal.refusals import Forbidden

if TYPE_CHECKING:
    from accounts.models import User

DENIED = _("您的任职不能对这件案件做此操作。")
OWN_WORK = _("不能核查自己(或本部门)办理的案件,请由他人核查。")
CHECKS = frozenset({"pass_check", "rework"})
REPORTER_MAY = frozenset({"contact", "add_note"})


def can(user: "User", verb: str, case: Case, today: date | None = None) -> bool:
    """Whether this person's posts, in force today, allow the verb on the case."""
    return not why_not(user, verb, case, today)


def require(by: Actor, verb: str, case: Case) -> None:
    """Raise Forbidden unless the actor may. System and import act by name, not by post."""
    if by.user is None:
        return
    reason = why_not(by.user, verb, case)
    if reason:
        raise Forbidden(reason)


def require_report(by: Actor, place: Place) -> None:
    if by.user is None:
        return
    grants = grants_of(by.user, timezone.localdate())
    if not grants.has(Power.REPORT, place.scope()) and not grants.has(Power.DUTY, place.scope()):
        raise Forbidden(_("您的任职不在这个地点,不能在此上报。"))


def require_reporter(by: Actor) -> None:
    """Raise Forbidden for who may report nowhere, before anything is read of the report."""
    if by.user is None:
        return
    grants = grants_of(by.user, timezone.localdate())
    if not grants.any(Power.REPORT) and not grants.any(Power.DUTY):
        raise Forbidden(_("您的任职不能上报案件。"))


def require_sight(by: Actor) -> None:
    """Raise Forbidden for who sees no case at all: nothing of his belongs to one."""
    if by.user is not None and not grants_of(by.user, timezone.localdate()).any(Power.VIEW):
        raise Forbidden(_("您的任职不能查看案件。"))


def verbs_open_to(user: "User", case: Case) -> list[str]:
    """What this person may do with the case as it is now."""
    return [
        move.verb
        for move in CASE_MOVES.values()
        if not move.later and case.state in move.sources and can(user, move.verb, case)
    ]


def call_verbs_open_to(user: "User", call: Call) -> list[str]:
    """What this person may do with the call as it is now."""
    if call.case.state != CaseState.WHISTLED:
        return []
    return [
        move.verb
        for move in CALL_MOVES.values()
        if not move.later and call.state in move.sources and can_call(user, move.verb, call)
    ]


def can_call(user: "User", verb: str, call: Call, today: date | None = None) -> bool:
    grants = grants_of(user, today or timezone.localdate())
    move = CALL_MOVES[verb]
    if Power.ANSWER in move.powers:
        return call.department_id in grants.departments(Power.ANSWER)
    return any(grants.has(power, call.case.scope) for power in move.powers)


def require_call(by: Actor, verb: str, call: Call) -> None:
    if by.user is not None and not can_call(by.user, verb, call):
        raise Forbidden(_("这项任务不是派给您所在部门的。"))


def why_not(user: "User", verb: str, case: Case, today: date | None = None) -> str:
    """Empty when allowed, otherwise the reason in the user's language."""
    grants = grants_of(user, today or timezone.localdate())
    move = CASE_MOVES[verb]
    if not (_by_power(grants, move, case) or _by_own(grants, move, user, case)):
        return str(DENIED)
    if verb in CHECKS and _is_own_work(grants, user, case):
        return str(OWN_WORK)
    return ""


def _by_power(grants: Grants, move: Move, case: Case) -> bool:
    return any(
        _holds(grants, power, case) and _suits(power, move.verb, case) for power in move.powers
    )


def _holds(grants: Grants, power: Power, case: Case) -> bool:
    if power is Power.ANSWER:
        departments = grants.departments(Power.ANSWER)
        return bool(departments) and case.calls.live().filter(department__in=departments).exists()
    return grants.has(power, case.scope)


def _suits(power: Power, verb: str, case: Case) -> bool:
    """A duty officer acts on critical and urgent matters only; a leader gives second opinions."""
    if power is Power.DUTY:
        return case.urgency in PRESSING
    if power is Power.LEAD and verb == "record_follow_up":
        return awaits_second_opinion(case)
    return True


def _by_own(grants: Grants, move: Move, user: "User", case: Case) -> bool:
    return any(
        grants.has(power, case.scope) and _is_own(power, move.verb, user, case)
        for power in move.own
    )


def _is_own(power: Power, verb: str, user: "User", case: Case) -> bool:
    reported = case.reported_by_id == user.pk
    if power in {Power.CONFIRM, Power.REPORT}:
        return reported
    return case.handler_id == user.pk or (reported and verb in REPORTER_MAY)


def _is_own_work(grants: Grants, user: "User", case: Case) -> bool:
    """The handler; of a whistle who answered it, and everybody of his organisation."""
    if case.handler_id:
        return case.handler_id == user.pk
    answered = case.calls.filter(whistle__round=case.round, state=CallState.ANSWERED)
    ours = Q(answered_by=user) | Q(department__in=grants.departments(Power.ANSWER))
    return answered.filter(ours).exists()


def awaits_second_opinion(case: Case) -> bool:
    """Unsolved and unreasonable was recorded; a second person has to agree before it closes."""
    if case.state != CaseState.FOLLOW_UP:
        return False
    return case.follow_ups.filter(round=case.round, reasonable=False).exists()


def require_reveal(by: Actor, case: Case) -> None:
    if by.user is None or not may_reveal(by.user, case):
        raise Forbidden(_("您的任职不能查看联系人的完整信息。"))


def may_reveal(user: "User", case: Case) -> bool:
    """Who has to speak with the reporter: who may contact, or who follows up."""
    if can(user, "contact", case):
        return True
    grants = grants_of(user, timezone.localdate())
    return grants.has(Power.FOLLOW_UP, case.scope)
