"""Where a story happens, and how that place is spoken of."""

from dataclasses import dataclass

from demo.actions.cast import Cast
from demo.actions.street import Building, Grid
from demo.rules.plots import Plot, Way
from demo.rules.words import Situation
from grids.models import Place

BUSY = 0.6, 1.6
AT_THE_COMMUNITY = 0.5


@dataclass(frozen=True)
class Spot:
    """A grid, or one of its buildings; `place` is where the case is filed."""

    grid: Grid
    building: Building | None
    place: Place


class Spots:
    """Communities differ in how much is reported there."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.street, self.rng = cast, cast.street, cast.rng
        busy = {id(each): self.rng.uniform(*BUSY) for each in self.street.communities}
        self._weights = [busy[id(grid.community)] for grid in self.street.grids]

    def find(self, plot: Plot, situation: Situation) -> Spot:
        grid = self._grid(plot)
        building = self.rng.choice(grid.buildings) if situation.place == "building" else None
        if plot.reporter == "building.head":
            building = self.cast.home_building(self.cast.named(plot.reporter))
        place = building.place if building else grid.place
        if plot.way == Way.INQUIRY and self.rng.random() < AT_THE_COMMUNITY:
            place = grid.community.place
        return Spot(grid, building, place)

    def _grid(self, plot: Plot) -> Grid:
        """Where the people of the plot belong; otherwise anywhere."""
        if plot.reporter or plot.handler:
            person = self.cast.named(plot.reporter or plot.handler)
            return self.rng.choice(self.cast.home_grids(person))
        if plot.home:
            return self.rng.choice(self.street.communities[0].grids)
        return self.rng.choices(self.street.grids, weights=self._weights)[0]

    def phrases(self, spot: Spot) -> dict[str, str]:
        """What stands for {at}, {road} and the like in a text."""
        plan, building = spot.grid.plan, spot.building
        said = {"road": plan.road, "community": spot.grid.community.place.name}
        if building is None:
            at = plan.road + self.rng.choice(plan.landmarks)
            return said | {"at": at, "estate": at, "unit": "", "floor": ""}
        return said | {
            "at": building.label,
            "estate": building.estate or building.label,
            "unit": f"{self.rng.randint(1, building.units)}单元",
            "floor": str(self.rng.randint(2, building.floors)),
        }
