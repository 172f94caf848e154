"""By which door a matter comes in: from whom, told by whom, to be called back or not."""

from datetime import datetime

from accounts.models import User
from cases.actions.reporting import Contact
from cases.vocabulary import Source
from clocks.rules.calendars import ZONE
from demo.actions.cast import Cast
from demo.actions.spots import Spot
from demo.rules.doors import CALLABLE, DOORS, ORDERS
from demo.rules.plots import Plot, Way
from demo.rules.words import Situation, names
from grids.roles import Role

PHONE = "14200{:06d}"  # a range that no network has been given
HARDLY = 0.1


class Entrances:
    def __init__(self, cast: Cast) -> None:
        self.cast, self.rng = cast, cast.rng
        self._orders = 0

    def source(self, plot: Plot, situation: Situation) -> str:
        if plot.reporter:
            return Source.BUILDING_HEAD if plot.reporter == "building.head" else Source.PATROL
        doors = DOORS.get(plot.way, DOORS[Way.HAND])
        fitting = {
            source: weight
            for source, weight in doors.items()
            if _fits(source, situation, called_back=plot.needs_contact)
        }
        return self.rng.choices(list(fitting), weights=list(fitting.values()))[0]

    def contact(self, plot: Plot, source: str) -> Contact:
        if not plot.needs_contact and self.rng.random() >= CALLABLE.get(source, 1):
            return Contact()
        name = self.rng.choice(names()["surnames"]) + self.rng.choice(names()["callers"])
        return Contact(name, PHONE.format(self.rng.randrange(1_000_000)))

    def reporter(self, plot: Plot, source: str, spot: Spot, at: datetime) -> User | None:
        """Whose hand enters it; residents enter their own."""
        if plot.reporter:
            return self.cast.named(plot.reporter)
        if source == Source.RESIDENT:
            return None
        if source == Source.BUILDING_HEAD and spot.building:
            return spot.building.head
        if source in {Source.PATROL, Source.VISIT, Source.CHAT_GROUP}:
            community = spot.grid.community
            at_the_desk = spot.place == community.place
            return self.cast.officer(community) if at_the_desk else spot.grid.worker
        return self.cast.on_watch(Role.STREET_OFFICER, at)

    def number(self, source: str, at: datetime) -> str:
        """The number under which another hotline sent it."""
        if source not in ORDERS:
            return ""
        self._orders += 1
        return f"{ORDERS[source]}{at.astimezone(ZONE):%Y%m%d}{self._orders:04d}"


def _fits(source: str, situation: Situation, *, called_back: bool) -> bool:
    """Whether a matter of this kind comes in by this door."""
    if called_back and CALLABLE.get(source, 1) <= HARDLY:
        return False
    if source == Source.DEVICE:
        return situation.device
    if source == Source.PATROL:
        return not situation.personal
    return source != Source.BUILDING_HEAD or situation.place == "building"
