"""Lists of cases: a queue or everything in sight, narrowed by the address, page by page."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases.forms.filters import FilterForm
from cases.querysets import scopes_of
from cases.rules.cursors import read_cursor, write_cursor, write_key
from cases.rules.queues import QUEUES, Queue
from cases.rules.waiting import case_rows, longest_overdue, waiting
from cases.views.doors import StaffRequest, staff_page
from cases.views.shown import load_rows

PAGE = 50


@staff_page
def case_list(request: StaffRequest) -> HttpResponse:
    """Newest first. `queue=` names one of the lists people work from."""
    now = timezone.now()
    queue = _queue(request)
    form = FilterForm(request.GET, user=request.user)
    opened = form.open("filters" in request.GET)
    found = waiting(queue, request.user, now=now) if queue else case_rows()
    scopes = queue.scopes(request.user, now) if queue else scopes_of(request.user)
    since = read_cursor(request.GET.get("cursor", ""))
    page = form.narrow(found).newest_page(scopes, since=since, size=PAGE + 1)
    context = {
        "form": form,
        "opened": opened,
        "queue": queue,
        "queues": queues_of(request, now),
        "cases": load_rows(page[:PAGE]),
        "next_url": _following(request, write_cursor(page[PAGE - 1])) if page[PAGE:] else "",
        "now": now,
    }
    return render(request, "cases/list.html", context)


def _queue(request: StaffRequest) -> Queue | None:
    name = request.GET.get("queue", "")
    if name and name not in QUEUES:
        raise Http404
    return QUEUES.get(name)


def queues_of(request: StaffRequest, now: datetime) -> list[Queue]:
    """The queues this person has."""
    return [queue for queue in QUEUES.values() if queue.scopes(request.user, now)]


def _following(request: StaffRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"?{query.urlencode()}"


@staff_page
def overdue_wall(request: StaffRequest) -> HttpResponse:
    """逾期墙: what is late, longest first."""
    now = timezone.now()
    page = longest_overdue(
        QUEUES["overdue"],
        request.user,
        now=now,
        since=read_cursor(request.GET.get("cursor", "")),
        size=PAGE + 1,
    )
    shown = load_rows(page[:PAGE])
    context = {"cases": shown, "now": now, "next_url": ""}
    if page[PAGE:] and (late := shown[-1]).breached_at:
        context["next_url"] = _following(request, write_key((late.breached_at, late.pk)))
    return render(request, "cases/overdue.html", context)
