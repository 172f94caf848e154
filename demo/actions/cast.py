"""Who does what in a story: the people whose posts allow it, and who were not in it before."""

from collections.abc import Container
from datetime import datetime, timedelta

from accounts.models import User
from demo.actions.street import Building, Community, Grid, Street
from demo.rules.pace import is_working
from grids.models import Department
from grids.roles import Role
from journal.actors import Actor, Via, resident

RECENT = timedelta(days=3)


class Cast:
    """What is older than three days is played silently: it fills the history, not the inboxes."""

    def __init__(self, street: Street, *, now: datetime) -> None:
        self.street = street
        self.rng = street.rng
        self.now = now
        self._grid_of_worker = {grid.worker: grid for grid in street.grids}
        self._building_of_head = {building.head: building for building in street.buildings}
        self._community_of_officer = {
            officer: community for community in street.communities for officer in community.officers
        }

    @property
    def neighbours(self) -> Container[User | None]:
        """Who may confirm what they reported themselves."""
        return self._grid_of_worker.keys() | self._building_of_head.keys()

    def act(self, person: User, at: datetime) -> Actor:
        return Actor(user=person, via=Via.WEB, silent=self.is_past(at))

    def resident(self, at: datetime) -> Actor:
        actor = resident()
        return Actor(name=actor.name, via=actor.via, silent=self.is_past(at))

    def is_past(self, at: datetime) -> bool:
        return at < self.now - RECENT

    def one_of(self, role: str, *, but: User | None = None) -> User:
        return self.rng.choice([person for person in self.street.staff[role] if person != but])

    def on_watch(self, role: str, at: datetime) -> User:
        """In working hours whoever has this role; otherwise the duty officer."""
        return self.one_of(role if is_working(at) else Role.DUTY_OFFICER)

    def officer(self, community: Community | None, *, but: User | None = None) -> User:
        """A community officer; above the communities a street officer."""
        if community is None:
            return self.one_of(Role.STREET_OFFICER, but=but)
        return self.rng.choice([person for person in community.officers if person != but])

    def of_department(self, department: Department) -> User:
        """The handlers do most of it, and the accounts among them."""
        handler, head = self.street.desks[department.pk]
        return head if self.rng.random() < 0.2 else handler

    def named(self, username: str) -> User:
        return self.street.accounts[username]

    def home_grids(self, person: User) -> list[Grid]:
        """Where this person works: a grid, or all grids of a community."""
        building = self.home_building(person)
        grid = building.grid if building else self._grid_of_worker.get(person)
        return [grid] if grid else self._community_of_officer[person].grids

    def home_building(self, person: User) -> Building | None:
        return self._building_of_head.get(person)
