"""Names as people look them up and put them in order: pinyin, initials, numbers as numbers."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypedDict, TypeVar

from pypinyin import Style, lazy_pinyin

_NUMBER = re.compile(r"[0-9]+")
_CHINESE_NUMBER = re.compile(
    r"(?<=第)[零一二三四五六七八九十百]+|[一二三四五六七八九十百]+(?=[号栋幢座单])"
)
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100}
NAMES_KEPT = 4096
Row = TypeVar("Row")


class NameKeys(TypedDict):
    pinyin: str
    initials: str
    order_key: str


def name_keys(name: str) -> NameKeys:
    """The stored keys of a name."""
    return {
        "pinyin": _plain(lazy_pinyin(name))[:600],
        "initials": _plain(lazy_pinyin(name, style=Style.FIRST_LETTER))[:100],
        "order_key": order_key(name),
    }


@lru_cache(NAMES_KEPT)
def order_key(name: str) -> str:
    """3栋 comes before 12栋, and 第三网格 before 第十二网格."""
    counted = _CHINESE_NUMBER.sub(lambda number: str(_value(number[0])), name)
    key = _NUMBER.sub(lambda number: number[0].zfill(5), _plain(lazy_pinyin(counted)))
    return key[:700]


def in_order(rows: Iterable[Row], name: Callable[[Row], str] = str) -> list[Row]:
    """By pinyin, as a Chinese reader looks for them; for short lists without a stored key."""
    return sorted(rows, key=lambda row: order_key(name(row)))


def _plain(syllables: list[str]) -> str:
    return "".join("".join(syllables).lower().split())


def _value(chinese: str) -> int:
    """一百二十三 is 123, 十二 is 12."""
    total, digit = 0, 0
    for char in chinese:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total, digit = total + (digit or 1) * _UNITS[char], 0
    return total + digit
