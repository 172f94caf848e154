"""The plan of the street: which communities, grids, estates and buildings there are, and where.

Figures of the street that the demo takes after: 6 communities and 83 grids; four levels of party
cells with 6 committees, 46 branches, 148 groups and 595 member households.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from demo.rules.geometry import Patch, Position, grids_of, street_patch, tile
from demo.rules.shares import runs
from demo.rules.words import names
from grids.kinds import HousingType

COMMUNITIES, GRIDS, BRANCHES, GROUPS, MEMBERS = 6, 83, 46, 148, 595
GRIDS_OF_AN_ESTATE = 3
LANE_SHARE = 0.16
LANDMARKS = 4


@dataclass(frozen=True)
class BuildingPlan:
    """`estate` is empty for a house in a lane."""

    name: str
    estate: str
    position: Position
    floors: int
    units: int
    housing: str

    @property
    def households(self) -> int:
        return self.floors * self.units * 2


@dataclass(frozen=True)
class GridPlan:
    name: str
    patch: Patch
    road: str
    landmarks: Sequence[str]
    buildings: Sequence[BuildingPlan]


@dataclass(frozen=True)
class CommunityPlan:
    name: str
    patch: Patch
    grids: Sequence[GridPlan]


@dataclass(frozen=True)
class StreetPlan:
    patch: Patch
    communities: Sequence[CommunityPlan]

    def grids(self) -> Iterator[GridPlan]:
        for community in self.communities:
            yield from community.grids


@dataclass
class _Estate:
    """An estate under construction: its buildings are counted on over the grids it covers."""

    name: str
    floors: int
    housing: str
    built: int = 0


@dataclass
class _Builder:
    rng: Random
    estates: Iterator[str]
    lanes: dict[str, int] = field(default_factory=dict)

    def estate(self) -> _Estate:
        floors = self.rng.choice((6, 6, 7, 11, 18))
        kinds = list(HousingType.values)
        housing = self.rng.choices(kinds, weights=(6, 1, 2, 2))[0]
        return _Estate(next(self.estates), floors, housing)

    def building(self, estate: _Estate, position: Position) -> BuildingPlan:
        if self.rng.random() < LANE_SHARE:
            return self._house(position)
        estate.built += 1
        units = self.rng.choice((2, 3, 3, 4)) if estate.floors < 10 else self.rng.choice((1, 2))
        name = f"{estate.built}栋"
        return BuildingPlan(name, estate.name, position, estate.floors, units, estate.housing)

    def _house(self, position: Position) -> BuildingPlan:
        lane = self.rng.choice(names()["lanes"])
        self.lanes[lane] = self.lanes.get(lane, 0) + self.rng.choice((1, 2, 3))
        name = f"{lane}{self.lanes[lane]}号"
        return BuildingPlan(name, "", position, 3, 1, HousingType.WORK_UNIT)


def plan_street(rng: Random) -> StreetPlan:
    patch = street_patch(rng)
    communities = tile(patch, rng, COMMUNITIES, evenness=1)
    builder = _Builder(rng, iter(rng.sample(names()["estates"], len(names()["estates"]))))
    tiles = grids_of(communities, rng, GRIDS)
    counts = runs(_buildings(rng), [len(grids) for grids in tiles])
    plans = zip(names()["communities"], communities, tiles, counts, strict=True)
    return StreetPlan(
        patch,
        [
            CommunityPlan(f"{name}社区", ground, _grids(builder, grids, buildings))
            for name, ground, grids, buildings in plans
        ],
    )


def _buildings(rng: Random) -> list[int]:
    """How many stand in each grid."""
    return [rng.choice((2, 3, 3, 4, 4, 5, 6)) for _ in range(GRIDS)]


def _grids(builder: _Builder, patches: list[Patch], counts: Sequence[int]) -> list[GridPlan]:
    plans: list[GridPlan] = []
    for index, (patch, count) in enumerate(zip(patches, counts, strict=True)):
        if index % GRIDS_OF_AN_ESTATE == 0:
            estate = builder.estate()
        spots = patch.spots(builder.rng, count)
        plans.append(
            GridPlan(
                name=f"第{index + 1}网格",
                patch=patch,
                road=builder.rng.choice(names()["roads"]),
                landmarks=builder.rng.sample(names()["landmarks"], LANDMARKS),
                buildings=[builder.building(estate, spot) for spot in spots],
            )
        )
    return plans
