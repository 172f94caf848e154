"""How places change: described, renamed, moved, given to an estate or a party cell, closed."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Func, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.planting import Facts, check_estate, check_parent
from grids.actions.posts import end_posts_at
from grids.actions.saving import check_fields, saving
from grids.kinds import LEVELS, Kind
from grids.models import Estate, Place
from grids.rules.authority import require_administration
from grids.rules.boundaries import Boundary
from grids.rules.naming import name_keys
from journal.actions import audit, say
from journal.actors import Actor
from journal.refusals import Conflict, Invalid, NotFound


@transaction.atomic
def describe_place(place_id: int, facts: Facts, *, by: Actor, now: datetime) -> Place:
    """Replace every fact of a place by these."""
    return _change(place_id, "place.describe", asdict(facts), by=by, now=now)


@transaction.atomic
def set_boundary(place_id: int, boundary: Boundary, *, by: Actor, now: datetime) -> bool:
    """The boundary and a point inside it; says whether anything changed."""
    place = locked_place(place_id, by=by, now=now)
    if place.boundary == boundary.geometry:
        return False
    changes = {"boundary": boundary.geometry, "lat": boundary.lat, "lng": boundary.lng}
    _save(place, "place.set_boundary", changes, by=by, now=now)
    return True


@transaction.atomic
def rename_place(place_id: int, name: str, *, by: Actor, now: datetime) -> Place:
    name = name.strip()
    return _change(place_id, "place.rename", {"name": name, **name_keys(name)}, by=by, now=now)


@transaction.atomic
def set_estate(place_id: int, estate: Estate | None, *, by: Actor, now: datetime) -> Place:
    place = locked_place(place_id, by=by, now=now)
    if estate:
        check_estate(estate, place)
    return _save(place, "place.set_estate", {"estate": estate}, by=by, now=now)


@transaction.atomic
def move_place(place_id: int, parent: Place, *, by: Actor, now: datetime) -> Place:
    """Under another parent of the same street, with everything below it; the codes stay."""
    place = locked_place(place_id, by=by, now=now)
    require_administration(by, parent.scope(), timezone.localdate(now))
    check_parent(place.kind, parent)
    if parent.until:
        raise Conflict(_("上级地点已停用，不能再增设下级。"))
    if parent.ancestor_id(Kind.STREET) != place.ancestor_id(Kind.STREET):
        raise Invalid({"parent": [_("只能在本街道内调整上级。")]})
    with saving():
        _graft(place, parent)
    say("place.moved", key=f"place.moved:{place.pk}:{now.isoformat()}", now=now, place=place.pk)
    _note(place, "place.move", {"parent": parent.code}, by=by, now=now)
    return Place.objects.get(pk=place.pk)


def _graft(place: Place, parent: Place) -> None:
    """The lineage of the whole subtree changes above the place, in two statements."""
    level = LEVELS[place.kind]
    below = Place.objects.within(place).exclude(pk=place.pk)
    below.update(lineage=_regrown(parent, level))
    Place.objects.filter(pk=place.pk).update(parent=parent, lineage=_regrown(parent, level))


def _regrown(parent: Place, level: int) -> Func:
    """The parent's line, then what was the line from this level down."""
    ids = Place._meta.get_field("lineage")
    rest = Func(F("lineage"), template=f"(%(expressions)s)[{level + 1}:]", output_field=ids)
    above = Value(parent.lineage, output_field=ids)
    return Func(above, rest, template="%(expressions)s", arg_joiner=" || ", output_field=ids)


@transaction.atomic
def close_place(
    place_id: int,
    *,
    until: date,
    successor: Place | None = None,
    by: Actor,
    now: datetime,
) -> Place:
    """From that day on the place is no more. Its posts end; open cases follow the successor."""
    place = locked_place(place_id, by=by, now=now)
    if place.until:
        raise Conflict(_("这个地点已经停用。"), state="closed")
    if place.children.filter(until=None).exists():
        raise Conflict(_("请先停用或调整下级地点。"))
    if successor:
        _check_successor(place, successor)
    end_posts_at(place, until=until, by=by, now=now)
    changes = {"until": until, "successor": successor}
    _save(place, "place.close", changes, by=by, now=now)
    say("place.closed", key=f"place.closed:{place.pk}", now=now, place=place.pk)
    return place


def _check_successor(place: Place, successor: Place) -> None:
    same_street = successor.ancestor_id(Kind.STREET) == place.ancestor_id(Kind.STREET)
    if successor.kind != place.kind or successor.until or not same_street:
        raise Invalid({"successor": [_("继任地点须是本街道内同类且在用的地点。")]})


def locked_place(place_id: int, *, by: Actor, now: datetime) -> Place:
    """The place, locked, if the actor may change it."""
    place = Place.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
    if place is None:
        raise NotFound(_("没有找到这个地点。"))
    require_administration(by, place.scope(), timezone.localdate(now))
    return place


def _change(
    place_id: int, action: str, changes: dict[str, Any], *, by: Actor, now: datetime
) -> Place:
    place = locked_place(place_id, by=by, now=now)
    return _save(place, action, changes, by=by, now=now)


def _save(place: Place, action: str, changes: dict[str, Any], *, by: Actor, now: datetime) -> Place:
    for name, value in changes.items():
        setattr(place, name, value)
    check_fields(place)
    with saving():
        place.save(update_fields=list(changes))
    _note(place, action, changes, by=by, now=now)
    return place


def _note(place: Place, action: str, changes: dict[str, Any], *, by: Actor, now: datetime) -> None:
    detail = {name: _plain(value) for name, value in changes.items() if name != "boundary"}
    audit(by=by, now=now, action=action, object_kind="place", object_key=place.code, detail=detail)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float) or value is None else str(value)
