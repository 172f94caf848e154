"""The residents' pages: report, track by code, rate, ask again. No login, no data of others."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.closing import reopen
from cases.actions.following import Heard, rate
from cases.actions.reporting import Contact, Report, report
from cases.forms.public import RATINGS, PublicReportForm, RateForm, ReopenForm, TrackForm
from cases.models import Case
from cases.rules.tracking import find_tracked, public_events, public_photos, told_to_resident
from cases.views.limits import REPORTS, TRACKS, WRONG_CODES, over_limit, used_up
from cases.vocabulary import Source
from cases.workflow import CaseState
from grids.models import Place
from journal.actions import Answer, fingerprint, once
from journal.actors import resident

KEY = "idempotency_key"


def public_report(request: HttpRequest) -> HttpResponse:
    """One page; what was typed and uploaded stays when something is wrong."""
    spot = _spot(request)
    if request.method != "POST":
        return _report_page(request, PublicReportForm(spot=spot))
    form = PublicReportForm(request.POST, request.FILES, spot=spot)
    form.full_clean()
    if used_up(REPORTS, request):
        form.add_error(
            None, _("一小时内上报太多了,请稍后再试。您填写的内容还在;急事请打街道电话。")
        )
    form.keep_photos(by=resident(), now=timezone.now())
    if form.errors:
        return _report_page(request, form, status=400)
    over_limit(REPORTS, request)
    answer, _again = once(
        scope="resident",
        key=request.POST.get(KEY, "")[:64] or str(uuid.uuid4()),
        fingerprint=fingerprint(form.cleaned_data["text"], form.chosen_place.code),
        now=timezone.now(),
        do=lambda: Answer(303, _take(form)),
    )
    return redirect("track_case", code=answer.body)


def _take(form: PublicReportForm) -> str:
    said = form.cleaned_data
    case = report(
        Report(
            place=form.chosen_place,
            category=said["category"],
            title=form.title(),
            text=form.whole_text(),
            source=Source.RESIDENT,
            contact=Contact(said["name"], said["phone"]),
            evidence=form.evidence(),
        ),
        by=resident(),
        now=timezone.now(),
    )
    return case.track_code


def _spot(request: HttpRequest) -> Place | None:
    code = request.GET.get("place") or request.POST.get("spot") or ""
    return Place.objects.filter(code=code, until__isnull=True).exclude(kind="district").first()


def _report_page(request: HttpRequest, form: PublicReportForm, status: int = 200) -> HttpResponse:
    key = request.POST.get(KEY) or uuid.uuid4()
    context = {"form": form, "key": key, "spot": form.spot}
    return render(request, "cases/public/report.html", context, status=status)


def track(request: HttpRequest) -> HttpResponse:
    """The way in by the code."""
    if "code" not in request.GET:
        return render(request, "cases/public/track.html", {"form": TrackForm()})
    form = TrackForm(request.GET)
    if form.is_valid():
        return redirect("track_case", code=form.cleaned_data["code"])
    return render(request, "cases/public/track.html", {"form": form}, status=400)


def track_case(request: HttpRequest, code: str) -> HttpResponse:
    return _case_page(request, _tracked(request, code), RateForm(), ReopenForm())


@require_POST
def track_rate(request: HttpRequest, code: str) -> HttpResponse:
    case = _tracked(request, code)
    form = RateForm(request.POST)
    if not form.is_valid():
        return _case_page(request, case, form, ReopenForm(), status=400)
    said = form.cleaned_data
    heard = Heard(
        reached=True, solved=said["solved"], satisfaction=said["satisfaction"], note=said["note"]
    )
    rate(case.number, by=resident(), now=timezone.now(), heard=heard)
    return redirect("track_case", code=case.track_code)


@require_POST
def track_reopen(request: HttpRequest, code: str) -> HttpResponse:
    case = _tracked(request, code)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _case_page(request, case, RateForm(), form, status=400)
    reopen(case.number, by=resident(), now=timezone.now(), reason=form.cleaned_data["reason"])
    return redirect("track_case", code=case.track_code)


def _tracked(request: HttpRequest, code: str) -> Case:
    """Too many codes, or too many wrong ones from one address, end in a refusal."""
    over_limit(TRACKS, request)
    return find_tracked(code, wrong=lambda: over_limit(WRONG_CODES, request))


def _case_page(
    request: HttpRequest, case: Case, rating: RateForm, again: ReopenForm, status: int = 200
) -> HttpResponse:
    context = {
        "case": case,
        "told": told_to_resident(case),
        "events": public_events(case),
        "photos": public_photos(case),
        "rating": rating if case.state == CaseState.FOLLOW_UP else None,
        "ratings": RATINGS,
        "again": again if case.state == CaseState.CLOSED else None,
    }
    return render(request, "cases/public/case.html", context, status=status)
