"""回访: the next call to make, and what was heard, on one page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions.turns import admit, find
from cases.rules.calling import next_to_call
from cases.views.case import contact_of
from cases.views.deeds import case_deed, form_of
from cases.views.doors import StaffRequest, actor, answered_before, staff_page
from cases.views.shown import story_of
from cases.views.verbs import submit

VERB = "record_follow_up"
BY_CLOCK = frozenset({"breach", "supervise"})


@staff_page
def follow_up_next(request: StaffRequest) -> HttpResponse:
    case = next_to_call(request.user, now=timezone.now())
    if case is None:
        return render(request, "cases/follow_up_none.html")
    return redirect("follow_up", case.number)


@staff_page
@require_http_methods(["GET", "POST"])
def follow_up(request: StaffRequest, number: str) -> HttpResponse:
    again = answered_before(request) if request.method == "POST" else None
    if again:
        return again
    case = find(number, by=actor(request))
    deed = case_deed(case, VERB)
    done = [step for step in story_of(case) if step.verb not in BY_CLOCK]
    context = {"story": done, **contact_of(request, case)}
    page = "cases/follow_up.html"
    if request.method == "POST":
        then = reverse("follow_up_next")
        return submit(request, case, deed, page=page, then=then, beside=context)
    admit(case, VERB, by=actor(request))
    context |= {"case": case, "deed": deed, "form": form_of(deed, request, case)}
    return render(request, page, context)
