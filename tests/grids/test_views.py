"""The screens of the street administrator."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import SignInTicket, User
from grids.kinds import CellLevel, DepartmentKind, Kind
from grids.models import Department, Estate, ImportRun, PartyCell, Place, Post
from grids.roles import Role
from tests.factories.grids import (
    SINCE,
    give_post,
    make_building,
    make_cell,
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


@pytest.fixture
def admin(client: Client, street: Place) -> Client:
    client.force_login(make_holder(Role.STREET_ADMIN, street, username="street.admin"))
    return client


def page(client: Client, name: str, /, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def send(client: Client, name: str, /, *args: Any, **fields: Any) -> str:
    """Where a form leads; a form shown again fails the test with its page."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def refused(client: Client, name: str, /, *args: Any, **fields: Any) -> str:
    """The page of a form that was not accepted."""
    answer = client.post(reverse(name, args=args), fields)
    assert answer.status_code == 400, answer.status_code
    return answer.content.decode()


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


def test_departments_are_founded_changed_and_given_people(admin: Client) -> None:
    send(admin, "setup_department_new", code="SW", name="水务", kind="utility", phone="96116")
    water = Department.objects.get()
    send(admin, "setup_department_edit", water.pk, name="自来水公司", kind="utility", active="on")
    send(
        admin,
        "setup_department_appoint",
        water.pk,
        role="department_handler",
        name="王芳",
        username="wang.fang",
        since=SINCE,
    )
    assert "王芳" in page(admin, "setup_department", water.pk)
    assert "这个街道已有相同编码" in refused(
        admin, "setup_department_new", code="SW", name="别的", kind="bureau"
    )


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


def test_somebody_is_appointed_found_and_ended(admin: Client, grid: Place) -> None:
    url = send(
        admin,
        "setup_place_appoint",
        grid.code,
        role="grid_worker",
        name="李强",
        phone="139 0000 1234",
        since=SINCE,
    )
    assert url == reverse("setup_person", args=["liqiang"])
    for words in ("李强", "liqiang", "13900001234"):
        assert "liqiang" in page(admin, "setup_people", q=words)
    text = page(admin, "setup_person", "liqiang")
    assert "139****1234" in text
    assert "13900001234" not in text
    post = Post.objects.get(holder__username="liqiang")
    send(admin, "setup_post_end", post.pk, until="2026-07-01", reason="调离")
    post.refresh_from_db()
    assert str(post.until) == "2026-07-01"
    assert "已于 2026-07-01 结束" in refused(admin, "setup_post_end", post.pk, until="2026-08-01")


def test_nobody_appoints_himself(admin: Client, street: Place) -> None:
    answer = admin.post(
        reverse("setup_place_appoint", args=[street.code]),
        {
            "role": "street_officer",
            "name": "street.admin",
            "username": "street.admin",
            "since": SINCE,
        },
    )
    assert answer.status_code == 403


def test_a_ticket_is_shown_once_with_code_link_and_square(admin: Client, grid: Place) -> None:
    make_holder(Role.GRID_WORKER, grid, username="zhang")
    answer = admin.post(reverse("setup_ticket", args=["zhang"]))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert re.search(r"<b[^>]*>[2-9A-Z]{4}-[2-9A-Z]{4}</b>", text)
    assert '<path d="M' in text
    link = re.search(r"http://testserver(/t/[^/<]+/)<", text)
    assert link
    stranger = Client()
    assert stranger.post(link[1]).status_code == 302
    assert int(stranger.session["_auth_user_id"]) == User.objects.get(username="zhang").pk


def test_nobody_who_also_serves_elsewhere_gets_a_ticket_from_here(
    admin: Client, grid: Place
) -> None:
    busy = make_holder(Role.GRID_WORKER, grid, username="busy")
    give_post(busy, Role.GRID_WORKER, make_grid())
    assert admin.post(reverse("setup_ticket", args=["busy"])).status_code == 403
    assert not SignInTicket.objects.exists()


