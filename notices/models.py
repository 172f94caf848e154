"""The inbox: what concerns a person, one row each, said once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseEvent
from cases.vocabulary import ClockKind
from notices.querysets import NoticeQuerySet


class Notice(models.Model):
    """One message to one person. `key` makes a repeated delivery harmless."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    event = models.ForeignKey(CaseEvent, models.CASCADE, null=True, related_name="+")
    topic = models.CharField(_("事由"), max_length=40)
    clock = models.CharField(_("时限"), max_length=16, choices=ClockKind, blank=True)
    key = models.CharField(max_length=100)
    said_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        constraints = (models.UniqueConstraint(fields=("reader", "key"), name="notice_said_once"),)
        indexes = (
            models.Index(fields=("reader", "-id"), name="notice_newest"),
            models.Index(
                fields=("reader",), condition=models.Q(read_at__isnull=True), name="notice_unread"
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} → {self.reader_id}"
