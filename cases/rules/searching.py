"""Chinese search without extensions: character bigrams, the scope as a token, a recheck."""

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from journal.masks import mask_text

if TYPE_CHECKING:
    from cases.querysets import CaseQuerySet

TEXT_SHARE = 200
BETWEEN = "|"  # no piece of a title runs on into the text
_SPACE = re.compile(r"\s+")
_WHOLE_NUMBER = re.compile(r"[0-9]{8}-[0-9]{6,}")
_DIGITS = re.compile(r"[0-9-]+")


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


def words_of(title: str, text: str) -> str:
    """What the substring is looked for in: masked, for nobody finds by a digit he may not read."""
    return f"{fold(mask_text(title))}{BETWEEN}{fold(mask_text(text))}"


def index_of(title: str, text: str, scope: dict[str, int | None]) -> dict[str, Any]:
    """The search row of a case, field by field."""
    return {"tokens": tokens_of(title, text, scope), "words": words_of(title, text)}


def search(cases: "CaseQuerySet", words: str) -> "CaseQuerySet":
    """Those whose title, text or number holds the words, however they are spaced or spelt.

    Bigrams find the candidates, a substring decides. What has no bigram, and a piece of a number,
    is looked for along the newest-first index.
    """
    wanted = fold(words)
    if _WHOLE_NUMBER.fullmatch(wanted):
        return cases.filter(number=wanted)
    held = Q(search__words__contains=wanted)
    if _DIGITS.fullmatch(wanted):
        held |= Q(number__contains=wanted)
    elif pairs := bigrams(wanted):
        cases = cases.filter(search__tokens__contains=sorted(pairs))
    return cases.filter(held)
