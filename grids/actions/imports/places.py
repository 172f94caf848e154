"""Communities, grids, buildings, units and estates from sheets."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from grids.actions.departments import change_estate, found_estate
from grids.actions.imports.sheets import Cells, Setting, Sheet
from grids.actions.places import describe_place, set_estate
from grids.actions.planting import Facts, Planting, plant, plant_all
from grids.kinds import DepartmentKind, HousingType, Kind
from grids.models import Estate, Place
from grids.rules.finding import Address, find_department, find_place
from journal.refusals import Conflict, Invalid

COMMUNITY = ("社区", "社区名称", "community")
GRID = ("网格", "网格名称", "grid")
ESTATE = ("小区", "小区名称", "estate")
BUILDING = ("楼栋", "楼栋名称", "building")
CODE_TAKEN = "place_one_code_forever"
FACTS = ("floors", "units_count", "households_count", "housing_type")


def _take_grid(cells: Cells, setting: Setting) -> bool:
    name = cells.required("community")
    community = _child(setting.street, Kind.COMMUNITY, name)
    new = community is None
    if community is None:
        community = _plant(Kind.COMMUNITY, name, setting.street, cells["community_code"], setting)
    grid = cells["grid"]
    if grid and _child(community, Kind.GRID, grid) is None:
        _plant(Kind.GRID, grid, community, cells["grid_code"], setting)
        new = True
    return new


def _child(parent: Place, kind: str, name: str) -> Place | None:
    return parent.children.filter(kind=kind, name=name, until=None).first()


def _plant(kind: str, name: str, parent: Place, code: str, setting: Setting) -> Place:
    try:
        return plant(kind=kind, name=name, parent=parent, code=code, by=setting.by, now=setting.now)
    except Conflict as refusal:
        if refusal.code != CODE_TAKEN:
            raise
        raise Invalid({f"{kind}_code": [refusal.sentence]}) from refusal
    except Invalid as refusal:
        column = {"name": kind, "code": f"{kind}_code"}
        found = {column.get(name, name): said for name, said in refusal.fields.items()}
        raise Invalid(found) from refusal


def _take_building(cells: Cells, setting: Setting) -> bool:
    name = cells.required("building")
    estate, estate_changed = _estate(cells, setting)
    grid = _grid(cells, setting)
    building = _standing(cells["code"], name, estate, grid, setting)
    if building is None:
        building, changed = _new_building(cells, name, estate, grid, setting), True
    else:
        changed = _update(building, cells, estate, setting)
    units_changed = _plant_units(building, cells["units"], setting)
    return changed or units_changed or estate_changed


def _grid(cells: Cells, setting: Setting) -> Place:
    cells.required("grid")
    return find_place(
        setting.street, Address(community=cells["community"], grid=cells.required("grid"))
    )


def _estate(cells: Cells, setting: Setting) -> tuple[Estate | None, bool]:
    """The estate of that name, founded if it is new, and whether it changed."""
    name = cells["estate"]
    if not name:
        return None, False
    company = _company(cells, setting)
    estate = Estate.objects.filter(street=setting.street, name=name).first()
    if estate is None:
        fenced = cells.yes("fenced", default=True)
        return _found_estate(setting, name=name, company=company, fenced=fenced), True
    fenced = cells.yes("fenced", default=estate.fenced)
    company = company or estate.company
    if (estate.company, estate.fenced) == (company, fenced):
        return estate, False
    changed = change_estate(
        estate.pk, name=name, company=company, fenced=fenced, by=setting.by, now=setting.now
    )
    return changed, True


def _found_estate(setting: Setting, **fields: Any) -> Estate:
    return found_estate(street=setting.street, **fields, by=setting.by, now=setting.now)


def _company(cells: Cells, setting: Setting) -> Any:
    if not cells["company"]:
        return None
    try:
        company = find_department(setting.street, cells["company"])
    except Invalid as error:
        raise Invalid({"company": error.fields["department"]}) from error
    if company.kind != DepartmentKind.PROPERTY_COMPANY:
        raise Invalid({"company": [_("这个部门不是物业公司。")]})
    return company


def _standing(
    code: str, name: str, estate: Estate | None, grid: Place, setting: Setting
) -> Place | None:
    """The building the row means, if it stands: by code, else by name in its estate or grid."""
    standing = Place.objects.filter(kind=Kind.BUILDING, until=None)
    if code:
        building = standing.filter(code=code, lineage__contains=[setting.street.pk]).first()
    elif estate:
        building = standing.filter(estate=estate, name=name).first()
    else:
        building = standing.filter(estate=None, parent=grid, name=name).first()
    if building and building.name != name:
        raise Invalid({"building": [_("这个编码的楼栋叫：%(name)s。") % {"name": building.name}]})
    if building and building.parent_id != grid.pk:
        raise Invalid({"grid": [_("这个楼栋已在别的网格，请在地点页面调整。")]})
    return building


def _facts(cells: Cells) -> Facts:
    return Facts(
        floors=cells.number("floors"),
        units_count=cells.number("units_count") or len(_unit_names(cells["units"])) or None,
        households_count=cells.number("households_count"),
        housing_type=cells.choice("housing_type", HousingType.choices)
        if cells["housing_type"]
        else "",
    )


def _new_building(
    cells: Cells, name: str, estate: Estate | None, grid: Place, setting: Setting
) -> Place:
    return plant(
        kind=Kind.BUILDING,
        name=name,
        parent=grid,
        code=cells["code"],
        estate=estate,
        facts=_facts(cells),
        by=setting.by,
        now=setting.now,
    )


def _update(building: Place, cells: Cells, estate: Estate | None, setting: Setting) -> bool:
    """Written facts replace known ones; an empty cell takes nothing away."""
    changed = False
    known = {name: getattr(building, name) for name in FACTS}
    written = {name: value for name, value in _facts(cells).known().items() if name in FACTS}
    if known | written != known:
        point = {name: getattr(building, name) for name in ("lat", "lng", "boundary")}
        facts = Facts(**known | written, **point)
        describe_place(building.pk, facts, by=setting.by, now=setting.now)
        changed = True
    if estate and building.estate_id != estate.pk:
        set_estate(building.pk, estate, by=setting.by, now=setting.now)
        changed = True
    return changed


def _unit_names(written: str) -> list[str]:
    return [name for name in re.split(r"[、,，;；\s]+", written) if name]


def _plant_units(building: Place, written: str, setting: Setting) -> bool:
    names = _unit_names(written)
    standing = set(building.children.filter(until=None).values_list("name", flat=True))
    plantings = [
        Planting(kind=Kind.UNIT, name=name, parent=building)
        for name in dict.fromkeys(names)
        if name not in standing
    ]
    plant_all(plantings, by=setting.by, now=setting.now)
    return bool(plantings)


GRIDS = Sheet(
    key="grids",
    title=_("社区和网格"),
    columns={
        "community": COMMUNITY,
        "community_code": ("社区编码", "community_code"),
        "grid": GRID,
        "grid_code": ("网格编码", "grid_code"),
    },
    required=frozenset({"community"}),
    example=[("杏花社区", "", "第一网格", ""), ("杏花社区", "", "第二网格", "")],
    take=_take_grid,
)

BUILDINGS = Sheet(
    key="buildings",
    title=_("小区、楼栋和单元"),
    columns={
        "community": COMMUNITY,
        "grid": GRID,
        "estate": ESTATE,
        "company": ("物业公司", "company"),
        "fenced": ("封闭管理", "fenced"),
        "building": BUILDING,
        "code": ("楼栋编码", "编码", "code"),
        "floors": ("层数", "floors"),
        "units_count": ("单元数", "units_count"),
        "households_count": ("户数", "households_count"),
        "housing_type": ("房屋类型", "housing_type"),
        "units": ("单元", "units"),
    },
    required=frozenset({"grid", "building"}),
    example=[
        (
            "杏花社区",
            "第一网格",
            "幸福里",
            "幸福物业",
            "是",
            "3栋",
            "",
            "18",
            "2",
            "72",
            "商品房",
            "1单元、2单元",
        ),
        ("杏花社区", "第二网格", "", "", "", "柳河巷", "", "", "", "36", "", ""),
    ],
    take=_take_building,
    means={
        "name": "building",
        "parent": "grid",
        CODE_TAKEN: "code",
        "place_one_building_name_in_estate": "building",
        "place_one_building_name_in_grid": "building",
    },
)
