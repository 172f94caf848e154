"""The database itself refuses what must never be: each constraint is broken once."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from grids.kinds import CellLevel, Kind
from grids.models import (
    Department,
    Estate,
    PartyCell,
    Place,
    PlaceUserObjectPermission,
    Post,
)
from grids.roles import Role
from tests.factories.grids import (
    SINCE,
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
    street_of,
)

pytestmark = pytest.mark.django_db


def refused(constraint: str) -> Any:
    return pytest.raises(IntegrityError, match=constraint)


def change(place: Place, **fields: Any) -> None:
    Place.objects.filter(pk=place.pk).update(**fields)


def hold(role: str, **fields: Any) -> Post:
    fields.setdefault("since", SINCE)
    return Post.objects.create(role=role, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"code": "12345"},
        {"code": "99000000000000x"},
        {"kind": Kind.BUILDING},
        {"parent": None},
        {"lineage": [1]},
        {"lineage": [1, 2, 3, 4]},
    ],
    ids=str,
)
def test_a_place_must_fit_its_kind(fields: dict[str, Any]) -> None:
    grid = make_grid()
    with refused("place_fits_its_kind"):
        change(grid, **fields)


def test_a_street_must_have_a_district() -> None:
    street = make_street()
    with refused("place_fits_its_kind"):
        change(street, parent=None)


def test_a_code_is_given_once_even_after_its_place_was_closed() -> None:
    grid = make_grid()
    other = make_grid(grid.parent)
    change(other, until=SINCE)
    with refused("place_one_code_forever"):
        change(grid, code=other.code)


def test_a_place_does_not_end_before_it_began() -> None:
    with refused("place_ends_after_it_began"):
        change(make_grid(), until=SINCE - timedelta(days=1))


def test_only_a_closed_place_has_a_successor() -> None:
    grid = make_grid()
    with refused("place_successor_only_when_closed"):
        change(grid, successor=make_grid(grid.parent))


def test_a_place_does_not_succeed_itself() -> None:
    grid = make_grid()
    with refused("place_successor_only_when_closed"):
        change(grid, successor=grid, until=date(2026, 5, 1))


def test_only_a_building_belongs_to_an_estate() -> None:
    grid = make_grid()
    with refused("place_estate_only_for_buildings"):
        change(grid, estate=make_estate(street_of(grid)))


@pytest.mark.parametrize(
    "point", [{"lat": 91, "lng": 0}, {"lat": 0, "lng": 181}, {"lat": 1}], ids=str
)
def test_a_point_lies_on_earth(point: dict[str, float]) -> None:
    with refused("place_point_on_earth"):
        change(make_grid(), **point)


@pytest.mark.parametrize("kind", [Kind.GRID, Kind.UNIT, Kind.HOUSEHOLD])
def test_siblings_have_different_names(kind: str) -> None:
    parents: dict[str, Callable[[], Place]] = {
        Kind.GRID: make_community,
        Kind.UNIT: make_building,
        Kind.HOUSEHOLD: lambda: make_place(Kind.UNIT, make_building()),
    }
    parent = parents[kind]()
    first, second = make_place(kind, parent), make_place(kind, parent)
    with refused("place_one_name_among_siblings"):
        change(second, name=first.name)


def test_building_names_are_unique_inside_an_estate_even_across_grids() -> None:
    grid = make_grid()
    estate = make_estate(street_of(grid))
    make_building(grid, "3栋", estate=estate)
    second = make_building(make_grid(grid.parent), "4栋", estate=estate)
    with refused("place_one_building_name_in_estate"):
        change(second, name="3栋")


def test_building_names_outside_estates_are_unique_in_their_grid() -> None:
    grid = make_grid()
    make_building(grid, "3栋")
    with refused("place_one_building_name_in_grid"):
        change(make_building(grid, "4栋"), name="3栋")


def test_a_closed_building_gives_its_name_free() -> None:
    grid = make_grid()
    change(make_building(grid, "3栋"), until=date(2026, 5, 1))
    assert make_building(grid, "3栋").pk


def test_a_street_has_each_department_code_and_name_once() -> None:
    street = make_street()
    first, second = make_department(street), make_department(street)
    rows = Department.objects.filter(pk=second.pk)
    with refused("department_one_code_in_street"), transaction.atomic():
        rows.update(code=first.code)
    with refused("department_one_name_in_street"):
        rows.update(name=first.name)


def test_a_department_code_is_plain() -> None:
    department = make_department(make_street())
    with refused("department_code_is_plain"):
        Department.objects.filter(pk=department.pk).update(code="供 水")


def test_a_street_has_each_estate_name_once() -> None:
    street = make_street()
    make_estate(street, "幸福里")
    with refused("estate_one_name_in_street"):
        Estate.objects.create(street=street, name="幸福里")


def test_a_street_has_each_party_cell_name_once() -> None:
    street = make_street()
    cell = make_cell(street)
    with refused("cell_one_name_in_street"):
        PartyCell.objects.create(street=street, name=cell.name, level=CellLevel.COMMITTEE)


def test_only_a_committee_has_no_parent() -> None:
    street = make_street()
    cell = make_cell(street)
    with refused("cell_only_committee_has_no_parent"), transaction.atomic():
        PartyCell.objects.create(street=street, name="支部", level=CellLevel.BRANCH)
    with refused("cell_only_committee_has_no_parent"):
        PartyCell.objects.create(street=street, name="党委", level=CellLevel.COMMITTEE, parent=cell)


def test_a_post_is_held_at_exactly_what_its_role_demands() -> None:
    grid, person = make_grid(), make_person()
    department = make_department(street_of(grid))
    wrong: list[dict[str, Any]] = [
        {"role": Role.GRID_WORKER},
        {"role": Role.GRID_WORKER, "department": department},
        {"role": Role.GRID_WORKER, "department": department, "place": grid},
        {"role": Role.DEPARTMENT_HEAD, "place": grid},
        {"role": Role.ADMIN_AUDIT, "place": grid},
        {"role": "nobody", "place": grid},
    ]
    for fields in wrong:
        with refused("post_at_one_place_or_department"), transaction.atomic():
            hold(**fields, holder=person)


def test_a_post_does_not_end_before_it_began() -> None:
    with refused("post_ends_after_it_began"):
        hold(
            Role.GRID_WORKER,
            holder=make_person(),
            place=make_grid(),
            until=SINCE - timedelta(days=1),
        )


def test_a_person_does_not_hold_the_same_post_twice_at_a_time() -> None:
    person, grid = make_person(), make_grid()
    hold(Role.GRID_WORKER, holder=person, place=grid)
    with refused("post_once_at_a_place"):
        hold(Role.GRID_WORKER, holder=person, place=grid, since=date(2026, 3, 1))


def test_a_person_does_not_hold_the_same_department_post_twice_at_a_time() -> None:
    person, department = make_person(), make_department(make_street())
    hold(Role.DEPARTMENT_HEAD, holder=person, department=department)
    with refused("post_once_in_a_department"):
        hold(Role.DEPARTMENT_HEAD, holder=person, department=department, since=date(2026, 3, 1))


def test_posts_one_after_the_other_or_elsewhere_or_in_another_role_are_welcome() -> None:
    person, grid = make_person(), make_grid()
    hold(Role.GRID_WORKER, holder=person, place=grid, until=date(2026, 3, 1))
    hold(Role.GRID_WORKER, holder=person, place=grid, since=date(2026, 3, 1))
    hold(Role.GRID_WORKER, holder=person, place=make_grid(grid.parent))
    hold(Role.GRID_LEADER, holder=person, place=grid)
    assert person.posts.count() == 4


@pytest.mark.parametrize(
    "role", [Role.BUILDING_HEAD, Role.BUILDING_INFORMANT, Role.BUILDING_PUBLICIST]
)
def test_a_building_has_one_holder_of_each_elected_post(role: Role) -> None:
    building = make_building()
    hold(role, holder=make_person(), place=building)
    with refused("post_one_holder_of_a_seat"):
        hold(role, holder=make_person(), place=building, since=date(2026, 3, 1))


def test_a_grid_has_one_leader_but_many_workers() -> None:
    grid = make_grid()
    for _ in range(2):
        hold(Role.GRID_WORKER, holder=make_person(), place=grid)
    hold(Role.GRID_LEADER, holder=make_person(), place=grid)
    with refused("post_one_holder_of_a_seat"):
        hold(Role.GRID_LEADER, holder=make_person(), place=grid)


def test_an_administrator_of_the_platform_holds_nothing_else() -> None:
    person, grid = make_person(), make_grid()
    hold(Role.ADMIN_SYSTEM, holder=person)
    others: list[dict[str, Any]] = [
        {"role": Role.ADMIN_AUDIT},
        {"role": Role.GRID_WORKER, "place": grid},
    ]
    for other in others:
        with refused("post_admins_hold_nothing_else"), transaction.atomic():
            hold(**other, holder=person)


def test_a_grant_is_written_once_per_person_power_and_place() -> None:
    grid = make_grid()
    grant = make_holder(Role.GRID_WORKER, grid).placeuserobjectpermission_set.first()
    assert grant
    with refused("unique"):
        PlaceUserObjectPermission.objects.create(
            user=grant.user, permission=grant.permission, content_object=grid
        )
