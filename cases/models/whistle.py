"""The whistle and its calls: one call is one department's leg, with its own clocks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.querysets import CallQuerySet
from cases.vocabulary import CallRole, WhistleKind
from cases.workflow import LIVE_CALL_STATES, CallState
from grids.models import Department

_User = settings.AUTH_USER_MODEL


def _paired(moment: str, person: str) -> models.Q:
    """The moment is there whenever the person is; the system acts without a person."""
    return models.Q(**{f"{person}__isnull": True}) | models.Q(**{f"{moment}__isnull": False})


class Whistle(models.Model):
    """吹哨: the street calls departments to a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="whistles")
    round = models.PositiveSmallIntegerField(_("轮次"))
    kind = models.CharField(_("类型"), max_length=16, choices=WhistleKind)
    note = models.TextField(_("要求"), max_length=2_000, blank=True)
    blown_at = models.DateTimeField(_("吹哨时间"))
    blown_by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答卷时间"), null=True)

    class Meta:
        verbose_name = _("吹哨")
        verbose_name_plural = _("吹哨")
        indexes = (models.Index(fields=("blown_at",), name="whistle_blown_at"),)

    def __str__(self) -> str:
        return f"{self.case} #{self.round}"


class Call(models.Model):
    """应哨任务: one department's leg of a whistle.

    `case_reported_at` repeats the case's sort key, so that a department's page is one index walk.
    """

    whistle = models.ForeignKey(Whistle, models.CASCADE, related_name="calls")
    case = models.ForeignKey(Case, models.CASCADE, related_name="calls")
    department = models.ForeignKey(Department, models.PROTECT, related_name="calls")
    role = models.CharField(_("角色"), max_length=8, choices=CallRole)
    mandatory = models.BooleanField(_("必须答卷"), default=True)
    state = models.CharField(_("状态"), max_length=20, choices=CallState, default=CallState.CALLED)
    case_reported_at = models.DateTimeField()
    called_at = models.DateTimeField(_("派出时间"))
    claimed_at = models.DateTimeField(_("应哨时间"), null=True)
    claimed_by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("答卷时间"), null=True)
    answered_by = models.ForeignKey(_User, models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("办理结果"), max_length=5_000, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("应哨任务")
        verbose_name_plural = _("应哨任务")
        constraints = (
            models.UniqueConstraint(
                fields=("case",),
                condition=models.Q(role=CallRole.LEAD, state__in=sorted(LIVE_CALL_STATES)),
                name="call_one_open_lead",
            ),
            models.UniqueConstraint(
                fields=("whistle", "department"),
                condition=~models.Q(state__in=[CallState.RETURNED, CallState.CANCELLED]),
                name="call_department_once",
            ),
            models.CheckConstraint(
                condition=_paired("claimed_at", "claimed_by"), name="call_claim_pair"
            ),
            models.CheckConstraint(
                condition=_paired("answered_at", "answered_by"), name="call_answer_pair"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CallState.CLAIMED, CallState.ANSWERED])
                | models.Q(claimed_at__isnull=False),
                name="call_claimed_has_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[CallState.ANSWERED, CallState.ACCEPTED])
                | models.Q(answered_at__isnull=False),
                name="call_answered_has_moment",
            ),
        )
        indexes = (
            models.Index(
                fields=("department", "state", "-case_reported_at", "-case"),
                name="call_department_state_newest",
            ),
            models.Index(
                fields=("department", "-case_reported_at", "-case"), name="call_department_newest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} → {self.department}"
