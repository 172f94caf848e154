"""The frame of every set-up page: an administrator of one street, refusals in the form."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.forms.acting import ActingForm
from grids.models import Place
from grids.rules.scope import administered_streets
from journal.actors import Actor, Via, person
from journal.refusals import Forbidden, NotFound, Refusal

if TYPE_CHECKING:
    from accounts.models import User

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)


class SetupRequest(HttpRequest):
    """A request of somebody who sets up this street."""

    user: "User"
    street: Place


def setup_page(
    view: Callable[Concatenate[SetupRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Signed in, and administrator of a street."""

    @wraps(view)
    def guarded(request: SetupRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        street_ids = administered_streets(request.user, timezone.localdate())
        if not street_ids:
            raise Forbidden(_("只有街道管理员可以设置街道。"))
        request.street = Place.objects.get(pk=street_ids[0])
        return view(request, *args, **kwargs)

    return login_required(guarded)


def actor(request: SetupRequest, via: Via = Via.WEB) -> Actor:
    return person(request.user, via)


def one_of(rows: QuerySet[Row], **wanted: Any) -> Row:
    """The row, or not found: out of the street looks the same as not there."""
    row = rows.filter(**wanted).first()
    if row is None:
        raise NotFound(_("没有找到，或不在您的管理范围内。"))
    return row


def place_of(request: SetupRequest, code: str) -> Place:
    return one_of(Place.objects.within(request.street).select_related("estate"), code=code)


def next_url(request: SetupRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}" if cursor else ""


def form_page(
    request: SetupRequest,
    form: ActingForm,
    do: Callable[[dict[str, Any]], str],
    *,
    said: str,
    context: dict[str, Any],
    page: str = "grids/form.html",
) -> HttpResponse:
    """Show the form, or act on it and go where `do` says; a refusal stands in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            url = do(form.cleaned_data)
        except Refusal as refusal:
            if refusal.status in {403, 404}:
                raise
            form.blame(refusal)
        else:
            messages.success(request, said)
            return redirect(url)
    status = 400 if form.is_bound else 200
    return render(request, page, {"form": form, **context}, status=status)
