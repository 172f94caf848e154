"""Whom the follow-up clerk calls next."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from cases.models import Case, FollowUp
from cases.querysets import CaseQuerySet
from cases.rules.queues import QUEUES
from cases.vocabulary import ROOM, ClockKind
from clocks.models import Clock

if TYPE_CHECKING:
    from accounts.models import User

ORDER = ("rated_well", "owed_by", "pk")


def next_to_call(user: "User", *, now: datetime) -> Case | None:
    """Those who rated “unsolved” themselves first, then whose call is owed longest.

    Left out for now: who was not reached within this hour, and whose matter waits for a second
    person's opinion after this one's.
    """
    queue = QUEUES["to_follow_up"]
    cases = _callable(Case.objects.filter(queue.where(user, now)), user, now)
    firsts = [cases.filter(scope).order_by(*ORDER).first() for scope in queue.scopes(user, now)]
    found = [case for case in firsts if case]
    return min(found, key=lambda case: [getattr(case, name) for name in ORDER], default=None)


def _callable(cases: CaseQuerySet, user: "User", now: datetime) -> CaseQuerySet:
    hour = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    said = FollowUp.objects.filter(case=OuterRef("pk"), round=OuterRef("round"))
    owed = Clock.objects.filter(
        room=ROOM, matter_id=OuterRef("pk"), kind=ClockKind.FOLLOW_UP, round=OuterRef("round")
    )
    return (
        cases.exclude(Exists(said.filter(reached=False, at__gte=hour)))
        .exclude(Exists(said.filter(reasonable=False, by=user)))
        .annotate(
            rated_well=~Exists(said.filter(by_resident=True, solved=False)),
            owed_by=Subquery(owed.order_by("-pk").values("due_at")[:1]),
        )
    )
