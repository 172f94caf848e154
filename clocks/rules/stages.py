"""What happens as a clock runs out: yellow, red, and the stages of lateness after the breach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clocks.models import Clock
from clocks.rules.calendars import WorkingCalendar
from clocks.rules.limits import Limit, Unit
from clocks.rules.reckoning import Pauses, reckon
from clocks.workflow import Stage

WARN_SHARE = 0.2

_ORDINARY = {
    Stage.URGE: Limit(1, Unit.WORKING_DAYS),
    Stage.SUPERVISE: Limit(2, Unit.WORKING_DAYS),
    Stage.CIRCULATE: Limit(5, Unit.WORKING_DAYS),
}
_CRITICAL = {
    Stage.URGE: Limit(0, Unit.MINUTES),
    Stage.SUPERVISE: Limit(30, Unit.MINUTES),
    Stage.CIRCULATE: Limit(2, Unit.HOURS),
}


@dataclass(frozen=True)
class Moment:
    stage: Stage
    at: datetime


def default_stages(critical: bool) -> list[dict[str, Any]]:
    """The stages after the breach, as they are frozen in a rule: how long after, in order."""
    limits = _CRITICAL if critical else _ORDINARY
    return [{"stage": stage.value, "after": limit.as_json()} for stage, limit in limits.items()]


def frozen(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    """The rule as the clock keeps it, with what it leaves open filled in."""
    return {"warn_share": WARN_SHARE, "stages": default_stages(critical=False), **(rule or {})}


def schedule(clock: Clock, calendar: WorkingCalendar, pauses: Pauses) -> list[Moment]:
    """Every moment of a clock in order, fired or not."""
    moments = [Moment(Stage.DUE, clock.due_at)]
    if clock.warn_at < clock.due_at:
        moments.insert(0, Moment(Stage.WARN, clock.warn_at))
    for entry in sorted(clock.rule["stages"], key=lambda entry: _rank(entry["stage"])):
        after = Limit.from_json(entry["after"])
        at = reckon(clock.due_at, after, calendar, pauses).due_at
        moments.append(Moment(Stage(entry["stage"]), max(at, moments[-1].at)))
    return moments


def passed(moments: list[Moment], now: datetime) -> list[Moment]:
    """Those that are behind us. Exactly at the due moment a clock is still in time."""
    due_at = next(moment.at for moment in moments if moment.stage is Stage.DUE)
    return [m for m in moments if m.at <= now and (m.stage is Stage.WARN or due_at < now)]


def unfired(moments: list[Moment], stage: str) -> list[Moment]:
    """Those after the stage that fired last."""
    return [moment for moment in moments if not stage or _rank(moment.stage) > _rank(stage)]


def _rank(stage: str) -> int:
    return Stage.values.index(stage)
