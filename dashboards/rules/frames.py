"""The frame of a figure: who looks, at which place, over which days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from cases.models import Case
from cases.querysets import SCOPE_COLUMNS, CaseQuerySet
from grids.models import Department, Place

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Frame:
    """`since` and `until` are days of the street, both inclusive."""

    user: "User"
    since: date
    until: date
    now: datetime
    place: Place | None = None
    department: Department | None = None

    @cached_property
    def start(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.since, time.min))

    @cached_property
    def end(self) -> datetime:
        """The first moment after the last day."""
        return timezone.make_aware(datetime.combine(self.until + timedelta(days=1), time.min))

    @property
    def owed_until(self) -> datetime:
        """What falls due later than now is not yet due, and counts in no rate."""
        return min(self.end, self.now)

    def cases(self) -> CaseQuerySet:
        """Every case in sight at this place, of whatever day."""
        cases = Case.objects.visible_to(self.user)
        if self.place is None:
            return cases
        column = SCOPE_COLUMNS.get(self.place.kind)
        if column:
            return cases.filter(**{column: self.place.pk})
        return cases.filter(place__lineage__contains=[self.place.pk])
