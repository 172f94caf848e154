"""The list: filters, scope, search, and pages by key."""

import base64
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.workflow import CaseState
from grids.kinds import Kind
from grids.roles import Role
from tests.factories.api import client_of, fresh_case, fresh_report, get
from tests.factories.cases import World, make_category, whistle_for
from tests.factories.grids import give_post, make_place

pytestmark = pytest.mark.django_db

LINE = {
    "number",
    "state",
    "track_code",
    "kind",
    "source",
    "title",
    "place",
    "place_name",
    "category",
    "category_name",
    "urgency",
    "due_at",
    "overdue",
    "round",
    "supervision",
    "reported_at",
    "reported_by",
    "handler",
    "position",
}


def numbers(world: World, who: str = "dispatcher", **query: str) -> list[str]:
    answer = get(world.people[who], "cases/", **query)
    assert answer.status_code == 200, answer.json()
    return [line["number"] for line in answer.json()["results"]]


def many(case: Case, count: int) -> None:
    """Copies of the case, every second one reported in the same moment as the one before."""
    copies = []
    for index in range(count):
        moment = case.reported_at - timedelta(minutes=index // 2)
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy.number, copy.track_code = None, f"20200101-{index:06d}", f"COPY{index}"
        copy.reported_at = moment
        copies.append(copy)
    Case.objects.bulk_create(copies)


def test_a_line_says_what_a_list_needs(world: World) -> None:
    case = fresh_report(world, position=(39.9, 116.4))
    (line,) = get(world.people["worker"], "cases/").json()["results"]
    assert set(line) == LINE
    assert line["number"] == case.number
    assert line["place"] == world.building.code
    assert line["category"] == world.category.code
    assert line["reported_by"] == world.people["worker"].username
    assert line["position"] == {"lat": 39.9, "lng": 116.4}
    assert line["overdue"] is False


def test_newest_first(world: World) -> None:
    first, second = fresh_report(world), fresh_report(world)
    assert numbers(world) == [second.number, first.number]


def test_by_state(world: World) -> None:
    fresh_report(world)
    verified = fresh_case(world, CaseState.REGISTERED)
    assert numbers(world, state="registered") == [verified.number]


def test_by_place_with_everything_below_it(world: World) -> None:
    household = make_place(Kind.UNIT, world.building)
    deep = fresh_report(world, place=household)
    elsewhere = fresh_report(world, place=world.sibling_grid, by="dispatcher")
    for place in (world.street.parent, world.street, world.community, world.grid, world.building):
        assert place
        assert deep.number in numbers(world, place=place.code), place.kind
    assert numbers(world, place=household.code) == [deep.number]
    assert numbers(world, place=world.sibling.code) == [elsewhere.number]


def test_by_category_with_everything_below_it(world: World) -> None:
    top = make_category("市容", leaf=False)
    middle = make_category("垃圾", parent=top, leaf=False)
    leaf = make_category("积存垃圾", parent=middle)
    case = fresh_report(world, category=leaf)
    fresh_report(world)
    for category in (top, middle, leaf):
        assert numbers(world, category=category.code) == [case.number]


def test_by_the_department_that_was_called(world: World) -> None:
    case = fresh_case(world, CaseState.STREET_REVIEW)
    whistle_for(world, case, now=timezone.now(), lead=world.water)
    fresh_case(world, CaseState.WHISTLED)
    assert numbers(world, department=world.water.code) == [case.number]
    assert numbers(world, "water") == [case.number]


def test_by_lateness(world: World) -> None:
    late, good = fresh_report(world), fresh_report(world)
    Case.objects.filter(pk=late.pk).update(breached_at=timezone.now())
    assert numbers(world, overdue="true") == [late.number]
    assert numbers(world, overdue="false") == [good.number]


def test_filters_narrow_each_other_and_empty_ones_do_not(world: World) -> None:
    case = fresh_report(world)
    assert numbers(world, state="reported", place=world.grid.code) == [case.number]
    assert numbers(world, state="closed", place=world.grid.code) == []
    empty = {"state": "", "place": "", "category": "", "department": "", "q": "", "cursor": ""}
    assert numbers(world, **empty) == [case.number]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("place", "999999"),
        ("place", "\x00"),
        ("category", "none"),
        ("department", "none"),
        ("department", "\x00"),
        ("overdue", "maybe"),
        ("cursor", "nonsense"),
        ("cursor", "MjAyNg=="),
        ("cursor", "\x00"),
        ("cursor", "x" * 600),
        ("q", "x" * 101),
        ("q", "\x00"),
    ],
)
def test_an_unknown_filter_value_is_refused_by_name(world: World, name: str, value: str) -> None:
    answer = get(world.people["dispatcher"], "cases/", **{name: value})
    assert answer.status_code == 400
    assert list(answer.json()) == [name]


def test_a_filter_never_widens_the_scope(world: World) -> None:
    fresh_report(world, place=world.sibling_grid, by="dispatcher")
    assert numbers(world, "worker", place=world.sibling_grid.code) == []
    assert numbers(world, "worker", place=world.street.code) == []


