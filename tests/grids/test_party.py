"""Party cells stand exactly one level apart and serve places of their own level."""

import pytest

from grids.actions.party import found_party_cell, let_cell_serve
from grids.kinds import CellLevel
from grids.models import PartyCell, Place
from journal.refusals import Invalid
from tests.factories.grids import (
    BY,
    NOW,
    make_building,
    make_cell,
    make_community,
    make_grid,
    make_street,
    street_of,
)

pytestmark = pytest.mark.django_db


def found(street: Place, level: str, parent: PartyCell | None, *serves: Place) -> PartyCell:
    return found_party_cell(
        street=street, level=level, name=f"{level}", parent=parent, serves=serves, by=BY, now=NOW
    )


def test_a_branch_serves_several_grids_and_a_grid_shows_its_branch() -> None:
    community = make_community()
    grids = [make_grid(community), make_grid(community)]
    street = street_of(community)
    branch = found(street, CellLevel.BRANCH, make_cell(street), *grids)
    assert list(branch.places.order_by("pk")) == grids


@pytest.mark.parametrize(
    "level", [CellLevel.COMMITTEE, CellLevel.GROUP, CellLevel.HOUSEHOLD, "nothing"]
)
def test_the_parent_is_exactly_one_level_up(level: str) -> None:
    street = make_street()
    with pytest.raises(Invalid):
        found(street, level, make_cell(street))


def test_the_parent_is_of_the_same_street() -> None:
    with pytest.raises(Invalid, match="不属于"):
        found(make_street(), CellLevel.BRANCH, make_cell(make_street()))


def test_a_cell_serves_only_places_of_its_level_and_street() -> None:
    grid = make_grid()
    street = street_of(grid)
    branch = found(street, CellLevel.BRANCH, make_cell(street))
    for wrong in (make_building(grid), make_grid()):
        with pytest.raises(Invalid, match="所服务的地点"):
            let_cell_serve(branch, [wrong], by=BY, now=NOW)
    assert not branch.places.exists()


def test_a_building_changes_its_group() -> None:
    building = make_building()
    street = street_of(building)
    branch = found(street, CellLevel.BRANCH, make_cell(street))
    old, new = (
        make_cell(street, CellLevel.GROUP, branch),
        make_cell(street, CellLevel.GROUP, branch),
    )
    for group in (old, new):
        let_cell_serve(group, [building], by=BY, now=NOW)
    assert not old.places.exists()
    assert new.places.get() == building
