"""When everything in a story happens: in working hours, mostly in time, never after now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from cases.vocabulary import PRESSING, ClockKind, Urgency
from cases.workflow import CaseState as State
from clocks.rules.calendars import ZONE, street_calendar
from demo.rules.pace import advance, back, forward, limit_of, retreat, waking
from demo.rules.plots import Plot, Way, Word

W = Word
DAYS = 358
GROWTH = 0.65, 1.35
DAY_OFF = 0.4
NEARLY_NOW, ALREADY_OVER = 0.95, 0.35
LATE_STEP, LATE_FINISH = 0.04, 0.1
TRIES = 400
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUIET = timedelta(days=30, minutes=10)
NOTES = 0.12

# How long after the step before: from, until; in working hours, or in minutes when it presses.
GAPS: dict[str, tuple[float, float]] = {
    W.VERIFY: (0.1, 0.85),
    W.AT_ONCE: (0.25, 0.9),
    W.DECLINE: (0.2, 0.9),
    W.ASSIGN: (0.1, 1.5),
    W.HAND_UP: (1.0, 9.0),
    W.SEND_DOWN: (0.5, 3.0),
    W.WHISTLE: (0.4, 4.0),
    W.CLAIM: (0.3, 5.0),
    W.PASSED: (0.4, 6.0),
    W.REWORK: (0.4, 6.0),
    W.MISS: (1.5, 7.0),
    W.SOLVED: (2.0, 9.0),
    W.RATED: (0.5, 8.0),
    W.UNSOLVED: (2.0, 9.0),
    W.OBJECT: (2.0, 8.0),
    W.AGREE: (1.0, 7.0),
    W.REOPEN: (7.0, 80.0),
}
LATE_GAPS: dict[str, tuple[float, float]] = {
    W.VERIFY: (1.3, 5.0),
    W.CLAIM: (8.0, 14.0),
    W.PASSED: (8.0, 20.0),
    W.SOLVED: (17.0, 30.0),
}
QUICK_GAPS: dict[str, tuple[float, float]] = {
    W.VERIFY: (2, 13),
    W.DECLINE: (3, 14),
    W.ASSIGN: (2, 20),
    W.HAND_UP: (4, 15),
    W.WHISTLE: (2, 9),
    W.CLAIM: (4, 25),
}
FINISHES = frozenset({W.RESOLVE, W.ANSWER})
# How much of its limit a case at rest has used up, by strain.
SPENT = {"": (0.12, 0.72), "near": (0.83, 0.96), "over": (1.05, 1.5)}


@dataclass(frozen=True)
class Beat:
    """One word of the script, at its moment."""

    at: datetime
    word: Word


@dataclass(frozen=True)
class Tempo:
    """How pressing the matter is, and when it is to be finished (1: at the limit)."""

    urgency: str
    share: float

    @property
    def quick(self) -> bool:
        return self.urgency in PRESSING

    def finish_after(self, start: datetime) -> datetime:
        return forward(start, limit_of(ClockKind.FINISH, self.urgency), self.share)

    def start_before(self, finish: datetime) -> datetime:
        return back(finish, limit_of(ClockKind.FINISH, self.urgency), self.share)


def tempo_of(plot: Plot, urgency: str, rng: Random) -> Tempo:
    if plot.rest in {State.IN_HAND, State.STREET_REVIEW}:
        return Tempo(urgency, rng.uniform(*SPENT[plot.strain]))
    if not plot.rest and rng.random() < LATE_FINISH:
        return Tempo(urgency, rng.uniform(1.05, 1.6))
    return Tempo(urgency, 0.1 + 0.85 * rng.betavariate(2.0, 2.6))


def rest_moment(plot: Plot, tempo: Tempo, rng: Random, now: datetime) -> datetime:
    """Since when a case may stand where it stands; `timeline` says whether the story fits."""
    if plot.rest == State.REPORTED:
        return _waiting_since(plot, rng, now)
    if plot.rest == State.REGISTERED:
        return waking(rng, retreat(now, 9 * HOUR), now)
    if plot.rest in {State.IN_HAND, State.STREET_REVIEW}:
        return tempo.start_before(now)
    finished = retreat(now, HOUR * rng.uniform(*_ago(plot)))
    return finished if plot.way == Way.SPOT else tempo.start_before(finished)


def _ago(plot: Plot) -> tuple[float, float]:
    """How many working hours ago it was finished."""
    if plot.rest == State.WHISTLED:
        return 3.0, 16.0
    since, until = (7.5, 12.0) if plot.strain == "over" else (0.3, 6.0)
    return (since + 1, until + 5) if plot.rest == State.FOLLOW_UP else (since, until)


def timeline(
    script: Sequence[Word], tempo: Tempo, reported: datetime, rng: Random, now: datetime
) -> list[Beat] | None:
    """The beats in order; None when what must have happened would lie ahead of now."""
    beats = [Beat(reported, W.REPORT)]
    begun = reported
    for word in script[1:]:
        at = _next(word, beats[-1].at, begun, tempo, rng)
        if word in {W.UNSOLVED, W.REOPEN}:
            begun = at
        beats.append(Beat(at, word))
    kept = [beat for beat in beats if beat.word != W.ARCHIVE or beat.at <= now]
    return kept if kept[-1].at < now - MINUTE or len(kept) == 1 else None


def with_contact(beats: list[Beat], tempo: Tempo, rng: Random) -> list[Beat]:
    """Somebody rings the reporter back within a day, before the matter is answered."""
    reported, ends = beats[0].at, _answered_at(beats)
    hours = rng.uniform(0.3, 16) if rng.random() > LATE_STEP else rng.uniform(25, 50)
    at = reported + (rng.uniform(3, 40) * MINUTE if tempo.quick else hours * HOUR)
    local = at.astimezone(ZONE)
    if local.hour < 8 and not tempo.quick:
        at = local.replace(hour=8, minute=rng.randrange(60))
    if ends and at >= ends:
        at = reported + (ends - reported) * rng.uniform(0.5, 0.9)
    at = max(at, reported + MINUTE)
    return sorted([*beats, Beat(at, W.CONTACT)], key=lambda beat: beat.at)


def with_note(beats: list[Beat], rng: Random) -> list[Beat]:
    """Whoever has it in hand writes down how it goes."""
    for before, after in pairwise(beats):
        if before.word == W.ASSIGN and after.word in FINISHES:
            at = before.at + (after.at - before.at) * rng.uniform(0.2, 0.8)
            return sorted([*beats, Beat(at, W.NOTE)], key=lambda beat: beat.at)
    return beats


def _answered_at(beats: list[Beat]) -> datetime | None:
    over = FINISHES | {W.AT_ONCE, W.DECLINE}
    return next((beat.at for beat in beats if beat.word in over), None)


def _next(word: Word, last: datetime, begun: datetime, tempo: Tempo, rng: Random) -> datetime:
    if word == W.ARCHIVE:
        return last + QUIET
    if word in FINISHES:
        return max(tempo.finish_after(begun), _later(last, (0.3, 1.5), tempo, rng))
    if tempo.quick and word in QUICK_GAPS:
        return last + MINUTE * rng.uniform(*QUICK_GAPS[word])
    late = word in LATE_GAPS and rng.random() < LATE_STEP
    return advance(last, HOUR * rng.uniform(*(LATE_GAPS if late else GAPS)[word]))


def _later(last: datetime, hours: tuple[float, float], tempo: Tempo, rng: Random) -> datetime:
    gap = HOUR * rng.uniform(*hours)
    if tempo.quick:
        return last + gap / (12 if tempo.urgency == Urgency.CRITICAL else 1)
    return advance(last, gap)


def year_moment(rng: Random, now: datetime) -> datetime:
    """More and more over the year, less on days off, at hours at which people are about.

    Of the last weeks' matters most are not over yet: they are among those at rest.
    """
    calendar = street_calendar()
    while True:
        passed = rng.random()
        if rng.random() * GROWTH[1] > GROWTH[0] + (GROWTH[1] - GROWTH[0]) * passed:
            continue
        if passed > NEARLY_NOW and rng.random() > ALREADY_OVER:
            continue
        day = (now - timedelta(days=DAYS * (1 - passed))).astimezone(ZONE)
        if not calendar.day(day.date()).working and rng.random() > DAY_OFF:
            continue
        hour = min(21.9, max(6.6, rng.choice((rng.gauss(10, 1.6), rng.gauss(15.6, 2.4)))))
        at = day.replace(hour=0, minute=0, second=0, microsecond=0) + hour * HOUR
        if at < now:
            return at.replace(second=rng.randrange(60), microsecond=0)


def _waiting_since(plot: Plot, rng: Random, now: datetime) -> datetime:
    """Not verified yet: since at most an hour's work, a quarter of an hour when it presses."""
    if plot.pressing:
        return now - MINUTE * rng.uniform(2, 11)
    if plot.strain == "over":
        return retreat(now, HOUR * rng.uniform(1.2, 2.5))
    return waking(rng, retreat(now, HOUR * rng.uniform(0.3, 0.8)), now - 2 * MINUTE)
