"""The cells of a table file, whatever it calls itself: told apart by content, never by name."""

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Generator, Iterable, Iterator
from datetime import date, datetime, time
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from journal.refusals import Invalid, Sentence

DELIMITERS = ",;\t"
CHUNK = 1 << 20
EXACT_DIGITS = 15
MAX_UNPACKED = 500 * CHUNK
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    EOFError,
)
_COMMON = re.compile(r"[\x01-\x7f]")  # what every encoding has in common
_STRANGE = re.compile(r"[\x00\udc80-\udcff]")
_ESCAPED = re.compile(r"[\udc80-\udcff]")
OUTWEIGHED = 4
_NOT_A_TABLE = _("这不是能读的表格文件。请用 Excel 或 WPS 另存为 xlsx 或 csv 再上传。")

Cells = list[str]
Line = tuple[Cells, str]
"""The cells of one line, and what is wrong with it, in words; "" when nothing is."""
Lines = Generator[Line, None, None]


def refuse_file(sentence: Sentence) -> Invalid:
    return Invalid({"file": [sentence]})


def lines_of(file: IO[bytes]) -> Iterator[Lines]:
    """Every way the file can be read as a table, the likeliest first."""
    start = file.read(len(_ZIP))
    file.seek(0)
    if start == _OLD_EXCEL:
        raise refuse_file(_("这是旧版 Excel 文件(xls)。请另存为 xlsx 再上传。"))
    if start == _ZIP:
        yield _workbook_lines(file)
        return
    encoding = _encoding(file)
    for delimiter in DELIMITERS:
        file.seek(0)
        yield _csv_lines(file, encoding, delimiter)


def _encoding(file: IO[bytes]) -> str:
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030: by the whole file.

    Some bytes that are none of it are a matter of their rows; many, and it is something else.
    """
    start = file.read(2)
    names = ["utf-8-sig", "gb18030"]
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        names = ["utf-16"]
    for name in names:
        file.seek(0)
        if _decodes(file, name):
            return name
    raise refuse_file(_NOT_A_TABLE)


def _decodes(file: IO[bytes], encoding: str) -> bool:
    """ASCII proves nothing; of the rest, text outweighs by far what cannot be text."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="surrogateescape")
    good = bad = 0
    for chunk in iter(lambda: file.read(CHUNK), b""):
        wide = _COMMON.sub("", decoder.decode(chunk))
        strange = len(_STRANGE.findall(wide))
        good, bad = good + len(wide) - strange, bad + strange
    bad += len(_STRANGE.findall(decoder.decode(b"", final=True)))
    return bad * OUTWEIGHED <= good


def _csv_lines(file: IO[bytes], encoding: str, delimiter: str) -> Lines:
    text = io.TextIOWrapper(file, encoding=encoding, errors="surrogateescape", newline="")
    feed = _Feed(text)
    try:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        while True:
            feed.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                feed.give_back()
                reader = csv.reader(feed, delimiter=delimiter, strict=True)
                yield [], str(_("引号不成对,读不出这一行。"))
            else:
                yield cells, _unreadable(cells)
    finally:
        if not file.closed:
            text.detach()


class _Feed:
    """Lines for the reader; what a quote that never ends swallowed can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.ahead: list[str] = []
        self.taken: list[str] = []
        self._lines = iter(lines)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.ahead.pop() if self.ahead else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All but the first line: that one is broken."""
        self.ahead += reversed(self.taken[1:])


def _unreadable(cells: Cells) -> str:
    if any(_ESCAPED.search(cell) for cell in cells):
        return str(_("这一行里有无法识别的字符。请核对后另存为 UTF-8 再上传。"))
    return ""


def _workbook_lines(file: IO[bytes]) -> Lines:
    """The first sheet that is not hidden, as shown: results, not formulas."""
    try:
        _refuse_bomb(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            workbook = load_workbook(file, read_only=True, data_only=True)
    except _BROKEN_WORKBOOK as error:
        raise refuse_file(_NOT_A_TABLE) from error
    try:
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()
                for values in sheet.iter_rows(values_only=True):
                    yield [_cell_text(value) for value in values], ""
                return
        raise refuse_file(_NOT_A_TABLE)
    except _BROKEN_WORKBOOK as error:
        raise refuse_file(_NOT_A_TABLE) from error
    finally:
        workbook.close()


def _refuse_bomb(file: IO[bytes]) -> None:
    with zipfile.ZipFile(file) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise refuse_file(_("这个文件解压后太大。请拆成几个文件再上传。"))
    file.seek(0)


def _cell_text(value: Any) -> str:
    """As the sheet would show it; numbers whose last digits Excel did not keep show an exponent."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case int() | float() if abs(value) >= 10**EXACT_DIGITS:
            return f"{value:.5E}"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
    return str(value)
