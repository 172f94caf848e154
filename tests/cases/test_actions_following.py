"""回访: attempts, rounds, the second opinion, and the resident's own rating."""

from datetime import datetime, timedelta

import pytest

from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check
from cases.actions.closing import reopen
from cases.actions.following import Heard, rate, record_follow_up
from cases.actions.whistles import Assistant
from cases.models import Call, Case
from cases.vocabulary import Supervision
from journal.actors import resident
from journal.refusals import Conflict, Forbidden, Invalid
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    bring_to,
    clock_of,
    do,
    lead_call,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

CALLED = at("2026-06-02 09:10")
UNREACHED = Heard(reached=False)
SOLVED = Heard(reached=True, solved=True, satisfaction="very_satisfied")
REASONABLE = Heard(reached=True, solved=False, satisfaction="dissatisfied", reasonable=True)
UNREASONABLE = Heard(reached=True, solved=False, reasonable=False)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def followed_up(world: World) -> Case:
    """Resolved by the worker, checked, and waiting for the call back since 14:00."""
    return bring_to(world, "follow_up")


def record(
    world: World, case: Case, heard: Heard, *, by: str = "clerk", now: datetime = CALLED
) -> Case:
    return fresh(record_follow_up(case.number, by=world[by], now=now, heard=heard))


# --- one attempt --------------------------------------------------------------------------------


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


# --- rounds -------------------------------------------------------------------------------------


def answered_twice(world: World) -> Case:
    """综合执法中队 led, 自来水公司 had to help; both answered, the check is passed."""
    case = bring_to(world, "registered")
    whistle_for(
        world,
        case,
        now=NOW + 2 * HOUR,
        kind="enforcement",
        note="周五前清完",
        assistants=[Assistant(world.water)],
    )
    answer_everything(world, case)
    return case


def answer_everything(world: World, case: Case) -> None:
    now = NOW + 4 * HOUR
    helper = case.calls.filter(role="assist").latest("pk")
    claim(helper.pk, by=world["water"], now=now)
    answer(helper.pk, by=world["water"], now=now, result="水已关")
    answer_lead(world, case, now=now)
    pass_check(case.number, by=world["officer"], now=now + HOUR)


def test_unsolved_and_reasonable_goes_back_to_the_same_lead(world: World) -> None:
    case = record(world, answered_twice(world), REASONABLE)
    assert (case.state, case.round, case.handler) == ("whistled", 2, None)
    second = case.whistles.get(round=2)
    assert (second.kind, second.note, second.blown_at) == ("enforcement", "周五前清完", CALLED)
    calls = second.calls.order_by("id").values_list("department", "role", "mandatory", "state")
    assert list(calls) == [
        (world.urban.pk, "lead", True, "called"),
        (world.water.pk, "assist", True, "called"),
    ]
    assert set(Call.objects.filter(whistle__round=1).values_list("state", flat=True)) == {
        "accepted"
    }


def test_unsolved_and_reasonable_goes_back_to_the_same_handler(world: World) -> None:
    case = record(world, followed_up(world), REASONABLE)
    assert (case.state, case.round, case.handler) == ("in_hand", 2, world.people["worker"])
    assert case.supervision == ""


def test_the_new_round_has_its_own_promise_from_its_start(world: World) -> None:
    case = record(world, followed_up(world), REASONABLE)
    finish = clock_of(case, "finish")
    assert (finish.round, finish.started_at, finish.due_at) == (2, CALLED, at("2026-06-11 09:10"))
    assert case.due_at == finish.due_at
    assert case.opened_at == CALLED
    assert case.reported_at == NOW


def test_the_round_before_keeps_its_record(world: World) -> None:
    case = record(world, followed_up(world), REASONABLE)
    first = clock_of(case, "follow_up")
    assert (first.round, first.state) == (1, "met")
    assert [event.round for event in case.events.order_by("id")] == [1, 1, 1, 1, 1, 2]


def unsolved_again(world: World, case: Case, *, day: int) -> Case:
    """The worker resolves, the check passes, and the resident says no once more."""
    do(world, case, "resolve", now=at(f"2026-06-{day:02} 09:00"))
    do(world, case, "pass_check", now=at(f"2026-06-{day:02} 10:00"))
    return record(world, case, REASONABLE, now=at(f"2026-06-{day:02} 11:00"))


def test_the_second_time_unsolved_is_supervised(world: World) -> None:
    case = record(world, followed_up(world), REASONABLE)
    case = unsolved_again(world, case, day=3)
    assert (case.round, case.supervision) == (3, "supervise")
    event = case.events.get(verb="supervise")
    assert (event.data["level"], event.by, event.via) == ("supervise", None, "system")
    assert (event.from_state, event.to_state) == ("in_hand", "in_hand")


