"""Moments and clocks for tests."""

from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction

from clocks.actions import start_clock
from clocks.models import Clock
from clocks.rules.calendars import ZONE
from clocks.rules.limits import Limit, Unit

_matters = count(1)


def at(moment: str) -> datetime:
    """A moment of the street's own time, written like 2026-03-02 09:00."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def make_clock(
    started: str = "2026-03-02 09:00", *, limit: Limit | None = None, **fields: Any
) -> Clock:
    """Running from the start, a matter of its own, two working days unless told otherwise."""
    started_at = at(started)
    fields = {
        "room": "case",
        "matter_id": next(_matters),
        "kind": "finish",
        "round": 1,
        "now": started_at,
        **fields,
    }
    with transaction.atomic():
        return start_clock(
            started_at=started_at, limit=limit or Limit(2, Unit.WORKING_DAYS), **fields
        )
