"""Boundaries that can be trusted: on earth, valid, made of areas, with a point inside."""

import json
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from shapely import MultiPolygon, Polygon, make_valid
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from journal.refusals import Invalid


class Boundary(NamedTuple):
    geometry: dict[str, Any]
    lat: float
    lng: float


def sound_boundary(geometry: Any) -> Boundary:
    """The GeoJSON geometry made valid, and a point that surely lies inside it."""
    area = _areas(_read(geometry))
    if area.is_empty:
        raise _refusal(_("这个图形没有面积。"))
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise _refusal(_("坐标不是经纬度（WGS 84 或 GCJ-02）。"))
    point = area.representative_point()
    return Boundary(json.loads(json.dumps(mapping(area))), point.y, point.x)


def _read(geometry: Any) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise _refusal(_("只接受 Polygon 或 MultiPolygon。"))
    try:
        return make_valid(shape(geometry))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise _refusal(_("读不出这个图形的坐标。")) from error


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Only the areas: mending a shape may leave loose lines and points beside them."""
    parts = getattr(geometry, "geoms", [geometry])
    areas = [part for part in parts if isinstance(part, Polygon | MultiPolygon)]
    return unary_union(areas)


def _refusal(sentence: Any) -> Invalid:
    return Invalid({"geometry": [sentence]})
