"""Posts: one person serving in one role at one place or department, from a day, until a day.

The exclusions are written with ranges because no extension may be used: a range of one value
equals another exactly when the two overlap.
"""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from grids.querysets.posts import PostQuerySet
from grids.roles import DEPARTMENT, DUTIES, ELECTED_ROLES, EXCLUSIVE_ROLES, Role

SEATS = (*ELECTED_ROLES, Role.GRID_LEADER)
ADMINS = sorted(EXCLUSIVE_ROLES)
DEPARTMENT_ROLES = sorted(role for role, duty in DUTIES.items() if duty.kinds == (DEPARTMENT,))
PLACE_ROLES = sorted(set(Role.values) - set(ADMINS) - set(DEPARTMENT_ROLES))


def _only(column: str) -> Func:
    return Func(
        F(column), F(column), Value("[]"), function="int8range", output_field=BigIntegerRangeField()
    )


def _dates() -> Func:
    return Func(F("since"), F("until"), function="daterange", output_field=DateRangeField())


def _role() -> Func:
    return Func(
        F("role"),
        F("role"),
        Value("[]"),
        function="grids_textrange",
        output_field=models.CharField(),
    )


def _everything_if_admin() -> Case:
    """An administrator's post meets every other post of the person; others meet only themselves."""
    everything = Func(
        Value(None, models.BigIntegerField()),
        Value(None, models.BigIntegerField()),
        function="int8range",
        output_field=BigIntegerRangeField(),
    )
    return Case(When(role__in=ADMINS, then=everything), default=_only("id"))


def _exclusion(
    name: str, message: Any, *expressions: Any, condition: Q | None = None
) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[(expression, "&&") for expression in (*expressions, _dates())],
        condition=condition,
        violation_error_message=message,
    )


class Post(models.Model):
    """`until` is the first day the post is no longer held; empty means until further notice."""

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("任职人")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    place = models.ForeignKey(
        "grids.Place",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("地点"),
    )
    department = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("部门"),
    )
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("离任日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        default_permissions = ()
        indexes = [models.Index(fields=["place", "role"], name="post_place_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=ADMINS, place=None, department=None)
                | Q(role__in=PLACE_ROLES, place__isnull=False, department=None)
                | Q(role__in=DEPARTMENT_ROLES, place=None, department__isnull=False),
                name="post_at_one_place_or_department",
                violation_error_message=_("任职地点或部门与角色不符。"),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="post_ends_after_it_began",
                violation_error_message=_("离任日期不能早于任职日期。"),
            ),
            _exclusion(
                "post_once_at_a_place",
                _("此人在这段时间已在此地担任同一角色。"),
                _only("holder_id"),
                _only("place_id"),
                _role(),
                condition=Q(place__isnull=False),
            ),
            _exclusion(
                "post_once_in_a_department",
                _("此人在这段时间已在该部门担任同一角色。"),
                _only("holder_id"),
                _only("department_id"),
                _role(),
                condition=Q(department__isnull=False),
            ),
            _exclusion(
                "post_one_holder_of_a_seat",
                _("这个岗位在这段时间已有人担任，请先为其办理离任。"),
                _only("place_id"),
                _role(),
                condition=Q(role__in=SEATS),
            ),
            _exclusion(
                "post_admins_hold_nothing_else",
                _("系统、安全、审计管理员互斥，也不得兼任其他职务。"),
                _only("holder_id"),
                _everything_if_admin(),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place or self.department or ''}".strip()
