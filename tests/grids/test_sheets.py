"""Setting up a street from sheets: row by row, never half a row, never twice."""

from io import BytesIO
from typing import Any

import pytest

from accounts.models import User
from grids.actions.imports.registry import SHEETS
from grids.actions.imports.runs import take_in
from grids.kinds import CellLevel, DepartmentKind, Kind
from grids.models import Department, Estate, ImportRun, PartyCell, Place, Post
from grids.roles import Role
from journal.actors import Actor, Via
from journal.models import AuditEntry
from journal.refusals import Forbidden, Invalid, NotFound
from tests.factories.grids import (
    NOW,
    make_building,
    make_community,
    make_department,
    make_estate,
    make_grid,
    make_holder,
    make_person,
    make_place,
    make_street,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def street() -> Place:
    return make_street()


@pytest.fixture
def grid(street: Place) -> Place:
    return make_grid(make_community(street, "杏花社区"), "第一网格")


def upload(street: Place, sheet: str, *lines: str) -> ImportRun:
    admin = User.objects.filter(username="admin").first() or make_holder(
        Role.STREET_ADMIN, street, username="admin"
    )
    by = Actor(user=admin, via=Via.IMPORT)
    file = BytesIO("\n".join(lines).encode())
    return take_in(sheet, file, file_name="表.csv", street=street, by=by, now=NOW)


def sums(run: ImportRun) -> tuple[int, int, int]:
    return run.imported, run.refused, run.unchanged


def refused(run: ImportRun) -> list[Any]:
    """Row and column of each refused cell."""
    return [(row, column) for row, column, _reason in run.refusals]


def test_departments_are_founded_changed_and_left_alone(street: Place) -> None:
    head = "部门编码,部门名称,类型,值班电话"
    first = upload(street, "departments", head, "SW,自来水公司,公用事业单位,", "JZ,住建局,,")
    assert sums(first) == (2, 0, 0)
    again = upload(street, "departments", head, "SW,自来水公司,公用事业单位,96116", "JZ,住建局,,")
    assert sums(again) == (1, 0, 1)
    water = Department.objects.get(code="SW")
    assert (water.kind, water.phone) == (DepartmentKind.UTILITY, "96116")


def test_a_department_of_unknown_kind_is_refused_by_its_column(street: Place) -> None:
    run = upload(street, "departments", "编码,名称,类型", "SW,自来水公司,公司", ",无编码,")
    assert refused(run) == [(2, "类型"), (3, "部门编码")]
    assert not Department.objects.exists()


def test_communities_and_grids_are_planted_once(street: Place) -> None:
    lines = ("社区,网格,网格编码", "杏花社区,第一网格,", "杏花社区,第二网格,", "柳河社区,,")
    assert sums(upload(street, "grids", *lines)) == (3, 0, 0)
    assert sums(upload(street, "grids", *lines)) == (0, 0, 3)
    assert Place.objects.within(street).filter(kind=Kind.GRID).count() == 2


def test_a_building_row_founds_its_estate_and_plants_its_units(street: Place, grid: Place) -> None:
    make_department(street, "幸福物业", DepartmentKind.PROPERTY_COMPANY)
    lines = (
        "网格,小区,物业公司,楼栋,层数,户数,房屋类型,单元",
        "第一网格,幸福里,幸福物业,3栋,18,72,商品房,1单元、2单元",
    )
    assert sums(upload(street, "buildings", *lines)) == (1, 0, 0)
    building = Place.objects.get(kind=Kind.BUILDING)
    assert building.estate
    assert building.estate.company
    assert (building.floors, building.units_count, building.households_count) == (18, 2, 72)
    assert list(building.children.values_list("name", flat=True)) == ["1单元", "2单元"]
    assert sums(upload(street, "buildings", *lines)) == (0, 0, 1)


def test_a_building_row_adds_what_it_knows_and_takes_nothing_away(
    street: Place, grid: Place
) -> None:
    building = make_building(grid, "3栋")
    head = "网格,小区,楼栋,编码,层数"
    upload(street, "buildings", head, f"第一网格,,3栋,{building.code},18")
    run = upload(street, "buildings", head, f"第一网格,幸福里,3栋,{building.code},")
    assert sums(run) == (1, 0, 0)
    building.refresh_from_db()
    assert building.floors == 18
    assert building.estate == Estate.objects.get(name="幸福里")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("第九网格,,3栋,,", "网格"),
        ("第一网格,,,,", "楼栋"),
        ("第一网格,幸福里,3栋,十八,", "层数"),
        ("第一网格,幸福里,3栋,99999,", "层数"),
        ("第一网格,幸福里,3栋,,不存在的公司", "物业公司"),
    ],
)
def test_a_bad_building_row_leaves_nothing_behind(
    street: Place, grid: Place, line: str, column: str
) -> None:
    run = upload(street, "buildings", "网格,小区,楼栋,层数,物业公司", line)
    assert refused(run) == [(2, column)]
    assert not Estate.objects.exists()
    assert not Place.objects.filter(kind=Kind.BUILDING).exists()


