"""The place a row or a form means: by code, or by names that are only unique together.

"3栋" is unique only inside its estate, so a building is named with estate or grid.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from grids.kinds import Kind
from grids.models import Department, Estate, Place
from grids.querysets.places import PlaceQuerySet
from journal.refusals import Invalid


@dataclass(frozen=True, kw_only=True)
class Address:
    """What is written of a place; the field names are those of the columns."""

    code: str = ""
    community: str = ""
    grid: str = ""
    estate: str = ""
    building: str = ""
    unit: str = ""
    household: str = ""

    def __bool__(self) -> bool:
        return any(vars(self).values())


def find_place(street: Place, address: Address) -> Place:
    """The one active place in the street; an unclear or unknown name is refused under its field."""
    if address.code:
        return _by_code(street, address.code)
    if address.building:
        return _below(_building(street, address), address)
    if address.grid:
        return _grid(street, address)
    if address.community:
        return _community(street, address.community)
    raise Invalid({"code": [_("请写明地点：编码，或小区＋楼栋，或社区＋网格。")]})


def find_department(street: Place, words: str) -> Department:
    """By code or by name."""
    departments = Department.objects.filter(street=street)
    found = departments.filter(code=words).first() or departments.filter(name=words).first()
    if found is None:
        raise Invalid({"department": [_("没有这个部门：%(name)s。") % {"name": words}]})
    return found


def _by_code(street: Place, code: str) -> Place:
    place = _one("code", Place.objects.filter(code=code), code)
    if street.pk not in place.lineage or place.until:
        raise _unknown("code", code)
    return place


def _community(street: Place, name: str) -> Place:
    return _one("community", _active(Kind.COMMUNITY, name).filter(parent=street), name)


def _grid(street: Place, address: Address) -> Place:
    found = _active(Kind.GRID, address.grid).filter(parent__parent=street)
    if address.community:
        found = found.filter(parent__name=address.community, parent__until=None)
    return _one("grid", found, address.grid, else_ask=lambda: _outer(street, address))


def _building(street: Place, address: Address) -> Place:
    found = _active(Kind.BUILDING, address.building).filter(parent__parent__parent=street)
    if address.estate:
        found = found.filter(estate__name=address.estate)
    if address.grid:
        found = found.filter(parent__name=address.grid, parent__until=None)
    if address.community:
        found = found.filter(parent__parent__name=address.community)
    return _one("building", found, address.building, else_ask=lambda: _outer(street, address))


def _outer(street: Place, address: Address) -> None:
    """Names the part of the address that is wrong, if it is not the last one."""
    if address.community:
        _community(street, address.community)
    if address.building and address.grid:
        _grid(street, address)
    estates = Estate.objects.filter(street=street, name=address.estate)
    if address.estate and not estates.exists():
        raise _unknown("estate", address.estate)


def _below(building: Place, address: Address) -> Place:
    place = building
    for field, kind in (("unit", Kind.UNIT), ("household", Kind.HOUSEHOLD)):
        name = getattr(address, field)
        if name:
            place = _one(field, _active(kind, name).filter(parent=place), name)
    return place


def _active(kind: str, name: str) -> PlaceQuerySet:
    return Place.objects.filter(kind=kind, name=name, until=None)


def _one(
    field: str,
    found: PlaceQuerySet,
    written: str,
    else_ask: Callable[[], None] = lambda: None,
) -> Place:
    places = list(found[:2])
    if not places:
        else_ask()
        raise _unknown(field, written)
    if len(places) > 1:
        sentence = _("“%(name)s”不止一处，请加上小区、网格或社区，或改填编码。")
        raise Invalid({field: [sentence % {"name": written}]})
    return places[0]


def _unknown(field: str, written: str) -> Invalid:
    return Invalid({field: [_("本街道没有：%(name)s。") % {"name": written}]})
