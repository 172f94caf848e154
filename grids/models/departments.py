"""Who answers a whistle, and the estates a property company looks after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.kinds import DepartmentKind
from grids.querysets.departments import DepartmentQuerySet
from grids.roles import DEPARTMENT_POWERS


class Department(models.Model):
    code = models.CharField(_("编码"), max_length=32)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类型"), max_length=20, choices=DepartmentKind.choices)
    street = models.ForeignKey(
        "grids.Place", models.PROTECT, related_name="departments", verbose_name=_("街道")
    )
    phone = models.CharField(_("值班电话"), max_length=30, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门")
        verbose_name_plural = _("部门")
        ordering = ["code"]
        default_permissions = ()
        permissions = [(power.value, power.label) for power in DEPARTMENT_POWERS]
        constraints = [
            models.UniqueConstraint(
                fields=["street", "code"],
                name="department_one_code_in_street",
                violation_error_message=_("这个街道已有相同编码的部门。"),
            ),
            models.UniqueConstraint(
                fields=["street", "name"],
                name="department_one_name_in_street",
                violation_error_message=_("这个街道已有同名部门。"),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Za-z0-9_.-]+$"),
                name="department_code_is_plain",
                violation_error_message=_("部门编码只能用字母、数字、点、横线和下划线。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Estate(models.Model):
    """A named, mostly fenced group of buildings; it may cross grids."""

    name = models.CharField(_("名称"), max_length=100)
    street = models.ForeignKey(
        "grids.Place", models.PROTECT, related_name="estates", verbose_name=_("街道")
    )
    company = models.ForeignKey(
        Department,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="estates",
        verbose_name=_("物业公司"),
    )
    fenced = models.BooleanField(_("封闭管理"), default=True)

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["street", "name"],
                name="estate_one_name_in_street",
                violation_error_message=_("这个街道已有同名小区。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