def test_a_building_in_another_grid_is_not_moved_by_a_sheet(street: Place, grid: Place) -> None:
    estate = make_estate(street, "幸福里")
    make_building(make_grid(grid.parent, "第二网格"), "3栋", estate=estate)
    run = upload(street, "buildings", "网格,小区,楼栋", "第一网格,幸福里,3栋")
    assert refused(run) == [(2, "网格")]


def test_building_heads_are_entered_by_estate_and_building_or_by_code(
    street: Place, grid: Place
) -> None:
    estate = make_estate(street, "幸福里")
    third = make_building(grid, "3栋", estate=estate)
    fourth = make_building(grid, "4栋", estate=estate)
    make_building(grid, "3栋")
    lines = (
        "姓名,手机号,角色,小区,楼栋,地点编码,任职日期",
        "张桂兰,13800005678,楼栋长,幸福里,3栋,,2026-01-01",
        f"李建国,13900005678,building_head,,,{fourth.code},",
    )
    assert sums(upload(street, "posts", *lines)) == (2, 0, 0)
    heads = Post.objects.filter(role=Role.BUILDING_HEAD)
    assert dict(heads.values_list("holder__username", "place_id")) == {
        "zhangguilan": third.pk,
        "lijianguo": fourth.pk,
    }
    assert not any(post.holder.has_usable_password() for post in heads)
    assert sums(upload(street, "posts", *lines)) == (0, 0, 2)


def test_one_person_takes_several_posts_by_phone_or_username(street: Place, grid: Place) -> None:
    make_department(street, "自来水公司")
    run = upload(
        street,
        "posts",
        "姓名,手机号,用户名,角色,社区,网格,部门",
        "李强,139 0000 1234,,网格员,杏花社区,第一网格,",
        "李强,13900001234,,网格长,杏花社区,第一网格,",
        "李强,,liqiang,部门经办人,,,自来水公司",
        "李强,13900001234,,街道调度员,,,",
    )
    assert sums(run) == (4, 0, 0)
    assert User.objects.get(username="liqiang").posts.count() == 4


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("李强,,,网格员,第一网格", "手机号"),
        ("李强,123,,网格员,第一网格", "手机号"),
        ("李强,13900001234,,网格官,第一网格", "角色"),
        ("李强,13900001234,,系统管理员,", "角色"),
        ("李强,13900001234,,网格员,", "地点编码"),
        ("李强,13900001234,,网格员,第九网格", "网格"),
        ("李强,13900001234,,楼栋长,第一网格", "角色"),
        ("王五,,known,网格员,第一网格", "用户名"),
        (",13900001234,,网格员,第一网格", "姓名"),
    ],
)
def test_a_bad_post_row_leaves_no_account_behind(
    street: Place, grid: Place, line: str, column: str
) -> None:
    make_person("known", display_name="赵六")
    run = upload(street, "posts", "姓名,手机号,用户名,角色,网格", line)
    assert refused(run) == [(2, column)]
    assert set(User.objects.values_list("username", flat=True)) == {"known", "admin"}


def test_a_taken_seat_is_refused_in_words(street: Place, grid: Place) -> None:
    make_holder(Role.GRID_LEADER, grid)
    run = upload(street, "posts", "姓名,手机号,角色,网格", "李强,13900001234,网格长,第一网格")
    assert run.refusals == [[2, "角色", "这个岗位在这段时间已有人担任，请先为其办理离任。"]]


def test_an_ended_post_imported_twice_stays_one(street: Place, grid: Place) -> None:
    lines = (
        "姓名,手机号,角色,网格,任职日期,离任日期",
        "李强,13900001234,网格员,第一网格,2024-01-01,2025-01-01",
    )
    assert sums(upload(street, "posts", *lines)) == (1, 0, 0)
    assert sums(upload(street, "posts", *lines)) == (0, 0, 1)


