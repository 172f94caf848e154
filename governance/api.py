"""How every refusal leaves through the API: one shape for each status."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from journal.refusals import Conflict, Invalid, Refusal

FORM_ERROR = "Multipart form parse error"


def refusal_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """400 per field · 401/403/404 `{detail}` · 409 `{code, detail, state}`."""
    if isinstance(error, Refusal):
        return _refused(error)
    if isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError(_("发来的内容太大或不完整,没有保存。请改小后再发。"))
    if isinstance(error, exceptions.ParseError) and FORM_ERROR in str(error.detail):
        error = exceptions.ParseError(_("发来的表单不完整或格式不对,没有保存。请重新发送。"))
    if isinstance(error, exceptions.NotFound):
        error = exceptions.NotFound(_("没有找到,或不在您的管辖范围内。"))
    return exception_handler(error, context)


def _refused(error: Refusal) -> Response:
    if isinstance(error, Invalid):
        return Response(error.fields, status=error.status)
    body = {"code": error.code, "detail": str(error.sentence)}
    if isinstance(error, Conflict):
        body["state"] = error.state
    return Response(body, status=error.status)
