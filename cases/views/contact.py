"""The reporter's full name and number: with a reason, on record, shown once."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.actions.contacts import reveal_contact
from cases.actions.turns import find
from cases.rules.permissions import require_reveal
from cases.views.doors import StaffRequest, actor, staff_page
from journal.refusals import Invalid


@staff_page
@never_cache
@require_http_methods(["GET", "POST"])
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """The answer of a POST is the page itself: it is kept nowhere, not even for a double click."""
    case, by = find(number, by=actor(request)), actor(request)
    require_reveal(by, case)
    context: dict[str, object] = {"case": case, "reason": request.POST.get("reason", "")}
    if request.method != "POST":
        return render(request, "cases/reveal.html", context)
    try:
        context["contact"] = reveal_contact(
            number, by=by, now=timezone.now(), reason=str(context["reason"])
        )
    except Invalid as refusal:
        fault = refusal.fields["reason"][0]
        return render(request, "cases/reveal.html", context | {"fault": fault}, status=400)
    page = "cases/revealed.html" if request.htmx else "cases/reveal.html"
    return render(request, page, context)
