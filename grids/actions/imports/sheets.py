"""The sheets a street is set up from: what stands in them, and how a file is taken in.

A row is taken whole or not at all, and the same row again changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.actions.imports.outcome import Outcome
from grids.models import Place
from journal.actors import Actor
from journal.refusals import Invalid, Refusal
from journal.wording import listed
from sheets.actions import read_rows
from sheets.rules import parse_moment

Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Setting:
    """In which street, by whom and when a row is taken in."""

    street: Place
    by: Actor
    now: datetime


class Cells:
    """The cells of one row by field; an empty one is ""."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, field: str) -> str:
        return self._values.get(field, "")

    def required(self, field: str) -> str:
        if not self[field]:
            raise Invalid({field: [_("这一列必须填写。")]})
        return self[field]

    def number(self, field: str) -> int | None:
        if not self[field]:
            return None
        if not (self[field].isascii() and self[field].isdigit()):
            raise Invalid({field: [_("须为整数：%(value)s。") % {"value": self[field]}]})
        return int(self[field])

    def choice(self, field: str, choices: Sequence[tuple[str, str | Promise]]) -> str:
        """By the word on the screen or by the code."""
        written = self[field]
        for code, label in choices:
            if written in {code, str(label)}:
                return code
        said = {"value": written, "choices": listed(str(label) for _code, label in choices)}
        raise Invalid({field: [_("不能填“%(value)s”，可填：%(choices)s。") % said]})

    def day(self, field: str) -> date | None:
        if not self[field]:
            return None
        try:
            return parse_moment(self[field], ZoneInfo(settings.TIME_ZONE)).date()
        except ValueError as error:
            sentence = _("看不懂这个日期:“%(value)s”。请写成 2026-03-05。")
            raise Invalid({field: [sentence % {"value": self[field]}]}) from error

    def yes(self, field: str, *, default: bool) -> bool:
        if not self[field]:
            return default
        if self[field] not in {"是", "否", "yes", "no"}:
            raise Invalid({field: [_("请填“是”或“否”。")]})
        return self[field] in {"是", "yes"}


@dataclass(frozen=True)
class Sheet:
    """One kind of file. `take` says whether the row changed anything.

    `means` gives the column for a field or a constraint that the actions call by another name.
    """

    key: str
    title: str | Promise
    columns: Headings
    required: frozenset[str]
    example: Sequence[Sequence[str]]
    take: Callable[[Cells, Setting], bool]
    means: Mapping[str, str] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, str]:
        own = {column: names[0] for column, names in self.columns.items()}
        return {name: own[column] for name, column in self.means.items()} | own


def import_sheet(sheet: Sheet, file: IO[bytes], setting: Setting) -> Outcome:
    outcome = Outcome()
    optional = sheet.columns.keys() - sheet.required
    for row in read_rows(file, columns=sheet.columns, optional=optional):
        if row.problem:
            outcome.refuse(row.number, sheet.headings.get(row.field, ""), row.problem)
            continue
        try:
            with transaction.atomic():
                changed = sheet.take(Cells(row.values), setting)
        except Refusal as refusal:
            outcome.refuse_for(row.number, refusal, sheet.headings)
        else:
            outcome.count(changed=changed)
    return outcome
