"""What a correction did to a clock, as it is kept on it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from clocks.models import Clock
from clocks.rules.limits import Limit

PUBLISHED = gettext_noop("放假安排已公布")

Before = tuple[Limit, datetime, datetime | None]


def changed(clock: Clock, before: Before, *, now: datetime, why: str) -> dict[str, Any]:
    """One entry: the limit and the due moment before and after, and the reason."""
    limit, due_at, breached_at = before
    return {
        "at": now.isoformat(),
        "why": why,
        "limit": [limit.as_json(), clock.limit],
        "due_at": [due_at.isoformat(), clock.due_at.isoformat()],
        "breach_withdrawn": breached_at is not None and clock.breached_at is None,
    }
