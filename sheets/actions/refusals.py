"""The rows an import could not take, in a file that Excel opens."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from sheets.rules.text import clean_cell, disarm


class RefusalFile:
    """`with RefusalFile(path) as refusals: refusals.add(row.number, "楼栋", "没有这个楼栋")`."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._rows: set[int] = set()

    def __enter__(self) -> Self:
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([_("行号"), _("列"), _("原因")])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def add(self, row_number: int, column: str, reason: str) -> None:
        """One reason; a row with several reasons is still one refused row."""
        self._rows.add(row_number)
        self._writer.writerow([row_number, disarm(column), disarm(clean_cell(reason))])

    @property
    def count(self) -> int:
        """How many rows were refused."""
        return len(self._rows)
