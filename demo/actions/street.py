"""The demo street as it is being made, and at hand for its stories."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from accounts.models import User
from cases.models import Category
from demo.rules.lay import GridPlan
from grids.models import Department, Place
from journal.actors import Actor, system

FOUNDER = system("demo", silent=True)


@dataclass
class Building:
    place: Place
    estate: str
    floors: int
    units: int
    grid: "Grid"
    head: User | None = None
    doors: list[Place] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"{self.estate}{self.place.name}"


@dataclass
class Grid:
    place: Place
    plan: GridPlan
    community: "Community"
    buildings: list[Building] = field(default_factory=list)
    worker: User | None = None


@dataclass
class Community:
    place: Place
    grids: list[Grid] = field(default_factory=list)
    officers: list[User] = field(default_factory=list)

    @property
    def buildings(self) -> list[Building]:
        return [building for grid in self.grids for building in grid.buildings]


@dataclass
class Street:
    """`since` is the day on which everybody takes up the posts; `begun` its first moment."""

    rng: Random
    begun: datetime
    since: date
    place: Place
    communities: list[Community] = field(default_factory=list)
    departments: dict[str, Department] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    accounts: dict[str, User] = field(default_factory=dict)
    staff: dict[str, list[User]] = field(default_factory=dict)
    desks: dict[int, list[User]] = field(default_factory=dict)

    @property
    def grids(self) -> list[Grid]:
        return [grid for community in self.communities for grid in community.grids]

    @property
    def buildings(self) -> list[Building]:
        return [building for grid in self.grids for building in grid.buildings]

    @property
    def by(self) -> Actor:
        return FOUNDER
