"""A story made up from its plot: what, where, by whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cases.actions.reporting import Contact
from cases.rules.directory import suggest
from cases.vocabulary import PRESSING, Urgency, WhistleKind
from cases.workflow import CaseState
from clocks.rules.calendars import ZONE
from demo.actions.cast import Cast
from demo.actions.entrances import Entrances
from demo.actions.spots import Spot, Spots
from demo.rules import timelines
from demo.rules.doors import FINDERS
from demo.rules.plots import Plot, Way, script
from demo.rules.timelines import Beat, Tempo
from demo.rules.words import Situation, Wording, situations, word

REPEATED = 0.05
THANKS = "C1302"
LONG_IN_HAND, BY_THE_GRID = 0.45, 0.8
ALLOWED = {Way.EMERGENCY: "whistle"}


@dataclass(frozen=True)
class Story:
    plot: Plot
    situation: Situation
    wording: Wording
    spot: Spot
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
        self.cast, self.now, self.rng = cast, now, cast.rng
        self.spots, self.entrances = Spots(cast), Entrances(cast)
        self.categories = cast.street.categories
        self._titles: set[str] = set()
        self._leads = {code: self._lead_of(code) for code in self.categories}

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
        source = self.entrances.source(plot, situation)
        contact = self.entrances.contact(plot, source)
        beats = self._beats(plot, tempo, reported, contact)
        if beats is None:
            return None
        spot = self.spots.find(plot, situation)
        return Story(
            plot=plot,
            situation=situation,
            wording=self._wording(situation, spot, source),
            spot=spot,
            source=source,
            urgency=urgency,
            contact=contact,
            reporter=self.entrances.reporter(plot, source, spot, reported),
            handler=self._handler(plot, spot),
            beats=beats,
            external_number=self.entrances.number(source, reported),
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
        pressing = self.categories[situation.category].urgency in PRESSING
        return plot.pressing == pressing if plot.rest else True

    def _lead_of(self, code: str) -> str:
        found = suggest(self.categories[code], self.cast.street.place)
        return found.lead.name if found else ""

    def _urgency(self, plot: Plot, situation: Situation) -> str:
        """What is hard to solve gets the time it takes."""
        long = plot.rest == CaseState.IN_HAND and self.rng.random() < LONG_IN_HAND
        if long or plot.whistle == WhistleKind.HARD_PROBLEM:
            return Urgency.COMPLEX
        return self.categories[situation.category].urgency

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

    def _wording(self, situation: Situation, spot: Spot, source: str) -> Wording:
        pleads = source not in FINDERS and situation.category != THANKS
        return word(situation, self.rng, pleads=pleads, **self.spots.phrases(spot))

    def _handler(self, plot: Plot, spot: Spot) -> User:
        if plot.handler and plot.handler != "grid.worker":
            return self.cast.named(plot.handler)
        officer = self.cast.officer(spot.grid.community)
        worker = spot.grid.worker or officer
        return worker if plot.handler or self.rng.random() < BY_THE_GRID else officer
