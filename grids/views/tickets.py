"""One-time sign-in tickets on paper: shown once, kept nowhere."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from grids.actions.people import let_in
from grids.models import Post
from grids.rules.people import people_of, posts_in
from grids.rules.qr import qr_square
from grids.views.doors import SetupRequest, actor, one_of, place_of, setup_page
from journal.refusals import Conflict, Refusal

SHEET = 60


@never_cache
@setup_page
@require_POST
def ticket(request: SetupRequest, username: str) -> HttpResponse:
    """For one person."""
    who = one_of(people_of(request.street), username=username)
    back = reverse("setup_person", args=[username])
    posts = posts_in(request.street, [who], timezone.localdate())
    return _print(request, [_slip(request, who, posts)], [], back)


@never_cache
@setup_page
@require_POST
def tickets(request: SetupRequest, code: str) -> HttpResponse:
    """For those who serve at a place or below it and never signed in yet; a sheet at a time."""
    place = place_of(request, code)
    today = timezone.localdate()
    serving = Post.objects.in_force(today).filter(place__lineage__overlap=[place.pk])
    waiting = people_of(request.street).filter(
        pk__in=serving.values("holder"), last_login=None, is_active=True
    )
    people = list(waiting.exclude(tickets__expires_at__gt=timezone.now()).order_by("pk")[:SHEET])
    posts = posts_in(request.street, people, today)
    slips, refused = [], []
    for who in people:
        try:
            slips.append(_slip(request, who, posts))
        except Refusal as refusal:
            refused.append(f"{who}：{refusal.sentence}")
    if not slips and not refused:
        raise Conflict(_("这里的人都已登录过，或登录码还没过期。"))
    return _print(request, slips, refused, reverse("setup_place", args=[code]))


def _slip(request: SetupRequest, who: User, posts: dict[int, list[Post]]) -> dict[str, Any]:
    issued = let_in(who, request.street, by=actor(request), now=timezone.now())
    link = request.build_absolute_uri(reverse("sign_in_by_ticket", args=[issued.link_token]))
    return {
        "person": who,
        "posts": posts.get(who.pk, []),
        "code": issued.code,
        "link": link,
        "qr": qr_square(link),
    }


def _print(
    request: SetupRequest, slips: Iterable[dict[str, Any]], refused: list[str], back: str
) -> HttpResponse:
    entry = request.build_absolute_uri(reverse("enter_code"))
    context = {"tab": "people", "slips": slips, "refused": refused, "entry": entry, "back": back}
    return render(request, "grids/tickets.html", context)
