"""Where a place lies, in words: its line from the street down."""

from collections.abc import Iterable

from grids.kinds import LEVELS, Kind
from grids.models import Place

STREET_LEVEL = LEVELS[Kind.STREET]


def lines_of(places: Iterable[Place]) -> dict[int, list[Place]]:
    """For each place its ancestors from the street down and itself, all in one query."""
    places = list(places)
    known = {place.pk: place for place in places}
    missing = {key for place in places for key in place.lineage} - known.keys()
    known |= Place.objects.select_related("estate").in_bulk(missing)
    return {place.pk: _line(place, known) for place in places}


def path_of(line: Iterable[Place]) -> str:
    return " / ".join(place.name for place in line)


def _line(place: Place, known: dict[int, Place]) -> list[Place]:
    start = min(STREET_LEVEL, len(place.lineage) - 1)
    return [known[key] for key in place.lineage[start:]]
