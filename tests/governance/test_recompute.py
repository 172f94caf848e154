"""A year's calendar comes: cases hear of it through the command."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from pytest_django import Settings

from cases.actions.timing import recompute_case
from tests.factories.cases import bring_to, clock_of, make_world
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)
JANUARY = [NEW_YEAR + timedelta(days=number) for number in range(31)]
REPORTED = at("2026-12-28 09:00")


def publish(settings: Settings) -> None:
    """2027 as it might be published: one holiday, otherwise plain weeks."""
    settings.EXTRA_DAYS = {
        day: (day.isoweekday() <= 5 and day != NEW_YEAR, "元旦" if day == NEW_YEAR else "")
        for day in JANUARY
    }


def test_the_command_moves_the_promise_on_clock_and_case(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    case = bring_to(make_world(), "in_hand", now=REPORTED)
    assert clock_of(case, "finish").provisional
    assert case.due_at == at("2027-01-06 09:00")
    publish(settings)
    call_command("recompute_provisional")
    case.refresh_from_db()
    assert case.due_at == clock_of(case, "finish").due_at == at("2027-01-07 09:00")
    assert not clock_of(case, "finish").provisional
    assert "1 个时限有变动" in capsys.readouterr().out


def test_a_breach_the_calendar_does_not_know_leaves_the_case(settings: Settings) -> None:
    case = bring_to(make_world(), "in_hand", now=REPORTED)
    late = at("2027-01-06 10:00")
    recompute_case(case.pk, late)
    case.refresh_from_db()
    assert case.breached_at == at("2027-01-06 09:00")
    publish(settings)
    assert recompute_case(case.pk, late) == 1
    case.refresh_from_db()
    assert case.breached_at is None


def test_a_calendar_that_changes_nothing_moves_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bring_to(make_world(), "in_hand")
    call_command("recompute_provisional")
    assert "0 个时限有变动" in capsys.readouterr().out
