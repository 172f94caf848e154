"""The dashboard, the lists behind its figures, the map, and the figures as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.querysets import NEWEST, after
from cases.rules.cursors import read_cursor, write_cursor
from cases.rules.waiting import as_rows
from cases.views.shown import load_rows
from dashboards.actions.exports import workbook
from dashboards.rules.agreement import agreement
from dashboards.rules.figures import COUNTS, FIGURES, OF_COMMUNITIES, OF_DEPARTMENTS, RATES
from dashboards.rules.maps import draw
from dashboards.rules.tables import composite, lines_by_department, lines_by_place, work_out_all
from dashboards.views.addresses import ask, period_links, query_of

PAGE = 50


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    asked = ask(request)
    frame = asked.frame
    rates = work_out_all(RATES, frame)
    context = {
        "frame": frame,
        "form": asked.form,
        "query": query_of(frame),
        "periods": period_links(frame),
        "counts": work_out_all(COUNTS, frame),
        "rates": rates,
        "composite": composite(rates),
        "places": lines_by_place(OF_COMMUNITIES, frame),
        "place_figures": OF_COMMUNITIES,
        "departments": lines_by_department(OF_DEPARTMENTS, frame),
        "department_figures": OF_DEPARTMENTS,
    }
    return render(request, "dashboards/dashboard.html", context)


@login_required
def behind(request: HttpRequest, name: str) -> HttpResponse:
    """The cases behind one figure, newest first, by keyset pages."""
    figure = FIGURES.get(name)
    if figure is None:
        raise Http404
    frame = ask(request).frame
    which = "whole" if request.GET.get("which") == "whole" else "part"
    cases = figure.cases(frame, which)
    count = cases.count()
    since = after(read_cursor(request.GET.get("cursor", "")))
    rows = list(as_rows(cases).filter(since).order_by(*NEWEST)[: PAGE + 1])
    page = load_rows(rows[:PAGE])
    more = write_cursor(page[-1]) if len(rows) > PAGE else ""
    context = {
        "figure": figure,
        "which": which,
        "frame": frame,
        "cases": page,
        "count": count,
        "agreement": agreement(figure, frame, which, count),
        "now": frame.now,
        "query": query_of(frame),
        "next_url": "?" + query_of(frame, which=which, cursor=more) if more else "",
    }
    return render(request, "dashboards/behind.html", context)


@login_required
def street_map(request: HttpRequest) -> HttpResponse:
    frame = ask(request).frame
    context = {"frame": frame, "drawing": draw(frame), "query": query_of(frame)}
    return render(request, "dashboards/map.html", context)


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The dashboard's figures as XLSX: counts, rates, and both tables."""
    frame = ask(request).frame
    response = HttpResponse(
        workbook(frame),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = f"{frame.since:%Y%m%d}-{frame.until:%Y%m%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
