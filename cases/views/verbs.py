"""One door for every verb: its form, its action, and back to the case."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions.turns import admit, admit_call, find, find_call
from cases.forms.table import CALL_FORMS, CASE_FORMS
from cases.forms.verb import VerbForm
from cases.models import Case
from cases.views.deeds import Deed, call_deed, case_deed, form_of
from cases.views.doors import (
    Outcome,
    StaffRequest,
    actor,
    answered_before,
    carry_out,
    sentence_of,
    staff_page,
)
from cases.views.shown import story_of
from cases.workflow import CALL_MOVES, CASE_MOVES
from journal.refusals import Conflict, Invalid


@staff_page
@require_http_methods(["GET", "POST"])
def case_verb(request: StaffRequest, number: str, verb: str) -> HttpResponse:
    if verb not in CASE_FORMS:
        raise Http404
    again = answered_before(request) if request.method == "POST" else None
    if again:
        return again
    case = find(number, by=actor(request))
    return _turn(request, case, case_deed(case, verb))


@staff_page
@require_http_methods(["GET", "POST"])
def call_verb(request: StaffRequest, call_id: int, verb: str) -> HttpResponse:
    if verb not in CALL_FORMS:
        raise Http404
    again = answered_before(request) if request.method == "POST" else None
    if again:
        return again
    call = find_call(call_id, by=actor(request))
    return _turn(request, call.case, call_deed(call, verb))


def _turn(request: StaffRequest, case: Case, deed: Deed) -> HttpResponse:
    """Refusals in their order: not allowed, wrong state or lost race, wrong content."""
    if request.method == "POST":
        return submit(request, case, deed)
    try:
        _admit(request, case, deed)
    except Conflict as conflict:
        context = {"sentence": conflict.sentence, "url": reverse("case", args=[case.number])}
        return render(request, "errors/409.html", context, status=conflict.status)
    return _show(request, case, deed, form_of(deed, request, case))


def submit(
    request: StaffRequest,
    case: Case,
    deed: Deed,
    *,
    page: str = "cases/verb.html",
    then: str = "",
    beside: dict[str, object] | None = None,
) -> HttpResponse:
    """Act on what was sent, or show it again with what is wrong; nothing typed is lost."""
    form, now, status = form_of(deed, request, case), timezone.now(), 400
    context = dict(beside or {})
    try:
        _admit(request, case, deed)
        if form.take_in(now=now):
            url = then or reverse("case", args=[case.number])
            return carry_out(request, lambda: Outcome(url, _said(form.act(now=now), deed)))
    except Invalid as refusal:
        form.blame(refusal)
    except Conflict as conflict:
        context, status = context | what_happened(case, deed, conflict), conflict.status
    return _show(request, case, deed, form, page=page, status=status, context=context)


def _admit(request: StaffRequest, case: Case, deed: Deed) -> None:
    if deed.call:
        admit_call(deed.call, deed.verb, by=actor(request))
    else:
        admit(case, deed.verb, by=actor(request))


def _said(case: Case, deed: Deed) -> str:
    words = {"verb": deed.label, "number": case.number, "state": case.get_state_display()}
    return _("已完成“%(verb)s”:%(number)s 现在是“%(state)s”。") % words


def _show(
    request: StaffRequest,
    case: Case,
    deed: Deed,
    form: VerbForm,
    *,
    page: str = "cases/verb.html",
    status: int = 200,
    context: dict[str, object] | None = None,
) -> HttpResponse:
    shown = {"case": case, "deed": deed, "form": form, "now": timezone.now(), **(context or {})}
    return render(request, page, shown, status=status)


def what_happened(case: Case, deed: Deed, conflict: Conflict) -> dict[str, object]:
    """The refusal in words, who was there before, where the case stands, and whether to retry."""
    case.refresh_from_db()
    last = story_of(case)[0]
    if deed.call:
        deed.call.refresh_from_db()
        possible = deed.call.state in CALL_MOVES[deed.verb].sources
    else:
        possible = case.state in CASE_MOVES[deed.verb].sources
    return {"conflict": sentence_of(conflict), "last": last, "possible": possible}
