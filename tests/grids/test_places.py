"""How places come into being and change."""

from datetime import date

import pytest

from accounts.models import User
from grids.actions.places import (
    close_place,
    describe_place,
    move_place,
    rename_place,
    set_estate,
)
from grids.actions.planting import Facts, Planting, plant, plant_all
from grids.kinds import Kind
from grids.models import Place
from grids.roles import Power, Role
from grids.rules.scope import powers_of
from journal.actors import Actor, person
from journal.models import AuditEntry, OutboxMessage
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.factories.grids import (
    BY,
    NOW,
    TODAY,
    make_building,
    make_community,
    make_estate,
    make_grid,
    make_holder,
    make_place,
    make_street,
    street_of,
)

pytestmark = pytest.mark.django_db


def administrator(street: Place) -> Actor:
    return person(make_holder(Role.STREET_ADMIN, street))


def test_a_place_knows_its_line_and_its_scope() -> None:
    grid = make_grid()
    building = make_building(grid)
    unit = make_place(Kind.UNIT, building)
    community, street = grid.parent_id, street_of(grid)
    assert unit.lineage == [street.parent_id, street.pk, community, grid.pk, building.pk, unit.pk]
    assert unit.scope() == {
        "street_id": street.pk,
        "community_id": community,
        "grid_id": grid.pk,
        "building_id": building.pk,
    }
    assert grid.scope()["building_id"] is None
    assert grid.ancestor_id(Kind.HOUSEHOLD) is None


def test_places_get_the_next_free_code_below_their_parent() -> None:
    community = make_community()
    first = make_grid(community)
    taken = make_place(Kind.GRID, community, code=f"{community.code}002")
    third = make_grid(community)
    assert [place.code[-3:] for place in (first, taken, third)] == ["001", "002", "003"]


def test_many_places_are_planted_at_once_or_not_at_all() -> None:
    grid = make_grid()
    names = ["1栋", "2栋", "10栋"]
    plantings = [Planting(kind=Kind.BUILDING, name=name, parent=grid) for name in names]
    planted = plant_all(plantings, by=BY, now=NOW)
    assert [place.code for place in planted] == [f"{grid.code}{number:03}" for number in (1, 2, 3)]
    assert [place.name for place in grid.children.order_by("order_key")] == names
    with pytest.raises(Conflict):
        plant_all(
            [Planting(kind=Kind.BUILDING, name=name, parent=grid) for name in ("4栋", "1栋")],
            by=BY,
            now=NOW,
        )
    assert grid.children.count() == 3
    assert plant_all([], by=BY, now=NOW) == []


def test_a_grid_never_stands_directly_under_a_street() -> None:
    with pytest.raises(Invalid) as refusal:
        make_place(Kind.GRID, make_street())
    assert list(refusal.value.fields) == ["parent"]


