"""Where somebody may report, where he most likely is, and what is reported most there."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cases.models import Case, Category
from cases.querysets import NEWEST
from cases.vocabulary import Source
from grids.models import Place
from grids.roles import DUTIES, Power, Role
from grids.rules.people import posts_of

if TYPE_CHECKING:
    from accounts.models import User

RECENT = 200
FREQUENT = 6
REPORTING = (Power.REPORT, Power.DUTY)
SOURCES: dict[str, str] = {
    Role.GRID_WORKER: Source.PATROL,
    Role.GRID_LEADER: Source.PATROL,
    Role.BUILDING_HEAD: Source.BUILDING_HEAD,
    Role.BUILDING_INFORMANT: Source.BUILDING_HEAD,
    Role.BUILDING_PUBLICIST: Source.BUILDING_HEAD,
    Role.COMMUNITY_OFFICER: Source.VISIT,
    Role.STREET_OFFICER: Source.HOTLINE,
    Role.DUTY_OFFICER: Source.HOTLINE,
}


@dataclass(frozen=True)
class Standing:
    """Where a reporter stands: his places, the likeliest one, and the source of what he says."""

    places: list[Place]
    likeliest: Place
    source: str


def standing_of(user: "User", today: date) -> Standing | None:
    """None for somebody who may report nowhere."""
    posts = [
        post
        for post in posts_of(user, today)
        if post.place and DUTIES[post.role].powers & frozenset(REPORTING)
    ]
    if not posts:
        return None
    places = [post.place for post in posts if post.place]
    return Standing(places, _last_place(user, places) or places[0], SOURCES[posts[0].role])


def _last_place(user: "User", places: list[Place]) -> Place | None:
    """Where he reported from last, if that is still his and still there."""
    last = Case.objects.filter(reported_by=user).order_by(*NEWEST).select_related("place").first()
    if last is None or last.place.until is not None:
        return None
    inside = set(last.place.lineage) & {place.pk for place in places}
    return last.place if inside else None


def frequent_categories(standing: Standing) -> list[Category]:
    """What was reported most lately in these places; filled up with the first of the list."""
    recent: Counter[int] = Counter()
    for place in standing.places:
        cases = Case.objects.in_place(place).order_by(*NEWEST)
        recent.update(cases.values_list("category_id", flat=True)[:RECENT])
    leaves = Category.objects.filter(active=True, leaf=True)
    known = list(leaves.filter(pk__in=[pk for pk, _count in recent.most_common(FREQUENT)]))
    known.sort(key=lambda category: -recent[category.pk])
    more = leaves.exclude(pk__in=[category.pk for category in known]).order_by("code")
    return [*known, *more[: FREQUENT - len(known)]]
