"""What a street still lacks: seats without a holder, facts not known. Warnings, never errors."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grids.kinds import Kind
from grids.models import Place, Post
from grids.querysets.places import PlaceQuerySet
from grids.roles import GRID_TEAM, Role


@dataclass(frozen=True)
class Gap:
    """Places of one kind that lack the holder of any of these roles, or any of these facts."""

    label: Promise
    kind: str
    roles: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


GAPS = {
    "headless": Gap(_("没有楼栋长的楼栋"), Kind.BUILDING, roles=(Role.BUILDING_HEAD,)),
    "leaderless": Gap(_("没有网格长的网格"), Kind.GRID, roles=(Role.GRID_LEADER,)),
    "workerless": Gap(_("没有网格员的网格"), Kind.GRID, roles=(Role.GRID_WORKER,)),
    "team": Gap(_("“6+X”队伍不齐的网格"), Kind.GRID, roles=GRID_TEAM),
    "cell": Gap(_("没有党小组的楼栋"), Kind.BUILDING, facts=("party_cell_id",)),
    "facts": Gap(_("资料不全的楼栋"), Kind.BUILDING, facts=Place.BUILDING_FACTS),
}


def missing(gap: Gap, street: Place, today: date) -> PlaceQuerySet:
    places = (
        Place.objects.within(street).active(today).filter(kind=gap.kind).select_related("estate")
    )
    lacking = Q()
    for role in gap.roles:
        holders = Post.objects.in_force(today).filter(place=OuterRef("pk"), role=role)
        lacking |= Q(~Exists(holders))
    for fact in gap.facts:
        lacking |= Q(housing_type="") if fact == "housing_type" else Q(**{f"{fact}__isnull": True})
    return places.filter(lacking)


def missing_roles(grid: Place, today: date) -> list[str]:
    """Which of the six are not there, in words."""
    held = Post.objects.in_force(today).filter(place=grid).values_list("role", flat=True)
    return [str(role.label) for role in GRID_TEAM if role not in set(held)]


def counts(street: Place, today: date) -> dict[str, int]:
    """Active places of each kind below the street."""
    places = Place.objects.within(street).active(today).exclude(pk=street.pk)
    rows = places.values_list("kind").annotate(number=Count("pk")).order_by()
    return dict.fromkeys(Kind.values[2:], 0) | dict(rows)


def completeness(street: Place, today: date) -> tuple[int, int]:
    """Known facts of all buildings, and how many there could be."""
    buildings = Place.objects.within(street).active(today).filter(kind=Kind.BUILDING)
    known = {
        fact: Count("pk", filter=~Q(housing_type=""))
        if fact == "housing_type"
        else Count(fact.removesuffix("_id"))
        for fact in Place.BUILDING_FACTS
    }
    sums = buildings.aggregate(buildings=Count("pk"), **known)
    total = sums.pop("buildings") * len(Place.BUILDING_FACTS)
    return sum(sums.values()), total
