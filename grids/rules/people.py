"""Who serves where today."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from grids.kinds import Kind
from grids.models import Department, Place, Post
from grids.roles import DEPARTMENT, DUTIES, Role
from journal.fields import hash_phone
from journal.masks import is_mobile

if TYPE_CHECKING:
    from accounts.models import User


def posts_of(user: "User", today: date) -> list[Post]:
    """The person's posts in force, with place and department at hand."""
    posts = Post.objects.in_force(today).filter(holder=user)
    return list(posts.select_related("place__estate", "department").order_by("since", "pk"))


def posts_in(street: Place, people: "Iterable[User]", today: date) -> dict[int, list[Post]]:
    """What each of them serves as in the street, today or later, by the holder's id."""
    here = Q(place__lineage__overlap=[street.pk]) | Q(department__street=street)
    posts = Post.objects.not_over(today).filter(here, holder__in=list(people))
    held: dict[int, list[Post]] = {}
    for post in posts.select_related("place__estate", "department").order_by("since", "pk"):
        held.setdefault(post.holder_id, []).append(post)
    return held


def people_at(place_id: int, role: str, today: date) -> "QuerySet[User]":
    return _holders(Post.objects.in_force(today).filter(place=place_id, role=role))


def department_people(department_id: int, today: date) -> "QuerySet[User]":
    return _holders(Post.objects.in_force(today).filter(department=department_id))


def handlers_within(community: Place, today: date) -> "QuerySet[User]":
    """Whom a case of this community may be assigned to: its grid workers and its officers."""
    handling = Q(role=Role.COMMUNITY_OFFICER) | Q(role=Role.GRID_WORKER)
    posts = Post.objects.in_force(today).filter(handling)
    return _holders(posts.filter(place__lineage__overlap=[community.pk]))


def grid_workers_of(building: Place, today: date) -> "QuerySet[User]":
    """The grid workers of the grid a building, a unit or a household stands in."""
    posts = Post.objects.in_force(today).filter(role=Role.GRID_WORKER)
    return _holders(posts.filter(place__in=building.lineage))


def people_of(street: Place) -> "QuerySet[User]":
    """Everybody who serves or ever served in the street."""
    served = Post.objects.filter(holder=OuterRef("pk"))
    here = served.filter(Q(place__lineage__overlap=[street.pk]) | Q(department__street=street))
    return get_user_model().objects.filter(Exists(here))


def search_people(people: "QuerySet[User]", words: str) -> "QuerySet[User]":
    """By part of the name or username, or by the whole phone number."""
    words = words.strip()
    if is_mobile(words):
        return people.filter(phone_hash=hash_phone(words))
    return people.filter(Q(display_name__icontains=words) | Q(username__icontains=words))


def _holders(posts: QuerySet[Post]) -> "QuerySet[User]":
    people = get_user_model().objects.filter(is_active=True, pk__in=posts.values("holder_id"))
    return people.order_by("display_name", "pk")


def fits(role: str, *, place: Place | None, department: Department | None) -> bool:
    """Whether a role is held at this kind of place, in a department, or at neither."""
    kinds = DUTIES[role].kinds
    if place:
        return department is None and place.kind in kinds
    if department:
        return kinds == (DEPARTMENT,)
    return not set(kinds) & {DEPARTMENT, *Kind.values}
