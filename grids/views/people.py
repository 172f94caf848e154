"""People of the street: find one, appoint, end a post."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from grids.actions.people import welcome
from grids.actions.posts import appoint, end_post
from grids.forms.people import AppointForm, EndPostForm
from grids.models import Department, Place, Post
from grids.querysets.posts import PostQuerySet
from grids.roles import DEPARTMENT
from grids.rules.paging import page_after
from grids.rules.people import people_of, posts_in, search_people
from grids.views.doors import (
    SetupRequest,
    actor,
    form_page,
    next_url,
    one_of,
    place_of,
    setup_page,
)


@setup_page
@require_safe
def people(request: SetupRequest) -> HttpResponse:
    words = request.GET.get("q", "")
    found = search_people(people_of(request.street), words)
    page, cursor = page_after(found, "username", request.GET.get("cursor", ""))
    held = posts_in(request.street, page, timezone.localdate())
    context = {
        "tab": "people",
        "q": words,
        "rows": [{"person": person, "posts": held.get(person.pk, [])} for person in page],
        "next_url": next_url(request, cursor),
    }
    return render(request, "grids/people.html", context)


@setup_page
@require_safe
def person(request: SetupRequest, username: str) -> HttpResponse:
    """One person and the posts held in this street, past ones too."""
    who = one_of(people_of(request.street), username=username)
    today = timezone.localdate()
    posts = _posts(request).filter(holder=who).select_related("place__estate", "department")
    context = {
        "tab": "people",
        "person": who,
        "posts": [
            {"post": post, "is_over": post.until is not None and post.until <= today}
            for post in posts.order_by("-since", "pk")
        ],
    }
    return render(request, "grids/person.html", context)


def _posts(request: SetupRequest) -> PostQuerySet:
    street = request.street
    return Post.objects.filter(
        Q(place__lineage__overlap=[street.pk]) | Q(department__street=street)
    )


@setup_page
@require_http_methods(["GET", "POST"])
def appoint_at_place(request: SetupRequest, code: str) -> HttpResponse:
    place = place_of(request, code)
    form = _appoint_form(request, place.kind)
    context = {
        "tab": "places",
        "title": _("在“%(name)s”任职") % {"name": place.title},
        "back": reverse("setup_place", args=[code]),
    }
    return form_page(
        request,
        form,
        lambda given: _appoint(request, given, place),
        said=_("已任职。"),
        context=context,
    )


@setup_page
@require_http_methods(["GET", "POST"])
def appoint_in_department(request: SetupRequest, department_id: int) -> HttpResponse:
    department = one_of(Department.objects.filter(street=request.street), pk=department_id)
    form = _appoint_form(request, DEPARTMENT)
    context = {
        "tab": "departments",
        "title": _("在“%(name)s”任职") % {"name": department.name},
        "back": reverse("setup_department", args=[department_id]),
    }
    return form_page(
        request,
        form,
        lambda given: _appoint(request, given, department),
        said=_("已任职。"),
        context=context,
    )


def _appoint_form(request: SetupRequest, kind: str) -> AppointForm:
    initial = {"since": timezone.localdate(), "role": request.GET.get("role", "")}
    return AppointForm(request.POST or None, kind=kind, initial=initial)


@transaction.atomic
def _appoint(request: SetupRequest, given: dict[str, Any], at: Place | Department) -> str:
    by, now = actor(request), timezone.now()
    who = {name: given[name] for name in ("name", "phone", "username")}
    holder, _is_new = welcome(request.street, **who, by=by, now=now)
    appoint(
        holder,
        given["role"],
        place=at if isinstance(at, Place) else None,
        department=at if isinstance(at, Department) else None,
        since=given["since"],
        until=given["until"],
        by=by,
        now=now,
    )
    return _page_of(holder)


@setup_page
@require_http_methods(["GET", "POST"])
def end(request: SetupRequest, post_id: int) -> HttpResponse:
    post = one_of(
        _posts(request).select_related("holder", "place__estate", "department"), pk=post_id
    )
    form = EndPostForm(request.POST or None, initial={"until": timezone.localdate()})

    def do(given: dict[str, Any]) -> str:
        end_post(post.pk, **given, by=actor(request), now=timezone.now())
        return _page_of(post.holder)

    context = {
        "tab": "people",
        "title": _("结束任职：%(name)s，%(post)s") % {"name": post.holder, "post": post},
        "back": _page_of(post.holder),
        "danger": True,
    }
    return form_page(request, form, do, said=_("任职已结束。"), context=context)


def _page_of(holder: User) -> str:
    return reverse("setup_person", args=[holder.username])
