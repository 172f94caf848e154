"""Rows by field name, however the file spells its headings."""

import itertools
import re
from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from journal.refusals import Invalid
from journal.wording import listed
from sheets.actions.files import Line, lines_of, refuse_file
from sheets.rules.text import clean_text, fold

Columns = Mapping[str, tuple[str, ...]]

HEAD = 10
_LOST_DIGITS = re.compile(r"\d(?:\.\d+)?E\+\d{2}", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row of the file: its number as Excel counts, and its values by field.

    `problem` says in words why the row cannot be used, "" when it can; `field` is the
    one it is about, "" for the whole row. An optional field whose
    column is not in the file is not in `values`.
    """

    number: int
    values: dict[str, str]
    problem: str = ""
    field: str = ""


@dataclass(frozen=True)
class _Heading:
    number: int
    positions: dict[str, int]
    width: int


def read_rows(
    source: str | Path | IO[bytes], *, columns: Columns, optional: Collection[str] = ()
) -> Generator[Row, None, None]:
    """The rows below the heading, with their text cleaned; empty rows are passed over.

    `columns` gives each field the headings it may stand under. The heading is the first of the top
    ten lines that has every field not `optional`; without one the file is refused as a whole.
    """
    with ExitStack() as stack:
        if isinstance(source, str | Path):
            source = stack.enter_context(Path(source).open("rb"))
        heading, lines = _find_heading(source, columns, optional)
        for number, (cells, problem) in enumerate(lines, start=1):
            if number > heading.number and (problem or any(cell.strip() for cell in cells)):
                yield _row(number, cells, problem, heading)


def _find_heading(
    file: IO[bytes], columns: Columns, optional: Collection[str]
) -> tuple[_Heading, Iterator[Line]]:
    """The heading, and all lines of the file read in the way that shows it."""
    if not file.read(1):
        raise refuse_file(_("这个文件是空的。"))
    file.seek(0)
    nearest: set[str] = set()
    required = columns.keys() - set(optional)
    for lines in lines_of(file):
        top = list(itertools.islice(lines, HEAD))
        for number, (cells, _problem) in enumerate(top, start=1):
            positions = _positions(cells, columns)
            if positions and required <= positions.keys():
                return _Heading(number, positions, _width(cells)), itertools.chain(top, lines)
            nearest = max(nearest, set(positions), key=len)
        lines.close()
    missing = [columns[field][0] for field in columns if field in required - nearest]
    raise _missing(missing)


def _missing(names: list[str]) -> Invalid:
    return refuse_file(
        _("文件里缺少这些列:%(names)s。请按模板的表头填写后再上传。") % {"names": listed(names)}
    )


def _positions(cells: list[str], columns: Columns) -> dict[str, int]:
    names = {fold(name): field for field, accepted in columns.items() for name in accepted}
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        field = names.get(fold(cell))
        if field is not None and field in found:
            raise refuse_file(
                _("表头里“%(name)s”出现了两次。请只留一列。") % {"name": cell.strip()}
            )
        if field is not None:
            found[field] = position
    return found


def _width(cells: list[str]) -> int:
    """How many columns the heading has, not counting empty ones at its end."""
    return max(position for position, cell in enumerate(cells, start=1) if cell.strip())


def _row(number: int, cells: list[str], problem: str, heading: _Heading) -> Row:
    values = {
        field: clean_text(cells[position]) if position < len(cells) else ""
        for field, position in heading.positions.items()
    }
    if problem:
        return Row(number, values, problem)
    return Row(number, values, *_problem(cells, values, heading))


def _problem(cells: list[str], values: dict[str, str], heading: _Heading) -> tuple[str, str]:
    """What is wrong, and with which field."""
    if any(cell.strip() for cell in cells[heading.width :]):
        return _("这一行的列比表头多,可能错位了。"), ""
    for field, value in values.items():
        if _LOST_DIGITS.fullmatch(value):
            sentence = _("编号被 Excel 改成了科学计数,后几位已丢失。请把这一列设为文本格式再填。")
            return sentence, field
    return "", ""
