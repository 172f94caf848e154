"""In by password, by link or by code; and out."""

from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import note_sign_in, redeem_ticket
from accounts.forms import CodeForm, SignInForm
from accounts.models import User
from accounts.rules.attempts import count_wrong_code, may_try_code
from accounts.views.next import asked_next, safe_next
from journal.actors import person
from journal.refusals import NotFound, Refusal

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and request.user.is_authenticated:
        return redirect(safe_next(request))
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.user:
        note_sign_in(form.user, by=person(form.user), now=timezone.now(), ip=_address(request))
        return _let_in(request, form.user)
    status = 429 if form.has_error("__all__", "too_many") else 200
    return render(
        request, "accounts/login.html", {"form": form, "next": asked_next(request)}, status=status
    )


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    end_session(request)
    return redirect("login")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_by_ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at the link uses nothing up: chat programs open links to show a preview."""
    if request.method == "POST":
        return _redeem(request, token, "accounts/ticket.html", {})
    return render(request, "accounts/ticket.html")


@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _redeem(request, form.cleaned_data["code"], "accounts/code.html", {"form": form})
    return render(request, "accounts/code.html", {"form": form})


def _redeem(
    request: HttpRequest, written: str, template: str, context: dict[str, object]
) -> HttpResponse:
    if not may_try_code(request):
        problem = _("连续输错的次数太多,请 15 分钟后再试。")
        return render(request, template, {**context, "problem": problem}, status=429)
    try:
        user = redeem_ticket(written, now=timezone.now(), ip=_address(request))
    except Refusal as refusal:
        if isinstance(refusal, NotFound):
            count_wrong_code(request)
        shown = {**context, "problem": refusal.sentence}
        return render(request, template, shown, status=refusal.status)
    return _let_in(request, user)


def _let_in(request: HttpRequest, user: User) -> HttpResponse:
    start_session(request, user, backend=BACKEND)
    return redirect(safe_next(request))


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None
