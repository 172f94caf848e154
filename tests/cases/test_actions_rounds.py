"""What was not solved: a new round, and the second opinion."""

from datetime import timedelta

import pytest

from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check
from cases.actions.closing import reopen
from cases.actions.following import Heard, rate
from cases.actions.whistles import Assistant
from cases.models import Call, Case
from cases.vocabulary import Supervision
from journal.actors import resident
from journal.refusals import Forbidden
from tests.cases.stories import CALLED, REASONABLE, UNREACHED, UNREASONABLE, followed_up, record
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    bring_to,
    clock_of,
    do,
    fresh,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


# --- rounds --------------------------------------------------------------------------------------


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


def test_a_lead_who_answered_again_is_followed_up_again(world: World) -> None:
    case = record(world, answered_twice(world), REASONABLE)
    assert case.whistles.latest("pk").round == 2
    answer_everything(world, case)
    assert fresh(case).state == "follow_up"
    assert clock_of(case, "follow_up").round == 2


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


# --- the second opinion --------------------------------------------------------------------------


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
