"""Powers: given by a post, flowing down the tree, gone with the post's last day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from grids.actions.grants import take_back_lapsed_grants
from grids.actions.posts import end_post
from grids.kinds import Kind
from grids.models import Department, Place, PlaceUserObjectPermission
from grids.roles import DEPARTMENT, DUTIES, PLACE_POWERS, Power, Role
from grids.rules.scope import Grants, grants_of, may, powers_of
from tests.factories.grids import (
    BY,
    NOW,
    SINCE,
    TODAY,
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

PLACE_ROLES = [role for role, duty in DUTIES.items() if duty.kinds[0] in Kind.values]


def lines_of(place: Place) -> dict[str, Place]:
    """A place with a relative of each sort: own, child, parent, sibling, elsewhere."""
    child_kinds = {Kind.STREET: Kind.COMMUNITY, Kind.COMMUNITY: Kind.GRID, Kind.GRID: Kind.BUILDING}
    child_kind = child_kinds.get(Kind(place.kind), Kind.UNIT)
    assert place.parent
    return {
        "own": place,
        "child": make_place(child_kind, place),
        "parent": place.parent,
        "sibling": make_place(place.kind, place.parent),
        "elsewhere": make_building(),
    }


def a_place(kind: str) -> Place:
    makers: dict[str, Callable[[], Place]] = {
        Kind.STREET: make_street,
        Kind.COMMUNITY: make_community,
        Kind.GRID: make_grid,
        Kind.BUILDING: make_building,
    }
    return makers[kind]()


@pytest.mark.parametrize("role", PLACE_ROLES)
def test_a_post_gives_its_powers_here_and_below_and_nowhere_else(role: str) -> None:
    place = a_place(DUTIES[role].kinds[0])
    person = make_holder(role, place)
    for relation, where in lines_of(place).items():
        held = {power for power in PLACE_POWERS if may(person, power, where, TODAY)}
        expected = DUTIES[role].powers if relation in {"own", "child"} else set()
        assert held == expected, relation


def test_a_department_post_gives_its_powers_in_the_department_only() -> None:
    street = make_street()
    department, other = make_department(street), make_department(street)
    grants = powers_of(make_holder(Role.DEPARTMENT_HANDLER, department), TODAY)
    assert grants.departments(Power.ANSWER) == {department.pk}
    assert other.pk not in grants.departments(Power.VIEW)
    assert grants.places(Power.VIEW) == []
    assert not grants.has(Power.VIEW, street.scope())


def test_the_powers_of_somebody_with_many_posts_are_one_query() -> None:
    person, street = make_person(), make_street()
    community = make_community(street)
    for _ in range(3):
        give_post(person, Role.GRID_WORKER, make_grid(community))
    give_post(person, Role.DEPARTMENT_HEAD, make_department(street))
    with CaptureQueriesContext(connection) as queries:
        grants = powers_of(person, TODAY)
    assert len(queries) == 1
    assert len(grants.places(Power.HANDLE)) == 3
    assert grants.departments(Power.ANSWER)


def test_grants_are_asked_once_a_day_and_user() -> None:
    person = make_holder(Role.GRID_WORKER, make_grid())
    with CaptureQueriesContext(connection) as queries:
        for day in (TODAY, TODAY, TODAY + timedelta(days=1)):
            grants_of(person, day)
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (SINCE - timedelta(days=1), False),
        (SINCE, True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
    ids=str,
)
def test_a_grant_lives_from_the_first_day_until_the_last_without_any_job(
    day: date, held: bool
) -> None:
    grid = make_grid()
    person = make_holder(Role.GRID_WORKER, grid, until=date(2026, 7, 1))
    assert PlaceUserObjectPermission.objects.filter(user=person).exists()
    assert may(person, Power.REPORT, grid, day) is held


def test_a_row_of_guardian_without_a_post_gives_nothing() -> None:
    grid = make_grid()
    grant = make_holder(Role.GRID_WORKER, grid).placeuserobjectpermission_set.get(
        permission__codename=Power.HANDLE
    )
    stranger = make_holder(Role.GRID_LAWYER, grid)
    PlaceUserObjectPermission.objects.create(
        user=stranger, permission=grant.permission, content_object=grid
    )
    assert powers_of(stranger, TODAY) == Grants(frozenset())


def test_a_post_without_its_row_of_guardian_gives_nothing() -> None:
    person = make_holder(Role.GRID_WORKER, make_grid())
    PlaceUserObjectPermission.objects.filter(user=person).delete()
    assert powers_of(person, TODAY) == Grants(frozenset())


def codes_of(person: User, place: Place) -> set[str]:
    rows = PlaceUserObjectPermission.objects.filter(user=person, content_object=place)
    return set(rows.values_list("permission__codename", flat=True))


def test_an_ended_post_takes_away_only_what_no_other_post_gives() -> None:
    grid, person = make_grid(), make_person()
    worker = give_post(person, Role.GRID_WORKER, grid)
    leader = give_post(person, Role.GRID_LEADER, grid)
    end_post(worker.pk, until=TODAY, by=BY, now=NOW)
    assert codes_of(person, grid) == DUTIES[Role.GRID_LEADER].powers
    assert powers_of(person, TODAY).has(Power.HANDLE, grid.scope())
    end_post(leader.pk, until=TODAY, by=BY, now=NOW)
    assert codes_of(person, grid) == set()
    assert not powers_of(person, TODAY).any(Power.VIEW)


def test_lapsed_rows_are_swept_and_needed_ones_stay() -> None:
    grid = make_grid()
    department = make_department(street_of(grid))
    gone = make_holder(Role.GRID_WORKER, grid, until=TODAY)
    gone_too = make_holder(Role.DEPARTMENT_HEAD, department, until=TODAY)
    stays = make_holder(Role.GRID_WORKER, grid)
    coming = make_holder(Role.GRID_WORKER, grid, since=date(2026, 9, 1))
    assert take_back_lapsed_grants(now=NOW) > 0
    assert codes_of(gone, grid) == set()
    assert not gone_too.departmentuserobjectpermission_set.exists()
    assert codes_of(stays, grid) == codes_of(coming, grid) == DUTIES[Role.GRID_WORKER].powers
    assert take_back_lapsed_grants(now=NOW) == 0


def test_every_role_is_held_somewhere_known() -> None:
    for role in Role.values:
        assert set(DUTIES[role].kinds) <= {*Kind.values, DEPARTMENT, "platform"}


def visible(person: User, day: date = TODAY) -> set[int]:
    return set(Place.objects.visible_to(person, day).values_list("pk", flat=True))


def test_places_are_visible_inside_the_posts_of_today() -> None:
    grid = make_grid()
    building = make_building(grid)
    make_building()
    person = make_holder(Role.GRID_WORKER, grid, until=date(2026, 7, 1))
    assert visible(person) == {grid.pk, building.pk}
    assert visible(person, date(2026, 7, 1)) == set()


def test_department_people_see_their_street() -> None:
    grid = make_grid()
    street = street_of(grid)
    department: Department = make_department(street)
    person = make_holder(Role.DEPARTMENT_HANDLER, department)
    assert visible(person) == {street.pk, grid.parent_id, grid.pk}


def test_somebody_without_a_post_and_the_three_administrators_see_no_place() -> None:
    make_grid()
    assert visible(make_person()) == visible(make_holder(Role.ADMIN_SYSTEM)) == set()
