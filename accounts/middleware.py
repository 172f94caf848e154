"""The page in the reader's own language and size."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject

ELDER_COOKIE = "elder_mode"
OPEN_BEFORE_PASSWORD = {"change_password", "logout", "preferences", "healthz", "readyz"}


class PersonalRequest(HttpRequest):
    """What views and templates get to see behind this middleware."""

    elder_mode: "bool | SimpleLazyObject[bool] | None"


class PersonalSettings:
    """Applies a signed-in person's language, and tells templates whether elder mode is on.

    None: the person never chose. For visitors LocaleMiddleware has already chosen the language by
    cookie and browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
            request.elder_mode = user.elder_mode
        else:
            request.elder_mode = request.COOKIES.get(ELDER_COOKIE) == "1"
        return self.get_response(request)

    def process_view(
        self, request: PersonalRequest, view: Callable[..., HttpResponse], *_: object
    ) -> HttpResponse | None:
        """A password somebody else has chosen is changed before anything else."""
        user, match = request.user, request.resolver_match
        owes = user.is_authenticated and user.must_change_password
        if owes and match and match.url_name not in OPEN_BEFORE_PASSWORD:
            return redirect("change_password")
        return None
