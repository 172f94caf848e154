"""核查 and 返工: the checker is never the handler, and the time of checking is a pause."""

from collections.abc import Callable

import pytest

from accounts.models import User
from cases.actions.checking import pass_check, rework
from cases.actions.handling import assign, resolve
from cases.actions.registering import verify
from cases.actions.reporting import Contact, Done
from cases.actions.whistles import Assistant
from cases.models import Case
from grids.roles import Role
from journal.actors import Actor, person
from journal.refusals import Forbidden, Invalid
from tests.cases.stories import answered, states
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    bring_to,
    clock_of,
    fresh,
    make_case,
    running_kinds,
    whistle_for,
)
from tests.factories.clocks import at
from tests.factories.grids import NOW, give_post

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


# --- the checker is never the handler ------------------------------------------------------------


Check = Callable[[Case, Actor], Case]
CHECKS: list[Check] = [
    lambda case, by: pass_check(case.number, by=by, now=LATER),
    lambda case, by: rework(case.number, by=by, now=LATER, reason="没清完"),
]


@pytest.mark.parametrize("check", CHECKS)
def test_who_resolved_it_does_not_check_it_and_a_colleague_does(world: World, check: Check) -> None:
    case = bring_to(world, "registered")
    assign(case.number, by=world["officer"], now=NOW, to=world.people["officer"].username)
    resolve(case.number, by=world["officer"], now=NOW, result="已清理")
    with pytest.raises(Forbidden, match="由他人核查"):
        check(case, world["officer"])
    check(case, world["officer2"])


@pytest.mark.parametrize("check", CHECKS)
def test_who_answered_an_inquiry_at_once_does_not_check_it(world: World, check: Check) -> None:
    case = make_case(world, urgency="inquiry")
    verify(case.number, by=world["officer"], now=NOW, answer="在三楼")
    with pytest.raises(Forbidden):
        check(case, world["officer"])
    check(case, world["dispatcher"])


@pytest.mark.parametrize("by", ["worker", "officer"])
def test_who_fixed_it_on_the_spot_does_not_check_it(world: World, by: str) -> None:
    case = make_case(world, by=by, done=Done("当场清走"))
    for check in CHECKS:
        with pytest.raises(Forbidden):
            check(case, world[by])
    pass_check(case.number, by=world["officer2"], now=LATER)


def test_the_reporter_confirms_what_somebody_else_handled(world: World) -> None:
    case = bring_to(world, "registered")
    assign(case.number, by=world["officer"], now=NOW, to=world.people["officer"].username)
    resolve(case.number, by=world["officer"], now=NOW, result="已清理")
    assert pass_check(case.number, by=world["worker"], now=LATER).state == "follow_up"


def test_the_building_head_confirms_only_what_he_reported(world: World) -> None:
    own = make_case(world, by="head", place=world.building)
    other = make_case(world, by="worker", place=world.building)
    for case in (own, other):
        verify(case.number, by=world["officer"], now=NOW)
        assign(case.number, by=world["officer"], now=NOW, to=world.people["worker"].username)
        resolve(case.number, by=world["worker"], now=NOW, result="已清理")
    assert pass_check(own.number, by=world["head"], now=LATER).state == "follow_up"
    with pytest.raises(Forbidden):
        pass_check(other.number, by=world["head"], now=LATER)


def cross_appointed(world: World, name: str) -> Actor:
    """The person also serves as a community officer; asked as the next request would."""
    user = User.objects.get(pk=world.people[name].pk)
    give_post(user, Role.COMMUNITY_OFFICER, world.community)
    return person(user)


@pytest.mark.parametrize("name", ["urban", "urban2", "water"])
@pytest.mark.parametrize("check", CHECKS)
def test_nobody_of_an_organisation_that_answered_checks(
    world: World, check: Check, name: str
) -> None:
    case = answered(world)
    with pytest.raises(Forbidden, match="由他人核查"):
        check(case, cross_appointed(world, name))


def test_somebody_of_a_department_that_did_not_answer_may_check(world: World) -> None:
    case = bring_to(world, "registered")
    helpers = [Assistant(world.water, mandatory=False)]
    whistle_for(world, case, now=NOW + 2 * HOUR, assistants=helpers)
    answer_lead(world, case, now=LATER)
    assert pass_check(case.number, by=cross_appointed(world, "water"), now=LATER)


def test_who_answered_and_then_changed_sides_does_not_check_his_own_answer(world: World) -> None:
    case = answered(world)
    world.people["urban"].posts.update(until=NOW.date())
    with pytest.raises(Forbidden, match="由他人核查"):
        pass_check(case.number, by=cross_appointed(world, "urban"), now=LATER)


def test_who_answered_in_an_earlier_round_may_check_a_later_one(world: World) -> None:
    case = answered(world)
    Case.objects.filter(pk=case.pk).update(round=2)
    assert pass_check(case.number, by=cross_appointed(world, "urban"), now=LATER)


# --- pass_check ----------------------------------------------------------------------------------


def test_passing_accepts_the_answers_and_starts_the_follow_up(world: World) -> None:
    case = answered(world)
    pass_check(case.number, by=world["officer"], now=at("2026-06-02 09:00"), note="看过了")
    assert fresh(case).state == "follow_up"
    assert set(states(case).values()) == {"accepted"}
    assert clock_of(case, "check").met_at == at("2026-06-02 09:00")
    follow_up = clock_of(case, "follow_up")
    assert follow_up.due_at == at("2026-06-03 17:30")  # by the close of the next working day
    assert case.events.get(verb="pass_check").data["note"] == "看过了"


@pytest.mark.parametrize(
    ("passed", "due"),
    [
        ("2026-06-05 09:00", "2026-06-08 17:30"),  # Friday → Monday
        ("2026-06-06 12:00", "2026-06-08 17:30"),  # Saturday → Monday
        ("2026-06-18 17:00", "2026-06-22 17:30"),  # before the Dragon Boat Festival
    ],
)
def test_the_follow_up_is_owed_on_the_next_working_day(world: World, passed: str, due: str) -> None:
    case = bring_to(world, "checking")
    pass_check(case.number, by=world["officer"], now=at(passed))
    assert clock_of(case, "follow_up").due_at == at(due)


def test_without_anybody_to_call_back_the_case_closes(world: World) -> None:
    case = bring_to(world, "checking", contact=Contact())
    pass_check(case.number, by=world["officer"], now=LATER)
    case = fresh(case)
    assert (case.state, case.closing, case.ended_at) == ("closed", "no_contact", LATER)
    assert running_kinds(case) == []


def test_a_late_check_keeps_its_breach(world: World) -> None:
    case = bring_to(world, "checking")  # resolved on Monday at 13:00
    pass_check(case.number, by=world["officer"], now=at("2026-06-02 12:01"))
    assert clock_of(case, "check").breached_at == at("2026-06-02 12:00")


def test_a_note_too_long_is_refused(world: World) -> None:
    case = bring_to(world, "checking")
    with pytest.raises(Invalid):
        pass_check(case.number, by=world["officer"], now=LATER, note="字" * 5_001)
    assert fresh(case).state == "checking"
