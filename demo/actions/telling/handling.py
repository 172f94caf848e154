"""What the grid and the community do themselves."""

from datetime import datetime

from cases.actions import handling
from cases.vocabulary import EvidenceKind
from demo.actions.telling.tale import Tale
from demo.rules.plots import Way
from demo.rules.words import phrase
from grids.roles import Role

PROOFS = 0.15


def note(tale: Tale, at: datetime) -> None:
    by = tale.act(tale.story.handler, at)
    handling.add_note(tale.number, by=by, now=at, text=phrase("notes", tale.rng))


def assign(tale: Tale, at: datetime) -> None:
    handling.assign(tale.number, by=tale.officer(at), now=at, to=tale.story.handler.username)


def hand_up(tale: Tale, at: datetime) -> None:
    """By who has it in hand; what needs a whistle anyway goes up from the community's desk."""
    from_the_desk = tale.story.plot.way == Way.WHISTLE
    by = tale.officer(at) if from_the_desk else tale.act(tale.story.handler, at)
    handling.hand_up(tale.number, by=by, now=at, note=phrase("hand_ups", tale.rng))


def send_down(tale: Tale, at: datetime) -> None:
    by = tale.of(Role.STREET_OFFICER, at)
    handling.send_down(tale.number, by=by, now=at, note=phrase("send_downs", tale.rng))


def resolve(tale: Tale, at: datetime) -> None:
    by = tale.act(tale.story.handler, at)
    tale.answerer = by.user
    result = tale.result(tale.story.wording.result)
    photos = tale.photo(EvidenceKind.AFTER, PROOFS, by, at)
    handling.resolve(tale.number, by=by, now=at, result=result, evidence=photos)
