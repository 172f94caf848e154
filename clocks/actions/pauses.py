"""Stopping a clock for a while, letting it run on, and rework of what was already done."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from clocks.actions.locks import close_pause, lock_for, reckon_again
from clocks.models import Clock, Pause
from clocks.rules.deadlines import DEADLINE_FIELDS, judge
from clocks.workflow import State


def pause_clock(
    clock_id: int, *, now: datetime, why: str, approved_by: AbstractBaseUser | None = None
) -> Clock:
    """Nothing fires until it is resumed; what is over already stays over."""
    clock = lock_for("pause", clock_id)
    Pause.objects.create(
        clock=clock, since=now, why=why, approved_by_id=approved_by.pk if approved_by else None
    )
    judge(clock, now=now)
    clock.state, clock.paused_at, clock.next_at = State.PAUSED, now, None
    clock.save(update_fields=["state", "breached_at", "paused_at", "next_at"])
    return clock


def resume_clock(clock_id: int, *, now: datetime) -> Clock:
    """Runs on with what was left; the due moment is reckoned from the same start."""
    clock = lock_for("resume", clock_id)
    close_pause(clock, now=now)
    clock.state = State.RUNNING
    reckon_again(clock, now=now)
    clock.save(update_fields=[*DEADLINE_FIELDS, "paused_at"])
    return clock


def reopen_met_clock(clock_id: int, *, now: datetime, why: str) -> Clock:
    """Sent back: the clock runs again, and the time since it was met is a pause."""
    clock = lock_for("reopen", clock_id)
    Pause.objects.create(clock=clock, since=clock.met_at or now, until=now, why=why)
    clock.state, clock.met_at = State.RUNNING, None
    reckon_again(clock, now=now)
    clock.save(update_fields=[*DEADLINE_FIELDS, "met_at"])
    return clock
