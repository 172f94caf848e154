"""What a correction did to a clock, as it is kept on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_noop

from clocks.models import Clock

PUBLISHED = gettext_noop("放假安排已公布")


@dataclass(frozen=True)
class Before:
    """A clock as it stood before it was reckoned again."""

    limit: dict[str, Any]
    due_at: datetime
    was_over: bool

    @classmethod
    def of(cls, clock: Clock) -> Self:
        return cls(clock.limit, clock.due_at, clock.breached_at is not None)

    def moved(self, clock: Clock) -> bool:
        return (self.limit, self.due_at) != (clock.limit, clock.due_at)

    def changes(self, clock: Clock, *, now: datetime, why: str) -> list[dict[str, Any]]:
        """All changes of the clock, this one last; what moved nothing is not one."""
        if not self.moved(clock):
            return list(clock.changes)
        change = {
            "at": now.isoformat(),
            "why": why,
            "limit": [self.limit, clock.limit],
            "due_at": [self.due_at.isoformat(), clock.due_at.isoformat()],
            "breach_withdrawn": self.was_over and clock.breached_at is None,
        }
        return [*clock.changes, change]
