"""Chinese search without extensions: character bigrams, the scope as a token, a recheck."""

import re
import unicodedata

TEXT_SHARE = 200
_SPACE = re.compile(r"\s+")


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
