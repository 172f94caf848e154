"""What came of a file: so many imported, so many already there, and these refused with reasons."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from journal.refusals import Invalid, Refusal
from sheets.actions import RefusalFile


@dataclass(frozen=True)
class RefusedCell:
    """Why a row was not taken: its number as Excel counts, the heading, the reason."""

    row: int
    column: str
    reason: str


@dataclass
class Outcome:
    imported: int = 0
    unchanged: int = 0
    cells: list[RefusedCell] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows, not reasons."""
        return len({cell.row for cell in self.cells})

    def count(self, *, changed: bool) -> None:
        if changed:
            self.imported += 1
        else:
            self.unchanged += 1

    def refuse(self, row: int, column: str, reason: str) -> None:
        self.cells.append(RefusedCell(row, column, reason))

    def refuse_for(self, row: int, refusal: Refusal, headings: dict[str, str]) -> None:
        """The reasons of an action's refusal, under the headings of the file."""
        if not isinstance(refusal, Invalid):
            return self.refuse(row, headings.get(refusal.code or "", ""), str(refusal.sentence))
        for name, reasons in refusal.fields.items():
            for reason in reasons:
                self.refuse(row, headings.get(name, ""), reason)
        return None

    def line(self) -> str:
        return f"imported={self.imported} refused={self.refused} unchanged={self.unchanged}"

    def write_refusals(self, path: Path) -> None:
        with RefusalFile(path) as refusals:
            for cell in self.cells:
                refusals.add(cell.row, cell.column or _("整行"), cell.reason)
