import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.masks import (
    Kind,
    MaskingFormatter,
    find_personal,
    is_identity_number,
    mask_identity,
    mask_name,
    mask_phone,
    mask_text,
    plain_phone,
)

# The two example numbers of the standard itself, GB 11643-1999: IDENTITY and 440524188001010014.
IDENTITY = "11010519491231002X"
IDENTITY_MASKED = "1***************X"


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修远", "欧**"),
        ("张", "张*"),
        (" 张三 ", "张*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0731-88551234", "0731-****1234"),
        ("(010) 8855 1234", "010-****1234"),
        ("663311", "****11"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_phone_keeps_only_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


def test_an_identity_number_keeps_first_and_last_character() -> None:
    assert mask_identity(IDENTITY) == IDENTITY_MASKED
    assert mask_identity("") == ""


@pytest.mark.parametrize("number", [IDENTITY, "11010519491231002x", "440524188001010014"])
def test_a_real_identity_number_is_known_by_its_check_digit(number: str) -> None:
    assert is_identity_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # wrong check digit
        "11010519491331002X",  # month 13
        "99010519491231002X",  # no such province
        "430102001001001001",  # a building code
        "1101051949123100",  # too short
    ],
)
def test_eighteen_digits_alone_are_not_an_identity_number(number: str) -> None:
    assert not is_identity_number(number)


@pytest.mark.parametrize(
    "written",
    [
        IDENTITY,
        "11010519491231002x",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105\u300019491231\u3000002Ｘ",
        "110105\u00a019491231 – 002X",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(written: str) -> None:
    text = f"我的身份证号是{written}。请核实"
    assert mask_text(text) == f"我的身份证号是{IDENTITY_MASKED}。请核实"


@pytest.mark.parametrize(
    "written",
    ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "１３８１２３４５６７８"],
)
def test_a_mobile_number_is_found_however_it_is_written(written: str) -> None:
    assert mask_text(f"电话{written}，王女士") == "电话138****5678，王女士"


@pytest.mark.parametrize(
    "text",
    [
        "楼栋编码430102001001001001",
        "工单号913812345678",
        "工单号1381234567890",
        "14 2019-04-25 1号楼",
        f"0{IDENTITY}",
        f"{IDENTITY[:17]}55",
        "",
    ],
)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert mask_text(text) == text


def test_findings_come_in_order_with_their_place_in_the_text() -> None:
    text = f"电话13812345678 {IDENTITY}，或139 1234 5678"
    found = [(finding.kind, text[finding.start : finding.end]) for finding in find_personal(text)]
    assert found == [
        (Kind.PHONE, "13812345678"),
        (Kind.IDENTITY, IDENTITY),
        (Kind.PHONE, "139 1234 5678"),
    ]


def test_a_false_start_does_not_hide_the_number_behind_it() -> None:
    assert mask_text(f"110105194912310021 {IDENTITY}") == f"110105194912310021 {IDENTITY_MASKED}"


def test_the_plain_phone_has_no_country_code_and_no_gaps() -> None:
    assert plain_phone("+86 (138) 1234-5678") == plain_phone("008613812345678") == "13812345678"
    assert plain_phone("86123456") == "86123456"


@given(st.text(), st.text())
def test_masking_changes_nothing_but_the_number(before: str, after: str) -> None:
    text = f"{before}号{IDENTITY}号{after}"
    assert IDENTITY not in mask_text(text)
    assert mask_text(mask_text(text)) == mask_text(text)


@given(st.text(alphabet="0123456789xX -138１２\u3000", max_size=60))
def test_masked_text_holds_no_personal_number(text: str) -> None:
    assert find_personal(mask_text(text)) == []


def test_a_log_line_and_its_traceback_hold_no_personal_number() -> None:
    record = logging.makeLogRecord({"msg": "call %s", "args": ("13812345678",)})
    try:
        raise ValueError(IDENTITY)
    except ValueError:
        record.exc_info = sys.exc_info()
    line = MaskingFormatter().format(record)
    assert "call 138****5678" in line
    assert f"ValueError: {IDENTITY_MASKED}" in line


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打 010-88886666 找我", "打 010-****6666 找我"),
        ("(0731)8855 1234转3", "0731-****1234转3"),
        ("卡号 6222 0212 3456 7890 128。", "卡号 ***************0128。"),
        ("卡号6222021234567890128", "卡号***************0128"),
    ],
)
def test_landlines_and_bank_cards_in_a_text_are_masked(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "6222021234567890129",  # the check digit of no card
        "430102001001001001",  # a building
        "2026-01-10 08:30-12:00",
        "拨打 12345 或 110",
        "编号 20261122-000017",
        "共 0731 件",
    ],
)
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert mask_text(text) == text
