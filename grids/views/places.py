"""The tree of places: look into one, add below it, describe, move, close."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grids.actions.party import let_cell_serve
from grids.actions.places import close_place, describe_place, move_place, rename_place, set_estate
from grids.actions.planting import plant
from grids.forms.places import ChooseParentForm, ClosePlaceForm, PlaceForm
from grids.kinds import Kind, child_kind
from grids.models import Place
from grids.rules.coverage import missing_roles
from grids.rules.finding import Address, find_place
from grids.rules.paging import page_after
from grids.rules.paths import lines_of
from grids.views.doors import SetupRequest, actor, form_page, next_url, place_of, setup_page
from journal.refusals import Conflict


@setup_page
@require_safe
def places(request: SetupRequest) -> HttpResponse:
    """Search in the whole street, or start at its top."""
    words = request.GET.get("q", "").strip()
    if not words:
        return redirect("setup_place", request.street.code)
    found = Place.objects.within(request.street).select_related("estate").search(words)
    page, cursor = page_after(found, "code", request.GET.get("cursor", ""))
    lines = lines_of(page)
    context = {
        "tab": "places",
        "q": words,
        "rows": [{"place": place, "line": lines[place.pk][:-1]} for place in page],
        "next_url": next_url(request, cursor),
    }
    return render(request, "grids/places.html", context)


@setup_page
@require_safe
def place(request: SetupRequest, code: str) -> HttpResponse:
    """One place: its facts, who serves there, what lies below."""
    here = place_of(request, code)
    today = timezone.localdate()
    below = here.children.select_related("estate")
    page, cursor = page_after(below, "order_key", request.GET.get("cursor", ""))
    posts = here.posts.not_over(today).select_related("holder")
    kind = child_kind(here.kind)
    context = {
        "tab": "places",
        "place": here,
        "line": lines_of([here])[here.pk][:-1],
        "posts": posts.order_by("role", "since"),
        "missing_roles": missing_roles(here, today) if here.kind == Kind.GRID else [],
        "children": page,
        "child_label": Kind(kind).label if kind else "",
        "is_street": here.pk == request.street.pk,
        "next_url": next_url(request, cursor),
    }
    return render(request, "grids/place.html", context)


@setup_page
@require_http_methods(["GET", "POST"])
def new_place(request: SetupRequest, code: str) -> HttpResponse:
    parent = place_of(request, code)
    kind = child_kind(parent.kind)
    if kind is None:
        raise Conflict(_("户以下没有下级地点。"))
    form = PlaceForm(request.POST or None, street=request.street, kind=kind, is_new=True)

    def do(given: dict[str, Any]) -> str:
        fresh = plant(
            kind=kind,
            name=given["name"],
            parent=parent,
            code=given["code"],
            since=given["since"],
            estate=given.get("estate"),
            facts=form.facts(),
            by=actor(request),
            now=timezone.now(),
        )
        return reverse("setup_place", args=[fresh.code])

    title = _("新增%(kind)s") % {"kind": Kind(kind).label}
    context = {"tab": "places", "title": title, "back": reverse("setup_place", args=[code])}
    return form_page(request, form, do, said=_("已新增。"), context=context)


@setup_page
@require_http_methods(["GET", "POST"])
def edit_place(request: SetupRequest, code: str) -> HttpResponse:
    here = place_of(request, code)
    form = PlaceForm(
        request.POST or None,
        street=request.street,
        kind=here.kind,
        is_new=False,
        initial=vars(here) | {"estate": here.estate_id, "party_cell": here.party_cell_id},
    )

    def do(given: dict[str, Any]) -> str:
        _change(request, here, form, given)
        return reverse("setup_place", args=[code])

    context = {"tab": "places", "title": here.title, "back": reverse("setup_place", args=[code])}
    return form_page(request, form, do, said=_("已保存。"), context=context)


@transaction.atomic
def _change(request: SetupRequest, here: Place, form: PlaceForm, given: dict[str, Any]) -> None:
    """Only what the person changed; one form, several actions, all or none."""
    by, now = actor(request), timezone.now()
    changed = set(form.changed_data)
    if "name" in changed:
        rename_place(here.pk, given["name"], by=by, now=now)
    if changed - {"name", "estate", "party_cell"}:
        describe_place(here.pk, form.facts(here.boundary), by=by, now=now)
    if "estate" in changed:
        set_estate(here.pk, given["estate"], by=by, now=now)
    if "party_cell" in changed and given["party_cell"]:
        let_cell_serve(given["party_cell"], [here], by=by, now=now)


@setup_page
@require_http_methods(["GET", "POST"])
def move(request: SetupRequest, code: str) -> HttpResponse:
    here = place_of(request, code)
    if here.pk == request.street.pk or here.kind == Kind.COMMUNITY:
        raise Conflict(_("街道和社区的上级不能在这里调整。"))
    form = ChooseParentForm(request.POST or None, street=request.street, place=here)

    def do(given: dict[str, Any]) -> str:
        move_place(here.pk, given["parent"], by=actor(request), now=timezone.now())
        return reverse("setup_place", args=[code])

    title = _("调整“%(name)s”的上级") % {"name": here.title}
    context = {"tab": "places", "title": title, "back": reverse("setup_place", args=[code])}
    return form_page(request, form, do, said=_("已调整上级，编码不变。"), context=context)


@setup_page
@require_http_methods(["GET", "POST"])
def close(request: SetupRequest, code: str) -> HttpResponse:
    here = place_of(request, code)
    if here.pk == request.street.pk:
        raise Conflict(_("街道不能在这里停用。"))
    form = ClosePlaceForm(request.POST or None, initial={"until": timezone.localdate()})

    def do(given: dict[str, Any]) -> str:
        code_after = given["successor"]
        successor = find_place(request.street, Address(code=code_after)) if code_after else None
        close_place(
            here.pk,
            until=given["until"],
            successor=successor,
            by=actor(request),
            now=timezone.now(),
        )
        return reverse("setup_place", args=[code])

    title = _("停用“%(name)s”") % {"name": here.title}
    context = {
        "tab": "places",
        "title": title,
        "back": reverse("setup_place", args=[code]),
        "danger": True,
    }
    return form_page(request, form, do, said=_("已停用。"), context=context)
