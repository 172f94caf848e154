"""Boundaries from a GeoJSON file, attached to places by code."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from grids.actions.imports.outcome import Outcome
from grids.actions.places import set_boundary
from grids.kinds import CODE_DIGITS, Kind
from grids.models import Place
from grids.rules.boundaries import sound_boundary
from journal.actors import Actor
from journal.refusals import Invalid, Refusal

PLAIN_CRS = ("CRS84", "4326")
HEADINGS = {"code": "code", "geometry": "geometry"}

Progress = Callable[[int], None]


def import_boundaries(
    source: str | Path, *, by: Actor, now: datetime, progress: Progress = lambda _rows: None
) -> Outcome:
    """A feature's row number is its position in the file, from 1."""
    outcome = Outcome()
    seen: set[int] = set()
    for number, feature in enumerate(_features(Path(source)), start=1):
        try:
            with transaction.atomic():
                outcome.count(changed=_take(feature, seen, by, now))
        except Refusal as refusal:
            outcome.refuse_for(number, refusal, HEADINGS)
        progress(number)
    return outcome


def _features(path: Path) -> list[Any]:
    try:
        document = json.loads(_text(path))
        features = document["features"]
        crs = str(document.get("crs") or PLAIN_CRS[0])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Invalid({"file": [_("这不是 GeoJSON 的 FeatureCollection。")]}) from error
    if not isinstance(features, list):
        raise Invalid({"file": [_("这不是 GeoJSON 的 FeatureCollection。")]})
    if not any(plain in crs for plain in PLAIN_CRS):
        raise Invalid({"file": [_("坐标系须为经纬度（CRS84 或 EPSG:4326）。")]})
    return features


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def _take(feature: Any, seen: set[int], by: Actor, now: datetime) -> bool:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    place = _place(properties.get("code") if isinstance(properties, dict) else None)
    if place.pk in seen:
        raise Invalid({"code": [_("文件里已有这个地点的边界。")]})
    changed = set_boundary(place.pk, sound_boundary(feature.get("geometry")), by=by, now=now)
    seen.add(place.pk)
    return changed


def _place(code: Any) -> Place:
    digits = _digits(code)
    candidates = [digits]
    if len(digits) == CODE_DIGITS[Kind.COMMUNITY]:
        street = digits[: CODE_DIGITS[Kind.STREET]]
        candidates = [street] if digits.endswith("000") else [digits, street]
    found = {place.code: place for place in Place.objects.filter(code__in=candidates)}
    for candidate in candidates:
        if candidate in found:
            return found[candidate]
    raise Invalid({"code": [_("没有编码为 %(code)s 的地点。") % {"code": candidates[-1]}]})


def _digits(code: Any) -> str:
    """Codes come as text or as numbers, sometimes with a decimal point."""
    text = str(int(code)) if isinstance(code, float) and code.is_integer() else str(code).strip()
    if not (text.isascii() and text.isdigit()):
        raise Invalid({"code": [_("编码须为数字。")]})
    return text
