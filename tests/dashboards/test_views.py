"""The leader's pages: what they show, whom they refuse, how many queries they ask."""

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cases.actions.following import Heard, record_follow_up
from cases.models import Case, Whistle
from cases.vocabulary import Satisfaction
from cases.workflow import CaseState
from tests.factories.cases import HOUR, NOW, World, bring_to, make_case, make_world, whistle_for
from tests.factories.grids import make_building, make_department, make_estate

pytestmark = pytest.mark.django_db


def sign_in(world: World, name: str) -> Client:
    client = Client()
    user = world[name].user
    assert user is not None
    client.force_login(user)
    return client


def test_the_dashboard_shows_the_counts_of_the_street() -> None:
    world = make_world()
    bring_to(world, CaseState.CLOSED)
    page = sign_in(world, "leader").get("/dashboard/?since=2026-01-01&until=2026-12-31")
    shown = {worked.figure.name: worked.part for worked in page.context["counts"]}
    assert (shown["received"], shown["handled"]) == (1, 1)
    assert world.community.name in page.content.decode()


@pytest.mark.parametrize("cases", [1, 3])
def test_the_dashboard_asks_the_same_number_of_queries(
    cases: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    world = make_world()
    for _ in range(cases):
        bring_to(world, CaseState.WHISTLED)
    client = sign_in(world, "leader")
    client.get("/dashboard/")
    with django_assert_num_queries(41):
        client.get("/dashboard/?since=2026-01-01&until=2026-12-31")


def test_a_list_behind_a_figure_holds_its_cases() -> None:
    world = make_world()
    case = bring_to(world, CaseState.CLOSED)
    bring_to(world, CaseState.CHECKING)
    address = "/dashboard/figures/handled/?since=2026-01-01&until=2026-12-31"
    page = sign_in(world, "leader").get(address)
    assert [found.number for found in page.context["cases"]] == [case.number]


def behind(world: World, name: str, which: str = "part") -> str:
    query = f"since=2026-01-01&until=2026-12-31&which={which}"
    page = sign_in(world, "leader").get(f"/dashboard/figures/{name}/?{query}")
    return " ".join(page.content.decode().split())


def test_a_list_behind_a_figure_says_how_many_cases_it_holds() -> None:
    world = make_world()
    for _ in range(2):
        bring_to(world, CaseState.CLOSED)
    text = behind(world, "handled")
    assert "共 2 件案件</h1>" in text
    assert "涉及" not in text


def test_a_figure_of_whistles_says_how_many_cases_they_are_about() -> None:
    world = make_world()
    bring_to(world, CaseState.WHISTLED)
    again = Whistle.objects.get()
    again.pk, again.round = None, 2
    again.save(force_insert=True)
    text = behind(world, "whistles")
    assert "2 次吹哨,涉及 1 件案件。" in text
    assert "共 1 件案件</h1>" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("claimed_in_time", "1 项时限,涉及 1 件案件。"),
        ("solved", "1 次回访,涉及 1 件案件。"),
        ("calls", "1 项应哨任务,涉及 1 件案件。"),
    ],
)
def test_every_figure_says_what_it_counts(name: str, words: str) -> None:
    world = make_world()
    bring_to(world, CaseState.CLOSED if name == "solved" else CaseState.WHISTLED)
    assert words in behind(world, name, "whole")


def test_a_weighted_figure_says_what_its_rows_come_to() -> None:
    world = make_world()
    case = bring_to(world, CaseState.FOLLOW_UP)
    heard = Heard(reached=True, solved=True, satisfaction=Satisfaction.BASICALLY_SATISFIED)
    record_follow_up(case.number, by=world["clerk"], now=case.changed_at + HOUR, heard=heard)
    assert "1 次回访,折算后计 0.9,涉及 1 件案件。" in behind(world, "satisfied")
    assert "1 次回访,涉及 1 件案件。" in behind(world, "satisfied", "whole")


@pytest.mark.parametrize("state", [CaseState.REPORTED, CaseState.CHECKING, CaseState.FOLLOW_UP])
def test_a_late_case_behind_a_figure_says_how_late_in_every_state(state: CaseState) -> None:
    world = make_world()
    case = bring_to(world, state)
    Case.objects.filter(pk=case.pk).update(breached_at=timezone.now() - 50 * HOUR)
    assert "已超 2 天" in behind(world, "overdue")


def test_a_row_behind_a_figure_says_where_the_case_lies_once() -> None:
    world = make_world()
    estate = make_estate(world.street, "邮电小区")
    building = make_building(world.grid, "5栋", estate=estate)
    for place in (building, world.community):
        make_case(world, place=place, by="officer")
    names = [world.community.name, world.grid.name, "邮电小区5栋"]
    lines = re.findall(r'<ol class="crumb"[^>]*>(.+?)</ol>', behind(world, "received"))
    found = [re.findall(r"<li>(.+?)</li>", line) for line in lines]
    assert sorted(found, key=len) == [names[:1], names]


