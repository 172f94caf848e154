"""What is shown when no view could answer: no address, no right, no token, or a fault of ours."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string

from cases.views import public, tracking
from governance.views import no_such_call
from journal.refusals import Refusal

# The residents' forms come back with their words in them: nobody's rights hang on them, so that
# they may be sent once more from here. Of all other forms only the words are shown, to copy.
SEND_AGAIN: Mapping[str, Callable[..., HttpResponse]] = {
    "public_report": public.report_again,
    "track_rate": tracking.rate_again,
    "track_reopen": tracking.reopen_again,
}
OPEN_TO_ALL = frozenset({"login", "enter_code", "sign_in_by_ticket", "preferences"})
# Fields people write sentences into, in reading order; never a password or a code.
WORDS = (
    "title",
    "text",
    "where",
    "result",
    "answer",
    "advice",
    "note",
    "reason",
    "why_lead",
    "name",
    "phone",
    "codes",
    "external_number",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return no_such_call(request, request.path)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the frame, which would ask the database."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    context = {"sentence": refusal.sentence, "error": refusal}
    return render(request, f"errors/{refusal.status}.html", context, status=refusal.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off: nothing was done, nothing typed is lost."""
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    if match and name in SEND_AGAIN:
        try:
            return SEND_AGAIN[name](request, **match.kwargs)
        except Refusal as refusal:
            return refused(request, refusal)
    context = {"typed": _typed(request.POST), "open_to_all": name in OPEN_TO_ALL}
    return render(request, "errors/expired.html", context, status=403)


def _typed(sent: QueryDict) -> str:
    texts = (text.strip() for name in WORDS for text in sent.getlist(name))
    return "\n\n".join(text for text in texts if text)
