"""应哨任务: a department's inbox, with the button right in the row."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Call
from cases.querysets import Key
from cases.rules.cursors import read_cursor, write_key
from cases.views.doors import StaffRequest, staff_page
from cases.views.lists import PAGE
from cases.vocabulary import ROOM
from cases.workflow import CallState
from clocks.models import Clock
from grids.roles import Power
from grids.rules.scope import grants_of

TABS = {
    "called": (_("待应哨"), (CallState.CALLED, CallState.RETURN_REQUESTED)),
    "claimed": (_("待答卷"), (CallState.CLAIMED,)),
    "answered": (_("已答卷"), (CallState.ANSWERED, CallState.ACCEPTED)),
}
LOADED = ("department", "case__community", "case__grid", "case__building__estate")


@dataclass(frozen=True)
class CallRow:
    """A call, and the clock it owes next."""

    call: Call
    owed: Clock | None


@staff_page
def call_list(request: StaffRequest) -> HttpResponse:
    """Calls to the person's departments, newest first."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "called"
    since = read_cursor(request.GET.get("cursor", ""))
    page = calls_to(request, tab, since=since, size=PAGE + 1)
    context = {
        "tabs": [(name, label, name == tab) for name, (label, _states) in TABS.items()],
        "tab": tab,
        "rows": page[:PAGE],
        "next_url": "",
        "now": timezone.now(),
    }
    if page[PAGE:]:
        last = page[PAGE - 1].call
        cursor = write_key((last.case_reported_at, last.case_id))
        context["next_url"] = f"?tab={tab}&cursor={cursor}"
    return render(request, "cases/calls.html", context)


def calls_to(
    request: StaffRequest, tab: str, *, since: Key | None = None, size: int = PAGE
) -> list[CallRow]:
    departments = grants_of(request.user, timezone.localdate()).departments(Power.ANSWER)
    _label, states = TABS[tab]
    found = Call.objects.filter(department__in=departments, state__in=states)
    if since:
        at, case = since
        found = found.filter(Q(case_reported_at__lt=at) | Q(case_reported_at=at, case__lt=case))
    calls = list(found.select_related(*LOADED).order_by("-case_reported_at", "-case_id")[:size])
    owed = _owed(calls)
    return [CallRow(call, owed.get(call.pk)) for call in calls]


def _owed(calls: list[Call]) -> dict[int | None, Clock]:
    """What each call owes next: its open clock that ends first."""
    clocks = Clock.objects.of(ROOM, {call.case_id for call in calls}).open()
    late_first = clocks.filter(leg_id__in=[call.pk for call in calls]).order_by("-due_at")
    return {clock.leg_id: clock for clock in late_first}
