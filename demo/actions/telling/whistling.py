"""The street whistles, departments come and answer."""

from datetime import datetime

from django.db.models import QuerySet

from cases.actions import calls, whistles
from cases.actions.whistles import Assistant
from cases.models import Call, Case, CaseEvent
from cases.rules.directory import Suggestion, suggest
from cases.vocabulary import CallRole, EvidenceKind
from cases.workflow import CallState
from demo.actions.telling.tale import Tale
from demo.rules.plots import Way
from demo.rules.words import phrase
from grids.roles import Role

MANDATORY, HELPS_ANYWAY = 0.75, 0.6
PROOFS = 0.5


def whistle(tale: Tale, at: datetime) -> None:
    case = Case.objects.select_related("category__parent__parent", "place").get(pk=tale.case_id)
    suggestion = suggest(case.category, case.place)
    if suggestion is None:
        raise RuntimeError(f"nobody is responsible for {case.category}")
    emergency = tale.story.plot.way == Way.EMERGENCY
    whistles.whistle(
        tale.number,
        by=tale.of(Role.DUTY_OFFICER if emergency else Role.STREET_OFFICER, at),
        now=at,
        kind=tale.story.plot.whistle,
        lead=suggestion.lead,
        assistants=_assistants(tale, suggestion),
        note=phrase("whistles", tale.rng),
    )


def _assistants(tale: Tale, suggestion: Suggestion) -> list[Assistant]:
    return [
        Assistant(department, mandatory=tale.rng.random() < MANDATORY)
        for department in suggestion.assistants
    ]


def claim(tale: Tale, at: datetime) -> None:
    """The lead, and with it who helps; who need not come sometimes does not."""
    for call in _waiting(tale):
        if call.mandatory or tale.rng.random() < HELPS_ANYWAY:
            by = tale.act(tale.cast.of_department(call.department), at)
            calls.claim(call.pk, by=by, now=at)


def answer(tale: Tale, at: datetime) -> None:
    """The lead, after those who help."""
    for call in _waiting(tale).filter(role=CallRole.ASSIST, state=CallState.CLAIMED):
        _help(tale, call, at)
    lead = _waiting(tale).get(role=CallRole.LEAD)
    by = tale.act(tale.cast.of_department(lead.department), at)
    answers = tale.story.situation.answers or tale.story.situation.results
    result = tale.result(tale.rng.choice(answers))
    photos = tale.photo(EvidenceKind.AFTER, PROOFS, by, at)
    calls.answer(lead.pk, by=by, now=at, result=result, evidence=photos)


def _help(tale: Tale, call: Call, until: datetime) -> None:
    since = CaseEvent.objects.filter(case=tale.case_id).latest("id").at
    at = since + (until - since) * tale.rng.uniform(0.4, 0.9)
    by = tale.act(tale.cast.of_department(call.department), at)
    calls.answer(call.pk, by=by, now=at, result=phrase("assists", tale.rng))


def _waiting(tale: Tale) -> QuerySet[Call]:
    waiting = Call.objects.filter(
        case=tale.case_id, state__in=[CallState.CALLED, CallState.CLAIMED]
    )
    return waiting.select_related("department").order_by("pk")
