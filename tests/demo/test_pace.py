"""How time passes: by working hours, or by the clock."""

from datetime import timedelta
from random import Random

import pytest

from clocks.rules.limits import Limit, Unit
from demo.rules.pace import advance, back, forward, is_working, retreat, waking
from tests.factories.clocks import at

HOUR = timedelta(hours=1)


def test_working_time_skips_noon_night_and_weekend() -> None:
    assert advance(at("2026-06-05 11:30"), HOUR) == at("2026-06-05 14:30")
    assert advance(at("2026-06-05 17:00"), HOUR) == at("2026-06-08 09:00")


@pytest.mark.parametrize("hours", [0.2, 1, 6.9, 7.1, 40, 105])
def test_retreat_undoes_advance(hours: float) -> None:
    start = at("2026-06-03 10:10")
    assert retreat(advance(start, hours * HOUR), hours * HOUR) == start


def test_what_presses_counts_day_and_night() -> None:
    limit = Limit(24, Unit.HOURS)
    assert forward(at("2026-06-05 20:00"), limit, 0.5) == at("2026-06-06 08:00")
    assert back(at("2026-06-06 08:00"), limit, 0.5) == at("2026-06-05 20:00")


def test_a_share_of_working_days_is_counted_in_their_hours() -> None:
    assert forward(at("2026-06-01 08:30"), Limit(2, Unit.WORKING_DAYS), 0.5) == at(
        "2026-06-01 17:30"
    )


def test_hours_are_worked_or_not() -> None:
    assert is_working(at("2026-06-03 09:00"))
    assert not is_working(at("2026-06-03 12:30"))
    assert not is_working(at("2026-06-06 09:00"))


def test_people_are_up_when_they_can_be() -> None:
    moment = waking(Random(1), at("2026-06-03 00:00"), at("2026-06-03 12:00"))
    assert moment >= at("2026-06-03 07:00")
    assert waking(Random(1), at("2026-06-03 01:00"), at("2026-06-03 02:00")).hour == 1
