"""The lay of the land: an irregular outline, tiled into communities, each tiled into grids.

Worked out in metres around a spot, written as GeoJSON in WGS-84 degrees.
"""

from dataclasses import dataclass
from math import cos, pi, radians, sin
from random import Random
from typing import Any

import shapely
from numpy import array, float64
from numpy.typing import NDArray
from shapely.geometry import MultiPoint, Point, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import voronoi_diagram

from demo.rules.shares import shares

CENTRE = (36.4208, 109.3614)
METRES_PER_DEGREE = 111_320.0
ACROSS, DEEP = 1900.0, 1400.0
CORNERS = 48
DIGITS = 6

Position = tuple[float, float]


@dataclass(frozen=True)
class Patch:
    """One piece of ground in metres."""

    shape: BaseGeometry

    def boundary(self) -> dict[str, Any]:
        """A GeoJSON geometry."""
        degrees = shapely.make_valid(shapely.transform(self.shape, _all_to_degrees))
        found: dict[str, Any] = mapping(degrees)
        return found

    def middle(self) -> Position:
        return to_position(self.shape.representative_point())

    def spots(self, rng: Random, count: int) -> list[Position]:
        """Points inside, not on the edge, and not on top of one another."""
        inner = self.shape.buffer(-18)
        room = inner if inner.area > 400 else self.shape
        return [to_position(point) for point in _points_in(room, rng, count)]


def street_patch(rng: Random) -> Patch:
    phase = [rng.uniform(0, 2 * pi) for _ in range(3)]
    corners = []
    for step in range(CORNERS):
        turn = 2 * pi * step / CORNERS
        wave = sum(
            sin((k + 2) * turn + phase[k]) * size for k, size in enumerate((0.09, 0.05, 0.03))
        )
        corners.append((ACROSS * (1 + wave) * cos(turn), DEEP * (1 + wave) * sin(turn)))
    return Patch(Polygon(corners))


def tile(ground: Patch, rng: Random, count: int, evenness: int) -> list[Patch]:
    """Cut into `count` neighbouring cells; the more even, the closer they are in size."""
    seeds = _points_in(ground.shape, rng, count)
    cells = _cells(ground.shape, seeds)
    for _ in range(evenness):
        cells = _cells(ground.shape, [cell.centroid for cell in cells])
    return [
        Patch(cell) for cell in sorted(cells, key=lambda cell: (-cell.centroid.y, cell.centroid.x))
    ]


def grids_of(communities: list[Patch], rng: Random, total: int) -> list[list[Patch]]:
    """Every community's grids: the larger the ground, the more."""
    counts = shares(total, [patch.shape.area for patch in communities], least=5)
    return [tile(patch, rng, n, evenness=4) for patch, n in zip(communities, counts, strict=True)]


def near(position: Position, rng: Random, metres: float) -> Position:
    lat, lng = position
    north, east = rng.uniform(-metres, metres), rng.uniform(-metres, metres)
    across = METRES_PER_DEGREE * cos(radians(lat))
    return round(lat + north / METRES_PER_DEGREE, DIGITS), round(lng + east / across, DIGITS)


def to_position(point: Point) -> Position:
    lng, lat = _to_degrees(point.x, point.y)
    return lat, lng


def _all_to_degrees(metres: NDArray[float64]) -> NDArray[float64]:
    return array([_to_degrees(x, y) for x, y in metres])


def _to_degrees(x: float, y: float) -> tuple[float, float]:
    lat = CENTRE[0] + y / METRES_PER_DEGREE
    lng = CENTRE[1] + x / (METRES_PER_DEGREE * cos(radians(CENTRE[0])))
    return round(lng, DIGITS), round(lat, DIGITS)


def _cells(ground: BaseGeometry, seeds: list[Point]) -> list[BaseGeometry]:
    rough = voronoi_diagram(MultiPoint(seeds), envelope=ground.buffer(500))
    return [cell.intersection(ground) for cell in rough.geoms]


def _points_in(shape: BaseGeometry, rng: Random, count: int) -> list[Point]:
    """Scattered: of several tries the one farthest from those already chosen."""
    chosen: list[Point] = []
    while len(chosen) < count:
        tries = [_point_in(shape, rng) for _ in range(6)]
        chosen.append(max(tries, key=lambda point: min(map(point.distance, chosen), default=0)))
    return chosen


def _point_in(shape: BaseGeometry, rng: Random) -> Point:
    left, low, right, high = shape.bounds
    while True:
        point = Point(rng.uniform(left, right), rng.uniform(low, high))
        if shape.contains(point):
            return point
