"""Somebody else looks whether it is done; after quiet weeks it is put away."""

from datetime import datetime

from accounts.models import User
from cases.actions import checking, closing
from cases.models import Call
from cases.vocabulary import CallRole
from cases.workflow import CallState
from demo.actions.telling.tale import Tale
from demo.rules.plots import Way
from demo.rules.words import phrase
from grids.roles import Role
from journal.actors import Actor, system

CONFIRMS = 0.3


def pass_check(tale: Tale, at: datetime) -> None:
    by, note = _checker(tale, at), phrase("checks", tale.rng)
    checking.pass_check(tale.number, by=by, now=at, note=note)


def rework(tale: Tale, at: datetime) -> None:
    leads = Call.objects.filter(
        case=tale.case_id, role=CallRole.LEAD, state=CallState.ANSWERED
    ).values_list("pk", flat=True)
    reason = phrase("reworks", tale.rng)
    checking.rework(tale.number, by=_checker(tale, at), now=at, reason=reason, calls=list(leads))


def archive(tale: Tale, at: datetime) -> None:
    closing.archive(tale.number, by=system("archive", silent=True), now=at)


def _checker(tale: Tale, at: datetime) -> Actor:
    """Not who did it: mostly the community, now and then the reporter, or the street."""
    if tale.story.plot.way in {Way.WHISTLE, Way.EMERGENCY} and tale.rng.random() < 0.5:
        return tale.of(Role.STREET_OFFICER, at)
    reporter = _confirming(tale)
    if reporter and tale.rng.random() < CONFIRMS:
        return tale.act(reporter, at)
    return tale.officer(at, but=tale.answerer)


def _confirming(tale: Tale) -> User | None:
    """A grid worker or building head who reported it and did not do it."""
    reporter = tale.story.reporter
    if reporter in (tale.answerer, None) or reporter not in tale.cast.neighbours:
        return None
    return reporter
