from datetime import date, datetime, timedelta

import pytest

from clocks.rules.calendars import WorkingCalendar
from clocks.rules.limits import Limit, Unit
from clocks.rules.reckoning import Skipped, reckon, used
from tests.factories.clocks import at

CALENDAR = WorkingCalendar()


def due(start: str, amount: int, unit: Unit, *pauses: tuple[datetime, datetime]) -> datetime:
    return reckon(at(start), Limit(amount, unit), CALENDAR, pauses).due_at


@pytest.mark.parametrize(
    ("start", "amount", "unit", "expected"),
    [
        # minutes, hours and calendar days run day and night
        ("2026-02-14 23:50", 15, Unit.MINUTES, "2026-02-15 00:05"),
        ("2026-02-15 18:00", 24, Unit.HOURS, "2026-02-16 18:00"),
        ("2026-02-15 18:00", 30, Unit.DAYS, "2026-03-17 18:00"),
        # the Saturday before the Spring Festival of 2026 is worked
        ("2026-02-13 17:00", 1, Unit.WORKING_HOURS, "2026-02-14 09:00"),
        ("2026-02-14 17:00", 1, Unit.WORKING_HOURS, "2026-02-24 09:00"),
        ("2025-01-26 17:00", 1, Unit.WORKING_HOURS, "2025-01-27 09:00"),
        # lunch does not count
        ("2026-03-02 11:30", 1, Unit.WORKING_HOURS, "2026-03-02 14:30"),
        # a start outside working time begins at the next working moment
        ("2026-03-02 06:00", 1, Unit.WORKING_HOURS, "2026-03-02 09:30"),
        ("2026-03-02 12:30", 1, Unit.WORKING_HOURS, "2026-03-02 15:00"),
        ("2026-03-06 20:00", 1, Unit.WORKING_HOURS, "2026-03-09 09:30"),
        # fractions carry over to the same hour of a later day
        ("2026-03-06 17:00", 1, Unit.WORKING_DAYS, "2026-03-09 17:00"),
        ("2026-03-02 09:00", 7, Unit.WORKING_DAYS, "2026-03-11 09:00"),
        # what ends with the day stays there
        ("2026-03-02 08:30", 1, Unit.WORKING_DAYS, "2026-03-02 17:30"),
        ("2026-03-02 07:00", 2, Unit.WORKING_DAYS, "2026-03-03 17:30"),
        ("2026-03-01 10:00", 1, Unit.WORKING_DAYS, "2026-03-02 17:30"),
        # across the National Day of 2026, with its working Saturday
        ("2026-09-30 09:00", 3, Unit.WORKING_DAYS, "2026-10-10 09:00"),
        # next working day
        ("2026-03-02 10:00", 1, Unit.DAY_ENDS, "2026-03-03 17:30"),
        ("2026-03-06 16:00", 1, Unit.DAY_ENDS, "2026-03-09 17:30"),
        ("2026-03-07 10:00", 1, Unit.DAY_ENDS, "2026-03-09 17:30"),
        ("2026-02-27 10:00", 1, Unit.DAY_ENDS, "2026-02-28 17:30"),
        ("2026-03-02 10:00", 3, Unit.DAY_ENDS, "2026-03-05 17:30"),
        # nothing allowed is due at once
        ("2026-03-07 10:00", 0, Unit.WORKING_DAYS, "2026-03-07 10:00"),
    ],
)
def test_known_moments(start: str, amount: int, unit: Unit, expected: str) -> None:
    assert due(start, amount, unit) == at(expected)


def test_a_pause_moves_the_due_moment_by_its_counted_time() -> None:
    pause = (at("2026-03-02 16:30"), at("2026-03-03 10:00"))
    assert due("2026-03-02 09:00", 1, Unit.WORKING_DAYS) == at("2026-03-03 09:00")
    assert due("2026-03-02 09:00", 1, Unit.WORKING_DAYS, pause) == at("2026-03-03 11:30")
    assert due("2026-03-02 09:00", 24, Unit.HOURS, pause) == at("2026-03-04 02:30")


