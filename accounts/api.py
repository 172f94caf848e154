"""A token for programs, against a name and a password."""

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from knox.models import AuthToken
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import note_sign_in
from accounts.rules.attempts import count_failure, may_try
from accounts.serializers import CredentialsSerializer, TokenSerializer
from journal.actors import Via, person


@extend_schema(
    request=CredentialsSerializer,
    responses={
        200: TokenSerializer,
        400: OpenApiResponse(description="username or password missing"),
        401: OpenApiResponse(description="wrong username or password"),
        429: OpenApiResponse(description="too many failures, try again in 15 minutes"),
    },
    auth=[],
)
@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def token(request: Request) -> Response:
    """A token to send as `Authorization: Token …`."""
    given = CredentialsSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    username = given.validated_data["username"]
    if not may_try(request._request, username):
        return _refused(429, "too_many", _("连续输错的次数太多,请 15 分钟后再试。"))
    user = authenticate(request._request, **given.validated_data)
    if user is None:
        count_failure(request._request, username)
        return _refused(401, "wrong_credentials", _("用户名或密码不对。请核对后再试。"))
    note_sign_in(user, by=person(user, Via.API), now=timezone.now())
    _token, key = AuthToken.objects.create(user=user)
    return Response({"token": key})


def _refused(status: int, code: str, sentence: str) -> Response:
    headers = {"WWW-Authenticate": "Token"} if status == 401 else None
    return Response({"code": code, "detail": sentence}, status=status, headers=headers)
