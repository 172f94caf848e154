"""Party cells of four levels and what they serve."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grids.actions.party import found_party_cell, let_cell_serve
from grids.forms.people import PartyCellForm, ServeForm
from grids.kinds import CellLevel
from grids.models import PartyCell
from grids.rules.finding import Address, find_place
from grids.rules.paging import page_after
from grids.rules.paths import lines_of
from grids.views.doors import SetupRequest, actor, form_page, next_url, one_of, setup_page


@setup_page
@require_safe
def cells(request: SetupRequest) -> HttpResponse:
    level = request.GET.get("level", CellLevel.COMMITTEE)
    rows = PartyCell.objects.filter(street=request.street, level=level).select_related("parent")
    rows = rows.annotate(place_count=Count("places"))
    page, cursor = page_after(rows, "name", request.GET.get("cursor", ""))
    context = {
        "tab": "cells",
        "cells": page,
        "level": level,
        "levels": CellLevel.choices,
        "next_url": next_url(request, cursor),
    }
    return render(request, "grids/cells.html", context)


@setup_page
@require_safe
def cell(request: SetupRequest, cell_id: int) -> HttpResponse:
    here = one_of(_cells(request).select_related("parent"), pk=cell_id)
    served = list(here.places.select_related("estate").order_by("order_key"))
    lines = lines_of(served)
    context = {
        "tab": "cells",
        "cell": here,
        "rows": [{"place": place, "line": lines[place.pk][:-1]} for place in served],
        "children": here.children.order_by("name"),
    }
    return render(request, "grids/cell.html", context)


def _cells(request: SetupRequest) -> Any:
    return PartyCell.objects.filter(street=request.street)


@setup_page
@require_http_methods(["GET", "POST"])
def new_cell(request: SetupRequest) -> HttpResponse:
    initial = {"level": request.GET.get("level", "")}
    form = PartyCellForm(request.POST or None, street=request.street, initial=initial)

    def do(given: dict[str, Any]) -> str:
        by, now = actor(request), timezone.now()
        fresh = found_party_cell(street=request.street, **given, by=by, now=now)
        return reverse("setup_cell", args=[fresh.pk])

    context = {"tab": "cells", "title": _("新增党组织"), "back": reverse("setup_cells")}
    return form_page(request, form, do, said=_("已新增。"), context=context)


@setup_page
@require_http_methods(["GET", "POST"])
def serve(request: SetupRequest, cell_id: int) -> HttpResponse:
    here = one_of(_cells(request), pk=cell_id)
    form = ServeForm(request.POST or None)
    url = reverse("setup_cell", args=[here.pk])

    def do(given: dict[str, Any]) -> str:
        codes = given["codes"].split()
        places = [find_place(request.street, Address(code=code)) for code in codes]
        let_cell_serve(here, places, by=actor(request), now=timezone.now())
        return url

    title = _("“%(name)s”服务的地点") % {"name": here.name}
    context = {"tab": "cells", "title": title, "back": url}
    return form_page(request, form, do, said=_("已保存。"), context=context)
