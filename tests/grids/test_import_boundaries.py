"""Boundaries: mended, attached by code, refused with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from grids.actions.imports.boundaries import import_boundaries
from grids.actions.imports.divisions import import_divisions
from grids.actions.imports.outcome import Outcome
from grids.models import Place
from tests.factories.grids import BY, NOW, make_community, make_grid, make_street

pytestmark = pytest.mark.django_db

SHARED = Path(__file__).parents[3] / "shared/data"
SQUARE = [[[116.0, 39.0], [116.2, 39.0], [116.2, 39.2], [116.0, 39.2], [116.0, 39.0]]]
BOW_TIE = [[[116.0, 39.0], [116.2, 39.2], [116.2, 39.0], [116.0, 39.2], [116.0, 39.0]]]


def feature(code: Any, coordinates: Any = SQUARE, kind: str = "Polygon") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def write(tmp_path: Path, *features: Any, **extra: Any) -> Path:
    path = tmp_path / "boundaries.geojson"
    document = {"type": "FeatureCollection", "features": list(features), **extra}
    path.write_text(json.dumps(document))
    return path


def take(tmp_path: Path, *features: Any) -> Outcome:
    return import_boundaries(write(tmp_path, *features), by=BY, now=NOW)


@pytest.mark.parametrize("spelled", [str, int, float, lambda code: f" {code} "])
def test_twelve_digits_ending_in_zeros_mean_the_street(tmp_path: Path, spelled: Any) -> None:
    street = make_street()
    assert take(tmp_path, feature(spelled(f"{street.code}000"))).imported == 1
    street.refresh_from_db()
    assert street.boundary == {"type": "Polygon", "coordinates": SQUARE}
    assert (round(street.lng or 0, 6), round(street.lat or 0, 6)) == (116.1, 39.1)


def test_communities_and_grids_are_found_by_their_own_code(tmp_path: Path) -> None:
    community = make_community()
    grid = make_grid(community)
    assert take(tmp_path, feature(community.code), feature(grid.code)).imported == 2


def test_twice_the_same_file_changes_nothing(tmp_path: Path) -> None:
    code = f"{make_street().code}000"
    take(tmp_path, feature(code, BOW_TIE))
    assert take(tmp_path, feature(code, BOW_TIE)).line() == "imported=0 refused=0 unchanged=1"


def test_a_crossed_shape_is_mended_and_its_point_lies_inside(tmp_path: Path) -> None:
    street = make_street()
    take(tmp_path, feature(f"{street.code}000", BOW_TIE))
    street.refresh_from_db()
    assert street.boundary
    assert street.boundary["type"] == "MultiPolygon"
    assert 39.0 < (street.lat or 0) < 39.2


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        (feature("990099001000"), "code"),
        (feature("春风街道"), "code"),
        (feature(None), "code"),
        ({"type": "Feature", "properties": None, "geometry": None}, "code"),
        ("not a feature", "code"),
    ],
)
def test_an_unknown_or_missing_code_is_refused(tmp_path: Path, bad: Any, column: str) -> None:
    outcome = take(tmp_path, bad)
    assert [(cell.row, cell.column) for cell in outcome.cells] == [(1, column)]


@pytest.mark.parametrize(
    ("coordinates", "kind"),
    [
        ([116.0, 39.0], "Point"),
        ([[[116.0, 39.0], [116.0, 39.0], [116.0, 39.0], [116.0, 39.0]]], "Polygon"),
        ([[[0, 0], [500, 0], [500, 500], [0, 0]]], "Polygon"),
        ([[["a", "b"]]], "Polygon"),
        ("nonsense", "MultiPolygon"),
        ([[[116.0, 39.0], [116.2, 39.0]]], "Polygon"),
    ],
)
def test_a_shape_that_is_no_area_on_earth_is_refused_and_the_next_one_taken(
    tmp_path: Path, coordinates: Any, kind: str
) -> None:
    bad, good = make_street(), make_street()
    outcome = take(
        tmp_path, feature(f"{bad.code}000", coordinates, kind), feature(f"{good.code}000")
    )
    assert outcome.line() == "imported=1 refused=1 unchanged=0"
    assert [(cell.row, cell.column) for cell in outcome.cells] == [(1, "geometry")]


def test_a_second_shape_for_the_same_place_is_refused(tmp_path: Path) -> None:
    code = f"{make_street().code}000"
    assert take(tmp_path, feature(code), feature(code, BOW_TIE)).refused == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"features": 1}'])
def test_a_file_that_is_no_collection_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text)
    with pytest.raises(CommandError, match="GeoJSON"):
        call_command("import_boundaries", str(path))


def test_another_coordinate_system_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, crs={"type": "name", "properties": {"name": "EPSG:3857"}})
    with pytest.raises(CommandError, match="4326"):
        call_command("import_boundaries", str(path))


@pytest.mark.skipif(not SHARED.exists(), reason=f"REAL DATA ABSENT: {SHARED}")
@pytest.mark.parametrize(("name", "count"), [("xicheng", 15), ("haidian", 29)])
def test_the_real_boundaries_attach_to_their_streets(tmp_path: Path, name: str, count: int) -> None:
    file = SHARED / f"boundaries/{name}.geojson"
    area = str(json.loads(file.read_text())["features"][0]["properties"]["code"])[:6]
    head, *rows = (SHARED / "divisions/beijing_5level.csv").read_text("utf-8-sig").splitlines()
    divisions = tmp_path / "area.csv"
    divisions.write_text("\n".join([head, *(row for row in rows if row.startswith(area))]))
    import_divisions(divisions, by=BY, now=NOW)
    outcome = import_boundaries(file, by=BY, now=NOW)
    assert outcome.line() == f"imported={count} refused=0 unchanged=0"
    features = json.loads(file.read_text())["features"]
    bounded = Place.objects.exclude(boundary=None)
    assert set(bounded.values_list("code", flat=True)) == {
        str(each["properties"]["code"])[:9] for each in features
    }
