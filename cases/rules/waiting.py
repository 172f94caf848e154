"""How much waits in a queue, and what waits longest; each scope walks its own index."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case as Choose
from django.db.models import IntegerField, Q, Value, When

from cases.models import Case
from cases.querysets import CaseQuerySet
from cases.rules.queues import Queue
from cases.vocabulary import Urgency

if TYPE_CHECKING:
    from accounts.models import User

COUNTED = 100
BESIDE = ("community", "grid", "building__estate", "handler")
SHOWN = (
    "number",
    "title",
    "state",
    "urgency",
    "supervision",
    "reported_at",
    "opened_at",
    "due_at",
    "breached_at",
    "ended_at",
    "community__name",
    "community__estate",
    "grid__name",
    "grid__estate",
    "building__name",
    "building__estate__name",
    "handler__display_name",
)
_RANK = Choose(
    When(urgency=Urgency.CRITICAL, then=Value(0)),
    When(urgency=Urgency.URGENT, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def case_rows() -> CaseQuerySet:
    return as_rows(Case.objects.all())


def as_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """With no more than a row shows: who has it, and where by name."""
    return cases.select_related(*BESIDE).only(*SHOWN)


def waiting(queue: Queue, user: "User", *, now: datetime) -> CaseQuerySet:
    """Everything of the queue, in all places; a list adds the scopes."""
    return case_rows().filter(queue.where(user, now))


def count_waiting(queue: Queue, user: "User", *, now: datetime) -> int:
    """How many, counted up to a hundred."""
    cases = Case.objects.filter(queue.where(user, now)).order_by()
    found: set[int] = set()
    for scope in queue.scopes(user, now):
        found |= set(cases.filter(scope).values_list("pk", flat=True)[:COUNTED])
    return min(len(found), COUNTED)


def first_waiting(queue: Queue, user: "User", *, now: datetime, size: int) -> list[Case]:
    """What should be taken up first: by urgency, then by how long it waits."""
    cases = waiting(queue, user, now=now).annotate(rank=_RANK)
    return _merged(cases, queue.scopes(user, now), ("rank", "reported_at", "id"), size)


def longest_overdue(
    queue: Queue, user: "User", *, now: datetime, since: tuple[datetime, int] | None, size: int
) -> list[Case]:
    """The wall: what is late longest comes first; a keyset page."""
    cases = waiting(queue, user, now=now).filter(_beyond(since))
    return _merged(cases, queue.scopes(user, now), ("breached_at", "id"), size)


def _beyond(key: tuple[datetime, int] | None) -> Q:
    if key is None:
        return Q()
    breached_at, pk = key
    return Q(breached_at__gt=breached_at) | Q(breached_at=breached_at, pk__gt=pk)


def _merged(
    cases: CaseQuerySet, scopes: Sequence[Q], order: tuple[str, ...], size: int
) -> list[Case]:
    pages = [cases.filter(scope).order_by(*order)[:size] for scope in scopes]
    merged = {case.pk: case for page in pages for case in page}
    ranked = sorted(merged.values(), key=lambda case: tuple(getattr(case, name) for name in order))
    return ranked[:size]
