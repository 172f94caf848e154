"""What can be chosen: categories by branch, places by parent, people by grid, departments."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Category
from grids.kinds import Kind
from grids.models import Department, Place, Post
from grids.roles import Role
from grids.rules.buildings import buildings_within
from grids.rules.naming import in_order
from journal.wording import listed

if TYPE_CHECKING:
    from accounts.models import User

Choice = tuple[str, str]
Group = tuple[str, list[Choice]]

LISTED = 400
WIDE = (Kind.STREET, Kind.COMMUNITY, Kind.GRID)
NAMED = (
    "kind",
    "code",
    "name",
    "estate__name",
    "parent__kind",
    "parent__name",
    "parent__estate",
    "parent__parent__name",
)
NEAR = (*WIDE, Kind.BUILDING)


def category_groups() -> list[Group]:
    """Active leaves under the names of their branch, by code."""
    known = {category.pk: category for category in Category.objects.filter(active=True)}
    groups: dict[str, list[Choice]] = {}
    for category in known.values():
        if category.leaf:
            branch = _branch(category, known) or _("其他")
            groups.setdefault(branch, []).append((category.code, category.shown_name))
    return list(groups.items())


def _branch(category: Category, known: dict[int, Category]) -> str:
    names: list[str] = []
    parent = known.get(category.parent_id or 0)
    while parent:
        names.append(parent.shown_name)
        parent = known.get(parent.parent_id or 0)
    return " › ".join(reversed(names))


def category_by_code(code: str) -> Category | None:
    return Category.objects.select_related("parent__parent").filter(code=code).first()


def place_groups(
    roots: Iterable[int],
    today: date,
    *,
    also: Place | None = None,
    kinds: Sequence[str] = NEAR,
) -> list[Group]:
    """Places inside `roots` under the name of their parent.

    Buildings are listed while the list stays short enough to choose from.
    """
    places = Place.objects.within_ids(roots).active(today).order_by("code")
    places = places.select_related("estate", "parent__parent").only(*NAMED)
    listed = list(places.filter(kind__in=kinds)[: LISTED + 1])
    if len(listed) > LISTED:
        listed = list(places.filter(kind__in=WIDE))
    if also and also.pk not in {place.pk for place in listed}:
        listed.insert(0, also)
    groups: dict[int | None, Group] = {}
    for place in listed:
        _above, choices = groups.setdefault(place.parent_id, (_above_of(place), []))
        choices.append((place.code, place.title))
    return list(groups.values())


def _above_of(place: Place) -> str:
    """Its parent; a grid with its community, because every community has a first grid."""
    parent = place.parent
    if parent is None:
        return ""
    if parent.kind == Kind.GRID and parent.parent:
        return f"{parent.parent.name} › {parent.name}"
    return parent.title


def building_titles(roots: Iterable[int], today: date) -> list[str]:
    """Every building inside `roots`; none when there are too many to send along."""
    buildings = list(buildings_within(roots, today)[: LISTED + 1])
    return [] if len(buildings) > LISTED else in_order({place.title for place in buildings})


def place_by_code(code: str) -> Place | None:
    return Place.objects.filter(code=code).first()


def people_groups(case: Case, people: "Iterable[User]", today: date) -> list[Group]:
    """People a case may be handed to: those of its own grid first, each with what they have."""
    listed = in_order(people, lambda person: person.display_name)
    busy = _open_cases(listed)
    own, others = _("本网格"), _("社区其他同志")
    groups: dict[str, list[Choice]] = {own: [], others: []}
    posts = _posts(listed, today)
    for person in listed:
        held = posts.get(person.pk, [])
        group = own if any(post.place_id == case.grid_id for post in held) else others
        groups[group].append((person.username, _person(person, held, busy.get(person.pk, 0))))
    return [(name, choices) for name, choices in groups.items() if choices]


def _posts(people: "list[User]", today: date) -> dict[int, list[Post]]:
    roles = (Role.GRID_WORKER, Role.COMMUNITY_OFFICER)
    found: dict[int, list[Post]] = {}
    posts = Post.objects.in_force(today).filter(holder__in=people, role__in=roles)
    for post in posts.select_related("place__estate").order_by("pk"):
        found.setdefault(post.holder_id, []).append(post)
    return found


def _person(person: "User", posts: list[Post], busy: int) -> str:
    serves = listed(f"{post.place} {post.get_role_display()}" for post in posts[:2])
    load = ngettext("手上 %(count)d 件", "手上 %(count)d 件", busy) % {"count": busy}
    return f"{person.display_name} · {serves} · {load}"


def _open_cases(people: "list[User]") -> dict[int, int]:
    cases = Case.objects.open().filter(handler__in=people).order_by()
    return dict(cases.values_list("handler").annotate(Count("pk")))


def departments_of(case: Case) -> list[Department]:
    return in_order(Department.objects.filter(street=case.street_id, active=True))