@pytest.mark.parametrize(
    "words",
    ["楼道", "堆放杂物", "堆放 杂物", "ＡＢ12", "ab12", "纸箱", "纸", "楼 道 堆"],
)
def test_words_are_found_in_title_and_text_however_they_are_spelt(world: World, words: str) -> None:
    case = fresh_report(world, title="楼道堆放杂物", text="AB12 单元\n堆满 纸箱")
    fresh_report(world, title="路灯不亮", text="三天了")
    assert numbers(world, q=words) == [case.number]


@pytest.mark.parametrize("words", ["杂堆", "放杂楼道", "道堆放杂物楼", "%", "_", "不存在"])
def test_words_that_do_not_stand_there_are_not_found(world: World, words: str) -> None:
    fresh_report(world, title="楼道堆放杂物")
    assert numbers(world, q=words) == []


def test_a_number_or_a_piece_of_it_is_found(world: World) -> None:
    case = fresh_report(world)
    fresh_report(world)
    assert numbers(world, q=case.number) == [case.number]
    assert case.number in numbers(world, q=case.number[:8])
    assert numbers(world, q=case.number[-6:]) == [case.number]


def test_search_stays_in_scope(world: World) -> None:
    case = fresh_report(world, place=world.sibling_grid, by="dispatcher")
    assert numbers(world, "worker", q=case.title) == []
    assert numbers(world, "worker", q=case.number) == []


def walk(world: World, who: str, **query: str) -> list[list[str]]:
    """Every page, following `next`."""
    pages, url = [], "/api/v1/cases/"
    answer: Any = client_of(world.people[who]).get(url, query)
    while True:
        pages.append([line["number"] for line in answer.json()["results"]])
        if not answer.json()["next"]:
            return pages
        following = urlsplit(answer.json()["next"])
        answer = client_of(world.people[who]).get(f"{following.path}?{following.query}")


def test_pages_of_fifty_show_every_case_once(world: World) -> None:
    many(fresh_report(world), 119)
    pages = walk(world, "dispatcher")
    assert [len(page) for page in pages] == [50, 50, 20]
    seen = [number for page in pages for number in page]
    assert len(set(seen)) == 120


def test_a_full_last_page_has_no_next(world: World) -> None:
    many(fresh_report(world), 49)
    assert [len(page) for page in walk(world, "dispatcher")] == [50]


def test_pages_of_several_posts_are_merged_in_order(world: World) -> None:
    """Seen through grid, reporter and handler at once, every case comes once and in order."""
    give_post(world.people["worker"], Role.GRID_WORKER, world.sibling_grid)
    many(fresh_report(world), 60)
    many_elsewhere = fresh_report(world, place=world.sibling_grid, by="dispatcher")
    pages = walk(world, "worker")
    seen = [number for page in pages for number in page]
    assert len(seen) == len(set(seen)) == 62
    assert seen[0] == many_elsewhere.number
    expected = Case.objects.order_by("-reported_at", "-pk").values_list("number", flat=True)
    assert seen == list(expected)


def test_a_page_does_not_shift_when_new_cases_arrive(world: World) -> None:
    many(fresh_report(world), 99)
    before = walk(world, "dispatcher")
    first = get(world.people["dispatcher"], "cases/").json()
    fresh_report(world)
    following = client_of(world.people["dispatcher"]).get(first["next"]).json()
    assert [line["number"] for line in following["results"]] == before[1]


def test_the_cursor_may_be_given_as_the_word_or_as_the_whole_address(world: World) -> None:
    many(fresh_report(world), 60)
    dispatcher = world.people["dispatcher"]
    url = get(dispatcher, "cases/", state="reported").json()["next"]
    word = url.rpartition("cursor=")[2]
    pages = [get(dispatcher, "cases/", cursor=cursor).json() for cursor in (word, url)]
    assert pages[0]["results"] == pages[1]["results"]
    assert len(pages[0]["results"]) == 11


@pytest.mark.parametrize("moment", ["2026-01-01T00:00:00+23:00", "0001-01-01T00:00:00+14:00"])
def test_a_cursor_of_any_zone_is_read_or_refused(world: World, moment: str) -> None:
    word = base64.urlsafe_b64encode(f"{moment}|5".encode()).decode()
    answer = get(world.people["officer"], "cases/", cursor=word)
    assert answer.status_code == (400 if moment.startswith("0001") else 200)


def test_filters_hold_on_the_next_page(world: World) -> None:
    many(fresh_report(world), 60)
    fresh_case(world, CaseState.REGISTERED)
    pages = walk(world, "dispatcher", state="reported")
    assert [len(page) for page in pages] == [50, 11]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_list(world: World, count: int) -> None:
    for _ in range(count):
        fresh_case(world, CaseState.IN_HAND)
    client = client_of(world.people["dispatcher"])
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/api/v1/cases/", {"q": "楼道"})
    assert len(answer.json()["results"]) == count
    assert len(queries) == 4  # powers, then one page each: street, reported, handled
    assert not [query for query in queries if "COUNT(" in query["sql"]]
