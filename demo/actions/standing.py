"""The demo street read back from the database: its places, people and offices."""

from datetime import datetime
from random import Random

from accounts.models import User
from cases.models import Case, Category
from demo.actions.street import Building, Community, Grid, Street
from demo.rules.lay import CommunityPlan, GridPlan, plan_street
from demo.rules.words import names
from grids.kinds import Kind
from grids.models import Department, Place, Post
from grids.roles import Role


def is_empty() -> bool:
    """No street stands yet."""
    return not Place.objects.filter(kind=Kind.STREET).exists()


def is_unfinished() -> bool:
    """The demo street was laid, and then it was interrupted before its cases were there."""
    return _place() is not None and not Case.objects.exists()


def read_street(seed: int, *, begun: datetime) -> Street:
    """As it was laid from this seed: places come in the order of their codes."""
    place = _place()
    if place is None:
        raise LookupError("the demo street has not been laid")
    rng = Random(seed)
    plan = plan_street(rng)
    street = Street(rng, begun, place.since, place)
    below = _children(place)
    street.communities = [
        _community(row, each, below)
        for row, each in zip(below[place.pk], plan.communities, strict=True)
    ]
    street.departments = {row.name: row for row in Department.objects.filter(street=place)}
    found = Category.objects.select_related("parent__parent")
    street.categories = {category.code: category for category in found}
    _seat(street)
    return street


def _place() -> Place | None:
    return Place.objects.filter(code=names()["street"]["code"]).first()


def _children(street: Place) -> dict[int, list[Place]]:
    """Communities, grids and buildings, each below its parent."""
    kinds = (Kind.COMMUNITY, Kind.GRID, Kind.BUILDING)
    rows = Place.objects.within(street).filter(kind__in=kinds).select_related("estate")
    below: dict[int, list[Place]] = {}
    for row in rows.order_by("code"):
        below.setdefault(row.parent_id or 0, []).append(row)
    return below


def _community(place: Place, plan: CommunityPlan, below: dict[int, list[Place]]) -> Community:
    community = Community(place)
    rows = zip(below[place.pk], plan.grids, strict=True)
    community.grids = [_grid(row, each, community, below) for row, each in rows]
    return community


def _grid(
    place: Place, plan: GridPlan, community: Community, below: dict[int, list[Place]]
) -> Grid:
    grid = Grid(place, plan, community)
    for row, each in zip(below[place.pk], plan.buildings, strict=True):
        grid.buildings.append(Building(row, each.estate, each.floors, each.units, grid))
    return grid


def _seat(street: Street) -> None:
    """Everybody at the post they hold; whoever holds several is one person."""
    people: dict[int, User] = {}
    held: dict[tuple[str, int | None], list[User]] = {}
    for post in Post.objects.select_related("holder").order_by("pk"):
        person = people.setdefault(post.holder_id, post.holder)
        street.staff.setdefault(post.role, []).append(person)
        held.setdefault((post.role, post.place_id), []).append(person)
        if post.department_id:
            street.desks.setdefault(post.department_id, []).append(person)
    street.accounts = {person.username: person for person in people.values()}
    for community in street.communities:
        community.officers = held[Role.COMMUNITY_OFFICER, community.place.pk]
        for grid in community.grids:
            [grid.worker] = held[Role.GRID_WORKER, grid.place.pk]
    for building in street.buildings:
        [building.head] = held[Role.BUILDING_HEAD, building.place.pk]
