"""Where to go afterwards: only to a page of our own."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def asked_next(request: HttpRequest) -> str:
    return request.POST.get("next", request.GET.get("next", ""))


def safe_next(request: HttpRequest, default: str = "home") -> str:
    asked = asked_next(request)
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else resolve_url(default)
