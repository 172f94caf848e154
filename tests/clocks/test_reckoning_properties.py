"""What must hold for any start, any limit and any pauses."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clocks.rules.calendars import WorkingCalendar
from clocks.rules.limits import Limit, Unit
from clocks.rules.reckoning import reckon, used
from tests.factories.clocks import at

CALENDAR = WorkingCalendar()

# Across holidays, working weekends, and into a year that is not published.
minutes = (at("2027-03-01 00:00") - at("2025-01-01 00:00")) // timedelta(minutes=1)
moments = st.integers(0, minutes).map(
    lambda minute: at("2025-01-01 00:00") + timedelta(minutes=minute)
)
units = st.sampled_from(Unit)
amounts = st.integers(1, 25)
limits = st.builds(Limit, amounts, units)
lengths = st.timedeltas(timedelta(), timedelta(days=20))
pauses = st.lists(
    st.tuples(moments, lengths).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=4
)
Pauses = list[tuple[datetime, datetime]]


@given(moments, lengths, limits, pauses)
def test_a_later_start_is_never_due_earlier(
    start: datetime, later: timedelta, limit: Limit, paused: Pauses
) -> None:
    early = reckon(start, limit, CALENDAR, paused).due_at
    assert early <= reckon(start + later, limit, CALENDAR, paused).due_at


@given(moments, amounts, st.integers(0, 10), units, pauses)
def test_a_longer_limit_is_never_due_earlier(
    start: datetime, amount: int, more: int, unit: Unit, paused: Pauses
) -> None:
    short = reckon(start, Limit(amount, unit), CALENDAR, paused).due_at
    assert short <= reckon(start, Limit(amount + more, unit), CALENDAR, paused).due_at


@given(moments, amounts, amounts, units, pauses)
def test_a_limit_may_be_split_and_reckoned_in_two_steps(
    start: datetime, first: int, second: int, unit: Unit, paused: Pauses
) -> None:
    midway = reckon(start, Limit(first, unit), CALENDAR, paused).due_at
    whole = reckon(start, Limit(first + second, unit), CALENDAR, paused).due_at
    assert reckon(midway, Limit(second, unit), CALENDAR, paused).due_at == whole


@given(moments, limits, pauses, moments, lengths)
def test_one_more_pause_never_shortens(
    start: datetime, limit: Limit, paused: Pauses, since: datetime, length: timedelta
) -> None:
    before = reckon(start, limit, CALENDAR, paused).due_at
    assert before <= reckon(start, limit, CALENDAR, [*paused, (since, since + length)]).due_at


@given(moments, limits, pauses)
def test_the_time_used_when_due_is_the_sum_of_the_segments(
    start: datetime, limit: Limit, paused: Pauses
) -> None:
    reckoning = reckon(start, limit, CALENDAR, paused)
    counted = sum((span.length for span in reckoning.segments), timedelta())
    assert used(start, reckoning.due_at, limit.unit, CALENDAR, paused) == counted
    if limit.unit is not Unit.DAY_ENDS:
        assert counted == limit.length(CALENDAR.day_length)


@given(moments, lengths, lengths, units, pauses)
def test_used_time_adds_up_over_a_split(
    start: datetime, first: timedelta, second: timedelta, unit: Unit, paused: Pauses
) -> None:
    midway, end = start + first, start + first + second
    whole = used(start, end, unit, CALENDAR, paused)
    parts = used(start, midway, unit, CALENDAR, paused), used(midway, end, unit, CALENDAR, paused)
    assert sum(parts, timedelta()) == whole


@given(moments, st.integers(0, 60))
def test_working_time_between_two_moments_is_the_sum_of_its_days(
    start: datetime, days: int
) -> None:
    midnight = start.replace(hour=0, minute=0)
    worked = [CALENDAR.day(_day(midnight, n)).working for n in range(days)]
    counted = used(midnight, midnight + timedelta(days=days), Unit.WORKING_HOURS, CALENDAR)
    assert counted == sum(worked) * CALENDAR.day_length


@given(moments, limits, pauses)
def test_a_working_limit_is_due_inside_working_time(
    start: datetime, limit: Limit, paused: Pauses
) -> None:
    due_at = reckon(start, limit, CALENDAR, paused).due_at
    spans = CALENDAR.spans_on(due_at.date())
    assert not limit.unit.is_working or any(a < due_at <= b for a, b in spans)


def _day(midnight: datetime, n: int) -> date:
    return (midnight + timedelta(days=n)).date()