def test_a_sheet_of_tickets_reaches_those_who_never_signed_in(admin: Client, grid: Place) -> None:
    for number in range(3):
        make_holder(Role.BUILDING_HEAD, make_building(grid), username=f"head{number}")
    signed_in = make_holder(Role.BUILDING_HEAD, make_building(grid), username="old")
    User.objects.filter(pk=signed_in.pk).update(last_login="2026-01-01T00:00Z")
    url = reverse("setup_place_tickets", args=[grid.code])
    text = admin.post(url).content.decode()
    assert text.count("<svg role") == 3
    assert "old" not in text
    assert admin.post(url).status_code == 409


def test_a_slip_says_who_it_is_for(admin: Client, street: Place, grid: Place) -> None:
    building = make_building(grid, "2栋", estate=make_estate(street, "邮电小区"))
    head = make_holder(Role.BUILDING_HEAD, building, username="head")
    User.objects.filter(pk=head.pk).update(display_name="王桂英")
    for url in (
        reverse("setup_ticket", args=["head"]),
        reverse("setup_place_tickets", args=[building.code]),
    ):
        SignInTicket.objects.all().delete()
        text = admin.post(url).content.decode()
        assert "<h2>王桂英</h2>" in text
        assert "楼栋长 邮电小区2栋" in text


def test_a_sheet_of_slips_asks_the_posts_once(admin: Client, street: Place, grid: Place) -> None:
    def cost() -> int:
        SignInTicket.objects.all().delete()
        url = reverse("setup_place_tickets", args=[grid.code])
        with CaptureQueriesContext(connection) as asked:
            assert admin.post(url).status_code == 200
        return sum("grids_estate" in query["sql"] for query in asked.captured_queries)

    costs = []
    for number in range(4):
        building = make_building(grid, estate=make_estate(street))
        make_holder(Role.BUILDING_HEAD, building, username=f"head{number}")
        costs.append(cost())
    assert len(set(costs[1:])) == 1


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


def upload(client: Client, key: str, text: str) -> Any:
    file = BytesIO(text.encode())
    file.name = "表.csv"
    return client.post(reverse("setup_import", args=[key]), {"file": file})


def test_a_sheet_is_uploaded_and_its_refusals_taken_home(admin: Client, grid: Place) -> None:
    answer = upload(
        admin,
        "posts",
        "姓名,手机号,角色,网格\n李强,13900001234,网格员,第一网格\n,,,\n王,,网格员,第一网格\n",
    )
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == reverse("setup_import_run", args=[run.pk])
    assert (run.imported, run.refused) == (1, 1)
    assert "请填写手机号或用户名" in page(admin, "setup_import_run", run.pk)
    file = admin.get(reverse("setup_import_refusals", args=[run.pk])).content
    sheet = load_workbook(BytesIO(file)).active
    assert sheet
    assert [row[:2] for row in sheet.iter_rows(values_only=True)] == [
        ("行号", "列"),
        (4, "手机号"),
    ]
    assert "表.csv" in page(admin, "setup_imports")


def test_a_file_that_is_no_sheet_is_refused_on_the_page(admin: Client) -> None:
    answer = upload(admin, "posts", "甲,乙\n1,2\n")
    assert answer.status_code == 400
    assert "缺少这些列" in answer.content.decode()
    assert admin.get(reverse("setup_import", args=["cases"])).status_code == 404


@pytest.mark.parametrize("key", ["departments", "grids", "buildings", "cells", "posts"])
def test_the_templates_go_in_as_they_are_in_their_order(admin: Client, key: str) -> None:
    order = ["departments", "grids", "buildings", "cells", "posts"]
    for each in order[: order.index(key) + 1]:
        template = admin.get(reverse("setup_import_template", args=[each]))
        file = BytesIO(template.content)
        file.name = "template.xlsx"
        admin.post(reverse("setup_import", args=[each]), {"file": file})
    run = ImportRun.objects.get(sheet=key)
    assert (run.refused, run.refusals) == (0, [])
    assert run.imported


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
