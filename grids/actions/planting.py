"""How places come into being: one, or a whole level of the tree at once."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.saving import check_fields, saving
from grids.kinds import CODE_DIGITS, LEVELS, Kind, parent_kind
from grids.models import Estate, Place
from grids.rules.authority import require_administration
from grids.rules.naming import name_keys
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Conflict, Invalid


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a place besides its name; None and "" mean not known yet."""

    floors: int | None = None
    units_count: int | None = None
    households_count: int | None = None
    housing_type: str = ""
    lat: float | None = None
    lng: float | None = None
    boundary: dict[str, Any] | None = None

    def known(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}


@dataclass(frozen=True, kw_only=True)
class Planting:
    """A place to be: without a code it gets the next free one below its parent."""

    kind: str
    name: str
    parent: Place | None = None
    code: str = ""
    since: date | None = None
    estate: Estate | None = None
    facts: Facts = field(default_factory=Facts)


def plant(
    *,
    kind: str,
    name: str,
    parent: Place | None = None,
    code: str = "",
    since: date | None = None,
    estate: Estate | None = None,
    facts: Facts | None = None,
    by: Actor,
    now: datetime,
) -> Place:
    planting = Planting(
        kind=kind,
        name=name,
        parent=parent,
        code=code,
        since=since,
        estate=estate,
        facts=facts or Facts(),
    )
    return plant_all([planting], by=by, now=now)[0]


@transaction.atomic
def plant_all(plantings: Sequence[Planting], *, by: Actor, now: datetime) -> list[Place]:
    """All or none. Parents must stand already: plant a tree level by level."""
    if not plantings:
        return []
    today = timezone.localdate(now)
    _check_parents(plantings, by, today)
    codes = _give_codes(plantings)
    places = [
        _place(planting, place_id, code, today)
        for planting, place_id, code in zip(plantings, _new_ids(len(plantings)), codes, strict=True)
    ]
    with saving():
        Place.objects.bulk_create(places, batch_size=1000)
    audit(
        by=by,
        now=now,
        action="place.plant",
        object_kind="place",
        object_key=places[0].code,
        detail={"codes": codes},
    )
    return places


def _check_parents(plantings: Sequence[Planting], by: Actor, today: date) -> None:
    for planting in plantings:
        check_parent(planting.kind, planting.parent)
        if planting.estate:
            check_estate(planting.estate, planting.parent)
    parents = {planting.parent.pk: planting.parent for planting in plantings if planting.parent}
    for parent in parents.values():
        require_administration(by, parent.scope(), today)
    if any(planting.parent is None for planting in plantings):
        require_administration(by, {}, today)
    locked = Place.objects.select_for_update(of=("self",)).order_by("pk")
    if any(place.until for place in locked.filter(pk__in=parents)):
        raise Conflict(_("上级地点已停用，不能再增设下级。"))


def check_parent(kind: str, parent: Place | None) -> None:
    if kind not in LEVELS:
        raise Invalid({"kind": [_("没有这种地点类型。")]})
    needed = parent_kind(kind)
    if (parent.kind if parent else None) != needed:
        wanted = Kind(needed).label if needed else _("无")
        raise Invalid({"parent": [_("上级应为：%(kind)s。") % {"kind": wanted}]})


def check_estate(estate: Estate, at: Place | None) -> None:
    if at is None or estate.street_id != at.ancestor_id(Kind.STREET):
        raise Invalid({"estate": [_("小区不属于这个街道。")]})


def _give_codes(plantings: Sequence[Planting]) -> list[str]:
    codes = [planting.code for planting in plantings]
    waiting: dict[tuple[int, str], list[int]] = {}
    for index, planting in enumerate(plantings):
        if not planting.code:
            if planting.parent is None:
                raise Invalid({"code": [_("区县的编码必须填写。")]})
            waiting.setdefault((planting.parent.pk, planting.kind), []).append(index)
    for indexes in waiting.values():
        first = plantings[indexes[0]]
        given = {code for code in codes if code}
        fresh = _free_codes(first.parent, first.kind, given)
        for index, code in zip(indexes, islice(fresh, len(indexes)), strict=False):
            codes[index] = code
    if not all(codes):
        raise Conflict(_("这个上级下的编码已用完。"))
    return codes


def _free_codes(parent: Place | None, kind: str, given: set[str]) -> Iterable[str]:
    """Numbers never used below the parent's code, upward; places are never deleted."""
    prefix = parent.code if parent else ""
    width = CODE_DIGITS[kind] - len(prefix)
    used = Place.objects.filter(code__startswith=prefix, kind=kind).values_list("code", flat=True)
    taken = given | set(used)
    numbers = (f"{prefix}{number:0{width}d}" for number in range(1, 10**width))
    return (code for code in numbers if code not in taken)


def _new_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('grids_place', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _place(planting: Planting, place_id: int, code: str, today: date) -> Place:
    above = planting.parent.lineage if planting.parent else []
    name = planting.name.strip()
    place = Place(
        id=place_id,
        kind=planting.kind,
        code=code,
        name=name,
        parent=planting.parent,
        lineage=[*above, place_id],
        estate=planting.estate,
        since=planting.since or today,
        **name_keys(name),
        **asdict(planting.facts),
    )
    check_fields(place)
    return place