def test_party_cells_of_four_levels_come_with_what_they_serve(street: Place, grid: Place) -> None:
    estate = make_estate(street, "幸福里")
    building = make_building(grid, "3栋", estate=estate)
    make_place(Kind.UNIT, building, "1单元")
    lines = (
        "层级,党组织名称,上级党组织,社区,网格,小区,楼栋,单元,户",
        "社区党委,杏花社区党委,,杏花社区,,,,,",
        "网格党支部,第一支部,杏花社区党委,杏花社区,第一网格,,,,",
        "楼栋党小组,3栋小组,第一支部,,,幸福里,3栋,,",
        "党员中心户,101中心户,3栋小组,,,幸福里,3栋,1单元,101",
    )
    assert sums(upload(street, "cells", *lines)) == (4, 0, 0)
    assert PartyCell.objects.get(level=CellLevel.HOUSEHOLD).places.get().name == "101"
    building.refresh_from_db()
    assert building.party_cell == PartyCell.objects.get(name="3栋小组")
    assert sums(upload(street, "cells", *lines)) == (0, 0, 4)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("总支,甲,,", "层级"),
        ("网格党支部,甲,,", "上级党组织"),
        ("网格党支部,甲,不存在,", "上级党组织"),
        ("楼栋党小组,甲,党委,", "上级党组织"),
        ("社区党委,甲,,第一网格", "层级"),
    ],
)
def test_a_party_cell_that_does_not_fit_is_refused(
    street: Place, grid: Place, line: str, column: str
) -> None:
    lines = ("层级,党组织名称,上级党组织,网格", "社区党委,党委,,", line)
    run = upload(street, "cells", *lines)
    assert refused(run) == [(3, column)]
    assert PartyCell.objects.count() == 1


def test_a_day_that_cannot_be_read_is_shown_how_to_write_it(street: Place, grid: Place) -> None:
    line = "李强,13900001234,网格员,第一网格,去年春天"
    run = upload(street, "posts", "姓名,手机号,角色,网格,任职日期", line)
    [[_row, column, reason]] = run.refusals
    assert column == "任职日期"
    assert reason.endswith("请写成 2026-03-05。")


def test_a_code_that_excel_spoilt_is_refused_by_its_column(street: Place, grid: Place) -> None:
    run = upload(street, "buildings", "网格,楼栋,楼栋编码", "第一网格,3栋,4.30102E+17")
    assert refused(run) == [(2, "楼栋编码")]


@pytest.mark.parametrize(
    ("line", "column"), [("杏花社区,{code},", "社区编码"), ("杏花社区,,{code}", "网格编码")]
)
def test_a_code_in_use_is_refused_by_its_column(
    street: Place, grid: Place, line: str, column: str
) -> None:
    used = grid.code if column == "网格编码" else make_community(street).code
    lines = ("社区,社区编码,网格编码,网格", line.format(code=used) + ",第五网格")
    name = "柳河社区" if column == "社区编码" else "杏花社区"
    run = upload(street, "grids", *(text.replace("杏花社区", name) for text in lines))
    assert refused(run) == [(2, column)]


def test_a_building_name_in_use_is_refused_by_its_column(street: Place, grid: Place) -> None:
    make_building(grid, "3栋", estate=make_estate(street, "幸福里"))
    other = make_building(grid, "3栋")
    lines = ("网格,小区,楼栋,楼栋编码", f"第一网格,幸福里,3栋,{other.code}")
    assert refused(upload(street, "buildings", *lines)) == [(2, "楼栋")]


def test_a_run_is_recorded_and_audited(street: Place) -> None:
    run = upload(street, "grids", "社区", "杏花社区")
    assert (run.sheet, run.file_name, run.by.username) == ("grids", "表.csv", "admin")
    entry = AuditEntry.objects.get(action="sheet.import")
    assert entry.via == Via.IMPORT


def test_a_file_without_the_needed_columns_is_refused_as_a_whole(street: Place) -> None:
    with pytest.raises(Invalid):
        upload(street, "posts", "甲,乙", "1,2")


def test_only_the_street_administrator_imports_and_only_known_sheets(street: Place) -> None:
    with pytest.raises(NotFound):
        upload(street, "cases", "甲", "1")
    officer = Actor(user=make_holder(Role.STREET_OFFICER, street), via=Via.IMPORT)
    with pytest.raises(Forbidden):
        take_in("grids", BytesIO(b""), file_name="", street=street, by=officer, now=NOW)
    elsewhere = Actor(user=make_holder(Role.STREET_ADMIN, make_street()), via=Via.IMPORT)
    with pytest.raises(NotFound):
        take_in("grids", BytesIO(b""), file_name="", street=street, by=elsewhere, now=NOW)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=lambda sheet: sheet.key)
def test_every_template_row_has_a_value_for_every_column(sheet: Any) -> None:
    assert sheet.required <= sheet.columns.keys()
    assert {len(row) for row in sheet.example} == {len(sheet.columns)}
