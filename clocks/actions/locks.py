"""How a clock is taken before it is moved, and how it is reckoned again."""

from datetime import datetime

from django.utils.translation import gettext as _

from clocks.models import Clock, Pause
from clocks.rules.calendars import WorkingCalendar, street_calendar
from clocks.rules.deadlines import set_deadline
from clocks.workflow import SOURCES, State
from journal.refusals import Conflict, NotFound


def lock_clock(clock_id: int) -> Clock:
    try:
        return Clock.objects.locked(clock_id)
    except Clock.DoesNotExist:
        raise NotFound(_("没有这个时限。")) from None


def lock_for(verb: str, clock_id: int) -> Clock:
    """The clock, locked, in a state the verb may leave."""
    clock = lock_clock(clock_id)
    if clock.state not in SOURCES[verb]:
        label = State(clock.state).label
        raise Conflict(
            _("时限现在是“%(state)s”，不能这样做。") % {"state": label}, state=clock.state
        )
    return clock


def closed_pauses(clock: Clock) -> list[tuple[datetime, datetime]]:
    """A pause still open has no length yet: it counts when it ends."""
    rows = Pause.objects.filter(clock=clock, until__isnull=False)
    return [(since, until) for since, until in rows.values_list("since", "until") if until]


def close_pause(clock: Clock, *, now: datetime) -> None:
    Pause.objects.filter(clock=clock, until__isnull=True).update(until=now)
    clock.paused_at = None


def reckon_again(clock: Clock, *, now: datetime, calendar: WorkingCalendar | None = None) -> None:
    set_deadline(
        clock, now=now, calendar=calendar or street_calendar(), pauses=closed_pauses(clock)
    )
