"""上报, by those who work here."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.reporting import ReportForm
from cases.models import Case
from cases.rules.permissions import require_reporter
from cases.rules.reporters import standing_of
from cases.views.doors import (
    Outcome,
    StaffRequest,
    actor,
    answered_before,
    carry_out,
    sentence_of,
    staff_page,
)
from journal.refusals import Conflict, Forbidden, Invalid


@staff_page
@require_http_methods(["GET", "POST"])
def report_case(request: StaffRequest) -> HttpResponse:
    require_reporter(actor(request))
    if request.method == "POST":
        return answered_before(request) or _report(request)
    return render(request, "cases/report.html", {"form": _form(request)})


def _report(request: StaffRequest) -> HttpResponse:
    """Taken, or shown again with what is wrong: texts and photos are kept."""
    form, now, status = _form(request), timezone.now(), 400
    context: dict[str, object] = {"form": form}
    try:
        if form.take_in(now=now):
            return carry_out(request, lambda: _outcome(form.act(now=now)))
    except Invalid as refusal:
        form.blame(refusal)
    except (Conflict, Forbidden) as refusal:
        status = refusal.status
        context["refusal"] = (
            sentence_of(refusal) if isinstance(refusal, Conflict) else refusal.sentence
        )
    return render(request, "cases/report.html", context, status=status)


def _form(request: StaffRequest) -> ReportForm:
    standing = standing_of(request.user, timezone.localdate())
    if standing is None:
        raise Forbidden(_("您的任职不能上报案件。"))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {name: request.GET[name] for name in ("place", "category") if name in request.GET}
    return ReportForm(*sent, standing=standing, by=actor(request), initial=initial)


def _outcome(case: Case) -> Outcome:
    words = {"number": case.number, "code": case.track_code}
    said = _("已上报,编号 %(number)s。居民可以凭查询码 %(code)s 查进度。") % words
    return Outcome(reverse("case", args=[case.number]), said)
