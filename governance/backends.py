"""What the three administrators may do in the back office, while their post is in force.

System keeps accounts, security looks at powers and sign-ins, audit reads the trail. They exclude
each other, and none of them reads a case.
"""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from accounts.models import User
from grids.models import Post
from grids.roles import EXCLUSIVE_ROLES, Role

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.ADMIN_SYSTEM: frozenset(
        {"accounts.view_user", "accounts.add_user", "accounts.change_user"}
    ),
    Role.ADMIN_SECURITY: frozenset(
        {"accounts.view_user", "accounts.view_signinticket", "grids.view_post"}
    ),
    Role.ADMIN_AUDIT: frozenset({"journal.view_auditentry", "journal.view_outboxmessage"}),
}


def platform_roles(user: Any) -> set[str]:
    """The administrator roles this person holds today."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    posts = Post.objects.in_force(timezone.localdate()).filter(holder=user)
    return set(posts.filter(role__in=EXCLUSIVE_ROLES).values_list("role", flat=True))


class PlatformPosts(BaseBackend):
    """Model permissions from platform posts; asked beside Django's own backend."""

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is not None or not user_obj.is_active:
            return set()
        held: set[str] = set()
        for role in platform_roles(user_obj):
            held |= PERMISSIONS[role]
        return held

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_user_permissions(user_obj))
