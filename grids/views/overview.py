"""What the street has, and what it still lacks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from grids.kinds import CellLevel, Kind
from grids.models import Department, Estate, PartyCell, Post
from grids.rules.coverage import GAPS, completeness, counts, missing
from grids.rules.paging import page_after
from grids.rules.paths import lines_of
from grids.rules.people import people_of
from grids.views.doors import SetupRequest, next_url, setup_page
from journal.refusals import NotFound


@setup_page
@require_safe
def overview(request: SetupRequest) -> HttpResponse:
    today = timezone.localdate()
    known, possible = completeness(request.street, today)
    context = {
        "tab": "overview",
        "figures": _figures(request),
        "known": known,
        "possible": possible,
        "gaps": [
            {"key": key, "label": gap.label, "count": missing(gap, request.street, today).count()}
            for key, gap in GAPS.items()
        ],
    }
    return render(request, "grids/overview.html", context)


def _figures(request: SetupRequest) -> list[dict[str, Any]]:
    street, today = request.street, timezone.localdate()
    places = counts(street, today)
    own = reverse("setup_place", args=[street.code])
    figures = [
        {"label": Kind(kind).label, "value": number, "url": own if kind == Kind.COMMUNITY else ""}
        for kind, number in places.items()
    ]
    cells = PartyCell.objects.filter(street=street).exclude(level=CellLevel.HOUSEHOLD).count()
    people = people_of(street).filter(pk__in=Post.objects.in_force(today).values("holder"))
    rows = (
        (_("小区"), Estate.objects.filter(street=street).count(), "setup_estates"),
        (_("部门"), Department.objects.filter(street=street).count(), "setup_departments"),
        (_("党组织"), cells, "setup_cells"),
        (_("在岗人员"), people.count(), "setup_people"),
    )
    return figures + [
        {"label": label, "value": value, "url": reverse(url)} for label, value, url in rows
    ]


@setup_page
@require_safe
def gap(request: SetupRequest, key: str) -> HttpResponse:
    if key not in GAPS:
        raise NotFound(_("没有这张清单。"))
    lacking = missing(GAPS[key], request.street, timezone.localdate())
    page, cursor = page_after(lacking, "code", request.GET.get("cursor", ""))
    lines = lines_of(page)
    context = {
        "tab": "overview",
        "gap": GAPS[key],
        "rows": [{"place": place, "line": lines[place.pk][:-1]} for place in page],
        "next_url": next_url(request, cursor),
    }
    return render(request, "grids/gap.html", context)
