"""POST /api/v1/calls/{id}/{verb}/: a department claims its call and answers it."""

from collections.abc import Callable

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions import calls, turns
from cases.api.requests import (
    KEY,
    actor_of,
    answer_once,
    find_call,
    read,
    require_any_sight,
    user_of,
)
from cases.api.shown import show_after
from cases.api.verbs import Door
from cases.serializers import bodies
from cases.serializers.cases import CaseItem
from cases.serializers.refusals import OF_A_VERB
from cases.workflow import CALL_MOVES
from journal.actions import Answer

DOORS = {
    "claim": Door(None, calls.claim),
    "answer": Door(bodies.ResultBody, calls.answer),
}
BARS = {"answer": calls.require_assistants_answered}
ID = OpenApiParameter("call_id", int, OpenApiParameter.PATH)


def _view(verb: str, door: Door) -> Callable[..., Response]:
    @extend_schema(
        operation_id=f"calls_{verb}",
        summary=str(CALL_MOVES[verb].label),
        description=door.act.__doc__,
        parameters=[ID, KEY],
        request=door.body,
        responses={200: CaseItem, **OF_A_VERB},
    )
    @api_view(["POST"])
    def view(request: Request, call_id: str) -> Response:
        by, now = actor_of(request), timezone.now()
        require_any_sight(by)

        def do() -> Answer:
            call = find_call(call_id, by=by)
            turns.admit_call(call, verb, by=by)
            if bar := BARS.get(verb):
                bar(call)
            said = read(door.body, request, case=call.case).arguments() if door.body else {}
            case = door.act(call.pk, by=by, now=now, **said)
            return Answer(200, show_after(case, user=user_of(request), now=now))

        return answer_once(request, do, now=now)

    return view


@extend_schema(exclude=True)
@api_view(["POST"])
def unknown_verb(request: Request, call_id: str, verb: str) -> Response:
    """A verb that is not there, or not there yet, looks like a call that is not there."""
    raise turns.not_found()


urlpatterns: list[URLPattern] = [
    *(
        path(f"calls/<str:call_id>/{verb}/", _view(verb, door), name=f"call_{verb}")
        for verb, door in DOORS.items()
    ),
    path("calls/<str:call_id>/<str:verb>/", unknown_verb, name="call_unknown_verb"),
]
