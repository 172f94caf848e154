"""The sweep beside other sweeps and beside people at work: each moment once, nothing lost."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.db.models import F

from cases.actions.checking import pass_check
from cases.actions.handling import contact, resolve
from cases.actions.registering import Correction, correct
from cases.actions.reporting import Contact
from cases.actions.sweep import sweep_case
from cases.models import Case, CaseEvent
from clocks.actions import sweep
from clocks.models import Clock
from journal.models import OutboxMessage
from tests.cases import invariants
from tests.cases.test_races import who
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    copies_of,
    make_case,
    make_world,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW
from tests.factories.threads import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


TAKERS = {"case": sweep_case}
CLOCKS = 600
CASES = CLOCKS // 3
ONLY_RED = {"warn_share": 0.2, "stages": []}


@pytest.fixture
def world() -> World:
    return make_world()


def swept_by_four(late: datetime) -> int:
    """How many moments fired, with what one sweep skipped for another's lock taken after."""
    counts = at_once([lambda: sweep(now=late, takers=TAKERS)] * 4)
    assert not refusals(counts)
    counts.append(sweep(now=late, takers=TAKERS))
    return sum(count for count in counts if isinstance(count, int))


def test_four_sweeps_over_hundreds_of_due_clocks_fire_each_once(world: World) -> None:
    case = bring_to(world, "registered")
    whistle_for(world, case, now=NOW + 2 * HOUR)
    Clock.objects.filter(leg_id=None, kind="finish").delete()
    copies_of(case, CASES - 1)
    due = Clock.objects.open()
    assert due.update(stage="warn", next_at=F("due_at"), rule=ONLY_RED) == CLOCKS
    late = at("2026-06-10 12:01")  # the last of the three is a minute over
    assert swept_by_four(late) == CLOCKS
    fired = CaseEvent.objects.filter(verb="breach").values_list("data__clock_id", flat=True)
    assert len(fired) == len(set(fired)) == CLOCKS
    assert Clock.objects.filter(state="breached", next_at=None).count() == CLOCKS
    assert OutboxMessage.objects.filter(topic="case.breach").count() == CLOCKS
    assert set(Case.objects.values_list("breached_at", flat=True)) == {at("2026-06-02 10:00")}


def test_four_sweeps_at_once_supervise_once_and_in_order(world: World) -> None:
    case = make_case(world, contact=Contact())  # owed by Monday 11:00
    copies_of(case, 39)
    late = at("2026-06-02 11:00")  # yellow, red, and 催办 a working day later
    assert swept_by_four(late) == 3 * 40
    verbs = CaseEvent.objects.filter(via="system").order_by("id").values_list("case", "verb")
    for pk in Case.objects.values_list("pk", flat=True):
        assert [verb for owner, verb in verbs if owner == pk] == ["breach", "supervise"]
    keys = OutboxMessage.objects.exclude(topic="case.report").values_list("key", flat=True)
    assert len(keys) == len(set(keys)) == 3 * 40
    assert set(Case.objects.values_list("supervision", "breached_at")) == {
        ("urge", at("2026-06-01 11:00"))
    }
    assert not Clock.objects.due(late).exists()


def held(case: Case, ready: threading.Event, done: threading.Event) -> None:
    """Somebody is at the case, and takes his time."""
    try:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=case.pk)
            ready.set()
            done.wait(timeout=20)
    finally:
        connection.close()


def test_the_sweep_leaves_a_case_that_somebody_holds_and_takes_it_next_time(world: World) -> None:
    case, other = make_case(world), make_case(world)
    ready, done = threading.Event(), threading.Event()
    holder = threading.Thread(target=held, args=(case, ready, done))
    holder.start()
    try:
        assert ready.wait(timeout=20)
        late = NOW + 2 * HOUR
        with transaction.atomic():
            assert sweep_case(case.pk, late) is None
        assert sweep(now=late, takers=TAKERS) == 2
        assert other.events.filter(verb="breach").count() == 1
        assert not case.events.filter(verb="breach").exists()
    finally:
        done.set()
        holder.join()
    assert sweep(now=late, takers=TAKERS) == 2
    invariants.check(case.pk)


def working_day(world: World, cases: list[Case]) -> Callable[[], object]:
    """One person after the other does what is next, whatever the sweeps do meanwhile."""
    now = NOW + 100 * HOUR

    def work() -> None:
        for case in cases:
            right = Correction(urgency="urgent")
            correct(case.number, by=who(world, "officer"), now=now, right=right, reason="更急")
            contact(case.number, by=who(world, "worker"), now=now, note="已通话")
            resolve(case.number, by=who(world, "worker"), now=now, result="已清理")
            pass_check(case.number, by=who(world, "officer"), now=now)

    return work


def test_sweeps_and_verbs_at_once_neither_block_nor_overwrite_each_other(world: World) -> None:
    cases = [bring_to(world, "in_hand") for _ in range(6)]
    late: datetime = NOW + 101 * HOUR
    outcomes = at_once(
        [
            working_day(world, cases[:3]),
            working_day(world, cases[3:]),
            lambda: [sweep(now=late, takers=TAKERS) for _ in range(6)],
            lambda: [sweep(now=late, takers=TAKERS) for _ in range(6)],
        ]
    )
    assert refusals(outcomes) == []
    sweep(now=late, takers=TAKERS)
    for case in cases:
        verbs = list(case.events.values_list("verb", flat=True))
        assert [verbs.count(verb) for verb in ("correct", "contact", "resolve")] == [1, 1, 1]
        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.urgency) == ("follow_up", "urgent")
        fired = case.events.filter(via="system").values_list(
            "data__clock_id", "data__level", "verb"
        )
        assert len(fired) == len(set(fired))
