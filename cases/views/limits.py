"""How much one address may ask of the pages that need no login."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_ratelimit.core import get_usage

from journal.refusals import Refusal


class TooMany(Refusal):
    """HTTP 429: slow down; nothing was taken, nothing was lost."""

    status = 429
    code = "too_many"


@dataclass(frozen=True)
class Limit:
    group: str
    rate: str


REPORTS = Limit("public-report", "20/h")
TRACKS = Limit("public-track", "120/m")
WRONG_CODES = Limit("public-wrong-code", "20/10m")


def used_up(limit: Limit, request: HttpRequest) -> bool:
    """Whether the next one would be too many. Counts nothing."""
    usage = _usage(limit, request, increment=False)
    return bool(usage and usage["count"] >= usage["limit"])


def over_limit(limit: Limit, request: HttpRequest) -> None:
    """Count one; raise TooMany once the limit is passed."""
    usage = _usage(limit, request, increment=True)
    if usage and usage["should_limit"]:
        raise TooMany(_("这个地址的请求太多了,请过几分钟再试。"))


def _usage(limit: Limit, request: HttpRequest, *, increment: bool) -> dict[str, Any] | None:
    usage: dict[str, Any] | None = get_usage(
        request, group=limit.group, key="ip", rate=limit.rate, increment=increment
    )
    return usage
