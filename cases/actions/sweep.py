"""What happens to a case as its clocks run out: each moment once, dated when it was due."""

from datetime import datetime

from cases.actions.turns import step
from cases.models import Case
from cases.vocabulary import ROOM, Supervision
from clocks.actions import fire
from clocks.models import Clock
from clocks.rules.stages import Moment
from clocks.workflow import Stage
from journal.actions import say
from journal.actors import Actor, system

PRESSED: dict[str, str] = {
    Stage.URGE: Supervision.URGE,
    Stage.SUPERVISE: Supervision.SUPERVISE,
    Stage.CIRCULATE: Supervision.CIRCULATE,
}


def sweep_case(case_id: int, now: datetime, *, silent: bool = False) -> int | None:
    """Fire the due clocks of one case; None when somebody else is at it just now.

    `silent` keeps the record and tells nobody: for history that comes in late.
    """
    case = Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=case_id).first()
    if case is None:
        return None
    due = Clock.objects.of(ROOM, [case_id]).due(now).order_by("pk")
    fired = 0
    for clock in due:
        for moment in fire(clock.pk, now=now):
            fired += 1
            _follow(case, clock, moment, by=system("sweep", silent=silent), now=now)
    return fired


def _follow(case: Case, clock: Clock, moment: Moment, *, by: Actor, now: datetime) -> None:
    """Yellow is only told; red and the stages after it stand in the history."""
    if moment.stage == Stage.WARN:
        if not by.silent:
            key = f"clock:{clock.pk}:{moment.stage}"
            say("clock.warn", key=key, now=now, case=case.pk, clock=clock.pk)
        return
    data = {"clock": clock.kind, "clock_id": clock.pk, "due_at": clock.due_at.isoformat()}
    level = PRESSED.get(moment.stage)
    if level is None:
        step(case, "breach", by=by, now=now, data=data)
        return
    data |= {"level": level, "why": "late"}
    pressed = max(case.supervision, level, key=_rank)
    step(case, "supervise", by=by, now=now, data=data, supervision=pressed)


def _rank(level: str) -> int:
    return Supervision.values.index(level) if level else -1
