"""The map without any tile server: boundaries as SVG paths, shaded by open cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, radians
from typing import Any

from django.db.models import Count
from shapely import Point as GeometryPoint
from shapely import Polygon, box

from cases.models import Case
from cases.querysets import SCOPE_COLUMNS
from cases.workflow import OVER_STATES
from dashboards.rules.frames import Frame
from grids.kinds import Kind
from grids.models import Place

WIDTH = 1000
TONES = 5
MOST_DOTS = 500
DESK, LETTER = (1050, 530), 13
"""How large the picture stands on a desk of 1366 × 768, and a letter in it, in pixels."""
Point = Sequence[float]


@dataclass(frozen=True)
class Shape:
    """One place: its SVG path, where its label goes, how many open cases, tone 0–5.

    `name` is what is written on it, "" where there is no room.
    """

    place: Place
    path: str
    x: float
    y: float
    count: int
    tone: int
    name: str

    @property
    def title(self) -> str:
        """A grid with its community: every community has a first grid."""
        place = self.place
        return f"{place.parent}{place}" if place.kind == Kind.GRID else place.title


@dataclass(frozen=True)
class Dot:
    """One open case with a position."""

    case: Case
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """Everything the picture needs, in units of its own view box; empty without boundaries."""

    width: int
    height: int
    shapes: list[Shape]
    dots: list[Dot]
    level: str
    letter: int


@dataclass(frozen=True)
class Projection:
    """WGS-84 degrees to picture units: equal scale at the middle latitude."""

    west: float
    north: float
    scale: float
    squeeze: float

    def __call__(self, point: Point) -> tuple[float, float]:
        x = (point[0] - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - point[1]) * self.scale, 1)


def draw(frame: Frame) -> Drawing:
    """The finest level below the frame's place that has boundaries, else the place itself."""
    places, level = _places(frame)
    if not places:
        return Drawing(WIDTH, 1, [], [], "", LETTER)
    points = [point for place in places for ring in _rings(place) for point in ring]
    projection, height = _fit(points)
    counts = _counts(frame, level)
    most = max(counts.values(), default=0)
    letter = ceil(LETTER * max(WIDTH / DESK[0], height / DESK[1]))
    shapes = [_shape(place, projection, counts.get(place.pk, 0), most, letter) for place in places]
    return Drawing(WIDTH, height, shapes, _dots(frame, projection), level, letter)


def _places(frame: Frame) -> tuple[list[Place], str]:
    top = frame.place
    if top is None:
        return [], ""
    inside = (
        Place.objects.within(top)
        .select_related("parent")
        .filter(boundary__isnull=False, until__isnull=True)
    )
    for kind in (Kind.GRID, Kind.COMMUNITY, Kind.STREET):
        places = list(inside.filter(kind=kind).order_by("code"))
        if places:
            return places, kind
    return [], ""


def _rings(place: Place) -> Iterable[list[Point]]:
    boundary: dict[str, Any] = place.boundary or {}
    if boundary.get("type") == "Polygon":
        yield from boundary["coordinates"]
    for polygon in boundary["coordinates"] if boundary.get("type") == "MultiPolygon" else ():
        yield from polygon


def _fit(points: list[Point]) -> tuple[Projection, int]:
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = cos(radians((south + north) / 2))
    scale = WIDTH / max((east - west) * squeeze, 1e-9)
    return Projection(west, north, scale, squeeze), max(1, round((north - south) * scale))


def _counts(frame: Frame, level: str) -> dict[int, int]:
    by = SCOPE_COLUMNS[level]
    still_open = frame.cases().exclude(state__in=OVER_STATES)
    rows = still_open.order_by().values(by).annotate(n=Count("pk"))
    return {row[by]: row["n"] for row in rows if row[by]}


def _shape(place: Place, projection: Projection, count: int, most: int, letter: int) -> Shape:
    rings = [[projection(point) for point in ring] for ring in _rings(place)]
    path = " ".join("M" + " L".join(f"{x} {y}" for x, y in ring) + " Z" for ring in rings)
    area = max((Polygon(ring) for ring in rings), key=lambda polygon: polygon.area)
    middle = area.centroid if area.contains(area.centroid) else area.representative_point()
    tone = 0 if not count else 1 + min(TONES - 1, (count - 1) * TONES // max(most, 1))
    name = place.name if _has_room(area, middle, place.name, letter) else ""
    return Shape(place, path, middle.x, middle.y, count, tone, name)


def _has_room(area: Polygon, middle: GeometryPoint, name: str, letter: int) -> bool:
    """For the name in one line and the number below it."""
    half = len(name) * letter / 2
    return area.contains(box(middle.x - half, middle.y - letter, middle.x + half, middle.y))


def _dots(frame: Frame, projection: Projection) -> list[Dot]:
    cases = frame.cases().exclude(state__in=OVER_STATES).filter(lat__isnull=False)
    found = cases.only("number", "title", "lat", "lng", "breached_at").order_by("-reported_at")
    dots = []
    for case in found[:MOST_DOTS]:
        assert case.lat is not None
        assert case.lng is not None
        dots.append(Dot(case, *projection((case.lng, case.lat))))
    return dots
