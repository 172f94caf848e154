"""重开 and 归档: what lies behind a closed case."""

from datetime import timedelta

import pytest

from cases.actions.checking import pass_check
from cases.actions.closing import archive, archive_quiet_cases, reopen
from cases.actions.following import Heard, record_follow_up
from cases.actions.handling import add_note
from cases.models import Case
from clocks.models import Clock
from journal.actors import resident, system
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    bring_to,
    clock_of,
    do,
    fresh,
    make_case,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ENDED = NOW + 5 * HOUR
ARCHIVIST = system("archive")


# --- closed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["closed", "archived", "declined"])
def test_nothing_is_owed_on_a_case_that_is_over(world: World, state: str) -> None:
    case = bring_to(world, state)
    assert not Clock.objects.of("case", [case.pk]).open().exists()
    assert not Clock.objects.of("case", [case.pk]).filter(next_at__isnull=False).exists()
    assert case.breached_at is None
    assert case.ended_at
    assert case.closing


# --- reopen -------------------------------------------------------------------------------------


def test_a_reopened_case_keeps_its_number_and_begins_a_round(world: World) -> None:
    case = bring_to(world, "closed")
    number, track_code = case.number, case.track_code
    reopen(case.number, by=world["clerk"], now=at("2026-06-03 10:00"), reason="又堆上了")
    case = fresh(case)
    assert (case.number, case.track_code, case.state, case.round) == (
        number,
        track_code,
        "registered",
        2,
    )
    assert (case.handler, case.closing, case.ended_at) == (None, "", None)
    event = case.events.get(verb="reopen")
    assert (event.from_state, event.to_state, event.round) == ("closed", "registered", 2)
    assert event.data["reason"] == "又堆上了"


def test_the_clock_of_the_new_round_starts_at_the_reopening(world: World) -> None:
    case = bring_to(world, "closed")
    reopen(case.number, by=world["clerk"], now=at("2026-06-22 10:00"), reason="又堆上了")
    finish = clock_of(case, "finish")
    assert (finish.round, finish.started_at, finish.due_at) == (
        2,
        at("2026-06-22 10:00"),
        at("2026-07-01 10:00"),
    )
    assert fresh(case).due_at == finish.due_at
    assert finish.pauses.count() == 0
    assert running_kinds(case) == ["finish"]


def test_what_was_late_before_is_not_late_after_the_reopening(world: World) -> None:
    case = make_case(world, urgency="critical")
    for hours, verb in enumerate(("verify", "assign", "resolve", "pass_check"), start=4):
        do(world, case, verb, now=NOW + hours * HOUR)
    do(world, case, "record_follow_up", now=NOW + 9 * HOUR)
    reopen(case.number, by=world["clerk"], now=NOW + DAY, reason="又来了")
    case = fresh(case)
    assert (case.breached_at, case.due_at) == (None, NOW + DAY + 2 * HOUR)
    assert clock_of(case, "verify").breached_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("after", [timedelta(0), 30 * DAY])
def test_the_reporter_reopens_within_thirty_days(world: World, after: timedelta) -> None:
    case = bring_to(world, "closed")
    reopen(case.number, by=world["worker"], now=ENDED + after, reason="又堆上了")
    assert fresh(case).state == "registered"


@pytest.mark.parametrize("by", ["clerk", "worker"])
def test_after_thirty_days_nobody_reopens(world: World, by: str) -> None:
    case = bring_to(world, "closed")
    late = ENDED + 30 * DAY + timedelta(seconds=1)
    with pytest.raises(Conflict) as refusal:
        reopen(case.number, by=world[by], now=late, reason="又堆上了")
    assert (refusal.value.code, refusal.value.state) == ("too_late", "closed")


@pytest.mark.parametrize("by", ["officer", "dispatcher", "head", "leader", "duty"])
def test_nobody_else_reopens(world: World, by: str) -> None:
    case = bring_to(world, "closed", place=world.building)
    with pytest.raises(Forbidden):
        reopen(case.number, by=world[by], now=ENDED, reason="又堆上了")


