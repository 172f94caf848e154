"""Which messages of the outbox are due."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from journal.models import OutboxMessage

    QuerySet = models.QuerySet[OutboxMessage]
else:
    QuerySet = models.QuerySet


class OutboxQuerySet(QuerySet):
    def due(self, now: datetime) -> Self:
        """Unsent, not given up, and their time to try (again) has come; oldest first."""
        waiting = self.filter(sent_at__isnull=True, failed_at__isnull=True)
        return waiting.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")
