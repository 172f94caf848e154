"""Estates of the street."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grids.actions.departments import change_estate, found_estate
from grids.forms.places import EstateForm
from grids.models import Estate
from grids.rules.paging import page_after
from grids.views.doors import SetupRequest, actor, form_page, next_url, one_of, setup_page


@setup_page
@require_safe
def estates(request: SetupRequest) -> HttpResponse:
    rows = Estate.objects.filter(street=request.street).select_related("company")
    rows = rows.annotate(building_count=Count("buildings"))
    page, cursor = page_after(rows, "name", request.GET.get("cursor", ""))
    context = {"tab": "estates", "estates": page, "next_url": next_url(request, cursor)}
    return render(request, "grids/estates.html", context)


@setup_page
@require_http_methods(["GET", "POST"])
def new_estate(request: SetupRequest) -> HttpResponse:
    form = EstateForm(request.POST or None, street=request.street, initial={"fenced": True})

    def do(given: dict[str, Any]) -> str:
        found_estate(street=request.street, **given, by=actor(request), now=timezone.now())
        return reverse("setup_estates")

    context = {"tab": "estates", "title": _("新增小区"), "back": reverse("setup_estates")}
    return form_page(request, form, do, said=_("已新增。"), context=context)


@setup_page
@require_http_methods(["GET", "POST"])
def edit_estate(request: SetupRequest, estate_id: int) -> HttpResponse:
    estate = one_of(Estate.objects.filter(street=request.street), pk=estate_id)
    initial = {"name": estate.name, "company": estate.company_id, "fenced": estate.fenced}
    form = EstateForm(request.POST or None, street=request.street, initial=initial)

    def do(given: dict[str, Any]) -> str:
        change_estate(estate.pk, **given, by=actor(request), now=timezone.now())
        return reverse("setup_estates")

    context = {"tab": "estates", "title": estate.name, "back": reverse("setup_estates")}
    return form_page(request, form, do, said=_("已保存。"), context=context)
