"""The kinds of places, from the district down to the household, and what each one demands.

The tree has a fixed depth, so the level of a kind is also its position in a place's lineage.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    DISTRICT = "district", _("区县")
    STREET = "street", _("街道")
    COMMUNITY = "community", _("社区")
    GRID = "grid", _("网格")
    BUILDING = "building", _("楼栋")
    UNIT = "unit", _("单元")
    HOUSEHOLD = "household", _("户")


class HousingType(TextChoices):
    COMMERCIAL = "commercial", _("商品房")
    PUBLIC_RENTAL = "public_rental", _("公租房")
    RESETTLEMENT = "resettlement", _("安置房")
    WORK_UNIT = "work_unit", _("单位房")


class DepartmentKind(TextChoices):
    BUREAU = "bureau", _("职能部门")
    POLICE = "police", _("公安")
    UTILITY = "utility", _("公用事业单位")
    ENTERPRISE = "enterprise", _("企业")
    PROPERTY_COMPANY = "property_company", _("物业公司")
    IMPORTED = "imported", _("导入")


class CellLevel(TextChoices):
    """The four levels of party cells, from the top."""

    COMMITTEE = "committee", _("社区党委")
    BRANCH = "branch", _("网格党支部")
    GROUP = "group", _("楼栋党小组")
    HOUSEHOLD = "household", _("党员中心户")


KINDS: tuple[str, ...] = tuple(Kind.values)
LEVELS: dict[str, int] = {kind: level for level, kind in enumerate(KINDS)}
CODE_DIGITS: dict[str, int] = {
    Kind.DISTRICT: 6,
    Kind.STREET: 9,
    Kind.COMMUNITY: 12,
    Kind.GRID: 15,
    Kind.BUILDING: 18,
    Kind.UNIT: 20,
    Kind.HOUSEHOLD: 24,
}
CELL_LEVELS: tuple[str, ...] = tuple(CellLevel.values)
CELL_SERVES: dict[str, str] = {
    CellLevel.COMMITTEE: Kind.COMMUNITY,
    CellLevel.BRANCH: Kind.GRID,
    CellLevel.GROUP: Kind.BUILDING,
    CellLevel.HOUSEHOLD: Kind.HOUSEHOLD,
}
SCOPE_KINDS = (Kind.STREET, Kind.COMMUNITY, Kind.GRID, Kind.BUILDING)


def parent_kind(kind: str) -> str | None:
    """The kind exactly one level up; None for the root."""
    level = LEVELS[kind]
    return KINDS[level - 1] if level else None


def child_kind(kind: str) -> str | None:
    level = LEVELS[kind] + 1
    return KINDS[level] if level < len(KINDS) else None
