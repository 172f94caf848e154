"""The API of places, posts and departments."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from grids.kinds import Kind
from grids.models import Place
from grids.roles import Role
from tests.factories.grids import (
    SINCE,
    give_post,
    make_building,
    make_community,
    make_department,
    make_grid,
    make_holder,
    make_person,
    make_place,
    make_street,
    street_of,
)

pytestmark = pytest.mark.django_db


def get(person: User, path: str, **query: str) -> Any:
    client = APIClient()
    client.force_authenticate(person)
    return client.get(f"/api/v1/{path}", query)


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["code"] for item in answer.json()["results"]]


@pytest.mark.parametrize("path", ["me/", "places/", "places/110101/posts/", "departments/"])
def test_strangers_are_asked_who_they_are(path: str) -> None:
    assert APIClient().get(f"/api/v1/{path}").status_code == 401


def test_me_names_the_posts_of_today() -> None:
    grid = make_grid()
    department = make_department(street_of(grid))
    person = make_holder(Role.GRID_WORKER, grid, username="li.na")
    give_post(person, Role.DEPARTMENT_HANDLER, department)
    give_post(person, Role.GRID_LEADER, grid, until=SINCE)
    assert get(person, "me/").json() == {
        "username": "li.na",
        "display_name": "li.na",
        "posts": [
            {"role": "grid_worker", "place": grid.code, "department": None},
            {"role": "department_handler", "place": None, "department": department.code},
        ],
    }


def test_a_place_says_its_code_name_kind_parent_and_path() -> None:
    community = make_community(make_street("春风街道"), "杏花社区")
    grid = make_grid(community, "第一网格")
    answer = get(make_holder(Role.GRID_WORKER, grid), "places/")
    assert answer.json() == {
        "results": [
            {
                "code": grid.code,
                "name": "第一网格",
                "kind": "grid",
                "parent": community.code,
                "path": "春风街道 / 杏花社区 / 第一网格",
            }
        ],
        "next": None,
    }


def test_places_are_filtered_by_kind_parent_and_words() -> None:
    street = make_street()
    community, other = make_community(street, "杏花社区"), make_community(street, "柳河社区")
    grid = make_grid(community, "第一网格")
    officer = make_holder(Role.STREET_OFFICER, street)
    assert codes(get(officer, "places/", kind="community")) == [community.code, other.code]
    assert codes(get(officer, "places/", parent=community.code)) == [grid.code]
    for words in ("杏花", "xinghua", "xhsq", community.code):
        assert community.code in codes(get(officer, "places/", q=words))
        assert other.code not in codes(get(officer, "places/", q=words))


def test_places_elsewhere_and_closed_ones_stay_out_of_sight() -> None:
    street = make_street()
    community, closed = make_community(street), make_community(street)
    Place.objects.filter(pk=closed.pk).update(until=SINCE)
    make_community()
    officer = make_holder(Role.STREET_OFFICER, street)
    assert codes(get(officer, "places/", kind="community")) == [community.code]


def test_an_unknown_kind_is_refused_by_field() -> None:
    answer = get(make_holder(Role.GRID_WORKER, make_grid()), "places/", kind="planet")
    assert answer.status_code == 400
    assert list(answer.json()) == ["kind"]


def test_places_come_page_by_page_until_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grids.api.PAGE", 2)
    street = make_street()
    expected = [street.code, *sorted(make_community(street).code for _ in range(4))]
    officer = make_holder(Role.STREET_OFFICER, street)
    found, path = [], "places/"
    while path:
        answer = get(officer, path)
        found += codes(answer)
        path = (answer.json()["next"] or "").rpartition("/api/v1/")[2]
    assert found == expected


def test_the_people_at_a_place_are_those_serving_today() -> None:
    grid = make_grid()
    worker = make_holder(Role.GRID_WORKER, grid, username="w")
    make_holder(Role.GRID_WORKER, grid, until=SINCE)
    make_holder(Role.BUILDING_HEAD, make_building(grid))
    assert get(worker, f"places/{grid.code}/posts/").json() == {
        "results": [{"username": "w", "display_name": "w", "role": "grid_worker"}],
        "next": None,
    }


def test_people_at_a_place_out_of_scope_are_not_found() -> None:
    worker = make_holder(Role.GRID_WORKER, make_grid())
    assert get(worker, f"places/{make_grid().code}/posts/").status_code == 404


def test_departments_are_those_of_the_street_one_serves_in() -> None:
    grid = make_grid()
    water = make_department(street_of(grid), "自来水公司")
    make_department(make_street())
    for person in (
        make_holder(Role.GRID_WORKER, grid),
        make_holder(Role.DEPARTMENT_HEAD, water),
    ):
        assert codes(get(person, "departments/")) == [water.code]
    assert codes(get(make_person(), "departments/")) == []


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("places/?kind=building", 3), ("departments/", 1), ("me/", 1)]
)
def test_lists_cost_the_same_however_long_they_are(path: str, queries: int, count: int) -> None:
    street = make_street()
    grid = make_grid(make_community(street))
    officer = make_holder(Role.STREET_OFFICER, street)
    for _ in range(count):
        make_place(Kind.BUILDING, grid)
        make_department(street)
        give_post(officer, Role.GRID_WORKER, make_grid(grid.parent))
    with CaptureQueriesContext(connection) as captured:
        assert get(officer, path).status_code == 200
    assert len(captured) == queries
