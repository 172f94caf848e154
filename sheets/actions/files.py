"""The cells of a table file, whatever it calls itself: told apart by content, never by name."""

import codecs
import csv
import io
import warnings
import zipfile
from collections.abc import Generator, Iterator
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
    """UTF-8 with or without BOM, UTF-16 with BOM, else GB18030, each proven on the whole file."""
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
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _csv_lines(file: IO[bytes], encoding: str, delimiter: str) -> Lines:
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            try:
                yield next(reader), ""
            except StopIteration:
                return
            except csv.Error:
                yield [], str(_("引号不成对,读不出这一行。"))
    finally:
        if not file.closed:
            text.detach()


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
