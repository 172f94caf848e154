from datetime import date, datetime, timedelta

import pytest

from clocks.actions import (
    meet_clock,
    pause_clock,
    recompute_matter,
    recompute_provisional,
    resume_clock,
)
from clocks.models import Clock
from clocks.rules.calendars import Day, WorkingCalendar, national_day, plain_day
from clocks.rules.limits import Limit, Unit
from clocks.workflow import State
from tests.factories.clocks import at, make_clock

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)


def published(day: date) -> Day | None:
    """The calendar of 2027 as it might come: one holiday, otherwise plain weeks."""
    if day == NEW_YEAR:
        return Day(working=False, name="New Year's Day")
    known = Day(plain_day(day).working, plain_day(day).name)
    return known if day.year == NEW_YEAR.year else national_day(day)


PUBLISHED = WorkingCalendar(source=published)
NOW = at("2026-12-30 10:00")


def into_the_new_year() -> Clock:
    return make_clock("2026-12-30 09:00", limit=Limit(5, Unit.WORKING_DAYS))


def test_a_clock_into_an_unpublished_year_says_so_and_does_not_crash() -> None:
    clock = into_the_new_year()
    assert clock.provisional
    assert clock.due_at == at("2027-01-06 09:00")


def test_a_published_calendar_moves_the_due_moment_and_the_clock_explains_it() -> None:
    clock = into_the_new_year()
    assert recompute_provisional(now=NOW, calendar=PUBLISHED) == 1
    clock.refresh_from_db()
    assert not clock.provisional
    assert clock.due_at == at("2027-01-07 09:00")
    assert clock.next_at == clock.warn_at
    assert len(clock.changes) == 1


def test_a_breach_that_the_published_calendar_does_not_know_is_withdrawn() -> None:
    now = at("2027-01-06 10:00")
    clock = make_clock("2026-12-30 09:00", limit=Limit(5, Unit.WORKING_DAYS), now=now)
    assert clock.state == State.BREACHED
    recompute_provisional(now=now, calendar=PUBLISHED)
    clock.refresh_from_db()
    assert (clock.state, clock.breached_at) == (State.RUNNING, None)
    assert clock.changes[0]["breach_withdrawn"]


def test_recomputing_twice_changes_nothing_more() -> None:
    clock = into_the_new_year()
    recompute_provisional(now=NOW, calendar=PUBLISHED)
    assert recompute_provisional(now=NOW, calendar=PUBLISHED) == 0
    clock.refresh_from_db()
    assert len(clock.changes) == 1


def test_a_calendar_still_unpublished_leaves_the_clock_as_it_was() -> None:
    clock = into_the_new_year()
    assert recompute_provisional(now=NOW) == 0
    clock.refresh_from_db()
    assert clock.provisional
    assert clock.changes == []


def test_what_is_done_is_not_judged_by_a_calendar_published_later() -> None:
    clock = into_the_new_year()
    meet_clock(clock.pk, now=NOW)
    assert recompute_provisional(now=NOW, calendar=PUBLISHED) == 0


def test_a_paused_clock_is_reckoned_again_and_stays_paused() -> None:
    clock = into_the_new_year()
    pause_clock(clock.pk, now=NOW, why="挂账")
    assert recompute_provisional(now=NOW, calendar=PUBLISHED) == 1
    clock.refresh_from_db()
    assert (clock.state, clock.next_at) == (State.PAUSED, None)
    assert resume_clock(clock.pk, now=NOW + timedelta(hours=1)).state == State.RUNNING


def test_a_room_takes_its_own_matters_to_bring_its_copies_up_to_date() -> None:
    mine, other = into_the_new_year(), into_the_new_year()
    Clock.objects.filter(pk=other.pk).update(room="dispute")
    taken: list[int] = []

    def take(matter_id: int, now: datetime) -> int:
        taken.append(matter_id)
        return recompute_matter("case", matter_id, now=now, calendar=PUBLISHED)

    assert recompute_provisional(now=NOW, takers={"case": take}, calendar=PUBLISHED) == 2
    assert taken == [mine.matter_id]
