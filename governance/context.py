"""What every page needs around its content, asked for only when the page shows it."""

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.navigation import navigation
from grids.kinds import Kind
from grids.models import Place
from grids.rules.people import posts_of
from notices.models import Notice

if TYPE_CHECKING:
    from accounts.models import User

THEMES = frozenset({"light", "dark"})
STREET_KEPT_SECONDS = 600
UNREAD_SHOWN = 99


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame: street, navigation, elder mode, theme, and where we are."""
    frame: dict[str, Any] = {
        "elder_mode": getattr(request, "elder_mode", False),
        "theme": _theme(request),
        "here": request.get_full_path(),
        "login_url": resolve_url(settings.LOGIN_URL),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame
    entries = functools.cache(lambda: navigation(user))
    return frame | {
        "nav": SimpleLazyObject(entries),
        "nav_current": SimpleLazyObject(lambda: current_url(entries(), request.path)),
        "street_name": SimpleLazyObject(lambda: street_name_of(user)),
        "unread": SimpleLazyObject(lambda: Notice.objects.of(user).unread()[:UNREAD_SHOWN].count()),
    }


def _theme(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    return theme if theme in THEMES else ""


def current_url(nav: Sequence[Any], path: str) -> str:
    """The longest entry the path lies under: `/cases/` for `/cases/2026-1/`."""
    urls = (item["url"] if isinstance(item, dict) else item.url for item in nav)
    return max((url for url in urls if _under(path, url)), key=len, default="")


def _under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def street_name_of(user: "User") -> str:
    """The street of the person's first post; kept for ten minutes, every page shows it."""
    key = f"street-of-{user.pk}"
    return cache.get_or_set(key, lambda: _street_name(user), STREET_KEPT_SECONDS) or ""


def _street_name(user: "User") -> str:
    for post in posts_of(user, timezone.localdate()):
        street_id = (
            post.place.ancestor_id(Kind.STREET)
            if post.place
            else post.department and post.department.street_id
        )
        if street_id:
            return Place.objects.values_list("name", flat=True).get(pk=street_id)
    return ""
