"""What happened and what the resident said: rows that are only ever added."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.whistle import Call
from cases.vocabulary import Satisfaction
from journal.actors import Via

_User = settings.AUTH_USER_MODEL


class CaseEvent(models.Model):
    """One change: who, when, from where, what. The database refuses to alter it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    call = models.ForeignKey(Call, models.CASCADE, null=True, related_name="events")
    at = models.DateTimeField(_("时间"))
    verb = models.CharField(_("动作"), max_length=32)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(_("经手人"), max_length=60, blank=True)
    via = models.CharField(_("渠道"), max_length=8, choices=Via)
    public = models.BooleanField(_("对居民公开"), default=False)
    text = models.TextField(_("内容"), blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ("id",)
        indexes = (models.Index(fields=("case", "id"), name="event_case_order"),)

    def __str__(self) -> str:
        return f"{self.case_id} {self.verb} {self.at:%Y-%m-%d %H:%M}"


class FollowUp(models.Model):
    """回访: one attempt to hear whether it is solved; a correction is a new row."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="follow_ups")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    by_resident = models.BooleanField(_("居民自评"), default=False)
    reached = models.BooleanField(_("接通"))
    solved = models.BooleanField(_("已解决"), null=True)
    satisfaction = models.CharField(
        _("结果满意度"), max_length=20, choices=Satisfaction, blank=True
    )
    process_satisfaction = models.CharField(
        _("过程满意度"), max_length=20, choices=Satisfaction, blank=True
    )
    reasonable = models.BooleanField(_("诉求合理"), null=True)
    note = models.TextField(_("居民原话"), max_length=2_000, blank=True)

    class Meta:
        verbose_name = _("回访记录")
        verbose_name_plural = _("回访记录")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reached=True, solved__isnull=False)
                | models.Q(reached=False, solved__isnull=True, satisfaction=""),
                name="follow_up_reached_has_verdict",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d %H:%M}"