def test_a_list_behind_a_figure_costs_the_same_with_one_and_with_three() -> None:
    world = make_world()
    client = sign_in(world, "leader")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/dashboard/figures/received/?since=2026-01-01&until=2026-12-31")
        return len(asked)

    bring_to(world, CaseState.WHISTLED, place=world.building)
    cost()
    once = cost()
    for _ in range(2):
        building = make_building(world.grid, estate=make_estate(world.street))
        bring_to(world, CaseState.IN_HAND, place=building)
    assert cost() == once


def test_departments_stand_in_the_table_by_pinyin() -> None:
    world = make_world()
    police = make_department(world.street, "公安派出所", code="ZZ")
    for lead in (world.urban, world.water, police):
        case = bring_to(world, CaseState.STREET_REVIEW)
        whistle_for(world, case, now=NOW + HOUR, lead=lead)
    page = sign_in(world, "leader").get("/dashboard/?since=2026-01-01&until=2026-12-31")
    names = [line.name for line in page.context["departments"]]
    assert names == ["公安派出所", "自来水公司", "综合执法中队"]


def test_a_place_out_of_sight_is_not_found() -> None:
    world = make_world()
    page = sign_in(world, "officer3").get(f"/dashboard/?place={world.community.code}")
    assert page.status_code == 404


@pytest.mark.parametrize("name", ["admin"])
def test_who_sees_no_cases_sees_no_figures(name: str) -> None:
    assert sign_in(make_world(), name).get("/dashboard/").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["since=x&until=y", "since=2026-12-31&until=2026-01-01", "since=0001-01-01", "cursor=%%"],
)
def test_a_period_that_cannot_be_read_falls_back(query: str) -> None:
    page = sign_in(make_world(), "leader").get(f"/dashboard/?{query}")
    assert page.status_code == 200


def test_the_file_holds_numerator_and_denominator_of_every_figure() -> None:
    world = make_world()
    bring_to(world, CaseState.CLOSED)
    answer = sign_in(world, "leader").get("/dashboard/export/?since=2026-01-01&until=2026-12-31")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = {(row[0], row[3]): row[4] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows[(world.street.name, "受理")] == 1
    assert rows[(world.community.name, "办结")] == 1


def test_the_map_shades_a_grid_with_a_boundary() -> None:
    world = make_world()
    square = [[[116.0, 39.0], [116.1, 39.0], [116.1, 39.1], [116.0, 39.1], [116.0, 39.0]]]
    world.grid.boundary = {"type": "Polygon", "coordinates": square}
    world.grid.save(update_fields=["boundary"])
    bring_to(world, CaseState.REGISTERED)
    drawing = sign_in(world, "leader").get("/dashboard/map/").context["drawing"]
    assert [(shape.place, shape.count) for shape in drawing.shapes] == [(world.grid, 1)]
    assert drawing.shapes[0].tone == 1


def draw_square(world: World, side: float) -> str:
    """The page of a map of one grid, so wide in degrees beside another a hundred times wider."""
    for grid, size, west in ((world.grid, side, 116.0), (world.sibling_grid, 1.0, 117.0)):
        east, north = west + size, 39 + size
        corners = [[west, 39.0], [east, 39.0], [east, north], [west, north], [west, 39.0]]
        grid.boundary = {"type": "Polygon", "coordinates": [corners]}
        grid.lat, grid.lng = 39 + size / 2, west + size / 2
        grid.save(update_fields=["boundary", "lat", "lng"])
    return sign_in(world, "leader").get("/dashboard/map/").content.decode()


def test_numbers_are_drawn_over_the_dots_and_late_dots_have_another_shape() -> None:
    world = make_world()
    for _ in range(2):
        case = bring_to(world, CaseState.REGISTERED, position=(39.5, 117.5))
    Case.objects.filter(pk=case.pk).update(breached_at=timezone.now())
    page = draw_square(world, 1.0)
    picture, legend = page.split("<figcaption>")
    assert picture.rindex('class="dot') < picture.index("<text")
    assert (picture.count('<circle class="dot"'), picture.count('<path class="dot dot')) == (1, 1)
    assert (legend.count('<circle class="dot"'), legend.count('<path class="dot dot')) == (1, 1)
    assert "已逾期的案件" in legend


def test_a_grid_has_its_name_on_the_map_where_there_is_room() -> None:
    world = make_world()
    for side, written in ((1.0, 1), (0.01, 0)):
        page = draw_square(world, side)
        assert page.count(f">{world.grid.name}</text>") == written
        assert page.count(f">{world.community}{world.grid}</a>") == 1


def test_a_rate_opens_the_cases_of_its_own_period() -> None:
    world = make_world()
    bring_to(world, CaseState.CLOSED)
    leader = sign_in(world, "leader")
    page = leader.get("/dashboard/?since=2026-01-01&until=2026-12-31").content.decode()
    addresses = [
        unescape(found) for found in re.findall(r'href="(/dashboard/figures/[^"]+)"', page)
    ]
    rates = [address for address in addresses if "which=whole" in address]
    assert rates
    for address in rates:
        asked = parse_qs(urlsplit(address).query)
        assert (asked["since"], asked["until"]) == (["2026-01-01"], ["2026-12-31"]), address
