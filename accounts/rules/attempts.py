"""How often signing in may fail: per account against guessing, per address against spraying.

Only failures count, so that a whole office behind one address can sign in at nine o'clock.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django_ratelimit.core import get_usage


@dataclass(frozen=True)
class Limit:
    group: str
    failures: int
    window: str = "15m"


PER_ACCOUNT = Limit("sign-in-account", 10)
PER_ADDRESS = Limit("sign-in-address", 100)
PER_ADDRESS_BY_CODE = Limit("sign-in-code", 20)


def may_try(request: HttpRequest, username: str) -> bool:
    return not (
        _used_up(PER_ACCOUNT, request, username.casefold()) or _used_up(PER_ADDRESS, request)
    )


def count_failure(request: HttpRequest, username: str) -> None:
    _usage(PER_ACCOUNT, request, username.casefold(), increment=True)
    _usage(PER_ADDRESS, request, increment=True)


def may_try_code(request: HttpRequest) -> bool:
    return not _used_up(PER_ADDRESS_BY_CODE, request)


def count_wrong_code(request: HttpRequest) -> None:
    _usage(PER_ADDRESS_BY_CODE, request, increment=True)


def _used_up(limit: Limit, request: HttpRequest, name: str = "") -> bool:
    return _usage(limit, request, name, increment=False) >= limit.failures


def _usage(limit: Limit, request: HttpRequest, name: str = "", *, increment: bool) -> int:
    usage = get_usage(
        request,
        group=limit.group,
        key=(lambda *_: name) if name else "ip",
        rate=f"{limit.failures}/{limit.window}",
        increment=increment,
    )
    return int(usage["count"]) if usage else 0
