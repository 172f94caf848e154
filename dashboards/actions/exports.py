"""The dashboard as a workbook: one line per figure and place, numerator and denominator apart."""

import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.rules.figures import COUNTS, OF_COMMUNITIES, OF_DEPARTMENTS, RATES
from dashboards.rules.frames import Frame
from dashboards.rules.tables import Worked, lines_by_department, lines_by_place, work_out_all
from sheets.actions.writing import Column, Kind, Value, write_xlsx


def workbook(frame: Frame) -> bytes:
    """XLSX bytes: 范围, 从, 到, 指标, 分子, 分母, 百分比."""
    columns = [
        Column(_("范围"), width=24),
        Column(_("从"), Kind.DAY),
        Column(_("到"), Kind.DAY),
        Column(_("指标")),
        Column(_("分子"), Kind.NUMBER),
        Column(_("分母"), Kind.NUMBER),
        Column(_("百分比"), Kind.NUMBER),
        Column(_("口径"), width=48),
    ]
    out = io.BytesIO()
    write_xlsx(out, columns=columns, rows=_rows(frame), title=_("看板"))
    return out.getvalue()


def _rows(frame: Frame) -> Iterator[list[Value]]:
    whole = frame.place.name if frame.place else _("全部")
    for worked in work_out_all((*COUNTS, *RATES), frame):
        yield _row(whole, frame, worked)
    lines = [*lines_by_place(OF_COMMUNITIES, frame), *lines_by_department(OF_DEPARTMENTS, frame)]
    for line in lines:
        for worked in line.cells:
            yield _row(line.name, frame, worked)


def _row(name: str, frame: Frame, worked: Worked) -> list[Value]:
    figure = worked.figure
    numbers = [_number(worked.part), _number(worked.whole), _number(worked.rate)]
    label, hint = str(figure.label), str(figure.hint)
    return [name, frame.since, frame.until, label, *numbers, hint]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
