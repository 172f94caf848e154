"""Party cells: committee > branch > group > member household."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grids.kinds import CellLevel


class PartyCell(models.Model):
    """One cell. What it serves are the places that name it as their `party_cell`."""

    level = models.CharField(_("层级"), max_length=10, choices=CellLevel.choices)
    name = models.CharField(_("名称"), max_length=100)
    street = models.ForeignKey(
        "grids.Place", models.PROTECT, related_name="party_cells", verbose_name=_("街道")
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级党组织"),
    )

    class Meta:
        verbose_name = _("党组织")
        verbose_name_plural = _("党组织")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["street", "name"],
                name="cell_one_name_in_street",
                violation_error_message=_("这个街道已有同名党组织。"),
            ),
            models.CheckConstraint(
                condition=Q(level=CellLevel.COMMITTEE, parent=None)
                | ~Q(level=CellLevel.COMMITTEE) & Q(parent__isnull=False),
                name="cell_only_committee_has_no_parent",
                violation_error_message=_("社区党委没有上级，其他党组织必须有上级。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
