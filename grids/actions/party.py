"""Party cells: founded exactly one level below another, serving places of their own level."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.saving import check_fields, saving
from grids.kinds import CELL_LEVELS, CELL_SERVES, CellLevel, Kind
from grids.models import PartyCell, Place
from grids.rules.authority import require_administration
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Invalid


@transaction.atomic
def found_party_cell(
    *,
    street: Place,
    level: str,
    name: str,
    parent: PartyCell | None = None,
    serves: Iterable[Place] = (),
    by: Actor,
    now: datetime,
) -> PartyCell:
    require_administration(by, street.scope(), timezone.localdate(now))
    _check_level(street, level, parent)
    cell = PartyCell(street=street, level=level, name=name.strip(), parent=parent)
    check_fields(cell)
    with saving():
        cell.save()
    audit(
        by=by,
        now=now,
        action="cell.found",
        object_kind="party_cell",
        object_key=cell.pk,
        detail={"level": level, "name": cell.name, "parent": parent.name if parent else ""},
    )
    let_cell_serve(cell, serves, by=by, now=now)
    return cell


@transaction.atomic
def let_cell_serve(cell: PartyCell, places: Iterable[Place], *, by: Actor, now: datetime) -> None:
    """These places belong to the cell from now on; what it served before stays with it."""
    places = list(places)
    require_administration(by, {"street_id": cell.street_id}, timezone.localdate(now))
    for place in places:
        _check_served(cell, place)
    if not places:
        return
    Place.objects.filter(pk__in=[place.pk for place in places]).update(party_cell=cell)
    audit(
        by=by,
        now=now,
        action="cell.serve",
        object_kind="party_cell",
        object_key=cell.pk,
        detail={"places": [place.code for place in places]},
    )


def _check_level(street: Place, level: str, parent: PartyCell | None) -> None:
    if level not in CELL_LEVELS:
        raise Invalid({"level": [_("没有这个党组织层级。")]})
    above = CELL_LEVELS[CELL_LEVELS.index(level) - 1] if level != CellLevel.COMMITTEE else None
    if (parent.level if parent else None) != above:
        raise Invalid({"parent": [_("上级党组织须恰好高一级。")]})
    if parent and parent.street_id != street.pk:
        raise Invalid({"parent": [_("上级党组织不属于这个街道。")]})


def _check_served(cell: PartyCell, place: Place) -> None:
    needed = CELL_SERVES[cell.level]
    if place.kind != needed or place.ancestor_id(Kind.STREET) != cell.street_id:
        raise Invalid(
            {"serves": [_("所服务的地点须是本街道的：%(kind)s。") % {"kind": Kind(needed).label}]}
        )
