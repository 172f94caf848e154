"""The building somebody writes: 邮电小区3栋 or 邮电小区三栋, ydxq3d, or its code.

Estates have no stored keys, so the buildings of the writer's places are read and compared here:
some thousand short rows, and only when something was written.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from grids.kinds import Kind
from grids.models import Place
from grids.querysets.places import PlaceQuerySet
from grids.rules.naming import name_keys, order_key
from journal.refusals import Invalid
from journal.wording import listed

MOST_SHOWN = 6
_BETWEEN = re.compile(r"[\s,,、·/_-]+")
_PIECES = re.compile(r"[0-9]+|[^0-9]+")
_SHOWN = ("kind", "code", "name", "initials", "order_key", "estate__name")


def buildings_within(place_ids: Iterable[int], today: date) -> PlaceQuerySet:
    """With what their titles need, estate by estate."""
    buildings = Place.objects.within_ids(place_ids).active(today).filter(kind=Kind.BUILDING)
    ordered = buildings.order_by("estate__name", "order_key", "pk")
    return ordered.select_related("estate").only(*_SHOWN)


def find_building(place_ids: Iterable[int], written: str, today: date) -> Place:
    """The one building that is meant; anything else is refused with what may have been meant."""
    buildings = list(buildings_within(place_ids, today))
    found = _meant(buildings, _fold(written))
    if len(found) == 1:
        return found[0]
    said = {"written": written}
    if found:
        sentence = _("“%(written)s”不止一处:%(meant)s。请写明是哪一处。")
        raise _refusal(sentence % (said | {"meant": _named(found)}))
    if near := _near(buildings, _fold(written)):
        sentence = _("没有“%(written)s”。您要填的是不是:%(meant)s?")
        raise _refusal(sentence % (said | {"meant": _named(near)}))
    if buildings:
        sentence = _("没有“%(written)s”。请写小区和楼栋,例如“%(example)s”,也可以填楼栋编码。")
        raise _refusal(sentence % (said | {"example": buildings[0].title}))
    raise _refusal(_("您的范围内还没有登记楼栋,这一栏请不填。"))


def _meant(buildings: Sequence[Place], wanted: str) -> list[Place]:
    """By code, name, sound or initials: the first of these that says anything."""
    sound = order_key(wanted)
    for number, key in enumerate((wanted, wanted, sound, wanted)):
        found = [building for building in buildings if key in _spellings(building)[number]]
        if found:
            return found
    return []


def _spellings(building: Place) -> tuple[set[str], ...]:
    """Its code; then its name, sound and initials, each with the estate and without."""
    estate = building.title.removesuffix(building.name)
    initials = name_keys(estate)["initials"] if estate else ""
    return (
        {building.code},
        {_fold(building.title), _fold(building.name)},
        {order_key(estate) + building.order_key, building.order_key},
        {initials + building.initials, building.initials},
    )


def _near(buildings: Iterable[Place], wanted: str) -> list[Place]:
    """Those that have every number and every piece of the words in their title."""
    pieces = _PIECES.findall(wanted)

    def has_all(title: str) -> bool:
        there = set(_PIECES.findall(title))
        return all(piece in there if piece.isdigit() else piece in title for piece in pieces)

    return [building for building in buildings if pieces and has_all(_fold(building.title))]


def _named(found: Sequence[Place]) -> str:
    titles = [building.title for building in found]
    shown = [
        f"{title}({building.code})" if titles.count(title) > 1 or not building.estate else title
        for building, title in zip(found[:MOST_SHOWN], titles, strict=False)
    ]
    if len(found) > MOST_SHOWN:
        return _("%(names)s等 %(count)s 处") % {"names": listed(shown), "count": len(found)}
    return listed(shown)


def _fold(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower()


def _refusal(sentence: str) -> Invalid:
    return Invalid({"building": [sentence]})
