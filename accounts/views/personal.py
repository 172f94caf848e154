"""A person's own settings: language, elder mode, password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import change_password as save_password
from accounts.actions import set_preferences
from accounts.forms import PreferencesForm
from accounts.middleware import ELDER_COOKIE
from accounts.views.next import safe_next
from journal.actors import person

KEPT_SECONDS = 60 * 60 * 24 * 365


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Kept on the account, and in cookies for when nobody is signed in."""
    if request.method == "GET":
        return render(request, "accounts/preferences.html", {"form": _current(request)})
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return render(request, "accounts/preferences.html", {"form": form}, status=400)
    language, elder_mode = form.cleaned_data["language"], form.cleaned_data["elder_mode"]
    if request.user.is_authenticated:
        set_preferences(request.user, language=language or None, elder_mode=elder_mode)
    response = redirect(safe_next(request, "preferences"))
    if language:
        _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if elder_mode is not None:
        _keep(response, ELDER_COOKIE, "1" if elder_mode else "0")
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Who came in by link sets a first password here; others give the old one too."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form_class = PasswordChangeForm if request.user.has_usable_password() else SetPasswordForm
    form = form_class(request.user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form})
    new_password = form.cleaned_data["new_password1"]
    save_password(request.user, new_password, by=person(request.user), now=timezone.now())
    update_session_auth_hash(request, request.user)
    messages.success(request, _("密码已修改。"))
    return redirect(safe_next(request))


def _current(request: HttpRequest) -> PreferencesForm:
    elder_mode = getattr(request, "elder_mode", False)
    return PreferencesForm(
        initial={"language": translation.get_language(), "elder_mode": "1" if elder_mode else "0"}
    )


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=KEPT_SECONDS, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
