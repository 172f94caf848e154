"""Party cells from a sheet: one row for a cell and a place it serves; a cell may have many rows."""

from django.utils.translation import gettext_lazy as _

from grids.actions.imports.places import BUILDING, COMMUNITY, ESTATE, GRID
from grids.actions.imports.sheets import Cells, Setting, Sheet
from grids.actions.party import found_party_cell, let_cell_serve
from grids.actions.planting import plant
from grids.kinds import CellLevel, Kind
from grids.models import PartyCell, Place
from grids.rules.finding import Address, find_place
from journal.refusals import Invalid


def _take(cells: Cells, setting: Setting) -> bool:
    cells.required("level")
    level = cells.choice("level", CellLevel.choices)
    place, planted = _served(level, cells, setting)
    cell, founded = _cell(level, cells, setting)
    if place is None or place.party_cell_id == cell.pk:
        return founded or planted
    let_cell_serve(cell, [place], by=setting.by, now=setting.now)
    return True


def _cell(level: str, cells: Cells, setting: Setting) -> tuple[PartyCell, bool]:
    name = cells.required("name")
    parent = _parent(cells["parent"], setting)
    there = PartyCell.objects.filter(street=setting.street, name=name).first()
    if there is None:
        fresh = found_party_cell(
            street=setting.street,
            level=level,
            name=name,
            parent=parent,
            by=setting.by,
            now=setting.now,
        )
        return fresh, True
    if there.level != level:
        raise Invalid({"level": [_("这个党组织已登记为另一层级。")]})
    if parent and there.parent_id != parent.pk:
        raise Invalid({"parent": [_("这个党组织已登记在另一个上级之下。")]})
    return there, False


def _parent(name: str, setting: Setting) -> PartyCell | None:
    if not name:
        return None
    parent = PartyCell.objects.filter(street=setting.street, name=name).first()
    if parent is None:
        raise Invalid({"parent": [_("没有这个上级党组织：%(name)s。") % {"name": name}]})
    return parent


def _served(level: str, cells: Cells, setting: Setting) -> tuple[Place | None, bool]:
    names = ("code", "community", "grid", "estate", "building", "unit")
    address = Address(**{name: cells[name] for name in names})
    if not address:
        return None, False
    place = find_place(setting.street, address)
    if level == CellLevel.HOUSEHOLD and place.kind == Kind.UNIT:
        return _household(place, cells.required("household"), setting)
    return place, False


def _household(unit: Place, name: str, setting: Setting) -> tuple[Place, bool]:
    """A member household may be the first household of its unit that is entered."""
    standing = unit.children.filter(name=name, until=None).first()
    if standing:
        return standing, False
    fresh = plant(kind=Kind.HOUSEHOLD, name=name, parent=unit, by=setting.by, now=setting.now)
    return fresh, True


CELLS = Sheet(
    key="cells",
    title=_("党组织"),
    columns={
        "level": ("层级", "level"),
        "name": ("党组织名称", "名称", "name"),
        "parent": ("上级党组织", "上级", "parent"),
        "code": ("地点编码", "code"),
        "community": COMMUNITY,
        "grid": GRID,
        "estate": ESTATE,
        "building": BUILDING,
        "unit": ("单元", "unit"),
        "household": ("户", "household"),
    },
    required=frozenset({"level", "name"}),
    example=[
        ("社区党委", "杏花社区党委", "", "", "杏花社区", "", "", "", "", ""),
        (
            "网格党支部",
            "第一网格党支部",
            "杏花社区党委",
            "",
            "杏花社区",
            "第一网格",
            "",
            "",
            "",
            "",
        ),
        ("楼栋党小组", "幸福里3栋党小组", "第一网格党支部", "", "", "", "幸福里", "3栋", "", ""),
        (
            "党员中心户",
            "3栋1单元101",
            "幸福里3栋党小组",
            "",
            "",
            "",
            "幸福里",
            "3栋",
            "1单元",
            "101",
        ),
    ],
    take=_take,
    means={"serves": "level"},
)
