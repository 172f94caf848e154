import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.rules.text import clean_cell, clean_text, disarm, fold


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "\n\t\t\t\n\t\t2019年4月以来，\u3000\u3000小区\xa0\xa0很乱\n\t\t",
            "2019年4月以来， 小区 很乱",
        ),
        ("第一段\r\n第二段\r第三段", "第一段\n第二段\n第三段"),
        ("上\n \n\t\n\n下", "上\n\n下"),
        ("\ufeff零\u200b宽\u2060度", "零宽度"),
        ("倒\u202e着\u2066写", "倒着写"),
        ("空\x00字符", "空字符"),
        ("👩\u200d🚒来了", "👩\u200d🚒来了"),
        ("", ""),
    ],
)
def test_text_loses_odd_white_space_and_keeps_its_lines(written: str, meant: str) -> None:
    assert clean_text(written) == meant


def test_a_cell_is_one_line() -> None:
    assert clean_cell(" 张\n三\u3000\t丰 ") == "张 三 丰"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_cell(clean_cell(text)) == clean_cell(text)


@given(st.text(alphabet="楼栋12 abc，。"))
def test_cleaning_keeps_every_visible_character(text: str) -> None:
    assert clean_text(text).replace(" ", "") == text.replace(" ", "")


def test_headings_are_the_same_in_any_width_case_and_spacing() -> None:
    assert fold(" 留言 时间：* ") == fold("留言时间")
    assert fold("Ｐｈｏｎｅ_Number") == fold("phone number")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@name", "\t=1"])
def test_a_formula_is_disarmed(text: str) -> None:
    assert disarm(text) == f"'{text}"


def test_other_text_stays_as_it_is() -> None:
    assert disarm("3栋=4栋") == "3栋=4栋"
