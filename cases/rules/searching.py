"""Chinese search without extensions: character bigrams, the scope as a token, a recheck."""

import re
import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Func, Q, TextField, Value

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet

TEXT_SHARE = 200
_SPACE = re.compile(r"\s+")
_WHOLE_NUMBER = re.compile(r"[0-9]{8}-[0-9]{6,}")
_DIGITS = re.compile(r"[0-9-]+")
_SHOWS_DIGITS = re.compile(r"[0-9]{2}")
# What the masks hide on a page, once spaces are gone: nobody finds by a digit he may not read.
_HIDDEN = (
    (r"(?<![0-9])([1-9])[0-9]{16}([0-9x])(?![0-9])", r"\1*\2"),
    (r"(?<![0-9])[456][0-9]{11,14}([0-9]{4})(?![0-9])", r"*\1"),
    (r"(?<![0-9])(1[3-9][0-9])[0-9]{4}([0-9]{4})(?![0-9])", r"\1*\2"),
    (r"(?<![0-9])(0[0-9]{2,3}\)?-?)[0-9]{3,4}-?([0-9]{4})(?![0-9])", r"\1*\2"),
)


def fold(text: str) -> str:
    """Full-width to half-width, lower case, no white space: what two spellings share."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).lower()


def bigrams(text: str) -> set[str]:
    folded = fold(text)
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def scope_tokens(scope: dict[str, int | None]) -> set[str]:
    """`street_id: 4` becomes `street:4`; no bigram is that long."""
    return {f"{column.removesuffix('_id')}:{pk}" for column, pk in scope.items() if pk}


def tokens_of(title: str, text: str, scope: dict[str, int | None]) -> list[str]:
    return sorted(bigrams(title) | bigrams(text[:TEXT_SHARE]) | scope_tokens(scope))


class Folded(Func):
    """`fold`, said in SQL."""

    template = r"LOWER(REGEXP_REPLACE(NORMALIZE(%(expressions)s, NFKC), '\s+', '', 'g'))"
    output_field = TextField()


class Hidden(Func):
    """Folded text in which the digits that the masks hide are gone."""

    output_field = TextField()

    def __init__(self, folded: Func) -> None:
        for pattern, kept in _HIDDEN:
            folded = Func(
                folded,
                Value(pattern),
                Value(kept),
                Value("g"),
                function="REGEXP_REPLACE",
                output_field=TextField(),
            )
        super().__init__(folded, template="%(expressions)s")


def search(cases: "CaseQuerySet", words: str) -> "CaseQuerySet":
    """Those whose title, text or number holds the words, however they are spaced or spelt.

    Bigrams find the candidates, a substring decides. What has no bigram, and a piece of a number,
    is looked for along the newest-first index.
    """
    wanted = fold(words)
    if _WHOLE_NUMBER.fullmatch(wanted):
        return cases.filter(number=wanted)
    held = Q(folded_title__contains=wanted) | Q(folded_text__contains=wanted)
    if _DIGITS.fullmatch(wanted):
        held |= Q(number__contains=wanted)
    elif pairs := bigrams(wanted):
        cases = cases.filter(search__tokens__contains=sorted(pairs))
    title, text = Folded("title"), Folded("text")
    if _SHOWS_DIGITS.search(wanted):
        return cases.alias(folded_title=Hidden(title), folded_text=Hidden(text)).filter(held)
    return cases.alias(folded_title=title, folded_text=text).filter(held)
