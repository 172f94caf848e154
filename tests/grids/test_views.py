"""The screens of the street administrator: places, estates, party cells."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grids.kinds import CellLevel, DepartmentKind, Kind
from grids.models import Estate, PartyCell, Place
from grids.roles import Role
from tests.factories.grids import (
    give_post,
    make_building,
    make_cell,
    make_department,
    make_estate,
    make_grid,
    make_holder,
    make_person,
    make_place,
    make_street,
)
from tests.grids.pages import page, refused, send

pytestmark = pytest.mark.django_db


def pages(street: Place, grid: Place) -> list[str]:
    department, cell = make_department(street), make_cell(street)
    post = give_post(make_person("zhang"), Role.GRID_WORKER, grid)
    at_place = ("setup_place", "setup_place_new", "setup_place_edit", "setup_place_move")
    return [
        reverse("setup"),
        reverse("setup_gap", args=["leaderless"]),
        *(reverse(name, args=[grid.code]) for name in at_place),
        reverse("setup_place_close", args=[grid.code]),
        reverse("setup_place_appoint", args=[grid.code]),
        f"{reverse('setup_places')}?q=wangge",
        reverse("setup_estates"),
        reverse("setup_estate_new"),
        reverse("setup_estate", args=[make_estate(street).pk]),
        reverse("setup_departments"),
        reverse("setup_department_new"),
        reverse("setup_department", args=[department.pk]),
        reverse("setup_department_edit", args=[department.pk]),
        reverse("setup_department_appoint", args=[department.pk]),
        reverse("setup_cells"),
        reverse("setup_cell_new"),
        reverse("setup_cell", args=[cell.pk]),
        reverse("setup_cell_serve", args=[cell.pk]),
        reverse("setup_people"),
        reverse("setup_person", args=["zhang"]),
        reverse("setup_post_end", args=[post.pk]),
        reverse("setup_imports"),
        reverse("setup_import", args=["posts"]),
    ]


def test_every_page_opens_for_the_administrator(admin: Client, street: Place, grid: Place) -> None:
    for url in pages(street, grid):
        assert admin.get(url).status_code == 200, url


@pytest.mark.parametrize(
    "role", [Role.STREET_OFFICER, Role.STREET_LEADER, Role.ADMIN_SYSTEM, Role.GRID_WORKER]
)
def test_no_page_opens_for_another_role(
    client: Client, street: Place, grid: Place, role: str
) -> None:
    at = {Role.ADMIN_SYSTEM: None, Role.GRID_WORKER: grid}.get(Role(role), street)
    client.force_login(make_holder(role, at))
    for url in pages(street, grid):
        assert client.get(url).status_code == 403, url


def test_strangers_are_sent_to_sign_in(client: Client) -> None:
    answer = client.get(reverse("setup"))
    assert answer.status_code == 302
    assert reverse("login") in answer.headers["Location"]


def test_the_administrator_of_another_street_finds_nothing_here(
    client: Client, street: Place, grid: Place
) -> None:
    urls = pages(street, grid)
    client.force_login(make_holder(Role.STREET_ADMIN, make_street()))
    named = [url for url in urls if re.search(r"/(\d+|zhang)/", url)]
    assert len(named) > 10
    for url in named:
        assert client.get(url).status_code == 404, url


def test_the_overview_counts_and_warns(admin: Client, grid: Place) -> None:
    make_building(grid, "3栋")
    text = page(admin, "setup")
    assert "没有楼栋长的楼栋" in text
    assert "0 / 7" in text
    gap = page(admin, "setup_gap", "headless")
    assert "3栋" in gap
    assert "杏花社区" in gap
    assert admin.get(reverse("setup_gap", args=["nothing"])).status_code == 404


def test_a_place_is_planted_described_moved_and_closed(
    admin: Client, street: Place, grid: Place
) -> None:
    estate = make_estate(street, "幸福里")
    url = send(admin, "setup_place_new", grid.code, name="3栋", estate=estate.pk, floors=18)
    building = Place.objects.get(kind=Kind.BUILDING)
    assert url == reverse("setup_place", args=[building.code])
    group = _group(street)
    send(
        admin,
        "setup_place_edit",
        building.code,
        name="3号楼",
        estate="",
        party_cell=group.pk,
        floors=17,
        housing_type="commercial",
        lat="39.9",
        lng="116.3",
    )
    other = make_grid(grid.parent)
    send(admin, "setup_place_move", building.code, parent=other.pk)
    building.refresh_from_db()
    assert (building.name, building.floors, building.estate) == ("3号楼", 17, None)
    assert (building.party_cell, building.parent, building.lat) == (group, other, 39.9)
    successor = make_building(other)
    send(admin, "setup_place_close", building.code, until="2099-07-01", successor=successor.code)
    building.refresh_from_db()
    assert building.successor == successor
    assert "2099-07-01 停用" in page(admin, "setup_place", building.code)


def _group(street: Place) -> PartyCell:
    branch = make_cell(street, CellLevel.BRANCH, make_cell(street))
    return make_cell(street, CellLevel.GROUP, branch)


def test_a_refusal_stands_in_the_form_with_what_was_typed(admin: Client, grid: Place) -> None:
    make_building(grid, "3栋")
    text = refused(admin, "setup_place_new", grid.code, name="3栋", floors=9)
    assert "这个网格已有同名楼栋" in text
    assert 'value="9"' in text
    assert "编码须为 18 位数字" in refused(
        admin, "setup_place_new", grid.code, name="4栋", code="1"
    )
    unknown = {"until": "2099-07-01", "successor": "123"}
    assert "本街道没有：123" in refused(admin, "setup_place_close", grid.code, **unknown)


def test_the_street_itself_is_neither_moved_nor_closed(admin: Client, street: Place) -> None:
    for name in ("setup_place_move", "setup_place_close"):
        assert admin.get(reverse(name, args=[street.code])).status_code == 409


def test_places_are_searched_by_pinyin(admin: Client, grid: Place) -> None:
    make_building(grid, "柳河巷")
    assert "柳河巷" in page(admin, "setup_places", q="lhx")
    assert "没有找到" in page(admin, "setup_places", q="zzz")


def test_estates_are_founded_and_changed(admin: Client, street: Place) -> None:
    company = make_department(street, "幸福物业", DepartmentKind.PROPERTY_COMPANY)
    send(admin, "setup_estate_new", name="幸福里", company=company.pk, fenced="on")
    estate = Estate.objects.get()
    send(admin, "setup_estate", estate.pk, name="幸福里二期", company="")
    estate.refresh_from_db()
    assert (estate.name, estate.company, estate.fenced) == ("幸福里二期", None, False)


def test_party_cells_are_founded_and_serve(admin: Client, street: Place, grid: Place) -> None:
    send(admin, "setup_cell_new", level="committee", name="党委")
    committee = PartyCell.objects.get()
    url = send(admin, "setup_cell_new", level="branch", name="支部", parent=committee.pk)
    branch = PartyCell.objects.get(name="支部")
    assert url == reverse("setup_cell", args=[branch.pk])
    send(admin, "setup_cell_serve", branch.pk, codes=f" {grid.code}\n")
    assert branch.places.get() == grid
    assert "须恰好高一级" in refused(admin, "setup_cell_new", level="group", name="组")
    assert "没有" in refused(admin, "setup_cell_serve", branch.pk, codes="12")
    assert "支部" in page(admin, "setup_cells", level="branch")


def test_a_building_is_named_with_its_estate_on_every_page(
    admin: Client, street: Place, grid: Place
) -> None:
    building = make_building(grid, "2栋", estate=make_estate(street, "邮电小区"))
    make_place(Kind.UNIT, building, "1单元")
    make_holder(Role.BUILDING_HEAD, building, username="head")
    cell = make_cell(street, CellLevel.GROUP, _branch(street))
    Place.objects.filter(pk=building.pk).update(party_cell=cell)
    unit = building.children.get()
    pages = [
        page(admin, "setup_people"),
        page(admin, "setup_person", "head"),
        page(admin, "setup_place", grid.code),
        page(admin, "setup_place", building.code),
        page(admin, "setup_place", unit.code),
        page(admin, "setup_place_appoint", building.code),
        page(admin, "setup_places", q="2栋"),
        page(admin, "setup_cell", cell.pk),
        page(admin, "setup_gap", "facts"),
    ]
    assert [number for number, text in enumerate(pages) if "邮电小区2栋" not in text] == []


def _branch(street: Place) -> PartyCell:
    committee = make_cell(street, CellLevel.COMMITTEE)
    return make_cell(street, CellLevel.BRANCH, committee)


def test_estates_and_companies_are_offered_by_pinyin(
    admin: Client, street: Place, grid: Place
) -> None:
    for name in ("邮电小区", "北塘小区", "安居苑"):
        make_estate(street, name)
    text = page(admin, "setup_place_new", grid.code)
    order = [text.index(name) for name in ("安居苑", "北塘小区", "邮电小区")]
    assert order == sorted(order)
    for name in ("中兴物业", "爱家物业", "平安物业"):
        make_department(street, name, DepartmentKind.PROPERTY_COMPANY)
    text = page(admin, "setup_estate_new")
    order = [text.index(name) for name in ("没有物业公司", "爱家物业", "平安物业", "中兴物业")]
    assert order == sorted(order)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("setup_people", 6),
        ("setup_estates", 5),
        ("setup_departments", 5),
        ("setup_cells", 5),
        ("grid", 10),
    ],
)
def test_lists_cost_the_same_however_long_they_are(
    admin: Client, street: Place, grid: Place, name: str, queries: int, count: int
) -> None:
    for _ in range(count):
        make_holder(Role.GRID_WORKER, grid)
        make_place(Kind.BUILDING, grid, estate=make_estate(street))
        make_department(street)
        make_cell(street)
    url = reverse("setup_place", args=[grid.code]) if name == "grid" else reverse(name)
    admin.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert admin.get(url).status_code == 200
    assert len(captured) == queries, [query["sql"][-150:] for query in captured]
