"""What the rooms say to each other, what was done, and which requests were already answered."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from journal.actors import Via
from journal.querysets import OutboxQuerySet


class OutboxMessage(models.Model):
    """Something that happened, written in the transaction in which it happened.

    The payload holds ids only: whoever hears of it reads the rest through his own scope.
    """

    topic = models.CharField(_("主题"), max_length=80)
    key = models.CharField(_("唯一键"), max_length=200, unique=True)
    payload = models.JSONField(_("编号"), default=dict)
    created_at = models.DateTimeField(_("写入时间"))
    next_attempt_at = models.DateTimeField(_("下次投递"))
    sent_at = models.DateTimeField(_("送达时间"), null=True)
    failed_at = models.DateTimeField(_("放弃时间"), null=True)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    last_error = models.TextField(_("最近错误"), blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("待发消息")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                name="outbox_sent_or_failed",
            ),
        )
        indexes = (
            models.Index(
                "next_attempt_at",
                "id",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="outbox_unsent",
            ),
            models.Index(
                F("failed_at").desc(), condition=Q(failed_at__isnull=False), name="outbox_failed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class AuditEntry(models.Model):
    """Who saw or changed what. PostgreSQL refuses to change or remove a row."""

    at = models.DateTimeField(_("时间"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("账号"),
    )
    actor = models.CharField(_("姓名"), max_length=150)
    via = models.CharField(_("途径"), max_length=10, choices=Via.choices)
    action = models.CharField(_("动作"), max_length=80)
    object_kind = models.CharField(_("对象"), max_length=80)
    object_key = models.CharField(_("对象编号"), max_length=200)
    reason = models.TextField(_("理由"), blank=True)
    detail = models.JSONField(_("详情"), default=dict, encoder=DjangoJSONEncoder)
    ip = models.GenericIPAddressField(_("网络地址"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        indexes = (
            models.Index(F("at").desc(), F("id").desc(), name="audit_newest"),
            models.Index("object_kind", "object_key", F("at").desc(), name="audit_by_object"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"


class IdempotencyKey(models.Model):
    """The answer already given to a request, so that sending it again changes nothing."""

    scope = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once"),
        )
        indexes = (models.Index("created_at", name="idempotency_oldest"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"
