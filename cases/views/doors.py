"""The frame of every staff page: signed in, refusals in words, one submission counted once."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from journal.actions import idempotency
from journal.actors import Actor, person
from journal.refusals import Conflict

if TYPE_CHECKING:
    from accounts.models import User

KEY = "idempotency_key"
UNSAID = frozenset({KEY, "csrfmiddlewaretoken"})
KEY_MAX = 64
P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of somebody who signed in."""

    user: "User"
    htmx: HtmxDetails


@dataclass(frozen=True)
class Outcome:
    """Where to go after an action, and what is said there."""

    url: str
    said: str = ""


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Only for those who signed in."""
    return login_required(view)


def actor(request: StaffRequest) -> Actor:
    return person(request.user)


def answered_before(request: StaffRequest) -> HttpResponse | None:
    """The first answer again when this very submission was already carried out.

    Other content under the same key is refused later, where its form is at hand.
    """
    sent = {"key": _key(request), "fingerprint": _fingerprint(request)}
    try:
        answer = idempotency.earlier_answer(scope=_scope(request), **sent)
    except Conflict:
        return None
    return _go(request, Outcome(**answer.body)) if answer else None


def carry_out(request: StaffRequest, do: Callable[[], Outcome]) -> HttpResponse:
    """Do it, once per submission, and go where it leads. A double click does nothing twice."""
    key = _key(request)
    if not key:
        return _go(request, do())
    answer, _replayed = idempotency.once(
        scope=_scope(request),
        key=key,
        fingerprint=_fingerprint(request),
        now=timezone.now(),
        do=lambda: idempotency.Answer(303, asdict(do())),
    )
    return _go(request, Outcome(**answer.body))


def _go(request: StaffRequest, outcome: Outcome) -> HttpResponse:
    if outcome.said:
        messages.success(request, outcome.said)
    if request.htmx:
        return HttpResponseClientRedirect(outcome.url)
    return redirect(outcome.url)


def sentence_of(conflict: Conflict) -> str:
    """A form sent again with other content is told in the words of a page, not of a program."""
    if conflict.code == "idempotency_mismatch":
        return _("这一页已经提交过一次,那一次已保存。内容还在:要再提交这份新内容,请再点一次。")
    return str(conflict.sentence)


def _key(request: StaffRequest) -> str:
    return request.POST.get(KEY, "")[:KEY_MAX]


def _scope(request: StaffRequest) -> str:
    return f"user:{request.user.pk}"


def _fingerprint(request: StaffRequest) -> str:
    said = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in UNSAID)
    files = [
        (file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name)
    ]
    return idempotency.fingerprint(request.path, repr(said), repr(files))
