"""Uploading a sheet, its template, what came of it, and the refusals to take home."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grids.actions.imports.registry import SHEETS
from grids.actions.imports.runs import take_in
from grids.actions.imports.sheets import Sheet
from grids.forms.people import UploadForm
from grids.models import ImportRun
from grids.views.doors import SetupRequest, actor, form_page, one_of, setup_page
from journal.actors import Via
from journal.refusals import NotFound
from sheets.actions import Column, Kind, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 20
SHOWN = 200


@setup_page
@require_safe
def imports(request: SetupRequest) -> HttpResponse:
    runs = ImportRun.objects.filter(street=request.street).select_related("by").order_by("-at")
    context = {
        "tab": "imports",
        "sheets": SHEETS.values(),
        "runs": [{"run": run, "title": SHEETS[run.sheet].title} for run in runs[:RECENT]],
    }
    return render(request, "grids/imports.html", context)


@setup_page
@require_http_methods(["GET", "POST"])
def upload(request: SetupRequest, key: str) -> HttpResponse:
    sheet = _sheet(key)
    form = UploadForm(request.POST or None, request.FILES or None)

    def do(given: dict[str, Any]) -> str:
        run = take_in(
            key,
            given["file"].file,
            file_name=given["file"].name,
            street=request.street,
            by=actor(request, Via.IMPORT),
            now=timezone.now(),
        )
        return reverse("setup_import_run", args=[run.pk])

    context = {
        "tab": "imports",
        "sheet": sheet,
        "columns": [
            {"name": names[0], "required": field in sheet.required}
            for field, names in sheet.columns.items()
        ],
    }
    said = _("文件已处理。")
    return form_page(request, form, do, said=said, context=context, page="grids/upload.html")


@setup_page
@require_safe
def import_run(request: SetupRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    context = {
        "tab": "imports",
        "run": run,
        "sheet": SHEETS[run.sheet],
        "refusals": run.refusals[:SHOWN],
        "more": max(len(run.refusals) - SHOWN, 0),
    }
    return render(request, "grids/import_run.html", context)


@setup_page
@require_safe
def template(request: SetupRequest, key: str) -> HttpResponse:
    """The headings and a few rows to write over."""
    sheet = _sheet(key)
    columns = [Column(names[0], width=18) for names in sheet.columns.values()]
    return _xlsx(columns, sheet.example, f"{sheet.title}.xlsx")


@setup_page
@require_safe
def refusals(request: SetupRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    columns = [
        Column(_("行号"), Kind.NUMBER, 8),
        Column(_("列"), width=18),
        Column(_("原因"), width=60),
    ]
    rows = [(number, column or _("整行"), reason) for number, column, reason in run.refusals]
    return _xlsx(columns, rows, _("被拒绝的行.xlsx"))


def _sheet(key: str) -> Sheet:
    if key not in SHEETS:
        raise NotFound(_("没有这种表格。"))
    return SHEETS[key]


def _run(request: SetupRequest, run_id: int) -> ImportRun:
    return one_of(ImportRun.objects.filter(street=request.street), pk=run_id)


def _xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Any]], file_name: str) -> HttpResponse:
    file = BytesIO()
    write_xlsx(file, columns=columns, rows=rows)
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(file.getvalue(), content_type=XLSX, headers=headers)
