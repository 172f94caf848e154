"""Figures worked out: values for cards, and one row per community, grid or department."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import QuerySet

from cases.models import Call
from dashboards.rules.figures import BY_DEPARTMENT, Figure
from dashboards.rules.frames import Frame
from grids.kinds import Kind
from grids.models import Department, Place
from grids.rules.naming import in_order

BELOW: dict[str, str] = {Kind.STREET: "community_id", Kind.COMMUNITY: "grid_id"}
COMPOSITE_WEIGHTS = {
    "responded": Decimal("0.10"),
    "solved": Decimal("0.50"),
    "satisfied": Decimal("0.40"),
}


@dataclass(frozen=True)
class Worked:
    """A figure with its numbers. `whole` is None for a plain count."""

    figure: Figure
    part: Decimal
    whole: Decimal | None = None

    @property
    def rate(self) -> Decimal | None:
        """In per cent with one decimal; None when nothing was due, never 100."""
        if not self.whole:
            return None
        return (self.part * 100 / self.whole).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class Line:
    """One row of a table: its frame opens the lists behind its figures."""

    name: str
    code: str
    frame: Frame
    cells: list[Worked]


def work_out(figure: Figure, frame: Frame) -> Worked:
    part = figure.count(frame, "part")
    return Worked(figure, part, figure.count(frame, "whole") if figure.whole else None)


def work_out_all(figures: Iterable[Figure], frame: Frame) -> list[Worked]:
    return [work_out(figure, frame) for figure in figures]


def composite(rates: Sequence[Worked]) -> Decimal | None:
    """综合: 10 / 50 / 40 of response, solved, satisfied; None while one of them has no base."""
    by_name = {worked.figure.name: worked.rate for worked in rates}
    total = Decimal(0)
    for name, weight in COMPOSITE_WEIGHTS.items():
        rate = by_name.get(name)
        if rate is None:
            return None
        total += rate * weight
    return total.quantize(Decimal("0.1"))


def lines_by_place(figures: Sequence[Figure], frame: Frame) -> list[Line]:
    """One line for each place directly below the frame's place, closed ones with cases too."""
    column = BELOW.get(frame.place.kind) if frame.place else None
    if column is None:
        return []
    below = Place.objects.filter(parent=frame.place).order_by("code")
    frames = [(place.pk, place.name, place.code, replace(frame, place=place)) for place in below]
    return _lines(figures, frame, column, frames)


def lines_by_department(figures: Sequence[Figure], frame: Frame) -> list[Line]:
    frames = [
        (department.pk, department.name, department.code, replace(frame, department=department))
        for department in in_order(called_departments(frame))
    ]
    return _lines(figures, frame, BY_DEPARTMENT, frames)


def _lines(
    figures: Sequence[Figure], frame: Frame, by: str, frames: list[tuple[int, str, str, Frame]]
) -> list[Line]:
    """A query or two per figure, however many lines there are."""
    parts = [figure.tally(frame, "part", by) for figure in figures]
    wholes = [figure.tally(frame, "whole", by) if figure.whole else None for figure in figures]

    def cells(pk: int) -> list[Worked]:
        none = Decimal(0)
        return [
            Worked(figure, part.get(pk, none), None if whole is None else whole.get(pk, none))
            for figure, part, whole in zip(figures, parts, wholes, strict=True)
        ]

    return [Line(name, code, narrowed, cells(pk)) for pk, name, code, narrowed in frames]


def called_departments(frame: Frame) -> QuerySet[Department]:
    """Those that were called to a case in sight, at any time."""
    called = Call.objects.filter(case__in=frame.cases().values("pk"))
    return Department.objects.filter(pk__in=called.values("department"))
