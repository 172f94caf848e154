"""The guardian rows a post gives, and takes back."""

from datetime import date, datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from grids.models import (
    Department,
    DepartmentUserObjectPermission,
    Place,
    PlaceUserObjectPermission,
    Post,
)
from grids.roles import DUTIES


def give_grants(post: Post) -> None:
    if post.place:
        place_rows = [
            PlaceUserObjectPermission(user=post.holder, permission=each, content_object=post.place)
            for each in _permissions(Place, DUTIES[post.role].powers)
        ]
        PlaceUserObjectPermission.objects.bulk_create(place_rows, ignore_conflicts=True)
    elif post.department:
        department_rows = [
            DepartmentUserObjectPermission(
                user=post.holder, permission=each, content_object=post.department
            )
            for each in _permissions(Department, DUTIES[post.role].powers)
        ]
        DepartmentUserObjectPermission.objects.bulk_create(department_rows, ignore_conflicts=True)


def take_grants(post: Post, today: date) -> None:
    """Take away what no other post of the same person at the same place gives."""
    roles = Post.objects.not_over(today).beside(post).values_list("role", flat=True)
    kept = frozenset(power for role in roles for power in DUTIES[role].powers)
    at = post.place or post.department
    if at:
        gone = _permissions(type(at), DUTIES[post.role].powers - kept)
        at.user_grants.filter(user=post.holder, permission__in=gone).delete()


@transaction.atomic
def take_back_lapsed_grants(*, now: datetime) -> int:
    """Remove the rows no post needs any more. Tidiness only: they give no power."""
    posts = Post.objects.not_over(timezone.localdate(now)).filter(holder=OuterRef("user"))
    at_place = posts.filter(place=OuterRef("content_object"))
    in_department = posts.filter(department=OuterRef("content_object"))
    places, _ = PlaceUserObjectPermission.objects.exclude(Exists(at_place)).delete()
    departments, _ = DepartmentUserObjectPermission.objects.exclude(Exists(in_department)).delete()
    return places + departments


def _permissions(model: type[Place] | type[Department], powers: frozenset[str]) -> list[Permission]:
    if not powers:
        return []
    kind = ContentType.objects.get_for_model(model)
    return list(Permission.objects.filter(content_type=kind, codename__in=powers))
