"""回访: attempts, rounds, the second opinion, and the resident's own rating."""

import pytest

from cases.actions.checking import pass_check
from cases.actions.following import Heard, rate
from cases.actions.handling import resolve
from journal.actors import resident
from journal.refusals import Conflict, Forbidden, Invalid
from tests.cases.stories import CALLED, REASONABLE, UNREACHED, UNREASONABLE, followed_up, record
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    clock_of,
    fresh,
    running_kinds,
)
from tests.factories.clocks import at

pytestmark = pytest.mark.django_db

SOLVED = Heard(reached=True, solved=True, satisfaction="very_satisfied")


# --- one attempt ---------------------------------------------------------------------------------


def test_solved_closes_and_owes_nothing(world: World) -> None:
    case = record(world, followed_up(world), SOLVED)
    assert (case.state, case.closing, case.ended_at) == ("closed", "solved", CALLED)
    assert running_kinds(case) == []
    assert clock_of(case, "follow_up").met_at == CALLED
    assert clock_of(case, "first_contact").state == "cancelled"
    said = case.follow_ups.get()
    assert (said.by, said.satisfaction, said.by_resident) == (
        world.people["clerk"],
        "very_satisfied",
        False,
    )
    assert case.events.get(verb="record_follow_up").public


def test_the_first_attempt_meets_the_clock_even_when_nobody_answers(world: World) -> None:
    case = record(world, followed_up(world), UNREACHED)
    assert case.state == "follow_up"
    assert clock_of(case, "follow_up").met_at == CALLED
    assert running_kinds(case) == ["first_contact"]


def test_a_late_first_attempt_keeps_its_breach(world: World) -> None:
    case = record(world, followed_up(world), UNREACHED, now=at("2026-06-03 09:00"))
    assert clock_of(case, "follow_up").breached_at == at("2026-06-02 17:30")


def test_attempts_come_in_different_hours(world: World) -> None:
    case = followed_up(world)
    record(world, case, UNREACHED, now=at("2026-06-02 09:10"))
    with pytest.raises(Conflict) as refusal:
        record(world, case, UNREACHED, now=at("2026-06-02 09:59"))
    assert (refusal.value.code, refusal.value.state) == ("same_hour", "follow_up")
    record(world, case, UNREACHED, now=at("2026-06-02 10:00"))
    assert case.follow_ups.count() == 2


def test_another_clerk_in_the_same_hour_is_no_other_attempt(world: World) -> None:
    case = followed_up(world)
    record(world, case, UNREACHED)
    with pytest.raises(Conflict):
        record(world, case, UNREACHED, by="clerk2")


def test_the_third_unreached_attempt_closes_as_unreachable_which_is_not_satisfied(
    world: World,
) -> None:
    case = followed_up(world)
    for hours in range(3):
        assert fresh(case).state == "follow_up"
        record(world, case, UNREACHED, now=CALLED + hours * HOUR)
    case = fresh(case)
    assert (case.state, case.closing) == ("closed", "unreachable")
    assert running_kinds(case) == []
    assert not case.follow_ups.exclude(satisfaction="", solved=None).exists()
    attempts = case.events.filter(verb="record_follow_up").order_by("id")
    assert [event.data["attempt"] for event in attempts] == [1, 2, 3]


def test_who_is_reached_after_two_attempts_is_heard(world: World) -> None:
    case = followed_up(world)
    for hours in range(2):
        record(world, case, UNREACHED, now=CALLED + hours * HOUR)
    assert record(world, case, SOLVED, now=CALLED + 2 * HOUR).closing == "solved"


@pytest.mark.parametrize(
    ("field", "heard"),
    [
        ("solved", Heard(reached=True)),
        ("reasonable", Heard(reached=True, solved=False)),
        ("satisfaction", Heard(reached=True, solved=True, satisfaction="delighted")),
        ("process_satisfaction", Heard(reached=True, solved=True, process_satisfaction="fine")),
        ("note", Heard(reached=True, solved=True, note="字" * 2_001)),
        ("reached", Heard(reached=False, solved=True)),
        ("reached", Heard(reached=False, satisfaction="satisfied")),
        ("reached", Heard(reached=False, process_satisfaction="satisfied")),
        ("reached", Heard(reached=False, reasonable=True)),
    ],
)
def test_what_cannot_be_heard_is_refused_by_name(world: World, field: str, heard: Heard) -> None:
    case = followed_up(world)
    with pytest.raises(Invalid) as refusal:
        record(world, case, heard)
    assert list(refusal.value.fields) == [field]
    assert not case.follow_ups.exists()
    assert clock_of(case, "follow_up").state == "running"


