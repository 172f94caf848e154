"""One case: what it is, where it stands, what was done, and what to do next."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.actions.turns import find
from cases.models import Case, CaseContact
from cases.rules.permissions import may_reveal
from cases.views.deeds import deeds_for, first_form
from cases.views.doors import StaffRequest, actor, staff_page
from cases.views.shown import clocks_of, load_rows, pictures, story_of


@staff_page
def case_page(request: StaffRequest, number: str) -> HttpResponse:
    case, now = find(number, by=actor(request)), timezone.now()
    load_rows([case])
    deeds = deeds_for(request, case)
    opened = first_form(deeds, request, case)
    context = {
        "case": case,
        "now": now,
        "deeds": deeds[1:] if opened else deeds,
        "deed": opened[0] if opened else None,
        "form": opened[1] if opened else None,
        "clocks": clocks_of(case, now),
        "calls": case.calls.select_related("department", "claimed_by").order_by("pk"),
        "photos": pictures(case.evidence.all()),
        "story": story_of(case),
        **contact_of(request, case),
    }
    return render(request, "cases/case.html", context)


def contact_of(request: StaffRequest, case: Case) -> dict[str, object]:
    """Whom to call back, for those who may: masked until it is asked for with a reason."""
    contact = CaseContact.objects.filter(case=case).first()
    return {"contact": contact, "may_reveal": contact and may_reveal(request.user, case)}
