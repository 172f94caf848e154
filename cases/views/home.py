"""Home: what each of a person's roles needs first, within a tap or two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cases.models import Case
from cases.rules.queues import QUEUES, Queue
from cases.rules.waiting import count_waiting, first_waiting
from cases.views.calls import CallRow, calls_to
from cases.views.doors import StaffRequest, staff_page
from cases.views.plans import CARDS, DEPARTMENT_ROLES, ICONS, PLANS, Card
from cases.views.shown import load_rows
from grids.models import Post
from grids.roles import ELECTED_ROLES, EXCLUSIVE_ROLES
from grids.rules.people import grid_workers_of, posts_of

if TYPE_CHECKING:
    from accounts.models import User

SHORT = 6


class Count(NamedTuple):
    """A number that opens its queue."""

    queue: Queue
    icon: str
    waiting: int


@dataclass(frozen=True)
class Shelf:
    """A short queue: what should be taken up first."""

    queue: Queue
    cases: list[Case]


@staff_page
def home(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    posts = posts_of(request.user, timezone.localdate(now))
    roles = {post.role for post in posts}
    if roles and roles <= EXCLUSIVE_ROLES:
        return redirect("admin:index")
    plans = [PLANS[role] for role in PLANS if role in roles]
    context = {
        "now": now,
        "posts": posts,
        "cards": _cards(_once(plan.cards for plan in plans)),
        "counts": _counts(request, _once(plan.counts for plan in plans), now),
        "shelves": _shelves(request, _once(plan.queues for plan in plans), now),
        "workers": _my_grid_workers(posts, now),
        "calls": _calls(request) if roles & DEPARTMENT_ROLES else None,
    }
    return render(request, "cases/home.html", context)


def _once(names: Iterable[tuple[str, ...]]) -> list[str]:
    """Each name once, in the order of the roles."""
    return list(dict.fromkeys(name for group in names for name in group))


def _cards(names: list[str]) -> list[tuple[Card, str]]:
    """Cards whose page exists in this installation, each page once."""
    found: dict[str, Card] = {}
    for name in names:
        try:
            found.setdefault(reverse(CARDS[name].url_name), CARDS[name])
        except NoReverseMatch:
            continue
    return [(card, url) for url, card in found.items()]


def _counts(request: StaffRequest, names: list[str], now: datetime) -> list[Count]:
    queues = [QUEUES[name] for name in names]
    return [
        Count(queue, ICONS[queue.name], count_waiting(queue, request.user, now=now))
        for queue in queues
    ]


def _shelves(request: StaffRequest, names: list[str], now: datetime) -> list[Shelf]:
    queues = [QUEUES[name] for name in names]
    shelves = [
        Shelf(queue, first_waiting(queue, request.user, now=now, size=SHORT)) for queue in queues
    ]
    load_rows([case for shelf in shelves for case in shelf.cases])
    return shelves


def _my_grid_workers(posts: list[Post], now: datetime) -> "list[User]":
    """For heads of buildings: whom they ring up."""
    today = timezone.localdate(now)
    buildings = [post.place for post in posts if post.role in ELECTED_ROLES and post.place]
    workers = {user.pk: user for place in buildings for user in grid_workers_of(place, today)}
    return list(workers.values())


def _calls(request: StaffRequest) -> dict[str, list[CallRow]]:
    return {tab: calls_to(request, tab, size=SHORT) for tab in ("called", "claimed")}
