"""One sweep: whoever has something due is taken, locked and fired by its own room."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from clocks.models import Clock

Taker = Callable[[int, datetime], int | None]

logger = logging.getLogger(__name__)


def sweep(*, now: datetime, takers: Mapping[str, Taker], batch: int = 200) -> int:
    """Tell each due matter's room to take it; the answer is how many moments fired.

    A taker locks its matter with SKIP LOCKED and fires its clocks; it answers None when somebody
    else holds the matter. Each matter is tried once in a sweep: what was skipped or failed stays
    due for the next one.
    """
    fired = 0
    tried: set[tuple[str, int]] = set()
    for room, matter_id in _due_matters(now, batch):
        if (room, matter_id) not in tried:
            tried.add((room, matter_id))
            fired += _take(room, matter_id, now, takers)
    return fired


def _due_matters(now: datetime, batch: int) -> Iterator[tuple[str, int]]:
    """Without locks, the longest due first, a batch at a time, each clock passed once."""
    beyond = Q()
    while True:
        rows = list(
            Clock.objects.due(now)
            .filter(beyond)
            .order_by("next_at", "id")
            .values_list("next_at", "id", "room", "matter_id")[:batch]
        )
        for _next_at, _id, room, matter_id in rows:
            yield room, matter_id
        if len(rows) < batch:
            return
        next_at, clock_id = rows[-1][:2]
        beyond = Q(next_at__gt=next_at) | Q(next_at=next_at, id__gt=clock_id)


def _take(room: str, matter_id: int, now: datetime, takers: Mapping[str, Taker]) -> int:
    """One matter's failure is written down and stops no other."""
    try:
        with transaction.atomic():
            return takers[room](matter_id, now) or 0
    except Exception:
        logger.exception("clocks of %s %s were not fired", room, matter_id)
        return 0
