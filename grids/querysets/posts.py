"""Which posts: in force on a day, not over yet."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from grids.models import Post


class PostQuerySet(QuerySet["Post"]):
    def in_force(self, today: date) -> Self:
        """`until` is the first day the post is no longer held."""
        return self.not_over(today).filter(since__lte=today)

    def not_over(self, today: date) -> Self:
        """In force today or beginning later; an appointment taken back never begins."""
        return self.filter(Q(until=None) | Q(until__gt=today))

    def beside(self, post: "Post") -> Self:
        """The other posts of the same person at the same place or department."""
        same = self.filter(holder=post.holder, place=post.place, department=post.department)
        return same.exclude(pk=post.pk)
