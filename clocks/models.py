"""A clock is a stored moment: when something is owed, what comes next, and how it ended."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clocks import workflow
from clocks.querysets import ClockQuerySet
from clocks.workflow import Stage, State

_OPEN = sorted(workflow.OPEN)
_TICKING = sorted(workflow.TICKING)


def _exactly_when(state: State, field: str) -> Q:
    """The field is filled in this state and in no other."""
    return Q(state=state, **{f"{field}__isnull": False}) | (
        ~Q(state=state) & Q(**{f"{field}__isnull": True})
    )


class Clock(models.Model):
    """Whose it is: a matter of a room (what is locked first), and within it perhaps one leg."""

    room = models.CharField(_("所属"), max_length=40)
    matter_id = models.BigIntegerField(_("事项"))
    leg_id = models.BigIntegerField(_("分支"), null=True, blank=True)
    kind = models.CharField(_("时限种类"), max_length=40)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)

    started_at = models.DateTimeField(_("起算时间"))
    limit = models.JSONField(_("时限"))
    rule = models.JSONField(_("规则"), default=dict)
    reckoning = models.JSONField(_("推算过程"), default=dict)
    provisional = models.BooleanField(_("日历未公布"), default=False)
    changes = models.JSONField(_("变更"), default=list, blank=True)

    due_at = models.DateTimeField(_("应完成时间"))
    cap_at = models.DateTimeField(_("外部期限"), null=True, blank=True)
    warn_at = models.DateTimeField(_("预警时间"))
    next_at = models.DateTimeField(_("下一时刻"), null=True, blank=True)
    stage = models.CharField(
        _("已触发"), max_length=20, choices=Stage.choices, default="", blank=True
    )

    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.RUNNING)
    met_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    breached_at = models.DateTimeField(_("超期时间"), null=True, blank=True)
    paused_at = models.DateTimeField(_("暂停时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    cancel_reason = models.TextField(_("取消原因"), default="", blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("时限")
        verbose_name_plural = _("时限")
        indexes: ClassVar = [
            models.Index(
                fields=["next_at", "id"],
                condition=Q(next_at__isnull=False),
                name="clock_next_moment",
            ),
            models.Index(fields=["room", "matter_id"], name="clock_of_matter"),
            models.Index(fields=["room", "kind", "due_at"], name="clock_rates_of_a_period"),
            models.Index(fields=["id"], condition=Q(provisional=True), name="clock_provisional"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "matter_id", "leg_id", "kind"],
                condition=Q(state__in=_OPEN),
                nulls_distinct=False,
                name="clock_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="clock_state_is_known"
            ),
            models.CheckConstraint(
                condition=_exactly_when(State.MET, "met_at"), name="clock_met_has_moment"
            ),
            models.CheckConstraint(
                condition=_exactly_when(State.PAUSED, "paused_at"), name="clock_paused_has_moment"
            ),
            models.CheckConstraint(
                condition=_exactly_when(State.CANCELLED, "cancelled_at"),
                name="clock_cancelled_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED) ^ Q(cancel_reason=""),
                name="clock_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(breached_at__isnull=True) | Q(breached_at=F("due_at")),
                name="clock_breach_is_dated_when_due",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING, breached_at__isnull=False)
                & ~Q(state=State.BREACHED, breached_at__isnull=True),
                name="clock_breached_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MET)
                | Q(breached_at__isnull=True, met_at__lte=F("due_at"))
                | Q(breached_at__isnull=False, met_at__gt=F("due_at")),
                name="clock_met_late_keeps_breach",
            ),
            models.CheckConstraint(
                condition=Q(next_at__isnull=True) | Q(state__in=_TICKING),
                name="clock_next_only_while_ticking",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING, next_at__isnull=True),
                name="clock_running_has_next",
            ),
            models.CheckConstraint(
                condition=Q(warn_at__lte=F("due_at")), name="clock_warns_before_due"
            ),
            models.CheckConstraint(
                condition=Q(cap_at__isnull=True) | Q(due_at__lte=F("cap_at")),
                name="clock_due_within_cap",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="clock_round_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.matter_id} {self.kind}"

    @property
    def in_time(self) -> bool:
        return self.met_at is not None and self.met_at <= self.due_at


class Pause(models.Model):
    """A stretch that does not count, and why."""

    clock = models.ForeignKey(
        Clock, on_delete=models.CASCADE, related_name="pauses", verbose_name=_("时限")
    )
    since = models.DateTimeField(_("开始"))
    until = models.DateTimeField(_("结束"), null=True, blank=True)
    why = models.TextField(_("原因"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
    )

    class Meta:
        verbose_name = _("暂停")
        verbose_name_plural = _("暂停")
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(until__isnull=True), name="pause_one_open_per_clock"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="pause_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="pause_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M} {self.why}"
