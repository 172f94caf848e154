"""Which messages of the outbox are due."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from journal.models import OutboxMessage


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def due(self, now: datetime) -> Self:
        """Unsent, not given up, and their time to try (again) has come; oldest first."""
        waiting = self.filter(sent_at__isnull=True, failed_at__isnull=True)
        return waiting.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")

    def take_next(self, now: datetime) -> "OutboxMessage | None":
        """The next due message, locked, that no other relay holds."""
        return self.due(now).select_for_update(skip_locked=True).first()
