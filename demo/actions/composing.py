"""A story made up from its plot: what, where, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cases.actions.reporting import Contact
from cases.rules.directory import suggest
from cases.vocabulary import PRESSING, Source, Urgency, WhistleKind
from cases.workflow import CaseState
from clocks.rules.calendars import ZONE
from demo.actions.cast import Cast
from demo.actions.street import Building, Grid
from demo.rules import timelines
from demo.rules.doors import CALLABLE, DOORS, FINDERS, ORDERS
from demo.rules.plots import Plot, Way, script
from demo.rules.timelines import Beat, Tempo
from demo.rules.words import Situation, Wording, names, situations, word
from grids.models import Place
from grids.roles import Role

PHONE = "14200{:06d}"  # a range that no network has been given
REPEATED = 0.05
THANKS = "C1302"
LONG_IN_HAND = 0.45
ALLOWED = {Way.EMERGENCY: "whistle"}


@dataclass(frozen=True)
class Spot:
    """Where it happens: a grid, or one of its buildings."""

    grid: Grid
    building: Building | None


@dataclass(frozen=True)
class Story:
    plot: Plot
    situation: Situation
    wording: Wording
    spot: Spot
    place: Place
    source: str
    urgency: str
    contact: Contact
    reporter: User | None
    handler: User
    beats: Sequence[Beat]
    external_number: str

    @property
    def begins(self) -> datetime:
        return self.beats[0].at


class Composer:
    def __init__(self, cast: Cast, *, now: datetime) -> None:
        self.cast, self.now = cast, now
        self.street, self.rng = cast.street, cast.rng
        self._titles: set[str] = set()
        self._orders = 0
        sizes = [self.rng.uniform(0.6, 1.6) for _community in self.street.communities]
        self._weights = [
            size
            for size, community in zip(sizes, self.street.communities, strict=True)
            for _grid in community.grids
        ]
        self._leads = {code: self._lead_of(code) for code in self.street.categories}

    def compose(self, plot: Plot) -> Story:
        """Try until the story fits between its beginning and now."""
        for _ in range(timelines.TRIES):
            story = self._try(plot)
            if story and self._is_fresh(story.wording.title):
                self._titles.add(story.wording.title)
                return story
        raise RuntimeError(f"no story fits {plot}")

    def _is_fresh(self, title: str) -> bool:
        return title not in self._titles or self.rng.random() < REPEATED

    def _try(self, plot: Plot) -> Story | None:
        reported = timelines.year_moment(self.rng, self.now)
        situation = self._situation(plot, self.now if plot.rest else reported)
        urgency = self._urgency(plot, situation)
        tempo = timelines.tempo_of(plot, urgency, self.rng)
        if plot.rest:
            reported = timelines.rest_moment(plot, tempo, self.rng, self.now)
        source = self._source(plot, situation)
        contact = self._contact(plot, source)
        beats = self._beats(plot, tempo, reported, contact)
        if beats is None:
            return None
        spot = self._spot(plot, situation)
        place = self._place(plot, spot)
        return Story(
            plot=plot,
            situation=situation,
            wording=self._wording(situation, spot, source),
            spot=spot,
            place=place,
            source=source,
            urgency=urgency,
            contact=contact,
            reporter=self._reporter(plot, source, spot, place, reported),
            handler=self._handler(plot, spot),
            beats=beats,
            external_number=self._order(source, reported),
        )

    def _situation(self, plot: Plot, at: datetime) -> Situation:
        month = at.astimezone(ZONE).month
        fitting = [each for each in situations() if self._suits(each, plot, month)]
        return self.rng.choices(fitting, weights=[each.weight for each in fitting])[0]

    def _suits(self, situation: Situation, plot: Plot, month: int) -> bool:
        if ALLOWED.get(plot.way, plot.way) not in situation.ways or not situation.in_season(month):
            return False
        if plot.whistle:
            led = not plot.lead or self._leads[situation.category] == plot.lead
            return situation.whistle == plot.whistle and led
        if plot.reporter == "building.head" and situation.place != "building":
            return False
        pressing = self.street.categories[situation.category].urgency in PRESSING
        return plot.pressing == pressing if plot.rest else True

    def _lead_of(self, code: str) -> str:
        found = suggest(self.street.categories[code], self.street.place)
        return found.lead.name if found else ""

    def _urgency(self, plot: Plot, situation: Situation) -> str:
        """What is hard to solve gets the time it takes."""
        long = plot.rest == CaseState.IN_HAND and self.rng.random() < LONG_IN_HAND
        if long or plot.whistle == WhistleKind.HARD_PROBLEM:
            return Urgency.COMPLEX
        return self.street.categories[situation.category].urgency

    def _source(self, plot: Plot, situation: Situation) -> str:
        if plot.reporter:
            return Source.BUILDING_HEAD if plot.reporter == "building.head" else Source.PATROL
        doors = DOORS.get(plot.way, DOORS[Way.HAND])
        fitting = {
            source: weight
            for source, weight in doors.items()
            if _fits(source, situation, called_back=plot.needs_contact)
        }
        return self.rng.choices(list(fitting), weights=list(fitting.values()))[0]

    def _contact(self, plot: Plot, source: str) -> Contact:
        if not plot.needs_contact and self.rng.random() >= CALLABLE.get(source, 1):
            return Contact()
        name = self.rng.choice(names()["surnames"]) + self.rng.choice(names()["callers"])
        return Contact(name, PHONE.format(self.rng.randrange(1_000_000)))

    def _beats(
        self, plot: Plot, tempo: Tempo, reported: datetime, contact: Contact
    ) -> list[Beat] | None:
        words = script(plot, contact=bool(contact))
        beats = timelines.timeline(words, tempo, reported, self.rng, self.now)
        if beats is None:
            return None
        if contact and plot.way not in {Way.SPOT, Way.DECLINE}:
            beats = timelines.with_contact(beats, tempo, self.rng)
        if self.rng.random() < timelines.NOTES:
            beats = timelines.with_note(beats, self.rng)
        return [beat for beat in beats if beat.at <= self.now]

    def _spot(self, plot: Plot, situation: Situation) -> Spot:
        grid = self._grid(plot)
        building = self.rng.choice(grid.buildings) if situation.place == "building" else None
        if plot.reporter == "building.head":
            building = self.cast.home_building(self.cast.named(plot.reporter))
        return Spot(grid, building)

    def _grid(self, plot: Plot) -> Grid:
        """Where the people of the plot belong; otherwise anywhere."""
        if plot.reporter or plot.handler:
            person = self.cast.named(plot.reporter or plot.handler)
            return self.rng.choice(self.cast.home_grids(person))
        if plot.home:
            return self.rng.choice(self.street.communities[0].grids)
        return self.rng.choices(self.street.grids, weights=self._weights)[0]

    def _place(self, plot: Plot, spot: Spot) -> Place:
        if plot.way == Way.INQUIRY and self.rng.random() < 0.5:
            return spot.grid.community.place
        return spot.building.place if spot.building else spot.grid.place

    def _wording(self, situation: Situation, spot: Spot, source: str) -> Wording:
        plan, building = spot.grid.plan, spot.building
        at = building.label if building else plan.road + self.rng.choice(plan.landmarks)
        return word(
            situation,
            self.rng,
            pleads=source not in FINDERS and situation.category != THANKS,
            at=at,
            road=plan.road,
            estate=(building.estate or building.label) if building else at,
            unit=f"{self.rng.randint(1, building.units)}单元" if building else "",
            floor=str(self.rng.randint(2, building.floors)) if building else "",
            community=spot.grid.community.place.name,
        )

    def _reporter(
        self, plot: Plot, source: str, spot: Spot, place: Place, at: datetime
    ) -> User | None:
        if plot.reporter:
            return self.cast.named(plot.reporter)
        if source == Source.RESIDENT:
            return None
        if source == Source.BUILDING_HEAD and spot.building:
            return spot.building.head
        if source in {Source.PATROL, Source.VISIT, Source.CHAT_GROUP}:
            community = spot.grid.community
            return self.cast.officer(community) if place == community.place else spot.grid.worker
        return self.cast.on_watch(Role.STREET_OFFICER, at)

    def _handler(self, plot: Plot, spot: Spot) -> User:
        if plot.handler and plot.handler != "grid.worker":
            return self.cast.named(plot.handler)
        officer = self.cast.officer(spot.grid.community)
        worker = spot.grid.worker or officer
        return worker if plot.handler or self.rng.random() < 0.8 else officer

    def _order(self, source: str, at: datetime) -> str:
        """The number under which another hotline sent it."""
        if source not in ORDERS:
            return ""
        self._orders += 1
        return f"{ORDERS[source]}{at.astimezone(ZONE):%Y%m%d}{self._orders:04d}"


def _fits(source: str, situation: Situation, *, called_back: bool) -> bool:
    """Whether a matter of this kind comes in by this door."""
    if called_back and CALLABLE.get(source, 1) < 0.1:
        return False
    if source == Source.DEVICE:
        return situation.device
    if source == Source.PATROL:
        return not situation.personal
    return source != Source.BUILDING_HEAD or situation.place == "building"
