import csv
from pathlib import Path

from sheets.actions import RefusalFile


def test_refused_rows_are_written_with_number_column_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    with RefusalFile(path) as refusals:
        refusals.add(3, "楼栋", "没有这个楼栋:\n“9栋”")
        refusals.add(3, "户数", "不是数字")
        refusals.add(8, "=HYPERLINK()", "@x")
        assert refusals.count == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(path.read_text("utf-8-sig").splitlines())) == [
        ["行号", "列", "原因"],
        ["3", "楼栋", "没有这个楼栋: “9栋”"],
        ["3", "户数", "不是数字"],
        ["8", "'=HYPERLINK()", "'@x"],
    ]


def test_a_file_without_refusals_has_only_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "refused.csv"
    path.write_text("the refusals of last time")
    with RefusalFile(path) as refusals:
        assert refusals.count == 0
    assert path.read_text("utf-8-sig").splitlines() == ["行号,列,原因"]
