import logging
import threading
from collections import Counter
from copy import copy
from datetime import datetime

import pytest
from django.db import connection

from clocks.actions import fire, start_clock, sweep
from clocks.actions.sweeps import Taker
from clocks.models import Clock
from clocks.rules.limits import Limit, Unit
from clocks.workflow import Stage
from tests.factories.clocks import at, make_clock

NOW = at("2026-03-10 09:00")


def take_case(matter_id: int, now: datetime) -> int:
    due = Clock.objects.of("case", [matter_id]).due(now)
    return sum(len(fire(clock.pk, now=now)) for clock in due)


@pytest.mark.django_db
def test_a_sweep_fires_what_is_due_and_leaves_the_rest() -> None:
    late = make_clock("2026-03-09 09:00", limit=Limit(1, Unit.WORKING_DAYS))
    ahead = make_clock("2026-03-10 08:30")
    assert sweep(now=NOW, takers={"case": take_case}) == 1
    assert sweep(now=NOW, takers={"case": take_case}) == 0
    late.refresh_from_db()
    ahead.refresh_from_db()
    assert (late.stage, ahead.stage) == (Stage.WARN, "")


@pytest.mark.django_db
def test_a_matter_is_taken_once_for_all_its_clocks() -> None:
    taken: list[int] = []
    for kind in ("verify", "finish", "first_contact"):
        make_clock("2026-03-02 09:00", matter_id=7, kind=kind)

    def take(matter_id: int, now: datetime) -> int:
        taken.append(matter_id)
        return take_case(matter_id, now)

    sweep(now=NOW, takers={"case": take}, batch=1)
    assert taken == [7]
    assert not Clock.objects.due(NOW).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [1, 2, 200])
def test_a_matter_that_somebody_holds_is_left_for_the_next_sweep(batch: int) -> None:
    for _ in range(3):
        make_clock("2026-03-02 09:00")
    taken: list[int] = []
    sweep(now=NOW, takers={"case": lambda matter_id, now: taken.append(matter_id)}, batch=batch)
    assert len(taken) == 3
    assert Clock.objects.due(NOW).count() == 3


@pytest.mark.django_db
def test_a_failing_matter_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = make_clock("2026-03-02 09:00"), make_clock("2026-03-02 09:00")

    def take(matter_id: int, now: datetime) -> int:
        fired = take_case(matter_id, now)
        if matter_id == broken.matter_id:
            raise RuntimeError("消息写不进去")
        return fired

    with caplog.at_level(logging.ERROR, logger="clocks"):
        assert sweep(now=NOW, takers={"case": take}) > 0
    assert f"case {broken.matter_id} were not fired" in caplog.text
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.stage, sound.stage) == ("", Stage.SUPERVISE)


@pytest.mark.django_db
def test_a_room_without_a_taker_is_logged_and_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_clock("2026-03-02 09:00", room="dispute")
    make_clock("2026-03-02 09:00")
    with caplog.at_level(logging.ERROR, logger="clocks"):
        assert sweep(now=NOW, takers={"case": take_case}) > 0
    assert "dispute" in caplog.text


@pytest.mark.django_db
def test_the_longest_due_is_taken_first() -> None:
    younger, older = make_clock("2026-03-06 09:00"), make_clock("2026-03-02 09:00")
    taken: list[int] = []
    sweep(now=NOW, takers={"case": lambda matter_id, now: taken.append(matter_id)})
    assert taken == [older.matter_id, younger.matter_id]


MATTERS, SWEEPERS = 3_000, 4


@pytest.mark.django_db(transaction=True)
def test_four_sweeps_over_three_thousand_due_clocks_fire_each_once() -> None:
    start_many()
    fired: Counter[tuple[int, Stage]] = Counter()
    tally = threading.Lock()
    together = threading.Barrier(SWEEPERS)

    def take(matter_id: int, now: datetime) -> int | None:
        due = Clock.objects.of("case", [matter_id]).due(now)
        clock = due.select_for_update(skip_locked=True).first()
        if clock is None:
            return None
        moments = fire(clock.pk, now=now)
        with tally:
            fired.update((matter_id, moment.stage) for moment in moments)
        return len(moments)

    counts: list[int] = []
    threads = [
        threading.Thread(target=run_sweep, args=(take, together, counts)) for _ in range(SWEEPERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == len(fired) == MATTERS
    assert set(fired.values()) == {1}
    assert not Clock.objects.due(NOW).exists()


def start_many() -> None:
    """One clock is started, and stands for all: what is swept is the same."""
    clock = start_clock(
        room="case",
        matter_id=0,
        kind="verify",
        round=1,
        started_at=at("2026-03-09 16:30"),
        limit=Limit(1, Unit.WORKING_HOURS),
        rule={"stages": [], "warn_share": 0},
        now=at("2026-03-09 16:30"),
    )
    copies = [copy(clock) for _ in range(1, MATTERS)]
    for matter_id, clock_of_matter in enumerate(copies, start=1):
        clock_of_matter.pk, clock_of_matter.matter_id = None, matter_id
    Clock.objects.bulk_create(copies)


def run_sweep(take: Taker, together: threading.Barrier, counts: list[int]) -> None:
    try:
        together.wait()
        counts.append(sweep(now=NOW, takers={"case": take}))
    finally:
        connection.close()
