"""The lay of the land: tiles without gaps, and everything in its place."""

from random import Random

import pytest
from shapely.geometry import Point, shape

from demo.rules.geometry import near, street_patch
from demo.rules.lay import GRIDS, plan_street


@pytest.mark.parametrize("seed", [1, 83, 2026])
def test_communities_and_grids_tile_the_street(seed: int) -> None:
    plan = plan_street(Random(seed))
    whole = plan.patch.shape.area
    assert sum(community.patch.shape.area for community in plan.communities) == pytest.approx(whole)
    assert sum(grid.patch.shape.area for grid in plan.grids()) == pytest.approx(whole)
    assert len(list(plan.grids())) == GRIDS


def test_buildings_stand_in_their_grid() -> None:
    for grid in plan_street(Random(83)).grids():
        ground = shape(grid.patch.boundary())
        assert ground.is_valid
        assert grid.buildings
        for building in grid.buildings:
            lat, lng = building.position
            assert ground.contains(Point(lng, lat))


def test_names_of_buildings_are_unique_in_their_estate() -> None:
    plan = plan_street(Random(83))
    names = [
        (building.estate, building.name) for grid in plan.grids() for building in grid.buildings
    ]
    assert len(names) == len(set(names))


def test_the_same_seed_gives_the_same_street() -> None:
    assert street_patch(Random(5)).boundary() == street_patch(Random(5)).boundary()


def test_near_is_near() -> None:
    lat, lng = near((36.42, 109.36), Random(1), 12.0)
    assert abs(lat - 36.42) < 0.0002
    assert abs(lng - 109.36) < 0.0002
