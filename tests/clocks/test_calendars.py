from datetime import date, time, timedelta

import pytest
from pytest_django import Settings

from clocks.rules.calendars import Day, WorkingCalendar, street_calendar
from tests.factories.clocks import at

CALENDAR = WorkingCalendar()


@pytest.mark.parametrize("day", ["2026-02-14", "2026-02-28", "2026-10-10", "2025-01-26"])
def test_a_weekend_that_makes_up_for_a_holiday_is_worked(day: str) -> None:
    told = CALENDAR.day(date.fromisoformat(day))
    assert told.working
    assert told.name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-17", "Spring Festival"),
        ("2026-10-01", "National Day"),
        ("2026-09-25", "Mid-autumn Festival"),
        ("2026-03-07", "weekend"),
    ],
)
def test_a_day_off_says_why(day: str, name: str) -> None:
    assert CALENDAR.day(date.fromisoformat(day)) == Day(working=False, name=name)


def test_a_plain_working_day_has_nothing_to_say() -> None:
    assert CALENDAR.day(date(2026, 3, 2)) == Day(working=True)


def test_a_year_not_published_falls_back_to_weekends_and_says_so() -> None:
    assert CALENDAR.day(date(2027, 10, 1)) == Day(working=True, known=False)
    assert CALENDAR.day(date(2027, 10, 2)) == Day(working=False, name="weekend", known=False)


def test_the_streets_own_day_lies_on_top_of_the_national_one() -> None:
    calendar = WorkingCalendar(extra_days={date(2026, 3, 2): (False, "停水检修")})
    assert calendar.day(date(2026, 3, 2)) == Day(working=False, name="停水检修")
    assert calendar.day(date(2026, 3, 3)).working


def test_working_hours_are_two_windows_of_seven_hours() -> None:
    morning, afternoon = CALENDAR.spans_on(date(2026, 3, 2))
    assert morning == (at("2026-03-02 08:30"), at("2026-03-02 12:00"))
    assert afternoon == (at("2026-03-02 14:00"), at("2026-03-02 17:30"))
    assert CALENDAR.day_length == timedelta(hours=7)
    assert CALENDAR.spans_on(date(2026, 3, 1)) == ()


@pytest.mark.parametrize(
    "windows",
    [
        (),
        ((time(9), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
    ],
)
def test_windows_out_of_order_are_refused(windows: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="working windows"):
        WorkingCalendar(windows=windows)


def test_the_streets_calendar_comes_from_the_settings(settings: Settings) -> None:
    settings.WORKING_WINDOWS = ((time(9), time(17)),)
    settings.EXTRA_DAYS = {date(2026, 3, 7): (True, "值班")}
    assert street_calendar().spans_on(date(2026, 3, 7)) == (
        (at("2026-03-07 09:00"), at("2026-03-07 17:00")),
    )


def test_the_streets_calendar_is_built_once() -> None:
    assert street_calendar() is street_calendar()
