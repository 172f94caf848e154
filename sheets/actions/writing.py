"""Rows out to XLSX: streamed, typed, and never a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import IO

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from sheets.rules.text import is_formula

MAX_CELL = 32_767

Value = str | float | date | datetime | None


class Kind(StrEnum):
    """What a column holds; its value is the number format of Excel."""

    TEXT = "@"
    NUMBER = "General"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT
    width: int = 16


def write_xlsx(
    target: str | Path | IO[bytes],
    *,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    title: str = "",
) -> None:
    """One sheet with a frozen heading. Aware moments are written in the current time zone."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title[:31] or None)
    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = column.width
    sheet.append([_heading(sheet, column) for column in columns])
    for row in rows:
        sheet.append(
            [_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)]
        )
    workbook.save(target)


def _heading(sheet: WriteOnlyWorksheet, column: Column) -> Cell:
    cell = _text_cell(sheet, column.title)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: WriteOnlyWorksheet, column: Column, value: Value) -> Cell:
    if isinstance(value, str):
        return _text_cell(sheet, value)
    if isinstance(value, date):
        value = _local(value)
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = column.kind.value
    return cell


def _local(value: date) -> datetime:
    """Excel knows no zones: what it shows is the time on the wall."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time.min)
    return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value


def _text_cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Text stays text, also when it looks like a formula and after somebody edits it."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL])
    cell.data_type = "s"
    cell.number_format = Kind.TEXT.value
    cell.quotePrefix = is_formula(text)
    return cell
