"""A real city's own verdicts as the oracle of lateness: 35,107 requests with a target date."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from clocks.models import Clock
from clocks.rules.calendars import ZONE, WorkingCalendar
from clocks.rules.deadlines import judge, set_deadline
from clocks.rules.limits import Limit, Unit
from clocks.rules.stages import frozen
from clocks.workflow import State

DATA = Path(settings.BASE_DIR).parent / "shared/data/deadlines/boston_311_2011.csv"
BATCH = 2_000

Row = tuple[datetime, datetime, datetime, bool]


def local(moment: str) -> datetime:
    """The city's times carry no zone: only their order matters here."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE)


@pytest.fixture(scope="module")
def judged_by_the_city() -> list[Row]:
    """Opened, owed by, closed, and whether the city called it on time.

    99 rows carry no verdict though they have both dates; the city did not call them on time.
    """
    if not DATA.exists():
        pytest.skip(f"NOT CHECKED: the oracle of lateness is missing, {DATA} is not there")
    with DATA.open(encoding="utf-8", newline="") as file:
        return [
            (
                local(row["open_dt"]),
                local(row["target_dt"]),
                local(row["closed_dt"]),
                row["ontime"] == "ONTIME",
            )
            for row in csv.DictReader(file)
            if row["target_dt"] and row["closed_dt"]
        ]


def closed_clock(row: Row, number: int, calendar: WorkingCalendar) -> Clock:
    """The city's target stands as an external due date under a limit that is longer."""
    opened, target, closed, _verdict = row
    clock = Clock(
        room="boston",
        matter_id=number,
        kind="finish",
        started_at=opened,
        limit=Limit(10_000, Unit.DAYS).as_json(),
        rule=frozen({"stages": [], "warn_share": 0}),
        cap_at=target,
        met_at=closed,
        state=State.MET,
    )
    set_deadline(clock, now=closed, calendar=calendar)
    judge(clock, now=closed)
    return clock


@pytest.mark.django_db
def test_met_in_time_agrees_with_the_city_in_every_row(judged_by_the_city: list[Row]) -> None:
    calendar = WorkingCalendar()
    clocks = [closed_clock(row, n, calendar) for n, row in enumerate(judged_by_the_city)]
    assert [clock.in_time for clock in clocks] == [row[3] for row in judged_by_the_city]
    with transaction.atomic():
        Clock.objects.bulk_create(clocks, batch_size=BATCH)
    in_time = set(Clock.objects.in_time().values_list("matter_id", flat=True))
    assert in_time == {n for n, row in enumerate(judged_by_the_city) if row[3]}
    assert Clock.objects.filter(breached_at__isnull=True).count() == len(in_time)
