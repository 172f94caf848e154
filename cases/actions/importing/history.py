"""What had happened to an imported case before it came: again through the verbs, silently."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check
from cases.actions.handling import add_note
from cases.actions.importing.lines import CLOSED, DECLINED, PIECE_MAX, Line, split
from cases.actions.registering import decline, verify
from cases.actions.sweep import sweep_case
from cases.actions.whistles import whistle
from cases.models import Call, Case
from cases.vocabulary import CallRole, DeclineReason, WhistleKind
from grids.models import Department
from journal.actors import Actor, Via

IMPORTER = Actor(name="import", via=Via.IMPORT, silent=True)
"""Imported history is on record and told to nobody."""


def go_through(
    case: Case, line: Line, department: Callable[[], Department], *, now: datetime
) -> None:
    """As far as the row says. What is still owed is noticed now, and told to nobody."""
    if line.state == CLOSED:
        _answered(case, line, department())
    elif line.state == DECLINED:
        _declined(case, line)
    else:
        _noted(case, line)
        sweep_case(case.pk, now, silent=True)


def _answered(case: Case, line: Line, department: Department) -> None:
    """The file knows two moments: taken up when it came in, done when it was answered."""
    began, ended = line.reported_at, line.replied_at or line.reported_at
    number, by = case.number, IMPORTER
    result, more = split(line.reply or _("文件里没有写明办理结果。"), PIECE_MAX)
    verify(number, by=by, now=began)
    whistle(number, by=by, now=began, kind=WhistleKind.HARD_PROBLEM, lead=department)
    call = Call.objects.get(case=case, role=CallRole.LEAD)
    claim(call.pk, by=by, now=began)
    answer(call.pk, by=by, now=ended, result=result)
    for piece in more:
        add_note(number, by=by, now=ended, text=piece, public=True)
    pass_check(number, by=by, now=ended)


def _declined(case: Case, line: Line) -> None:
    advice, more = split(line.reply or _("文件里没有写明去向。"), PIECE_MAX)
    for piece in more:
        add_note(case.number, by=IMPORTER, now=line.reported_at, text=piece, public=True)
    decline(
        case.number,
        by=IMPORTER,
        now=line.replied_at or line.reported_at,
        reason=DeclineReason.OTHER,
        advice=advice,
    )


def _noted(case: Case, line: Line) -> None:
    """A reply that did not end the matter."""
    if not line.reply:
        return
    first, more = split(line.reply, PIECE_MAX)
    for piece in (first, *more):
        add_note(
            case.number,
            by=IMPORTER,
            now=line.replied_at or line.reported_at,
            text=piece,
            public=True,
        )
