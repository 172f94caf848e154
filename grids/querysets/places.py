"""Which places: inside one another, visible to a person, found by a word."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from accounts.models import User
    from grids.models import Place


class PlaceQuerySet(QuerySet["Place"]):
    def within(self, place: "Place") -> Self:
        """The place itself and everything below it."""
        return self.within_ids([place.pk])

    def within_ids(self, place_ids: Iterable[int]) -> Self:
        return self.filter(lineage__overlap=list(place_ids))

    def active(self, today: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def visible_to(self, user: "User", today: date) -> Self:
        """Inside the person's posts of today; department people see their department's street."""
        posts = user.posts.in_force(today).values_list("place_id", "department__street_id")
        roots = {place_id or street_id for place_id, street_id in posts}
        return self.within_ids(root for root in roots if root is not None)

    def search(self, words: str) -> Self:
        """By part of the name, or by the start of its pinyin, its initials or its code."""
        words = words.strip()
        if not words:
            return self
        latin = words.lower().replace(" ", "")
        return self.filter(
            Q(name__contains=words)
            | Q(pinyin__startswith=latin)
            | Q(initials__startswith=latin)
            | Q(code__startswith=words)
        )
