"""The four levels of party cells, and whom they serve."""

from collections.abc import Sequence
from dataclasses import dataclass

from demo.actions.street import Building, Community, Grid, Street
from demo.rules.lay import BRANCHES, GROUPS, MEMBERS
from demo.rules.shares import runs, shares
from grids.actions.party import found_party_cell
from grids.actions.planting import Planting, plant_all
from grids.kinds import CellLevel, Kind
from grids.models import PartyCell, Place

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class _Flat:
    building: Building
    unit: Place
    name: str


def found_party_cells(street: Street) -> None:
    branches = shares(BRANCHES, [len(community.grids) for community in street.communities])
    groups: list[tuple[PartyCell, Sequence[Building]]] = []
    served = [
        branch
        for community, count in zip(street.communities, branches, strict=True)
        for branch in _branches(street, community, count)
    ]
    counts = shares(GROUPS, [len(buildings) for _cell, buildings in served])
    for (branch, buildings), count in zip(served, counts, strict=True):
        groups += _groups(street, branch, buildings, count)
    _member_households(street, groups)


def _found(
    street: Street, level: str, name: str, parent: PartyCell | None, serves: Sequence[Place]
) -> PartyCell:
    return found_party_cell(
        street=street.place,
        level=level,
        name=name,
        parent=parent,
        serves=serves,
        by=street.by,
        now=street.begun,
    )


def _branches(
    street: Street, community: Community, count: int
) -> list[tuple[PartyCell, list[Building]]]:
    name = community.place.name
    top = _found(street, CellLevel.COMMITTEE, f"{name}党委", None, [community.place])
    parts: list[Sequence[Grid]] = runs(community.grids, shares(len(community.grids), [1.0] * count))
    found = []
    for number, grids in enumerate(parts):
        title = f"{name}第{_ordinal(number)}网格党支部"
        places = [grid.place for grid in grids]
        cell = _found(street, CellLevel.BRANCH, title, top, places)
        found.append((cell, [building for grid in grids for building in grid.buildings]))
    return found


def _groups(
    street: Street, branch: PartyCell, buildings: Sequence[Building], count: int
) -> list[tuple[PartyCell, Sequence[Building]]]:
    stem = branch.name.removesuffix("网格党支部")
    parts = runs(buildings, shares(len(buildings), [1.0] * count))
    found: list[tuple[PartyCell, Sequence[Building]]] = []
    for number, served in enumerate(parts):
        title = f"{stem}支部第{_ordinal(number)}楼栋党小组"
        places = [building.place for building in served]
        found.append((_found(street, CellLevel.GROUP, title, branch, places), served))
    return found


def _member_households(
    street: Street, groups: Sequence[tuple[PartyCell, Sequence[Building]]]
) -> None:
    counts = shares(MEMBERS, [len(buildings) for _cell, buildings in groups])
    wanted = [
        (cell, flat)
        for (cell, buildings), count in zip(groups, counts, strict=True)
        for flat in street.rng.sample(_flats(buildings), count)
    ]
    plantings = [
        Planting(kind=Kind.HOUSEHOLD, name=flat.name, parent=flat.unit, since=street.since)
        for _cell, flat in wanted
    ]
    places = plant_all(plantings, by=street.by, now=street.begun)
    for (cell, flat), place in zip(wanted, places, strict=True):
        title = f"{flat.building.label}{flat.unit.name}{flat.name}党员中心户"
        _found(street, CellLevel.HOUSEHOLD, title, cell, [place])


def _flats(buildings: Sequence[Building]) -> list[_Flat]:
    return [
        _Flat(building, unit, f"{floor}{door:02d}室")
        for building in buildings
        for unit in building.doors
        for floor in range(1, building.floors + 1)
        for door in (1, 2)
    ]


def _ordinal(number: int) -> str:
    return ORDINALS[number]
