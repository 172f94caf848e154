"""Which clocks: of a matter, still owed, due for the sweep, in time, over."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from clocks import workflow
from clocks.workflow import State

if TYPE_CHECKING:
    from clocks.models import Clock


class ClockQuerySet(models.QuerySet["Clock"]):
    def of(self, room: str, matter_ids: Iterable[int]) -> Self:
        return self.filter(room=room, matter_id__in=matter_ids)

    def open(self) -> Self:
        """Still owed: running, paused, or over and not done."""
        return self.filter(state__in=workflow.OPEN)

    def due(self, now: datetime) -> Self:
        """Those with a moment to fire; only a ticking clock has a next moment."""
        return self.filter(next_at__lte=now)

    def over(self, now: datetime) -> Self:
        """Still owed and late, whether or not a sweep has been by since."""
        unswept = Q(state=State.RUNNING, due_at__lt=now)
        return self.open().filter(unswept | Q(breached_at__isnull=False))

    def locked(self, clock_id: int) -> "Clock":
        return self.select_for_update().get(pk=clock_id)

    def in_time(self) -> Self:
        return self.filter(met_at__lte=F("due_at"))

    def with_pauses(self) -> Self:
        """What `explain` reads, in one more query for the whole list."""
        return self.prefetch_related("pauses__approved_by")
