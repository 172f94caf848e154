"""Firing what has passed: each moment exactly once, late rather than never."""

from datetime import datetime

from clocks.actions.locks import closed_pauses, lock_clock
from clocks.rules.calendars import street_calendar
from clocks.rules.deadlines import judge
from clocks.rules.stages import Moment, passed, schedule, unfired
from clocks.workflow import TICKING


def fire(clock_id: int, *, now: datetime) -> list[Moment]:
    """What passed since the last time, in order. The breach is dated when it was due."""
    clock = lock_clock(clock_id)
    if clock.state not in TICKING:
        return []
    moments = schedule(clock, street_calendar(), closed_pauses(clock))
    ahead = unfired(moments, clock.stage)
    behind = passed(moments, now)
    fired = [moment for moment in ahead if moment in behind]
    if not fired:
        return []
    clock.stage = fired[-1].stage
    clock.next_at = ahead[len(fired)].at if len(fired) < len(ahead) else None
    judge(clock, now=now)
    clock.save(update_fields=["stage", "next_at", "state", "breached_at"])
    return fired
