"""POST /api/v1/cases/{number}/{verb}/: one address per verb that has an action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions import checking, closing, following, handling, registering, turns, whistles
from cases.api.requests import (
    KEY,
    actor_of,
    answer_once,
    find,
    read,
    require_any_sight,
    sent,
    user_of,
)
from cases.api.shown import show_after
from cases.models import Case
from cases.serializers import bodies
from cases.serializers.cases import CaseItem
from cases.serializers.refusals import OF_A_VERB
from cases.workflow import CASE_MOVES
from journal.actions import Answer


@dataclass(frozen=True)
class Door:
    """What a verb takes (None: nothing), and the action that does it."""

    body: type[bodies.Body] | None
    act: Callable[..., Case]


DOORS = {
    "verify": Door(bodies.VerifyBody, registering.verify),
    "decline": Door(bodies.DeclineBody, registering.decline),
    "correct": Door(bodies.CorrectBody, registering.correct),
    "assign": Door(bodies.AssignBody, handling.assign),
    "reassign": Door(bodies.AssignBody, handling.reassign),
    "hand_up": Door(bodies.NoteBody, handling.hand_up),
    "send_down": Door(bodies.NoteBody, handling.send_down),
    "whistle": Door(bodies.WhistleBody, whistles.whistle),
    "contact": Door(bodies.ContactBody, handling.contact),
    "add_note": Door(bodies.AddNoteBody, handling.add_note),
    "resolve": Door(bodies.ResultBody, handling.resolve),
    "pass_check": Door(bodies.PassCheckBody, checking.pass_check),
    "rework": Door(bodies.ReworkBody, checking.rework),
    "record_follow_up": Door(bodies.FollowUpBody, following.record_follow_up),
    "reopen": Door(bodies.ReasonBody, closing.reopen),
}
# Conflicts beyond the table that must be told before what was sent is judged.
Bar = Callable[[Case, datetime, dict[str, Any]], None]
BARS: dict[str, Bar] = {
    "reopen": lambda case, now, said: closing.require_recent(case, now),
    "whistle": lambda case, now, said: whistles.require_registered(case, said.get("kind")),
    "record_follow_up": lambda case, now, said: following.require_another_hour(
        case, now, reached=said.get("reached") is not False
    ),
}


def _view(verb: str, door: Door) -> Callable[..., Response]:
    @extend_schema(
        operation_id=f"cases_{verb}",
        summary=str(CASE_MOVES[verb].label),
        description=door.act.__doc__,
        parameters=[KEY],
        request=door.body,
        responses={200: CaseItem, **OF_A_VERB},
    )
    @api_view(["POST"])
    def view(request: Request, number: str) -> Response:
        by, now = actor_of(request), timezone.now()
        require_any_sight(by)

        def do() -> Answer:
            case = find(number, by=by)
            turns.admit(case, verb, by=by)
            if bar := BARS.get(verb):
                said, unreadable = sent(request)
                bar(case, now, said)
                if unreadable:
                    raise unreadable
            words = read(door.body, request, case=case).arguments() if door.body else {}
            done = door.act(case.number, by=by, now=now, **words)
            return Answer(200, show_after(done, user=user_of(request), now=now))

        return answer_once(request, do, now=now)

    return view


@extend_schema(exclude=True)
@api_view(["POST"])
def unknown_verb(request: Request, number: str, verb: str) -> Response:
    """A verb that is not there, or not there yet, looks like a case that is not there."""
    raise turns.not_found()


urlpatterns: list[URLPattern] = [
    *(
        path(f"cases/<str:number>/{verb}/", _view(verb, door), name=f"case_{verb}")
        for verb, door in DOORS.items()
    ),
    path("cases/<str:number>/<str:verb>/", unknown_verb, name="case_unknown_verb"),
]
