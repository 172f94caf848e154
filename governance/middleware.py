"""The first door and the last: what is no address, how large, a refusal no view answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.middleware import PersonalRequest
from governance.mishaps import refused
from grids.rules.scope import serves_buildings_only
from journal.refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class NoNul:
    """An address with a NUL in it is no address: the database could not even look for it.

    The API answers for itself, in JSON.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nul = "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
        if nul and not request.path.startswith("/api/"):
            sentence = _("地址里有不能识别的字符。请检查后重试。")
            return render(request, "errors/404.html", {"sentence": sentence}, status=404)
        return self.get_response(request)


class ElderByPost:
    """Who serves nowhere but in buildings starts in elder mode, until he chooses himself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        user, today = request.user, timezone.localdate()
        if user.is_authenticated and request.elder_mode is None:
            request.elder_mode = SimpleLazyObject(lambda: serves_buildings_only(user, today))
        return self.get_response(request)


class RefusalPages:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The API answers for itself; everything else that is no refusal stays an error."""
        if not isinstance(error, Refusal):
            return None
        return refused(request, error)
