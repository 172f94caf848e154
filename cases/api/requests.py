"""What every call of this API shares: who asks, about what, what was sent, and answering once."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions import turns
from cases.models import Call, Case
from cases.rules import permissions
from cases.serializers.bodies import Body
from journal.actions import Answer, fingerprint, once
from journal.actors import Actor, Via, person
from journal.refusals import Forbidden, Invalid

if TYPE_CHECKING:
    from accounts.models import User

HEADER = "Idempotency-Key"
KEY = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    description="the same key and body again: the first answer again, nothing is done twice",
)
KEY_MAX = 200
_NUMBER = re.compile(r"[0-9-]{1,20}")
_ID = re.compile(r"[0-9]{1,18}")
SomeBody = TypeVar("SomeBody", bound=Body)


def user_of(request: Request) -> "User":
    return cast("User", request.user)


def actor_of(request: Request) -> Actor:
    return person(user_of(request), Via.API)


def well_formed(number: str) -> str:
    """What cannot be a number is not found, before the database is asked."""
    if not _NUMBER.fullmatch(number):
        raise turns.not_found()
    return number


def require_any_sight(by: Actor) -> None:
    """Raise NotFound for who sees no case at all any more, whatever was answered to him before."""
    try:
        permissions.require_sight(by)
    except Forbidden:
        raise turns.not_found() from None


def find(number: str, *, by: Actor) -> Case:
    return turns.find(well_formed(number), by=by)


def find_call(call_id: str, *, by: Actor) -> Call:
    if not _ID.fullmatch(call_id):
        raise turns.not_found()
    return turns.find_call(int(call_id), by=by)


def sent(request: Request) -> tuple[dict[str, Any], APIException | None]:
    """The body as it came, for what has to be told before it is judged; or why it has none."""
    try:
        return (request.data if isinstance(request.data, dict) else {}), None
    except APIException as error:
        return {}, error


def read(body: type[SomeBody], request: Request, **context: Any) -> SomeBody:
    """What was sent, judged only now: parsing waits until the caller is admitted."""
    sent = body(data=request.data, context=context)
    sent.is_valid(raise_exception=True)
    return sent


def answer_once(
    request: Request,
    do: Callable[[], Answer],
    *,
    now: datetime,
    content: Callable[[], bytes] | None = None,
) -> Response:
    """Do it; with an `Idempotency-Key` only once, and 200 with the first answer afterwards.

    A refused request leaves no trace of its key. `content` reads what stands for a body that is no
    JSON.
    """
    key = _key_of(request)
    if not key:
        answer = do()
        return Response(answer.body, status=answer.status)
    sent = content() if content else request._request.body
    answer, is_replay = once(
        scope=f"api:{user_of(request).pk}",
        key=key,
        fingerprint=fingerprint(request.path, sent),
        now=now,
        do=do,
    )
    return Response(answer.body, status=200 if is_replay else answer.status)


def _key_of(request: Request) -> str:
    key = request.headers.get(HEADER, "").strip()
    if len(key) > KEY_MAX:
        raise Invalid({HEADER: [_("请求编号最多 %(most)s 个字符。") % {"most": KEY_MAX}]})
    return key
