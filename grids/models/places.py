"""The tree of places, from the district down to the household."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grids.kinds import CODE_DIGITS, LEVELS, SCOPE_KINDS, HousingType, Kind
from grids.querysets.places import PlaceQuerySet
from grids.roles import PLACE_POWERS


def _shape_of(kind: str) -> Q:
    """What a row of this kind must look like: its code, its parent, its place in the tree."""
    level = LEVELS[kind]
    shape = Q(kind=kind, code__regex=rf"^[0-9]{{{CODE_DIGITS[kind]}}}$", lineage__len=level + 1)
    shape &= Q(**{f"lineage__{level}": F("id")})
    if level == 0:
        return shape & Q(parent=None)
    return shape & Q(parent__isnull=False) & Q(**{f"lineage__{level - 1}": F("parent_id")})


def _any_shape() -> Q:
    shapes = Q()
    for kind in Kind.values:
        shapes |= _shape_of(kind)
    return shapes


class Place(models.Model):
    """One place. `lineage` holds the ids from the root to the place itself, inclusive."""

    kind = models.CharField(_("类型"), max_length=12, choices=Kind.choices)
    code = models.CharField(_("编码"), max_length=24)
    name = models.CharField(_("名称"), max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    lineage = ArrayField(models.BigIntegerField(), editable=False)
    pinyin = models.CharField(max_length=600, editable=False, db_index=True)
    initials = models.CharField(max_length=100, editable=False, db_index=True)
    order_key = models.CharField(max_length=700, editable=False)
    estate = models.ForeignKey(
        "grids.Estate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="buildings",
        verbose_name=_("小区"),
    )
    party_cell = models.ForeignKey(
        "grids.PartyCell",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("党组织"),
    )
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("继任地点"),
    )
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    boundary = models.JSONField(_("边界"), null=True, blank=True)
    floors = models.PositiveSmallIntegerField(_("层数"), null=True, blank=True)
    units_count = models.PositiveSmallIntegerField(_("单元数"), null=True, blank=True)
    households_count = models.PositiveIntegerField(_("户数"), null=True, blank=True)
    housing_type = models.CharField(
        _("房屋类型"), max_length=15, choices=HousingType.choices, blank=True
    )

    objects = PlaceQuerySet.as_manager()

    BUILDING_FACTS: ClassVar[tuple[str, ...]] = (
        "estate_id",
        "party_cell_id",
        "floors",
        "units_count",
        "households_count",
        "housing_type",
        "lat",
    )

    class Meta:
        verbose_name = _("地点")
        verbose_name_plural = _("地点")
        default_permissions = ()
        permissions = [(power.value, power.label) for power in PLACE_POWERS]
        indexes = [
            GinIndex(fields=["lineage"], name="place_lineage"),
            models.Index(fields=["parent", "order_key", "id"], name="place_children"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=_any_shape(),
                name="place_fits_its_kind",
                violation_error_message=_("编码位数或上级与地点类型不符。"),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="place_ends_after_it_began",
                violation_error_message=_("停用日期不能早于启用日期。"),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(until__isnull=False) & ~Q(successor=F("id")),
                name="place_successor_only_when_closed",
                violation_error_message=_("只有停用的地点才有继任地点，且不能是自己。"),
            ),
            models.CheckConstraint(
                condition=Q(estate=None) | Q(kind=Kind.BUILDING),
                name="place_estate_only_for_buildings",
                violation_error_message=_("只有楼栋可以归入小区。"),
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | Q(
                    lat__range=(-90, 90),
                    lng__range=(-180, 180),
                    lat__isnull=False,
                    lng__isnull=False,
                ),
                name="place_point_on_earth",
                violation_error_message=_("经纬度须同时填写，并在有效范围内。"),
            ),
            models.UniqueConstraint(
                fields=["code"],
                opclasses=["varchar_pattern_ops"],
                name="place_one_code_forever",
                violation_error_message=_("这个编码已被使用，编码不能重复。"),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(until=None, kind__in=[Kind.GRID, Kind.UNIT, Kind.HOUSEHOLD]),
                name="place_one_name_among_siblings",
                violation_error_message=_("同一上级下已有同名地点。"),
            ),
            models.UniqueConstraint(
                fields=["estate", "name"],
                condition=Q(until=None, kind=Kind.BUILDING),
                name="place_one_building_name_in_estate",
                violation_error_message=_("这个小区已有同名楼栋。"),
            ),
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=Q(until=None, kind=Kind.BUILDING, estate=None),
                name="place_one_building_name_in_grid",
                violation_error_message=_("这个网格已有同名楼栋。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name outside the estate: 3栋 is one of many, 邮电小区3栋 is one.

        Load `estate` with whatever shows this.
        """
        estate = self.estate.name if self.estate else ""
        return self.name if self.name.startswith(estate) else f"{estate}{self.name}"

    def ancestor_id(self, kind: str) -> int | None:
        """The id of the ancestor (or self) of that kind; None below or above its reach."""
        level = LEVELS[kind]
        return self.lineage[level] if level < len(self.lineage) else None

    def scope(self) -> dict[str, int | None]:
        """The columns a row at this place carries so that every scope is an equality."""
        return {f"{kind}_id": self.ancestor_id(kind) for kind in SCOPE_KINDS}

    @property
    def completeness(self) -> int:
        """How many of the facts of a building are known, in percent."""
        known = sum(getattr(self, fact) not in (None, "") for fact in self.BUILDING_FACTS)
        return round(100 * known / len(self.BUILDING_FACTS))
