"""The official divisions: districts, streets and communities with their national codes.

A row names its parents itself; a code may lie elsewhere than its digits suggest.
"""

import re
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from grids.actions.imports.outcome import Outcome
from grids.actions.planting import Planting, plant_all
from grids.kinds import CODE_DIGITS, Kind
from grids.models import Place
from journal.actors import Actor
from sheets.actions import Row, read_rows

COLUMNS = {
    "area_code": ("area_code", "区县编码", "区县代码", "区划代码"),
    "area": ("area", "区县", "区县名称"),
    "street_code": ("street_code", "街道编码", "街道代码", "乡镇街道代码", "乡镇代码"),
    "street": ("street", "街道", "街道名称", "乡镇街道", "乡镇名称"),
    "community_code": ("community_code", "社区编码", "社区代码", "村居代码", "居委会代码"),
    "community": ("community", "社区", "社区名称", "村居", "村居名称", "居委会"),
}
HEADINGS = {name: headings[0] for name, headings in COLUMNS.items()}
LEVEL_COLUMNS = (
    (Kind.DISTRICT, "area_code", "area"),
    (Kind.STREET, "street_code", "street"),
    (Kind.COMMUNITY, "community_code", "community"),
)
MAX_NAME = 100

Progress = Callable[[int], None]


class Division(NamedTuple):
    kind: Kind
    code: str
    name: str
    parent: str


@transaction.atomic
def import_divisions(
    source: str | Path, *, by: Actor, now: datetime, progress: Progress = lambda _rows: None
) -> Outcome:
    """Every code and parent as the file says; rows that contradict it or us are refused."""
    outcome = Outcome()
    known = _standing()
    fresh: dict[str, Division] = {}
    for row in read_rows(source, columns=COLUMNS):
        _take_row(row, known, fresh, outcome)
        progress(row.number)
    _plant(fresh.values(), by, now)
    return outcome


def _standing() -> dict[str, Division]:
    kinds = [kind for kind, _code, _name in LEVEL_COLUMNS]
    rows = Place.objects.filter(kind__in=kinds)
    rows_of = rows.values_list("kind", "code", "name", "parent__code")
    return {
        code: Division(Kind(kind), code, name, parent or "") for kind, code, name, parent in rows_of
    }


def _take_row(
    row: Row, known: dict[str, Division], fresh: dict[str, Division], outcome: Outcome
) -> None:
    divisions = _divisions(row.values)
    problems = [(row.field, row.problem)] if row.problem else list(_problems(divisions, known))
    for column, reason in problems:
        outcome.refuse(row.number, column, reason)
    if problems:
        return
    new = {each.code: each for each in divisions if each.code not in known}
    known.update(new)
    fresh.update(new)
    outcome.count(changed=bool(new))


def _divisions(values: dict[str, str]) -> list[Division]:
    found: list[Division] = []
    for kind, code, name in LEVEL_COLUMNS:
        parent = found[-1].code if found else ""
        found.append(Division(kind, values.get(code, ""), values.get(name, ""), parent))
    return found


def _problems(divisions: list[Division], known: dict[str, Division]) -> list[tuple[str, str]]:
    """Below a level that is wrong nothing is judged: it would only echo."""
    for division, (_kind, code_column, name_column) in zip(divisions, LEVEL_COLUMNS, strict=True):
        there = known.get(division.code, division)
        columns = (HEADINGS[code_column], HEADINGS[name_column])
        if problems := [
            *_misspelled(division, *columns),
            *_contradicted(division, there, *columns),
        ]:
            return problems
    return []


def _misspelled(division: Division, code: str, name: str) -> Iterable[tuple[str, str]]:
    digits = CODE_DIGITS[division.kind]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", division.code):
        yield code, _("编码须为 %(digits)s 位数字。") % {"digits": digits}
    if not 1 <= len(division.name) <= MAX_NAME:
        yield name, _("名称须填写，最多 100 个字。")


def _contradicted(
    division: Division, there: Division, code: str, name: str
) -> Iterable[tuple[str, str]]:
    if there.parent != division.parent:
        yield code, _("这个编码已属于另一个上级：%(parent)s。") % {"parent": there.parent}
    elif there.name != division.name:
        yield name, _("这个编码已有名称：%(name)s。") % {"name": there.name}


def _plant(fresh: Collection[Division], by: Actor, now: datetime) -> None:
    for kind, _code, _name in LEVEL_COLUMNS:
        level = [division for division in fresh if division.kind == kind]
        parents = {division.parent for division in level}
        above = {place.code: place for place in Place.objects.filter(code__in=parents)}
        plantings = [
            Planting(kind=kind, name=each.name, code=each.code, parent=above.get(each.parent))
            for each in level
        ]
        plant_all(plantings, by=by, now=now)