def test_a_resident_reopens_by_the_page_with_the_code(world: World) -> None:
    case = bring_to(world, "closed")
    reopen(case.number, by=resident(), now=ENDED, reason="又堆上了")
    assert fresh(case).events.get(verb="reopen").by is None


def test_the_days_count_from_the_end_not_from_the_report(world: World) -> None:
    case = bring_to(world, "checking")
    checked = NOW + 60 * DAY
    pass_check(case.number, by=world["officer"], now=checked)
    heard = Heard(reached=True, solved=True)
    record_follow_up(case.number, by=world["clerk"], now=checked + HOUR, heard=heard)
    reopen(case.number, by=world["clerk"], now=checked + 30 * DAY, reason="又堆上了")


@pytest.mark.parametrize("reason", ["", " ", "字" * 5_001])
def test_a_reopening_needs_a_reason(world: World, reason: str) -> None:
    case = bring_to(world, "closed")
    with pytest.raises(Invalid) as refusal:
        reopen(case.number, by=world["clerk"], now=ENDED, reason=reason)
    assert list(refusal.value.fields) == ["reason"]
    assert fresh(case).round == 1


def test_a_case_closed_by_a_whistle_is_whistled_again_after_the_reopening(world: World) -> None:
    case = answer_lead(world, bring_to(world, "whistled"), now=NOW + 4 * HOUR)
    pass_check(case.number, by=world["officer"], now=NOW + 5 * HOUR)
    do(world, case, "record_follow_up", now=NOW + 6 * HOUR)
    reopen(case.number, by=world["clerk"], now=NOW + 7 * HOUR, reason="又堆上了")
    whistle_for(world, case, now=NOW + 8 * HOUR)
    assert list(case.whistles.order_by("id").values_list("round", flat=True)) == [1, 2]
    assert list(case.calls.order_by("id").values_list("state", flat=True)) == [
        "accepted",
        "called",
    ]


# --- archive ------------------------------------------------------------------------------------


def test_a_case_is_archived_after_thirty_quiet_days_by_the_system(world: World) -> None:
    case = bring_to(world, "closed")
    assert archive_quiet_cases(now=ENDED + 30 * DAY - timedelta(seconds=1)) == 0
    assert archive_quiet_cases(now=ENDED + 30 * DAY) == 1
    case = fresh(case)
    assert (case.state, case.ended_at) == ("archived", ENDED)
    event = case.events.get(verb="archive")
    assert (event.by, event.by_label, event.via) == (None, "archive", "system")


def test_archiving_before_thirty_quiet_days_is_refused(world: World) -> None:
    case = bring_to(world, "closed")
    with pytest.raises(Conflict) as refusal:
        archive(case.number, by=ARCHIVIST, now=ENDED + 29 * DAY)
    assert refusal.value.code == "not_quiet"


def test_the_archive_takes_only_what_is_closed(world: World) -> None:
    for state in ("in_hand", "follow_up", "declined", "closed"):
        bring_to(world, state)
    assert archive_quiet_cases(now=NOW + 365 * DAY) == 1


def test_the_archive_takes_a_batch_at_a_time(world: World) -> None:
    for _ in range(3):
        bring_to(world, "closed")
    now = NOW + 365 * DAY
    assert [archive_quiet_cases(now=now, batch=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize("by", ["clerk", "dispatcher", "leader", "officer"])
def test_no_person_archives(world: World, by: str) -> None:
    case = bring_to(world, "closed")
    with pytest.raises(Forbidden):
        archive(case.number, by=world[by], now=ENDED + 31 * DAY)


def test_an_archived_case_is_read_only(world: World) -> None:
    case = bring_to(world, "archived")
    with pytest.raises(Conflict):
        add_note(case.number, by=world["officer"], now=ENDED, text="补记")
    with pytest.raises(Conflict):
        reopen(case.number, by=world["clerk"], now=ENDED, reason="又堆上了")


def test_an_archived_case_is_still_seen(world: World) -> None:
    case = bring_to(world, "archived")
    assert Case.objects.visible_to(world.people["worker"]).get() == case
    with pytest.raises(NotFound):
        add_note(case.number, by=world["officer3"], now=ENDED, text="补记")
