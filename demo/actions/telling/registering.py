"""How a matter comes in and is taken up, or not."""

from datetime import datetime

from cases.actions import handling, registering, reporting
from cases.actions.registering import Correction
from cases.actions.reporting import Done, Report
from cases.vocabulary import PRESSING, EvidenceKind, RequestKind, Urgency
from demo.actions.telling.tale import Tale
from demo.rules.geometry import Position, near
from demo.rules.pace import is_working
from demo.rules.plots import Way
from demo.rules.words import phrase
from grids.roles import Role
from journal.actors import Actor

SCENES, PROOFS = 0.12, 0.15
JITTER_METRES = 12.0


def report(tale: Tale, at: datetime) -> None:
    story = tale.story
    by = tale.act(story.reporter, at) if story.reporter else tale.cast.resident(at)
    said = Report(
        place=story.spot.place,
        category=tale.cast.street.categories[story.situation.category],
        title=story.wording.title,
        text=story.wording.text,
        source=story.source,
        kind=RequestKind.INQUIRY if _asks(tale) else "",
        position=_position(tale),
        contact=story.contact,
        external_number=story.external_number,
        evidence=tale.photo(EvidenceKind.SCENE, SCENES, by, at),
        done=_done(tale, by, at),
    )
    case = reporting.report(said, by=by, now=at)
    tale.number, tale.case_id = case.number, case.pk


def _asks(tale: Tale) -> bool:
    """A question about something that is mostly complained of."""
    category = tale.cast.street.categories[tale.story.situation.category]
    return tale.story.plot.way == Way.INQUIRY and category.urgency != Urgency.INQUIRY


def _done(tale: Tale, by: Actor, at: datetime) -> Done | None:
    if tale.story.plot.way != Way.SPOT:
        return None
    tale.answerer = by.user
    return Done(tale.story.wording.result, tale.photo(EvidenceKind.AFTER, PROOFS, by, at))


def _position(tale: Tale) -> Position | None:
    place = tale.story.spot.place
    if place.lat is None or place.lng is None:
        return None
    return near((place.lat, place.lng), tale.rng, JITTER_METRES)


def verify(tale: Tale, at: datetime) -> None:
    usual = tale.cast.street.categories[tale.story.situation.category].urgency
    urgency = tale.story.urgency
    right = Correction(urgency=urgency if urgency != usual else "")
    registering.verify(tale.number, by=_registrar(tale, at), now=at, right=right)


def _registrar(tale: Tale, at: datetime) -> Actor:
    """What presses is registered by the duty officer when the community is at home."""
    if tale.story.urgency in PRESSING and not is_working(at):
        return tale.of(Role.DUTY_OFFICER, at)
    return tale.officer(at)


def answer_at_once(tale: Tale, at: datetime) -> None:
    by = tale.officer(at)
    tale.answerer = by.user
    registering.verify(tale.number, by=by, now=at, answer=tale.story.wording.result)


def decline(tale: Tale, at: datetime) -> None:
    reason, advice = tale.story.situation.reason, tale.story.wording.result
    registering.decline(tale.number, by=tale.officer(at), now=at, reason=reason, advice=advice)


def contact(tale: Tale, at: datetime) -> None:
    note = phrase("contacts", tale.rng)
    handling.contact(tale.number, by=tale.officer(at), now=at, note=note)
