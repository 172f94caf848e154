"""Departments of the street and their people."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grids.actions.departments import change_department, found_department
from grids.forms.people import DepartmentForm
from grids.models import Department
from grids.rules.paging import page_after
from grids.views.doors import SetupRequest, actor, form_page, next_url, one_of, setup_page


@setup_page
@require_safe
def departments(request: SetupRequest) -> HttpResponse:
    rows = Department.objects.filter(street=request.street)
    page, cursor = page_after(rows, "code", request.GET.get("cursor", ""))
    following = next_url(request, cursor)
    context = {"tab": "departments", "departments": page, "next_url": following}
    return render(request, "grids/departments.html", context)


@setup_page
@require_safe
def department(request: SetupRequest, department_id: int) -> HttpResponse:
    here = one_of(Department.objects.filter(street=request.street), pk=department_id)
    posts = here.posts.not_over(timezone.localdate()).select_related("holder")
    context = {
        "tab": "departments",
        "department": here,
        "posts": posts.order_by("role", "since"),
        "estates": here.estates.all(),
    }
    return render(request, "grids/department.html", context)


@setup_page
@require_http_methods(["GET", "POST"])
def new_department(request: SetupRequest) -> HttpResponse:
    form = DepartmentForm(request.POST or None, is_new=True)

    def do(given: dict[str, Any]) -> str:
        street, by = request.street, actor(request)
        fresh = found_department(street=street, **given, by=by, now=timezone.now())
        return reverse("setup_department", args=[fresh.pk])

    context = {"tab": "departments", "title": _("新增部门"), "back": reverse("setup_departments")}
    return form_page(request, form, do, said=_("已新增。"), context=context)


@setup_page
@require_http_methods(["GET", "POST"])
def edit_department(request: SetupRequest, department_id: int) -> HttpResponse:
    here = one_of(Department.objects.filter(street=request.street), pk=department_id)
    names = ("name", "kind", "phone", "active")
    initial = {name: getattr(here, name) for name in names}
    form = DepartmentForm(request.POST or None, is_new=False, initial=initial)
    url = reverse("setup_department", args=[here.pk])

    def do(given: dict[str, Any]) -> str:
        change_department(here.pk, **given, by=actor(request), now=timezone.now())
        return url

    context = {"tab": "departments", "title": here.name, "back": url}
    return form_page(request, form, do, said=_("已保存。"), context=context)
