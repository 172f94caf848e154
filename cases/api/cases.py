"""The list of cases, a new case, one case, and the categories."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.reporting import report
from cases.api.requests import KEY, actor_of, answer_once, read, user_of, well_formed
from cases.api.shown import LINE, show, show_after
from cases.models import Case, Category
from cases.querysets import CaseQuerySet, scopes_of
from cases.rules.cursors import write_cursor
from cases.rules.permissions import require_reporter
from cases.rules.searching import search
from cases.serializers.cases import CaseItem, CaseLine, CasePage
from cases.serializers.categories import CategoryItem, CategoryPage
from cases.serializers.questions import CaseQuestion
from cases.serializers.refusals import UNENTITLED, UNFIT, UNKNOWN, UNSEEN, UNTIMELY
from cases.serializers.reports import ReportBody
from grids.models import Department
from journal.actions import Answer

PAGE = 50


@extend_schema(
    methods=["GET"],
    operation_id="cases_list",
    parameters=[CaseQuestion],
    responses={200: CasePage, **UNFIT, **UNKNOWN},
)
@extend_schema(
    methods=["POST"],
    operation_id="cases_report",
    parameters=[KEY],
    request=ReportBody,
    responses={200: CaseItem, 201: CaseItem, **UNFIT, **UNKNOWN, **UNENTITLED, **UNTIMELY},
)
@api_view(["GET", "POST"])
def cases(request: Request) -> Response:
    """Cases in the caller's sight, newest first; or a new one, reported."""
    return _report(request) if request.method == "POST" else _list(request)


def _list(request: Request) -> Response:
    question = CaseQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    asked = {name: said for name, said in question.validated_data.items() if said is not None}
    found = _narrowed(Case.objects.select_related(*LINE), asked)
    scopes = scopes_of(user_of(request))
    page = found.newest_page(scopes, since=asked.get("cursor"), size=PAGE + 1)
    following = _next(request, page[PAGE - 1]) if len(page) > PAGE else None
    return Response({"results": CaseLine(page[:PAGE], many=True).data, "next": following})


def _narrowed(found: CaseQuerySet, asked: dict[str, Any]) -> CaseQuerySet:
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if "place" in asked:
        found = found.in_place(asked["place"])
    if "category" in asked:
        found = found.filter(category__in=asked["category"].family_ids())
    if asked.get("department"):
        called = Department.objects.filter(code=asked["department"])
        found = found.called_to(called.values_list("pk", flat=True))
    if "overdue" in asked:
        found = found.filter(breached_at__isnull=not asked["overdue"])
    if asked.get("q"):
        found = search(found, asked["q"])
    return found


def _next(request: Request, last: Case) -> str:
    query = request.query_params.copy()
    query["cursor"] = write_cursor(last)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"


def _report(request: Request) -> Response:
    by, now = actor_of(request), timezone.now()

    def do() -> Answer:
        require_reporter(by)
        sent = read(ReportBody, request, by=by)
        case = report(by=by, now=now, **sent.arguments())
        return Answer(201, show_after(case, user=user_of(request), now=now))

    return answer_once(request, do, now=now)


@extend_schema(operation_id="cases_retrieve", responses={200: CaseItem, **UNKNOWN, **UNSEEN})
@api_view(["GET"])
def case(request: Request, number: str) -> Response:
    """The whole case, with its clocks in words."""
    user = user_of(request)
    seen = Case.objects.visible_to(user)
    return Response(show(seen, well_formed(number), user=user, now=timezone.now()))


@extend_schema(operation_id="categories_list", responses={200: CategoryPage, **UNKNOWN})
@api_view(["GET"])
def categories(request: Request) -> Response:
    """The category taxonomy in use, flat, by code."""
    found = Category.objects.filter(active=True).select_related("parent").order_by("code")
    return Response({"results": CategoryItem(found, many=True).data, "next": None})
