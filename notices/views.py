"""The inbox: what concerns me, newest first, one click to the case."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from notices.actions import mark_read, open_notice
from notices.models import Notice
from notices.rules.wording import sentence_of

PAGE = 30


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    before = request.GET.get("before", "")
    notices = Notice.objects.of(request.user).select_related("case__place", "event")
    if before.isdecimal():
        notices = notices.filter(pk__lt=min(int(before), 2**62))
    rows = list(notices.order_by("-pk")[: PAGE + 1])
    page = rows[:PAGE]
    context = {
        "rows": [(notice, sentence_of(notice)) for notice in page],
        "newest": page[0].pk if page else 0,
        "next_url": f"?before={page[-1].pk}" if len(rows) > PAGE else "",
    }
    return render(request, "notices/inbox.html", context)


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the case; the notice is read from then on."""
    assert isinstance(request.user, User)
    notice = open_notice(pk, reader_id=request.user.pk, now=timezone.now())
    return redirect("case", number=notice.case.number)


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    up_to = request.POST.get("up_to", "0")
    if up_to.isdecimal():
        mark_read(request.user.pk, now=timezone.now(), up_to=min(int(up_to), 2**62))
    return redirect("inbox")
