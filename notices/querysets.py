"""Whose inbox."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User
    from notices.models import Notice


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: "User") -> Self:
        return self.filter(reader=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)
