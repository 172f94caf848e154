"""How every refusal leaves through the API: one shape for each status."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from journal.refusals import Conflict, Invalid, Refusal


def refusal_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """400 per field · 401/403/404 `{detail}` · 409 `{code, detail, state}`."""
    if isinstance(error, Invalid):
        return Response(error.fields, status=error.status)
    if isinstance(error, Conflict):
        body = {"code": error.code, "detail": str(error.sentence), "state": error.state}
        return Response(body, status=error.status)
    if isinstance(error, Refusal):
        return Response({"code": error.code, "detail": str(error.sentence)}, status=error.status)
    if isinstance(error, exceptions.NotFound):
        error = exceptions.NotFound(_("没有找到,或不在您的管辖范围内。"))
    return exception_handler(error, context)
