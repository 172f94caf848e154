"""The reporter is called back, or rates it; the second opinion; the second beginning."""

from datetime import datetime

from cases.actions import closing, following
from cases.actions.following import Heard
from cases.vocabulary import Satisfaction
from demo.actions.telling.tale import Tale
from demo.rules.words import phrase
from grids.roles import Role

S = Satisfaction
HAPPY = {S.VERY_SATISFIED: 48, S.SATISFIED: 43, S.BASICALLY_SATISFIED: 7, S.DISSATISFIED: 2}
UNHAPPY = {S.BASICALLY_SATISFIED: 1, S.DISSATISFIED: 4, S.VERY_DISSATISFIED: 2}
WORDS = {S.BASICALLY_SATISFIED: "lukewarm", S.DISSATISFIED: "dissatisfied"}


def solved(tale: Tale, at: datetime) -> None:
    _record(tale, Role.FOLLOWUP_CLERK, at, _pleased(tale))


def rated(tale: Tale, at: datetime) -> None:
    following.rate(tale.number, by=tale.cast.resident(at), now=at, heard=_pleased(tale))


def missed(tale: Tale, at: datetime) -> None:
    _record(tale, Role.FOLLOWUP_CLERK, at, Heard(reached=False))


def unsolved(tale: Tale, at: datetime) -> None:
    _record(tale, Role.FOLLOWUP_CLERK, at, _displeased(tale, "unsolved", reasonable=True))


def objected(tale: Tale, at: datetime) -> None:
    _record(tale, Role.FOLLOWUP_CLERK, at, _displeased(tale, "unreasonable", reasonable=False))


def agreed(tale: Tale, at: datetime) -> None:
    _record(tale, Role.STREET_LEADER, at, _displeased(tale, "unreasonable", reasonable=False))


def reopen(tale: Tale, at: datetime) -> None:
    by = tale.of(Role.FOLLOWUP_CLERK, at)
    closing.reopen(tale.number, by=by, now=at, reason=phrase("reopenings", tale.rng))


def _record(tale: Tale, role: str, at: datetime, heard: Heard) -> None:
    following.record_follow_up(tale.number, by=tale.of(role, at), now=at, heard=heard)


def _pleased(tale: Tale) -> Heard:
    satisfaction = _one_of(tale, HAPPY)
    return Heard(
        reached=True,
        solved=True,
        satisfaction=satisfaction,
        process_satisfaction=_one_of(tale, HAPPY) if tale.rng.random() < 0.5 else "",
        note=phrase(WORDS.get(satisfaction, "satisfied"), tale.rng),
    )


def _displeased(tale: Tale, words: str, *, reasonable: bool) -> Heard:
    return Heard(
        reached=True,
        solved=False,
        satisfaction=_one_of(tale, UNHAPPY),
        reasonable=reasonable,
        note=phrase(words, tale.rng),
    )


def _one_of(tale: Tale, weights: dict[Satisfaction, int]) -> Satisfaction:
    return tale.rng.choices(list(weights), weights=list(weights.values()))[0]