def test_a_reopening_is_not_a_time_the_follow_up_heard_unsolved(world: World) -> None:
    case = bring_to(world, "closed")
    reopen(case.number, by=world["clerk"], now=at("2026-06-02 08:00"), reason="又堆上了")
    do(world, case, "assign", now=at("2026-06-02 08:30"))
    case = unsolved_again(world, case, day=3)
    assert (case.round, case.supervision) == (3, "")
    assert unsolved_again(world, case, day=4).supervision == "supervise"


def test_pressing_never_lowers_what_was_pressed_harder(world: World) -> None:
    case = record(world, followed_up(world), REASONABLE)
    Case.objects.filter(pk=case.pk).update(supervision=Supervision.CIRCULATE)
    assert unsolved_again(world, case, day=3).supervision == "circulate"


def test_attempts_are_counted_anew_in_every_round(world: World) -> None:
    case = followed_up(world)
    for hours in range(2):
        record(world, case, UNREACHED, now=CALLED + hours * HOUR)
    record(world, case, REASONABLE, now=CALLED + 2 * HOUR)
    do(world, case, "resolve", now=at("2026-06-03 09:00"))
    do(world, case, "pass_check", now=at("2026-06-03 10:00"))
    assert record(world, case, UNREACHED, now=at("2026-06-03 11:00")).state == "follow_up"


def test_an_external_date_that_has_passed_does_not_cap_a_later_round(world: World) -> None:
    case = followed_up(world)
    Case.objects.filter(pk=case.pk).update(external_due_at=at("2026-06-02 00:00"))
    case = record(world, case, REASONABLE)
    assert (case.due_at, case.breached_at) == (at("2026-06-11 09:10"), None)


def test_an_external_date_still_ahead_caps_a_later_round(world: World) -> None:
    case = followed_up(world)
    Case.objects.filter(pk=case.pk).update(external_due_at=at("2026-06-05 00:00"))
    assert record(world, case, REASONABLE).due_at == at("2026-06-05 00:00")


# --- the second opinion -------------------------------------------------------------------------


def test_unsolved_and_unreasonable_does_not_close_on_one_word(world: World) -> None:
    case = record(world, followed_up(world), UNREASONABLE)
    assert (case.state, case.round) == ("follow_up", 1)
    with pytest.raises(Forbidden):
        record(world, case, UNREASONABLE, now=CALLED + HOUR)
    assert fresh(case).state == "follow_up"
    assert case.follow_ups.count() == 1


@pytest.mark.parametrize("second", ["clerk2", "leader"])
def test_a_second_person_closes_what_is_unreasonable(world: World, second: str) -> None:
    case = record(world, followed_up(world), UNREASONABLE)
    case = record(world, case, UNREASONABLE, by=second, now=CALLED + timedelta(minutes=5))
    assert (case.state, case.closing) == ("closed", "unreasonable")
    assert [said.by for said in case.follow_ups.all()] == [
        world.people["clerk"],
        world.people[second],
    ]


def test_a_second_person_who_disagrees_opens_a_new_round(world: World) -> None:
    case = record(world, followed_up(world), UNREASONABLE)
    case = record(world, case, REASONABLE, by="clerk2", now=CALLED + HOUR)
    assert (case.state, case.round) == ("in_hand", 2)


def test_calls_in_between_do_not_wipe_out_the_first_opinion(world: World) -> None:
    case = record(world, followed_up(world), UNREASONABLE)
    record(world, case, UNREACHED, by="clerk2", now=CALLED + HOUR)
    rate(case.number, by=resident(), now=CALLED + HOUR, heard=Heard(reached=True, solved=False))
    with pytest.raises(Forbidden):
        record(world, case, UNREASONABLE, now=CALLED + 2 * HOUR)
    case = record(world, case, UNREASONABLE, by="clerk2", now=CALLED + 2 * HOUR)
    assert (case.state, case.closing) == ("closed", "unreasonable")


def test_the_opinion_of_an_earlier_round_does_not_count(world: World) -> None:
    case = record(world, followed_up(world), UNREASONABLE)
    record(world, case, REASONABLE, by="clerk2", now=CALLED + HOUR)
    do(world, case, "resolve", now=at("2026-06-03 09:00"))
    do(world, case, "pass_check", now=at("2026-06-03 10:00"))
    case = record(world, case, UNREASONABLE, by="clerk2", now=at("2026-06-03 11:00"))
    assert case.state == "follow_up"


# --- the resident's own rating ------------------------------------------------------------------


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


def test_a_lead_who_answered_again_is_followed_up_again(world: World) -> None:
    case = record(world, answered_twice(world), REASONABLE)
    assert lead_call(case).whistle.round == 2
    answer_everything(world, case)
    assert fresh(case).state == "follow_up"
    assert clock_of(case, "follow_up").round == 2
