"""The leader's pages: what they show, whom they refuse, how many queries they ask."""

import io
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from cases.workflow import CaseState
from tests.factories.cases import World, bring_to, make_world

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
