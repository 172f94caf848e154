"""The English catalogue against the source: what is missing, stale, or loses a placeholder.

Messages are simplified Chinese in the source. They are collected by Babel; Django's own
`templatize` turns a template into something Babel can read.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SKIPPED = frozenset({"tests", "migrations", ".venv", ".state", "node_modules", "docs", "launch"})
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = """\
# The English texts. The source language is simplified Chinese.
# Update: make manage ARGS="check_translations --write"
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
ENGLISH = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


@dataclass
class Findings:
    """Messages without English, English without a message, and English that lost a placeholder."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.broken)


def collect(root: Path = settings.BASE_DIR) -> Catalog:
    """Every message of the source."""
    catalog = Catalog(locale="en")
    for file in sorted(_sources(root)):
        where = str(file.relative_to(root))
        for _line, message, _comments, context in _messages(file):
            catalog.add(message, locations=[(where, 1)], context=context)
    return catalog


def _sources(root: Path) -> Iterator[Path]:
    for pattern in ("*.py", "*.html", "*.txt"):
        for file in root.rglob(pattern):
            parts = file.relative_to(root).parts
            wanted = pattern != "*.txt" or parts[0] == "templates"
            if wanted and not SKIPPED.intersection(parts):
                yield file


def _messages(file: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    text = file.read_text(encoding="utf-8")
    method = "python"
    if file.suffix != ".py":
        text, method = templatize(text, origin=str(file)), "javascript"
    yield from extract(method, io.BytesIO(text.encode()), KEYWORDS)


def read_english(path: Path = ENGLISH) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="en")


def compare(source: Catalog, english: Catalog) -> Findings:
    found = Findings()
    for message in source:
        if not message.id:
            continue
        known = english.get(message.id, message.context)
        if known is None or not all(_strings(known.string)):
            found.missing.append(_first(message.id))
        elif not _keeps_placeholders(message.id, known.string):
            found.broken.append(_first(message.id))
    found.stale = [
        _first(message.id)
        for message in english
        if message.id and source.get(message.id, message.context) is None
    ]
    return found


Words = str | tuple[str, ...] | list[str] | None


def _strings(value: Words) -> list[str]:
    return [value or ""] if isinstance(value, str) or value is None else list(value)


def _first(value: Words) -> str:
    return _strings(value)[0]


def _keeps_placeholders(message: Words, english: Words) -> bool:
    wanted = sorted(PLACEHOLDER.findall(_first(message)))
    return sorted(PLACEHOLDER.findall(_strings(english)[-1])) == wanted


def update(source: Catalog, english: Catalog, path: Path = ENGLISH) -> None:
    """Write the catalogue anew: the source's messages, with the English that is known."""
    for message in source:
        known = english.get(message.id, message.context) if message.id else None
        if known is not None:
            message.string = known.string
            message.flags = set(message.flags) - {"fuzzy"}
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, source, sort_output=True, omit_header=True, no_location=True, width=0)
