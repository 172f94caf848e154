"""The last door: a refusal no view answered becomes a page in plain words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from journal.refusals import Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalPages:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The API answers for itself; everything else that is no refusal stays an error."""
        if not isinstance(error, Refusal):
            return None
        context = {"sentence": error.sentence, "error": error}
        return render(request, f"errors/{error.status}.html", context, status=error.status)
