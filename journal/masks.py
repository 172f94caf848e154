"""People's data as it may be shown: names, phones and identity numbers, masked.

The same masks serve screens, exports, search, notices and logs.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

_SPACES = "\t\u00a0\u2002\u2003\u2009\u200b\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"
_PLAIN = str.maketrans(
    "０１２３４５６７８９Ｘｘ＋（）" + _SPACES + _DASHES,
    "0123456789XX+()" + " " * len(_SPACES) + "-" * len(_DASHES),
)
_IDENTITY = re.compile(r"(?<![0-9])(?=([1-9](?:[ -]{0,3}[0-9]){16}[ -]{0,3}[0-9Xx])(?![0-9]))")
_PHONE = re.compile(r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?(1[ -]?[3-9](?:[ -]?[0-9]){9})(?![0-9])")
_LANDLINE = re.compile(r"\(?(010|02[0-9]|0[3-9][0-9]{2})[) -]*([0-9]{3,4})[ -]?([0-9]{4})")
_LANDLINE_IN_TEXT = re.compile(
    r"(?<![0-9])\(?(?:010|02[0-9]|0[3-9][0-9]{2})\)?[ -]?[2-9][0-9]{2,3}[ -]?[0-9]{4}(?![0-9])"
)
_CARD = re.compile(
    r"(?<![0-9])((?:62|4[0-9]|5[1-5])[0-9]{2}(?:[ -]?[0-9]{4}){3}(?:[ -]?[0-9]{3})?)(?![0-9])"
)
_PROVINCES = frozenset(
    str(code)
    for block in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(block[0], block[1] + 1)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PHONE_GROUP = 3


class Kind(StrEnum):
    PHONE = "phone"
    IDENTITY = "identity"
    CARD = "card"


@dataclass(frozen=True)
class Finding:
    """Where a personal number stands in a text: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


def plain_number(value: str) -> str:
    """A number without full-width characters, spaces and dashes, its check letter in upper case."""
    return re.sub(r"[\s()-]", "", value.translate(_PLAIN)).upper()


def plain_phone(value: str) -> str:
    """A phone number as it is stored and hashed: without separators and without +86."""
    return re.sub(r"^(?:\+|00)?86(?=1[3-9][0-9]{9}$)", "", plain_number(value))


def is_mobile(value: str) -> bool:
    return re.fullmatch(r"1[3-9][0-9]{9}", plain_phone(value)) is not None


def is_identity_number(value: str) -> bool:
    """GB 11643: eighteen characters with a province, a date of birth and the right check digit."""
    number = plain_number(value)
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or number[:2] not in _PROVINCES:
        return False
    return _is_birthday(number[6:14]) and _check_digit(number) == number[17]


def _is_birthday(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return date(year, month, day).year in range(1850, 2100)
    except ValueError:
        return False


def _check_digit(number: str) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECK_DIGITS[total % 11]


def mask_name(name: str) -> str:
    """张三 → 张*, 张三丰 → 张**; never more than two stars."""
    name = name.strip()
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2) if name else ""


def mask_identity(number: str) -> str:
    """First and last character, with the fixed fifteen stars between them."""
    plain = plain_number(number)
    return f"{plain[0]}{'*' * 15}{plain[-1]}" if plain else ""


def mask_phone(phone: str) -> str:
    """138****5678; a landline keeps area code and end, 0731-****5678; others keep two digits."""
    plain = plain_phone(phone)
    if is_mobile(plain):
        return f"{plain[:3]}****{plain[-4:]}"
    if landline := _LANDLINE.fullmatch(plain):
        return f"{landline[1]}-****{landline[3]}"
    return "*" * max(len(plain) - 2, 0) + plain[-2:] if len(plain) > 4 else "*" * len(plain)


def mask_card(number: str) -> str:
    """The last four digits of a bank card."""
    plain = plain_number(number)
    return "*" * (len(plain) - 4) + plain[-4:]


def find_personal(text: str) -> list[Finding]:
    """Phone, identity and bank card numbers in a text, in order, also when typed with gaps."""
    plain = text.translate(_PLAIN)
    found: list[Finding] = []
    for candidate in (*_identities(plain), *_cards(plain), *_phones(plain)):
        if not any(candidate.start < held.end and held.start < candidate.end for held in found):
            found.append(candidate)
    return sorted(found, key=lambda finding: finding.start)


def mask_text(text: str) -> str:
    """The text with every personal number in it masked."""
    parts, done = [], 0
    for finding in find_personal(text):
        mask = MASKS[finding.kind]
        parts += [text[done : finding.start], mask(text[finding.start : finding.end])]
        done = finding.end
    return "".join([*parts, text[done:]])


def _identities(plain: str) -> Iterator[Finding]:
    end = 0
    for match in _IDENTITY.finditer(plain):
        if match.start(1) >= end and is_identity_number(match[1]):
            end = match.end(1)
            yield Finding(Kind.IDENTITY, match.start(1), end)


def _cards(plain: str) -> Iterator[Finding]:
    for match in _CARD.finditer(plain):
        if _luhn(plain_number(match[1])):
            yield Finding(Kind.CARD, match.start(), match.end())


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812: the check digit of a card number."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(divmod(value, 10)[0] + divmod(value, 10)[1] for value in doubled)
    return (total + sum(int(digit) for digit in digits[-1::-2])) % 10 == 0


def _phones(plain: str) -> Iterator[Finding]:
    for match in _PHONE.finditer(plain):
        if _reads_as_phone(match[1]):
            yield Finding(Kind.PHONE, match.start(), match.end())
    for match in _LANDLINE_IN_TEXT.finditer(plain):
        yield Finding(Kind.PHONE, match.start(), match.end())


def _reads_as_phone(written: str) -> bool:
    """In groups of three digits or more, or digit by digit; not a day, a date and an hour."""
    groups = {len(group) for group in re.split("[ -]", written)}
    return min(groups) >= _PHONE_GROUP or groups == {1}


MASKS = {Kind.PHONE: mask_phone, Kind.IDENTITY: mask_identity, Kind.CARD: mask_card}


def mask_data(value: Any) -> Any:
    """JSON with every text in it masked."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {str(name): mask_data(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [mask_data(part) for part in value]
    return value


class MaskingFormatter(logging.Formatter):
    """Log lines and tracebacks without anybody's numbers."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record))
