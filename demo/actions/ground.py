"""The places of the demo street: planted level by level, as an administrator's import would."""

from datetime import date, datetime
from random import Random

from demo.actions.street import FOUNDER, Building, Community, Grid, Street
from demo.rules.geometry import Patch
from demo.rules.lay import BuildingPlan, StreetPlan, plan_street
from demo.rules.words import names
from grids.actions.departments import found_estate
from grids.actions.planting import Facts, Planting, plant, plant_all
from grids.kinds import Kind
from grids.models import Estate, Place


def lay_street(rng: Random, *, begun: datetime) -> Street:
    plan = plan_street(rng)
    since = begun.date()
    street = Street(rng, begun, since, _root(plan, since, begun))
    _communities(street, plan)
    _grids(street)
    _buildings(street, plan)
    _units(street)
    return street


def _root(plan: StreetPlan, since: date, begun: datetime) -> Place:
    above = plant(kind=Kind.DISTRICT, **names()["district"], since=since, by=FOUNDER, now=begun)
    return plant(
        kind=Kind.STREET,
        parent=above,
        **names()["street"],
        since=since,
        facts=_ground_facts(plan.patch),
        by=FOUNDER,
        now=begun,
    )


def _ground_facts(patch: Patch) -> Facts:
    lat, lng = patch.middle()
    return Facts(lat=lat, lng=lng, boundary=patch.boundary())


def _communities(street: Street, plan: StreetPlan) -> None:
    plantings = [
        Planting(
            kind=Kind.COMMUNITY,
            name=community.name,
            parent=street.place,
            since=street.since,
            facts=_ground_facts(community.patch),
        )
        for community in plan.communities
    ]
    for place, community in zip(_plant(street, plantings), plan.communities, strict=True):
        made = Community(place)
        made.grids = [Grid(place, grid, made) for grid in community.grids]
        street.communities.append(made)


def _grids(street: Street) -> None:
    plantings = [
        Planting(
            kind=Kind.GRID,
            name=grid.plan.name,
            parent=grid.community.place,
            since=street.since,
            facts=_ground_facts(grid.plan.patch),
        )
        for grid in street.grids
    ]
    for grid, place in zip(street.grids, _plant(street, plantings), strict=True):
        grid.place = place


def _buildings(street: Street, plan: StreetPlan) -> None:
    estates = _estates(street, plan)
    plans = [(grid, building) for grid in street.grids for building in grid.plan.buildings]
    plantings = [
        Planting(
            kind=Kind.BUILDING,
            name=building.name,
            parent=grid.place,
            since=street.since,
            estate=estates.get(building.estate),
            facts=_building_facts(building),
        )
        for grid, building in plans
    ]
    for place, (grid, building) in zip(_plant(street, plantings), plans, strict=True):
        made = Building(place, building.estate, building.floors, building.units, grid)
        grid.buildings.append(made)


def _estates(street: Street, plan: StreetPlan) -> dict[str, Estate]:
    wanted = {building.estate for grid in plan.grids() for building in grid.buildings}
    return {
        name: found_estate(street=street.place, name=name, by=street.by, now=street.begun)
        for name in sorted(wanted - {""})
    }


def _building_facts(plan: BuildingPlan) -> Facts:
    lat, lng = plan.position
    return Facts(
        floors=plan.floors,
        units_count=plan.units,
        households_count=plan.households,
        housing_type=plan.housing,
        lat=lat,
        lng=lng,
    )


def _units(street: Street) -> None:
    wanted = [(building, n) for building in street.buildings for n in range(1, building.units + 1)]
    plantings = [
        Planting(kind=Kind.UNIT, name=f"{n}单元", parent=building.place, since=street.since)
        for building, n in wanted
    ]
    for place, (building, _n) in zip(_plant(street, plantings), wanted, strict=True):
        building.doors.append(place)


def _plant(street: Street, plantings: list[Planting]) -> list[Place]:
    return plant_all(plantings, by=street.by, now=street.begun)
