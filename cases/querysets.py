"""The one door through which cases are seen."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.workflow import LIVE_CALL_STATES, OPEN_CALL_STATES, OVER_STATES
from grids.roles import Power
from grids.rules.scope import grants_of

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import Call, Case
    from grids.models import Place

SCOPE_COLUMNS = {
    "street": "street_id",
    "community": "community_id",
    "grid": "grid_id",
    "building": "building_id",
}
NEWEST = ("-reported_at", "-id")
Key = tuple[datetime, int]


def scopes_of(user: "User", today: date | None = None) -> list[Q]:
    """Every scope this user sees, each an equality on one indexed column. Empty: sees nothing.

    What a person reported or handles stays in sight while any post gives sight of cases.
    """
    grants = grants_of(user, today or timezone.localdate())
    scopes = [_place_scope(kind, place_id) for kind, place_id in grants.places(Power.VIEW)]
    departments = grants.departments(Power.VIEW)
    if departments:
        scopes.append(Q(Exists(_calls_to(departments))))
    if scopes:
        scopes += [Q(reported_by=user.pk), Q(handler=user.pk)]
    return scopes


def _place_scope(kind: str, place_id: int) -> Q:
    column = SCOPE_COLUMNS.get(kind)
    if column:
        return Q(**{column: place_id})
    return Q(place__lineage__contains=[place_id])


def _calls_to(departments: Iterable[int]) -> models.QuerySet[Any]:
    call = apps.get_model("cases", "Call")
    return call._default_manager.filter(case=OuterRef("pk"), department__in=list(departments))


def after(key: Key | None) -> Q:
    """What follows `key` in the newest-first order."""
    if key is None:
        return Q()
    reported_at, pk = key
    return Q(reported_at__lt=reported_at) | Q(reported_at=reported_at, pk__lt=pk)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: "User", today: date | None = None) -> Self:
        """Only what this user may see today; everything else looks as if it were not there."""
        scopes = scopes_of(user, today)
        if not scopes:
            return self.none()
        seen = Q()
        for scope in scopes:
            seen |= scope
        return self.filter(seen)

    def open(self) -> Self:
        return self.exclude(state__in=OVER_STATES)

    def in_place(self, place: "Place") -> Self:
        """At the place or anywhere below it."""
        return self.filter(_place_scope(place.kind, place.pk))

    def called_to(self, departments: Iterable[int]) -> Self:
        """One of the departments was called to it."""
        return self.filter(Exists(_calls_to(departments)))

    def overdue(self) -> Self:
        """Something is owed and over: a clock of the case or of one of its calls is breached."""
        return self.filter(breached_at__isnull=False)

    def newest_page(
        self, scopes: Sequence[Q], *, since: Key | None = None, size: int = 50
    ) -> list["Case"]:
        """One keyset page over several scopes: each walks its own index, then they are merged.

        Never an OR over scopes, so that a page costs the same however many rows there are.
        """
        pages = [
            self.filter(scope).filter(after(since)).order_by(*NEWEST)[:size] for scope in scopes
        ]
        if not pages:
            return []
        merged = {case.pk: case for page in pages for case in page}
        return sorted(merged.values(), key=lambda case: (case.reported_at, case.pk), reverse=True)[
            :size
        ]


class CallQuerySet(models.QuerySet["Call"]):
    def open(self) -> Self:
        """Still owed: not answered, not cancelled, not returned."""
        return self.filter(state__in=OPEN_CALL_STATES)

    def live(self) -> Self:
        """Open, or answered and not yet checked."""
        return self.filter(state__in=LIVE_CALL_STATES)