def test_a_pause_over_the_weekend_moves_a_working_limit_nowhere() -> None:
    pause = (at("2026-03-06 17:30"), at("2026-03-09 08:30"))
    assert due("2026-03-06 10:00", 1, Unit.WORKING_DAYS, pause) == at("2026-03-09 10:00")


def test_pauses_that_overlap_count_once() -> None:
    pauses = [
        (at("2026-03-02 10:00"), at("2026-03-02 11:00")),
        (at("2026-03-02 10:30"), at("2026-03-02 11:30")),
        (at("2026-03-02 10:40"), at("2026-03-02 10:50")),
    ]
    assert due("2026-03-02 09:00", 2, Unit.HOURS, *pauses) == at("2026-03-02 12:30")


def test_a_pause_after_the_due_moment_changes_nothing() -> None:
    pause = (at("2026-03-02 11:00"), at("2026-03-03 11:00"))
    assert due("2026-03-02 09:00", 2, Unit.HOURS, pause) == at("2026-03-02 11:00")


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        # open again before the day ends: that day still counts
        ("2026-03-03 14:00", "2026-03-03 16:00", "2026-03-03 17:30"),
        ("2026-03-02 11:00", "2026-03-03 10:00", "2026-03-03 17:30"),
        # the day ended during the pause: it does not
        ("2026-03-03 14:00", "2026-03-03 17:30", "2026-03-04 17:30"),
        ("2026-03-02 11:00", "2026-03-05 10:00", "2026-03-05 17:30"),
        # paused at the very end: it was due by then
        ("2026-03-03 17:30", "2026-03-05 10:00", "2026-03-03 17:30"),
    ],
)
def test_a_day_that_ends_in_a_pause_is_not_counted(since: str, until: str, expected: str) -> None:
    assert due("2026-03-02 10:00", 1, Unit.DAY_ENDS, (at(since), at(until))) == at(expected)


def test_skipped_days_say_which_and_why() -> None:
    reckoning = reckon(at("2026-02-13 09:00"), Limit(5, Unit.WORKING_DAYS), CALENDAR)
    assert reckoning.due_at == at("2026-02-27 09:00")
    assert reckoning.skipped == (Skipped(date(2026, 2, 15), date(2026, 2, 23), "Spring Festival"),)


def test_clock_time_skips_no_day_and_needs_no_calendar() -> None:
    reckoning = reckon(at("2026-12-30 09:00"), Limit(20, Unit.DAYS), CALENDAR)
    assert reckoning.skipped == ()
    assert not reckoning.provisional


def test_a_due_date_in_a_year_not_published_yet_is_provisional() -> None:
    reckoning = reckon(at("2026-12-30 09:00"), Limit(5, Unit.WORKING_DAYS), CALENDAR)
    assert reckoning.due_at == at("2027-01-06 09:00")
    assert reckoning.unknown_years == (2027,)
    assert reckoning.provisional


def test_a_due_date_inside_the_published_years_is_not_provisional() -> None:
    assert not reckon(at("2026-12-30 09:00"), Limit(1, Unit.WORKING_DAYS), CALENDAR).provisional


def test_used_time_is_what_was_counted_less_what_was_paused() -> None:
    start, until = at("2026-03-02 09:00"), at("2026-03-03 09:00")
    pause = (at("2026-03-02 11:00"), at("2026-03-02 15:00"))
    assert used(start, until, Unit.WORKING_DAYS, CALENDAR) == timedelta(hours=7)
    assert used(start, until, Unit.WORKING_DAYS, CALENDAR, [pause]) == timedelta(hours=5)
    assert used(start, until, Unit.HOURS, CALENDAR, [pause]) == timedelta(hours=20)


def test_a_start_given_in_another_zone_is_the_same_moment() -> None:
    start = datetime.fromisoformat("2026-02-13T09:00:00+00:00")
    limit = Limit(1, Unit.WORKING_HOURS)
    assert reckon(start, limit, CALENDAR).due_at == at("2026-02-14 09:00")
