"""The residents' way in: report without signing in."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.reporting import Contact, Report, report
from cases.forms.public import PublicReportForm
from cases.views.limits import REPORTS, over_limit, used_up
from cases.vocabulary import Source
from grids.models import Place
from journal.actions import Answer, fingerprint, once
from journal.actors import resident

KEY = "idempotency_key"
NOT_SENT = gettext_lazy(
    "这一页打开得太久,或者浏览器关闭了 cookie,所以没有送出;您写的都还在,请再提交一次。"
)


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


def report_again(request: HttpRequest) -> HttpResponse:
    """The form came without its token: back with what was typed and uploaded, to be sent again."""
    form = PublicReportForm(request.POST, request.FILES, spot=_spot(request))
    form.full_clean()
    form.keep_photos(by=resident(), now=timezone.now())
    return _report_page(request, form, sentence=NOT_SENT, status=403)


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


def _report_page(
    request: HttpRequest,
    form: PublicReportForm,
    *,
    sentence: str | Promise = "",
    status: int = 200,
) -> HttpResponse:
    key = request.POST.get(KEY) or uuid.uuid4()
    context = {"form": form, "key": key, "spot": form.spot, "sentence": sentence}
    return render(request, "cases/public/report.html", context, status=status)
