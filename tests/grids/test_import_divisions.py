"""The official divisions, from small files made here and from the whole of Beijing."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from grids.actions.imports.divisions import COLUMNS, import_divisions
from grids.actions.imports.outcome import Outcome
from grids.kinds import Kind
from grids.models import Place
from tests.factories.grids import BY, NOW

pytestmark = pytest.mark.django_db

BEIJING = Path(__file__).parents[3] / "shared/data/divisions/beijing_5level.csv"
GOOD = ("990101", "东区", "990101001", "春风街道", "990101001001", "杏花社区")


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([tuple(COLUMNS), *rows])
    return path


def take(tmp_path: Path, *rows: tuple[str, ...]) -> Outcome:
    return import_divisions(write(tmp_path / "divisions.csv", *rows), by=BY, now=NOW)


def test_a_row_plants_its_three_places_with_their_parents(tmp_path: Path) -> None:
    assert take(tmp_path, GOOD).line() == "imported=1 refused=0 unchanged=0"
    community = Place.objects.get(code="990101001001")
    assert community.name == "杏花社区"
    assert community.parent
    assert community.parent.code == "990101001"
    assert community.lineage == [
        community.parent.parent_id,
        community.parent_id,
        community.pk,
    ]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    take(tmp_path, GOOD)
    assert take(tmp_path, GOOD, GOOD).line() == "imported=0 refused=0 unchanged=2"


def test_the_row_names_the_parent_even_against_the_digits(tmp_path: Path) -> None:
    take(tmp_path, ("990101", "东区", "990202001", "春风街道", "990303001001", "杏花社区"))
    community = Place.objects.get(code="990303001001")
    assert community.parent
    assert community.parent.code == "990202001"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("9901", *GOOD[1:]), "area_code"),
        ((*GOOD[:2], "99010100x", *GOOD[3:]), "street_code"),
        ((*GOOD[:4], "９９0101001001", "杏花社区"), "community_code"),
        ((*GOOD[:5], ""), "community"),
        ((*GOOD[:5], "长" * 101), "community"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_cell_refuses_the_whole_row_and_names_its_column(
    tmp_path: Path, row: tuple[str, ...], column: str
) -> None:
    outcome = take(tmp_path, row)
    assert outcome.line() == "imported=0 refused=1 unchanged=0"
    assert {(cell.row, cell.column) for cell in outcome.cells} == {(2, column)}
    assert not Place.objects.exists()


def test_rows_that_contradict_an_earlier_one_are_refused(tmp_path: Path) -> None:
    other_name = (*GOOD[:5], "柳河社区")
    other_parent = (*GOOD[:2], "990101002", "夏雨街道", *GOOD[4:])
    outcome = take(tmp_path, GOOD, other_name, other_parent)
    assert outcome.line() == "imported=1 refused=2 unchanged=0"
    assert [(cell.row, cell.column) for cell in outcome.cells] == [
        (3, "community"),
        (4, "community_code"),
    ]
    assert not Place.objects.filter(code="990101002").exists()


def test_the_command_ends_with_the_sums_and_writes_the_refusals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path / "divisions.csv", GOOD, ("1", *GOOD[1:]))
    refusals = tmp_path / "refused.csv"
    call_command("import_divisions", str(file), refusals=refusals)
    assert capsys.readouterr().out.splitlines()[-1] == "imported=1 refused=1 unchanged=0"
    written = list(csv.reader(refusals.read_text("utf-8-sig").splitlines()))
    assert [line[:2] for line in written] == [["行号", "列"], ["3", "area_code"]]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("import_divisions", str(tmp_path / "nothing.csv"))


def test_a_file_of_something_else_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="area_code"):
        call_command("import_divisions", str(file))


@pytest.mark.skipif(not BEIJING.exists(), reason=f"REAL DATA ABSENT: {BEIJING}")
def test_the_whole_of_beijing_arrives_with_every_code_and_parent() -> None:
    rows = list(csv.DictReader(BEIJING.read_text("utf-8-sig").splitlines()))
    outcome = import_divisions(BEIJING, by=BY, now=NOW)
    assert outcome.imported == len(rows)
    assert outcome.refused == 0
    expected: set[tuple[str, str, str | None]]
    expected = {(row["area_code"], row["area"], None) for row in rows}
    expected |= {(row["street_code"], row["street"], row["area_code"]) for row in rows}
    expected |= {(row["community_code"], row["community"], row["street_code"]) for row in rows}
    planted: set[tuple[str, str, str | None]]
    planted = set(Place.objects.values_list("code", "name", "parent__code"))
    assert planted == expected
    street = Place.objects.get(code=rows[0]["street_code"])
    inside = Place.objects.within(street).filter(kind=Kind.COMMUNITY).count()
    assert inside == sum(row["street_code"] == street.code for row in rows)
    assert import_divisions(BEIJING, by=BY, now=NOW).unchanged == len(rows)
