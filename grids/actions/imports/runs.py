"""An uploaded sheet taken in, with a record of what came of it."""

from dataclasses import astuple
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grids.actions.imports.registry import SHEETS
from grids.actions.imports.sheets import Setting, import_sheet
from grids.models import ImportRun, Place
from grids.rules.authority import require_administration
from journal.actions import audit
from journal.actors import Actor
from journal.refusals import Forbidden, NotFound


@transaction.atomic
def take_in(
    sheet_key: str, file: IO[bytes], *, file_name: str, street: Place, by: Actor, now: datetime
) -> ImportRun:
    """Good rows are in, bad ones refused; a file that is no such sheet is refused as a whole."""
    if sheet_key not in SHEETS:
        raise NotFound(_("没有这种表格。"))
    if by.user is None:
        raise Forbidden(_("请先登录。"))
    require_administration(by, street.scope(), timezone.localdate(now))
    outcome = import_sheet(SHEETS[sheet_key], file, Setting(street, by, now))
    run = ImportRun.objects.create(
        sheet=sheet_key,
        street=street,
        by=by.user,
        at=now,
        file_name=file_name[:200],
        imported=outcome.imported,
        unchanged=outcome.unchanged,
        refused=outcome.refused,
        refusals=[list(astuple(cell)) for cell in outcome.cells],
    )
    audit(
        by=by,
        now=now,
        action="sheet.import",
        object_kind="import_run",
        object_key=run.pk,
        detail={"sheet": sheet_key, "line": outcome.line()},
    )
    return run
