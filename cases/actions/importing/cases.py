"""A file of cases becomes cases: through the ordinary verbs, at the file's own times, silently."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.handling import add_note
from cases.actions.importing.categories import category_at
from cases.actions.importing.history import IMPORTER, go_through
from cases.actions.importing.lines import (
    COLUMNS,
    OPEN,
    PIECE_MAX,
    REQUIRED,
    Columns,
    Line,
    read_line,
    split,
)
from cases.actions.reporting import Report, report
from cases.models import Case, Category
from cases.workflow import OVER_STATES, CaseState
from grids.actions.departments import found_department
from grids.actions.imports.outcome import Outcome
from grids.actions.imports.sheets import Cells
from grids.kinds import DepartmentKind
from grids.models import Department, Place
from grids.rules.finding import find_place
from journal.actors import system
from journal.refusals import Invalid, Refusal
from journal.wording import listed
from sheets.actions import Row, read_rows

Progress = Callable[[int], None]


@dataclass
class Intake:
    """Where rows go that do not say so themselves, and what was looked up already."""

    street: Place
    place: Place
    now: datetime
    category: Category | None = None
    _categories: dict[tuple[str, ...], Category] = field(default_factory=dict)
    _department: Department | None = None

    def category_of(self, names: tuple[str, ...]) -> Category:
        if not names and self.category:
            return self.category
        if names not in self._categories:
            self._categories[names] = category_at(names)
        return self._categories[names]

    def department(self) -> Department:
        """Who gave the replies that the file brings: made when it is first needed."""
        if self._department is None:
            self._department = self._found_department()
        return self._department

    def forget(self) -> None:
        """What a refused row made was taken back with it."""
        self._categories.clear()
        self._department = None

    def _found_department(self) -> Department:
        known = Department.objects.filter(street=self.street, kind=DepartmentKind.IMPORTED)
        return known.first() or found_department(
            street=self.street,
            code="import",
            name="导入",
            kind=DepartmentKind.IMPORTED,
            by=system("import", silent=True),
            now=self.now,
        )


def import_cases(
    source: str | Path,
    intake: Intake,
    *,
    mapping: Mapping[str, str] | None = None,
    progress: Progress = lambda _number: None,
) -> Outcome:
    """Each row whole or not at all; a row taken before is left as it is.

    `mapping` names the heading of a field where it is none of the usual ones.
    """
    outcome = Outcome()
    columns = _columns(mapping or {})
    headings = {name: names[0] for name, names in columns.items()}
    headings["phone"] = headings["contact_phone"]
    for row in read_rows(source, columns=columns, optional=columns.keys() - {REQUIRED}):
        _require_a_subject(row)
        if row.problem:
            outcome.refuse(row.number, headings.get(row.field, ""), row.problem)
        else:
            _take_row(row, intake, outcome, headings)
        progress(row.number)
    return outcome


def _columns(mapping: Mapping[str, str]) -> Columns:
    unknown = mapping.keys() - COLUMNS.keys()
    if unknown:
        sentence = _("没有这些字段:%(unknown)s。可用的字段:%(known)s。") % {
            "unknown": listed(sorted(unknown)),
            "known": listed(COLUMNS),
        }
        raise Invalid({"map": [sentence]})
    return {name: (mapping[name],) if name in mapping else usual for name, usual in COLUMNS.items()}


def _require_a_subject(row: Row) -> None:
    if not {"title", "text"} & row.values.keys() and not row.problem:
        raise Invalid({"file": [_("文件里没有标题列,也没有内容列。请用 --map 指明是哪一列。")]})


def _take_row(row: Row, intake: Intake, outcome: Outcome, headings: dict[str, str]) -> None:
    try:
        with transaction.atomic():
            changed = _take(read_line(Cells(row.values), now=intake.now), intake)
    except Refusal as refusal:
        intake.forget()
        outcome.refuse_for(row.number, refusal, headings)
    else:
        outcome.count(changed=changed)


def _take(line: Line, intake: Intake) -> bool:
    """Whether there is anything new in the row."""
    known = _known(line, intake)
    if known is None:
        case = _report(line, intake)
    elif _is_on_record(known, line):
        return False
    elif known.state == CaseState.REPORTED:
        case = known
    else:
        raise _already_at_work(known)
    go_through(case, line, intake.department, now=intake.now)
    return True


def _known(line: Line, intake: Intake) -> Case | None:
    """The case this row was before; the same number on another matter is refused."""
    known = Case.objects.filter(
        street=intake.street, source=line.source, external_number=line.external_number
    ).first()
    if known and (known.title, known.reported_at) != (line.title, line.reported_at):
        sentence = _("编号 %(external)s 已用于另一件事:案件 %(number)s。") % {
            "external": line.external_number,
            "number": known.number,
        }
        raise Invalid({"external_number": [sentence]})
    return known


def _is_on_record(known: Case, line: Line) -> bool:
    """Whether the case has heard already what the row says of its answer and its end."""
    if line.reply:
        first, _rest = split(line.reply, PIECE_MAX)
        return known.events.filter(text=first).exists()
    return line.state == OPEN or known.state in OVER_STATES


def _already_at_work(known: Case) -> Invalid:
    sentence = _("案件 %(number)s 已在本平台办理(%(state)s),文件里的答复没有写入。请在案件里跟进。")
    state = CaseState(known.state).label
    return Invalid({"reply": [sentence % {"number": known.number, "state": state}]})


def _report(line: Line, intake: Intake) -> Case:
    place = find_place(intake.street, line.address) if line.address else intake.place
    said = Report(
        place=place,
        category=intake.category_of(line.category),
        title=line.title,
        text=line.text,
        source=line.source,
        kind=line.kind,
        urgency=line.urgency,
        contact=line.contact,
        external_number=line.external_number,
        external_due_at=line.due_at,
    )
    case = report(said, by=IMPORTER, now=line.reported_at)
    for piece in line.more:
        add_note(case.number, by=IMPORTER, now=line.reported_at, text=piece)
    return case