@pytest.mark.parametrize(
    ("name", "facts", "field"),
    [
        ("", Facts(), "name"),
        ("长" * 101, Facts(), "name"),
        ("3栋", Facts(floors=40_000), "floors"),
        ("3栋", Facts(housing_type="castle"), "housing_type"),
    ],
)
def test_bad_facts_are_refused_by_field(name: str, facts: Facts, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        plant(kind=Kind.BUILDING, name=name, parent=make_grid(), facts=facts, by=BY, now=NOW)
    assert list(refusal.value.fields) == [field]


def test_planting_is_refused_below_a_closed_place_and_with_a_strange_estate() -> None:
    grid = make_grid()
    with pytest.raises(Invalid, match="小区不属于"):
        make_building(grid, estate=make_estate(make_street()))
    close_place(grid.pk, until=TODAY, by=BY, now=NOW)
    grid.refresh_from_db()
    with pytest.raises(Conflict, match="已停用"):
        make_building(grid)


def test_completeness_counts_the_known_facts_of_a_building() -> None:
    building = make_building()
    assert building.completeness == 0
    facts = Facts(floors=6, units_count=2, households_count=24, housing_type="commercial")
    assert describe_place(building.pk, facts, by=BY, now=NOW).completeness == 57


def test_renaming_renews_the_keys_people_search_by() -> None:
    building = make_building(name="3栋")
    renamed = rename_place(building.pk, " 柳河巷 ", by=BY, now=NOW)
    assert (renamed.name, renamed.pinyin, renamed.initials) == ("柳河巷", "liuhexiang", "lhx")


def test_moving_takes_the_whole_subtree_and_its_grants_along() -> None:
    community = make_community()
    old, new = make_grid(community), make_grid(community)
    building = make_building(old)
    unit = make_place(Kind.UNIT, building)
    worker = make_holder(Role.GRID_WORKER, new)
    moved = move_place(building.pk, new, by=BY, now=NOW)
    unit.refresh_from_db()
    assert moved.parent == new
    assert moved.code == building.code
    assert unit.lineage == [*new.lineage, building.pk, unit.pk]
    assert powers_of(worker, TODAY).has(Power.HANDLE, unit.scope())
    assert OutboxMessage.objects.get(topic="place.moved").payload == {"place": building.pk}


def test_moving_is_refused_out_of_the_street_and_to_another_level() -> None:
    building = make_building()
    with pytest.raises(Invalid, match="本街道"):
        move_place(building.pk, make_grid(), by=BY, now=NOW)
    with pytest.raises(Invalid, match="上级应为"):
        move_place(building.pk, make_community(), by=BY, now=NOW)


def test_closing_ends_the_posts_and_tells_who_succeeds() -> None:
    community = make_community()
    grid, successor = make_grid(community), make_grid(community)
    worker = make_holder(Role.GRID_WORKER, grid)
    day = date(2026, 7, 1)
    close_place(grid.pk, until=day, successor=successor, by=BY, now=NOW)
    grid.refresh_from_db()
    assert (grid.until, grid.successor) == (day, successor)
    assert worker.posts.get().until == day
    assert OutboxMessage.objects.filter(topic="place.closed").exists()
    with pytest.raises(Conflict, match="已经停用"):
        close_place(grid.pk, until=day, by=BY, now=NOW)


def test_closing_waits_for_what_lies_below() -> None:
    grid = make_grid()
    make_building(grid)
    with pytest.raises(Conflict, match="下级"):
        close_place(grid.pk, until=TODAY, by=BY, now=NOW)


def test_a_successor_is_of_the_same_kind_in_the_same_street() -> None:
    grid = make_grid()
    for wrong in (make_grid(), make_community(street_of(grid))):
        with pytest.raises(Invalid, match="继任"):
            close_place(grid.pk, until=TODAY, successor=wrong, by=BY, now=NOW)


def test_the_administrator_changes_his_own_street_only() -> None:
    grid, elsewhere = make_grid(), make_grid()
    by = administrator(street_of(grid))
    rename_place(grid.pk, "新网格", by=by, now=NOW)
    with pytest.raises(NotFound):
        rename_place(elsewhere.pk, "新网格", by=by, now=NOW)
    with pytest.raises(NotFound):
        rename_place(0, "新网格", by=by, now=NOW)
    entry = AuditEntry.objects.get(action="place.rename")
    assert (entry.who, entry.object_key) == (by.user, grid.code)


@pytest.mark.parametrize("role", [Role.STREET_OFFICER, Role.COMMUNITY_OFFICER, Role.GRID_WORKER])
def test_whoever_sees_a_place_but_does_not_administer_it_is_forbidden(role: str) -> None:
    grid = make_grid()
    at = {
        Role.STREET_OFFICER: street_of(grid),
        Role.COMMUNITY_OFFICER: grid.parent,
        Role.GRID_WORKER: grid,
    }[Role(role)]
    user: User = make_holder(role, at)
    with pytest.raises(Forbidden):
        rename_place(grid.pk, "新网格", by=person(user), now=NOW)


def test_nobody_but_the_system_plants_a_street() -> None:
    street = make_street()
    with pytest.raises(NotFound):
        plant(
            kind=Kind.STREET,
            name="x",
            parent=street.parent,
            by=administrator(street),
            now=NOW,
        )


def test_an_estate_is_given_and_taken() -> None:
    building = make_building()
    estate = make_estate(street_of(building))
    assert set_estate(building.pk, estate, by=BY, now=NOW).estate == estate
    assert set_estate(building.pk, None, by=BY, now=NOW).estate is None
    with pytest.raises(Invalid):
        set_estate(building.pk, make_estate(make_street()), by=BY, now=NOW)
