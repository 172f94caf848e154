import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from sheets.actions import Column, Kind, read_rows, write_xlsx
from sheets.actions.writing import Value

COLUMNS = [
    Column("编号"),
    Column("件数", Kind.NUMBER, width=8),
    Column("日期", Kind.DAY),
    Column("时间", Kind.MOMENT),
]


def written(*rows: Sequence[Value]) -> Worksheet:
    target = io.BytesIO()
    write_xlsx(target, columns=COLUMNS, rows=rows, title="台账")
    sheet = load_workbook(target).active
    assert isinstance(sheet, Worksheet)
    return sheet


def cell(sheet: Worksheet, position: str) -> Cell:
    found = sheet[position]
    assert isinstance(found, Cell)
    return found


def test_the_heading_is_bold_and_stays_in_view() -> None:
    sheet = written()
    assert (sheet.title, sheet.freeze_panes) == ("台账", "A2")
    assert [heading.value for heading in sheet[1]] == ["编号", "件数", "日期", "时间"]
    assert cell(sheet, "A1").font.bold
    assert sheet.column_dimensions["B"].width == 8


def test_columns_keep_their_types() -> None:
    moment = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    sheet = written(["430102001001001001", 3, date(2026, 3, 2), moment], ["", None, None, None])
    assert cell(sheet, "A2").value == "430102001001001001"
    assert cell(sheet, "B2").value == 3
    assert str(cell(sheet, "C2").value) == "2026-03-02 00:00:00"
    assert str(cell(sheet, "D2").value) == "2026-03-02 09:30:00"
    assert cell(sheet, "C2").number_format == "yyyy-mm-dd"
    assert cell(sheet, "B3").value is None


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    found = cell(written([text, None, None, None]), "A2")
    assert (found.value, found.data_type) == (text, "s")
    assert found.quotePrefix


def test_control_characters_are_dropped_and_very_long_text_is_cut() -> None:
    sheet = written(["a\x0bb", None, None, None], ["x" * 40_000, None, None, None])
    assert cell(sheet, "A2").value == "ab"
    assert len(str(cell(sheet, "A3").value)) == 32_767


def test_what_was_written_can_be_read_again() -> None:
    target = io.BytesIO()
    rows = ([str(number), number, None, None] for number in range(3))
    write_xlsx(target, columns=COLUMNS, rows=rows)
    target.seek(0)
    read = read_rows(target, columns={"number": ("编号",), "count": ("件数",)})
    assert [row.values["count"] for row in read] == ["0", "1", "2"]
