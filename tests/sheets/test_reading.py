import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from journal.refusals import Invalid
from sheets.actions import Row, read_rows
from sheets.rules import parse_moment

COLUMNS = {"number": ("编号", "number"), "name": ("姓名", "name"), "text": ("留言详情", "text")}


def read(content: str | bytes, encoding: str = "utf-8", **options: Any) -> list[Row]:
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    options.setdefault("columns", COLUMNS)
    return list(read_rows(io.BytesIO(raw), **options))


def workbook(*rows: list[Any], prepare: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if prepare:
        prepare(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def refused(content: str | bytes, **options: Any) -> str:
    with pytest.raises(Invalid) as error:
        read(content, **options)
    [sentence] = error.value.fields["file"]
    return sentence


HEADING = "编号,姓名,留言详情"
VALUES = {"number": "1", "name": "张三", "text": "路灯不亮"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_a_csv_file_is_read_in_any_encoding(encoding: str, delimiter: str, line_end: str) -> None:
    content = line_end.join([HEADING, "1,张三,路灯不亮", ""]).replace(",", delimiter)
    assert read(content, encoding) == [Row(2, VALUES)]


def test_rows_are_numbered_as_excel_does_and_empty_ones_passed_over() -> None:
    content = f'{HEADING}\n1,张三,"第一行\n第二行"\n\n ,\u3000,\n2,李四,x\n'
    assert [(row.number, row.values["number"]) for row in read(content)] == [(2, "1"), (5, "2")]


def test_text_is_cleaned_and_keeps_its_lines() -> None:
    [row] = read(f'{HEADING}\n1,张三\u200b,"\n\t\t第一行\xa0\xa0。\n\t第二行"')
    assert row.values == {"number": "1", "name": "张三", "text": "第一行 。\n第二行"}


@pytest.mark.parametrize("heading", ["\ufeff编 号,Name,留言\u3000详情*", "NUMBER,ｎａｍｅ,Text：,"])
def test_headings_match_in_both_languages_and_any_spelling(heading: str) -> None:
    assert read(f"{heading}\n1,张三,路灯不亮") == [Row(2, VALUES)]


def test_a_title_above_the_heading_and_other_columns_do_not_matter() -> None:
    content = "某街道来信一览表,,,\n\n序,编号,姓名,留言详情\n9,1,张三,路灯不亮"
    assert read(content) == [Row(4, VALUES)]


def test_a_missing_column_is_named() -> None:
    assert refused("姓名,备注\n张三,x").startswith("文件里缺少这些列:编号、留言详情。")


def test_an_optional_column_may_be_missing() -> None:
    assert read("编号,姓名\n1,张三", optional=["text"]) == [Row(2, {"number": "1", "name": "张三"})]


def test_a_heading_that_stands_twice_is_refused() -> None:
    assert "“name”出现了两次" in refused("编号,姓名,name,留言详情\n1,张三,李四,x")


def test_a_short_row_has_empty_values_and_a_long_one_a_problem() -> None:
    short, long, padded = read(f"{HEADING}\n1\n1,张三,路灯,不亮\n1,张三,路灯不亮,,\n")
    assert (short.values["text"], short.problem) == ("", "")
    assert "列比表头多" in long.problem
    assert padded.problem == ""


def test_a_row_with_broken_quotes_is_a_problem_and_the_next_is_read() -> None:
    broken, good = read(f'{HEADING}\n1,"张"三,x\n1,张三,路灯不亮\n')
    assert (broken.number, "引号" in broken.problem) == (2, True)
    assert good == Row(3, VALUES)


def test_a_quote_that_never_ends_is_a_problem_not_a_silent_end() -> None:
    broken, next_one = read(f'{HEADING}\n1,"张三,x\n1,张三,路灯不亮\n')
    assert "引号" in broken.problem
    assert next_one == Row(3, VALUES)


def test_a_quote_that_ends_in_another_row_swallows_no_row() -> None:
    rows = read(f'{HEADING}\n1,"张三,x\n2,"李四",y\n1,张三,路灯不亮\n')
    assert [("引号" in row.problem, row.number) for row in rows] == [
        (True, 2),
        (False, 3),
        (False, 4),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_byte_that_is_no_text_is_a_problem_of_its_row_alone(encoding: str) -> None:
    good = "1,张三,路灯不亮\n"
    raw = (
        f"{HEADING}\n{good}".encode(encoding)
        + b"2,\xff\xff,x\n"
        + good.encode("gb18030" if encoding == "gb18030" else "utf-8")
    )
    first, broken, last = read(raw)
    assert (first.values, last.values) == (VALUES, VALUES)
    assert (first.problem, last.problem) == ("", "")
    assert "无法识别" in broken.problem


def test_a_file_cut_in_the_middle_of_a_character_loses_only_its_last_row() -> None:
    raw = f"{HEADING}\n1,张三,路灯不亮\n2,李四,坏".encode()[:-1]
    good, cut = read(raw)
    assert (good.values, good.problem) == (VALUES, "")
    assert "无法识别" in cut.problem


def test_a_nul_in_a_cell_is_cleaned_away() -> None:
    [row] = read(f"{HEADING}\n1,张\0三,路灯不亮")
    assert row == Row(2, VALUES)


def test_an_empty_file_says_that_it_is_empty() -> None:
    assert "空的" in refused("")


def test_a_code_that_lost_its_last_digits_is_a_problem() -> None:
    [row] = read(f"{HEADING}\n4.30102E+17,张三,x")
    assert "科学计数" in row.problem
    assert row.field == "number"


def test_a_workbook_is_read_with_its_types() -> None:
    content = workbook(
        ["编号", "姓名", "留言详情"],
        [1, "张三", "路灯不亮"],
        [2.0, None, 0.5],
        [parse_moment("2019-04-05 09:32", UTC).replace(tzinfo=None), date(2019, 4, 5), time(9, 32)],
        [True, "\u3000李四", "x"],
    )
    values = [tuple(row.values.values()) for row in read(content)]
    assert values == [
        ("1", "张三", "路灯不亮"),
        ("2", "", "0.5"),
        ("2019-04-05 09:32:00", "2019-04-05 00:00:00", "09:32:00"),
        ("TRUE", "李四", "x"),
    ]


def test_a_long_code_saved_as_a_number_is_a_problem() -> None:
    content = workbook(["编号", "姓名", "留言详情"], [430102001001001001, "张三", "x"])
    assert "科学计数" in read(content)[0].problem


def test_a_hidden_sheet_is_passed_over() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        shown = book.create_sheet("数据")
        shown.append(["编号", "姓名", "留言详情"])
        shown.append([1, "张三", "路灯不亮"])

    assert read(workbook(["模板"], prepare=hide)) == [Row(2, VALUES)]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        b"PK\x03\x04 this is not a workbook",
        b"\x81",
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(content: bytes) -> None:
    assert "另存为 xlsx 或 csv" in refused(content)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "另存为 xlsx 或 csv" in refused(target.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(510):
            member.write(bytes(1 << 20))
    assert "解压后太大" in refused(target.getvalue())


def test_an_old_excel_file_is_refused_by_its_name() -> None:
    assert "旧版 Excel" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_an_empty_line_has_no_columns() -> None:
    assert "缺少这些列" in refused("\n")
    assert "缺少这些列" in refused("\n", optional=list(COLUMNS))


def test_a_path_and_an_upload_are_read_alike_and_the_upload_stays_open(tmp_path: Path) -> None:
    raw = f"{HEADING}\n1,张三,路灯不亮".encode()
    path = tmp_path / "named.xlsx"
    path.write_bytes(raw)
    upload = SimpleUploadedFile("named.jpg", raw)
    assert list(read_rows(path, columns=COLUMNS)) == list(read_rows(upload, columns=COLUMNS))
    assert not upload.closed


def test_reading_may_stop_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"{HEADING}\n" + "1,张三,x\n" * 5000)
    rows = read_rows(path, columns=COLUMNS)
    assert next(rows).number == 2
    rows.close()
