"""GET /api/v1/me/, places, the people at a place, departments."""

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from grids.models import Department, Place, Post
from grids.rules.paths import lines_of
from grids.rules.people import posts_of
from grids.serializers import (
    DepartmentPage,
    DepartmentQuestion,
    Me,
    PlacePage,
    PlaceQuestion,
    PostPage,
)
from journal.refusals import NotFound

if TYPE_CHECKING:
    from accounts.models import User

PAGE = 100
Row = TypeVar("Row", bound=Model)


def _user(request: Request) -> "User":
    return cast("User", request.user)


@extend_schema(responses=Me)
@api_view(["GET"])
def me(request: Request) -> Response:
    """Who is signed in, and the posts in force today."""
    user = _user(request)
    posts = posts_of(user, timezone.localdate())
    body = {"username": user.username, "display_name": user.display_name, "posts": posts}
    return Response(Me(body).data)


@extend_schema(parameters=[PlaceQuestion], responses=PlacePage)
@api_view(["GET"])
def places(request: Request) -> Response:
    """Places inside the caller's posts, by code; `parent` is a code, `q` name, pinyin or code."""
    question = PlaceQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    asked = question.validated_data
    today = timezone.localdate()
    found = Place.objects.visible_to(_user(request), today).active(today)
    found = found.search(asked.get("q", "")).filter(**_filters(asked)).select_related("parent")
    page, more = _page(found.order_by("code"))
    following = _next_url(request, page[-1].code) if more else None
    answer = PlacePage({"results": page, "next": following}, context={"lines": lines_of(page)})
    return Response(answer.data)


def _filters(asked: dict[str, Any]) -> dict[str, Any]:
    names = {"kind": "kind", "parent": "parent__code", "cursor": "code__gt"}
    return {column: asked[name] for name, column in names.items() if asked.get(name)}


@extend_schema(responses=PostPage)
@api_view(["GET"])
def posts(request: Request, code: str) -> Response:
    """Who serves at this very place today."""
    today = timezone.localdate()
    seen = Place.objects.visible_to(_user(request), today)
    place = seen.filter(code=code).first() if code.isalnum() else None
    if place is None:
        raise NotFound(_("没有找到，或不在您的管辖范围内。"))
    serving = Post.objects.in_force(today).filter(place=place, holder__is_active=True)
    page = serving.select_related("holder").order_by("role", "holder__username")
    return Response(PostPage({"results": page, "next": None}).data)


@extend_schema(parameters=[DepartmentQuestion], responses=DepartmentPage)
@api_view(["GET"])
def departments(request: Request) -> Response:
    """The active departments of the streets the caller serves in."""
    question = DepartmentQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    after = question.validated_data.get("cursor", 0)
    found = Department.objects.visible_to(_user(request), timezone.localdate())
    found = found.filter(active=True, pk__gt=after).select_related("street").order_by("pk")
    page, more = _page(found)
    following = _next_url(request, page[-1].pk) if more else None
    return Response(DepartmentPage({"results": page, "next": following}).data)


def _page(rows: QuerySet[Row]) -> tuple[list[Row], bool]:
    """One page and whether there is more, from one query."""
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def _next_url(request: Request, cursor: str | int) -> str:
    query = request.query_params.copy()
    query["cursor"] = str(cursor)
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
