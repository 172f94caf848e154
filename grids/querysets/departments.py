"""Which departments a person works with."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from grids.kinds import LEVELS, Kind

if TYPE_CHECKING:
    from accounts.models import User
    from grids.models import Department


class DepartmentQuerySet(QuerySet["Department"]):
    def visible_to(self, user: "User", today: date) -> Self:
        """The departments of the streets the person's posts of today lie in."""
        posts = user.posts.in_force(today)
        level = LEVELS[Kind.STREET]
        places = posts.filter(place__isnull=False).values_list(f"place__lineage__{level}")
        return self.filter(
            Q(street__in=places)
            | Q(street__in=posts.filter(place=None).values("department__street"))
        )
