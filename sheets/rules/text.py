"""Text as people mean it: without the odd white space that copying and exporting leave in it."""

import re
import unicodedata

# Joins emoji and some scripts: invisible, but part of the word.
_KEPT_FORMAT = frozenset("\u200c\u200d")
_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_GAP = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Line breaks stay, one empty line at most; every other run of white space is one space.

    Tabs, no-break and full-width spaces are white space; zero-width marks, byte order marks, text
    direction overrides and control characters are nothing.
    """
    visible = "".join(char for char in _BREAKS.sub("\n", text) if _is_visible(char))
    lines = (_GAP.sub(" ", line).strip() for line in visible.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def clean_cell(text: str) -> str:
    """The same on one line: for names, codes and everything that is not prose."""
    return " ".join(clean_text(text).split())


def fold(text: str) -> str:
    """What is left of a heading when width, case, spaces and punctuation do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def disarm(text: str) -> str:
    """Text that a spreadsheet opening a CSV file shows, instead of computing it."""
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def _is_visible(char: str) -> bool:
    if char in "\n\t" or char in _KEPT_FORMAT:
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}
