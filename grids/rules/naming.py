"""Names as people look them up and put them in order: pinyin, initials, numbers as numbers."""

import re
from typing import TypedDict

from pypinyin import Style, lazy_pinyin

_NUMBER = re.compile(r"[0-9]+")


class NameKeys(TypedDict):
    pinyin: str
    initials: str
    order_key: str


def _plain(syllables: list[str]) -> str:
    return "".join("".join(syllables).lower().split())


def name_keys(name: str) -> NameKeys:
    """The stored keys of a name; "3栋" comes before "12栋"."""
    pinyin = _plain(lazy_pinyin(name))
    order_key = _NUMBER.sub(lambda number: number[0].zfill(5), pinyin)
    return {
        "pinyin": pinyin[:600],
        "initials": _plain(lazy_pinyin(name, style=Style.FIRST_LETTER))[:100],
        "order_key": order_key[:700],
    }