def test_the_same_hour_is_told_before_what_was_sent(world: World) -> None:
    case = followed_up(world)
    record(world, case, UNREACHED)
    with pytest.raises(Conflict):
        record(world, case, Heard(reached=False, note="字" * 2_001))


@pytest.mark.parametrize("name", ["officer", "dispatcher", "worker", "duty", "leader"])
def test_only_the_clerk_calls_back(world: World, name: str) -> None:
    with pytest.raises(Forbidden):
        record(world, followed_up(world), SOLVED, by=name)


# --- the resident's own rating -------------------------------------------------------------------


def test_a_resident_who_says_solved_closes_the_case(world: World) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=SOLVED)
    case = fresh(case)
    assert (case.state, case.closing) == ("closed", "solved")
    said = case.follow_ups.get()
    assert (said.by, said.by_resident, said.satisfaction) == (None, True, "very_satisfied")
    assert running_kinds(case) == []


def test_a_resident_who_says_unsolved_is_called_by_a_new_clock(world: World) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=Heard(reached=True, solved=False))
    case = fresh(case)
    assert (case.state, case.round) == ("follow_up", 1)
    assert clock_of(case, "follow_up").due_at == at("2026-06-03 17:30")
    record(world, case, REASONABLE, now=CALLED + HOUR)
    assert fresh(case).round == 2


@pytest.mark.parametrize("solved", [True, False])
def test_a_resident_rates_once_a_round(world: World, solved: bool) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=Heard(reached=True, solved=False))
    due, owed = clock_of(case, "follow_up").due_at, running_kinds(case)
    again = Heard(reached=True, solved=solved)
    with pytest.raises(Conflict) as refusal:
        rate(case.number, by=resident(), now=CALLED + HOUR, heard=again)
    assert refusal.value.code == "rated"
    assert (fresh(case).state, case.follow_ups.count()) == ("follow_up", 1)
    assert (clock_of(case, "follow_up").due_at, running_kinds(case)) == (due, owed)


def test_the_clerk_s_call_decides_after_an_unsolved_rating(world: World) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=Heard(reached=True, solved=False))
    assert record(world, case, SOLVED, now=CALLED + HOUR).closing == "solved"


def test_a_resident_rates_again_in_the_next_round(world: World) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=Heard(reached=True, solved=False))
    record(world, case, REASONABLE, now=CALLED + HOUR)
    resolve(case.number, by=world["worker"], now=CALLED + 2 * HOUR, result="重新清理")
    pass_check(case.number, by=world["officer"], now=CALLED + 3 * HOUR)
    rate(case.number, by=resident(), now=CALLED + 4 * HOUR, heard=SOLVED)
    rated = case.follow_ups.filter(by_resident=True).values_list("round", flat=True)
    assert (list(rated), fresh(case).closing) == ([1, 2], "solved")


def test_a_rating_is_not_the_first_of_two_opinions(world: World) -> None:
    case = followed_up(world)
    rate(case.number, by=resident(), now=CALLED, heard=Heard(reached=True, solved=False))
    case = record(world, case, UNREASONABLE, now=CALLED + HOUR)
    assert case.state == "follow_up"


@pytest.mark.parametrize("state", ["reported", "in_hand", "checking", "closed", "archived"])
def test_a_resident_rates_only_what_waits_for_it(world: World, state: str) -> None:
    case = bring_to(world, state)
    with pytest.raises(Conflict):
        rate(case.number, by=resident(), now=CALLED + 50 * HOUR, heard=SOLVED)
    assert not case.follow_ups.filter(by_resident=True).exists()
