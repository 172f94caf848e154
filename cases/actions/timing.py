"""The clocks of a case: begun, met, resumed and cancelled at its transitions."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cases.models import Call, Case
from cases.rules.limits import choose_limit, limit_until
from cases.vocabulary import ROOM, ClockKind
from clocks import actions as clocks
from clocks.models import Clock
from clocks.workflow import OPEN, State


def begin(
    case: Case,
    kind: str,
    *,
    now: datetime,
    start: datetime | None = None,
    call: Call | None = None,
    promised_at: datetime | None = None,
) -> Clock:
    """Start a clock of the case, or of one of its calls. `start` may lie before `now`.

    The rule is the one in force at the start: a later change never moves the clock. `promised_at`
    is a promise that stands instead of any rule.
    """
    started_at = start or now
    if promised_at:
        chosen = limit_until(promised_at, started_at)
    else:
        chosen = choose_limit(case, kind, started_at)
    promised = kind == ClockKind.FINISH and call is None
    return clocks.start_clock(
        room=ROOM,
        matter_id=case.pk,
        leg_id=call.pk if call else None,
        kind=kind,
        round=case.round,
        started_at=started_at,
        limit=chosen.limit,
        now=now,
        rule=chosen.rule,
        cap_at=_cap(case, started_at) if promised else None,
    )


def _cap(case: Case, started_at: datetime) -> datetime | None:
    """The external due date; one that had passed before a later round began says nothing of it."""
    due_at = case.external_due_at
    if due_at and case.round > 1 and due_at <= started_at:
        return None
    return due_at


def meet(case: Case, kind: str, *, now: datetime, call: Call | None = None) -> None:
    """What was owed is done. Nothing happens when no such clock is open."""
    mine = Clock.objects.of(ROOM, [case.pk])
    clocks.meet_owed(mine.filter(kind=kind, leg_id=call.pk if call else None), now=now)


def run_again(case: Case, kind: str, *, now: datetime, why: str, call: Call | None = None) -> None:
    """Sent back: the clock that was met runs again, the time in between is a pause."""
    met = Clock.objects.of(ROOM, [case.pk]).filter(
        kind=kind, leg_id=call.pk if call else None, round=case.round, state=State.MET
    )
    clock = met.order_by("-pk").first()
    if clock:
        clocks.reopen_met_clock(clock.pk, now=now, why=why)


def cancel(
    case: Case, *, now: datetime, why: str, kind: str = "", call: Call | None = None
) -> None:
    """Nobody owes it any more: all open clocks of the case, or those of one kind or one call."""
    doomed = Clock.objects.of(ROOM, [case.pk])
    if kind:
        doomed = doomed.filter(kind=kind)
    if call:
        doomed = doomed.filter(leg_id=call.pk)
    clocks.cancel_owed(doomed, now=now, why=why)


def rejudge(case: Case, *, now: datetime, why: str) -> None:
    """Category, urgency or place changed: open clocks are recomputed from the same start."""
    kept = Q(kind=ClockKind.FINISH, state=State.MET, round=case.round)
    clocks_of_case = Clock.objects.of(ROOM, [case.pk]).filter(Q(state__in=OPEN) | kept)
    for clock in clocks_of_case.order_by("pk"):
        chosen = choose_limit(case, clock.kind, clock.started_at)
        clocks.change_limit(clock.pk, limit=chosen.limit, rule=chosen.rule, now=now, why=why)


def refresh(case: Case) -> None:
    """Repeat on the case what its clocks say: the promise, and since when something is late."""
    case.due_at = None
    case.breached_at = None
    of_round = Clock.objects.of(ROOM, [case.pk]).filter(round=case.round)
    said = of_round.values_list("kind", "leg_id", "state", "due_at", "breached_at")
    for kind, leg_id, state, due_at, breached_at in said:
        if kind == ClockKind.FINISH and leg_id is None:
            case.due_at = due_at
        if state == State.BREACHED and breached_at:
            case.breached_at = min(case.breached_at or breached_at, breached_at)


@transaction.atomic
def recompute_case(case_id: int, now: datetime) -> int:
    """A year's calendar was published: how many of the case's clocks moved."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    moved = clocks.recompute_matter(ROOM, case_id, now=now)
    refresh(case)
    case.save(update_fields=["due_at", "breached_at"])
    return moved
