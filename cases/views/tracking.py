"""The residents' way back: track by code, rate, ask again. No login, no data of others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.closing import reopen
from cases.actions.following import Heard, rate
from cases.forms.public import RATINGS, RateForm, ReopenForm, TrackForm
from cases.models import Case
from cases.rules.own_words import has_rated, heard_last
from cases.rules.tracking import (
    find_tracked,
    own_report,
    public_events,
    public_photos,
    told_to_resident,
)
from cases.views.limits import TRACKS, WRONG_CODES, over_limit
from cases.views.public import NOT_SENT
from cases.workflow import CaseState
from journal.actors import resident
from journal.refusals import Conflict, NotFound

SAID_AS_IT_IS = frozenset({"rated", "too_late"})


def track(request: HttpRequest) -> HttpResponse:
    """The way in by the code."""
    if "code" not in request.GET:
        return _ask_for_code(request, TrackForm())
    form = TrackForm(request.GET)
    if not form.is_valid():
        return _ask_for_code(request, form, status=400)
    try:
        case = _tracked(request, form.cleaned_data["code"])
    except NotFound as refusal:
        return _wrong_code(request, form, refusal)
    return redirect("track_case", code=case.track_code)


def track_case(request: HttpRequest, code: str) -> HttpResponse:
    try:
        case = _tracked(request, code)
    except NotFound as refusal:
        return _wrong_code(request, TrackForm({"code": code}), refusal)
    return _case_page(request, case)


@require_POST
def track_rate(request: HttpRequest, code: str) -> HttpResponse:
    case = _tracked(request, code)
    form = RateForm(request.POST)
    if not form.is_valid():
        return _case_page(request, case, rating=form, status=400)
    said = form.cleaned_data
    heard = Heard(
        reached=True, solved=said["solved"], satisfaction=said["satisfaction"], note=said["note"]
    )
    try:
        rate(case.number, by=resident(), now=timezone.now(), heard=heard)
    except Conflict as conflict:
        return _too_late(request, case, conflict)
    return redirect("track_case", code=case.track_code)


@require_POST
def track_reopen(request: HttpRequest, code: str) -> HttpResponse:
    case = _tracked(request, code)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _case_page(request, case, again=form, status=400)
    try:
        reopen(case.number, by=resident(), now=timezone.now(), reason=form.cleaned_data["reason"])
    except Conflict as conflict:
        return _too_late(request, case, conflict)
    return redirect("track_case", code=case.track_code)


def rate_again(request: HttpRequest, code: str) -> HttpResponse:
    """The rating came without its token: back with what was typed, to be sent again."""
    case, form = _tracked(request, code), RateForm(request.POST)
    return _case_page(request, case, rating=form, sentence=NOT_SENT, status=403)


def reopen_again(request: HttpRequest, code: str) -> HttpResponse:
    case, form = _tracked(request, code), ReopenForm(request.POST)
    return _case_page(request, case, again=form, sentence=NOT_SENT, status=403)


def _tracked(request: HttpRequest, code: str) -> Case:
    """Too many codes, or too many wrong ones from one address, end in a refusal."""
    over_limit(TRACKS, request)
    return find_tracked(code, wrong=lambda: over_limit(WRONG_CODES, request))


def _wrong_code(request: HttpRequest, form: TrackForm, refusal: NotFound) -> HttpResponse:
    """What was typed stays in the field, with the reason beside it."""
    form.add_error("code", str(refusal.sentence))
    return _ask_for_code(request, form, status=refusal.status)


def _ask_for_code(request: HttpRequest, form: TrackForm, status: int = 200) -> HttpResponse:
    return render(request, "cases/public/track.html", {"form": form}, status=status)


def _too_late(request: HttpRequest, case: Case, conflict: Conflict) -> HttpResponse:
    """The case as it is now, with the reason in a resident's words."""
    case.refresh_from_db()
    changed = _("情况已经变了,这一步没有执行。请看下面的最新进展。")
    sentence = conflict.sentence if conflict.code in SAID_AS_IT_IS else changed
    return _case_page(request, case, sentence=sentence, status=conflict.status)


def _case_page(
    request: HttpRequest,
    case: Case,
    *,
    rating: RateForm | None = None,
    again: ReopenForm | None = None,
    sentence: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    may_rate = case.state == CaseState.FOLLOW_UP and not has_rated(case)
    context = {
        "case": case,
        "sentence": sentence,
        "told": told_to_resident(case),
        "heard": heard_last(case),
        "own_report": own_report(case),
        "events": public_events(case),
        "photos": public_photos(case),
        "rating": (rating or RateForm()) if may_rate else None,
        "ratings": RATINGS,
        "again": (again or ReopenForm()) if case.state == CaseState.CLOSED else None,
    }
    return render(request, "cases/public/case.html", context, status=status)
