"""交办, 上交, 交回, 联系, 跟进, 办结: who has the case, and what that does to its clocks."""

import pytest

from cases.actions.handling import add_note, assign, contact, hand_up, reassign, resolve, send_down
from grids.roles import Role
from journal.refusals import Forbidden, Invalid, NotFound
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
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

LATER = NOW + 5 * HOUR


def username(world: World, name: str) -> str:
    return world.people[name].username


# --- assign and reassign -------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["worker", "officer", "officer2"])
def test_a_case_is_handed_to_a_grid_worker_or_an_officer_of_its_community(
    world: World, to: str
) -> None:
    case = bring_to(world, "registered")
    assign(case.number, by=world["officer"], now=LATER, to=username(world, to))
    case = fresh(case)
    assert (case.state, case.handler) == ("in_hand", world.people[to])
    event = case.events.get(verb="assign")
    assert event.data == {"to": username(world, to), "to_name": to}


@pytest.mark.parametrize(
    "to", ["worker2", "officer3", "head", "dispatcher", "duty", "leader", "clerk", "urban", "admin"]
)
def test_a_case_is_handed_to_nobody_else(world: World, to: str) -> None:
    case = bring_to(world, "registered")
    with pytest.raises(Invalid) as refusal:
        assign(case.number, by=world["officer"], now=LATER, to=username(world, to))
    assert list(refusal.value.fields) == ["to"]
    assert fresh(case).handler is None


@pytest.mark.parametrize("to", ["", "nobody-of-that-name"])
def test_a_name_nobody_has_is_refused(world: World, to: str) -> None:
    case = bring_to(world, "registered")
    with pytest.raises(Invalid):
        assign(case.number, by=world["officer"], now=LATER, to=to)


def test_a_case_is_not_handed_to_whose_post_is_over(world: World) -> None:
    former = grids.make_holder(Role.GRID_WORKER, world.grid, until=grids.TODAY.replace(year=2021))
    case = bring_to(world, "registered")
    with pytest.raises(Invalid):
        assign(case.number, by=world["officer"], now=LATER, to=former.username)


def test_assigning_leaves_the_promise_where_it_was(world: World) -> None:
    case = bring_to(world, "registered")
    before = clock_of(case, "finish").due_at
    assign(case.number, by=world["officer"], now=LATER, to=username(world, "worker"))
    reassign(case.number, by=world["officer"], now=LATER, to=username(world, "officer2"))
    assert clock_of(case, "finish").due_at == before == fresh(case).due_at
    assert running_kinds(case) == ["finish", "first_contact"]


def test_reassigning_takes_the_case_out_of_the_first_hands(world: World) -> None:
    case = bring_to(world, "in_hand")
    reassign(case.number, by=world["officer"], now=LATER, to=username(world, "officer2"))
    with pytest.raises(Forbidden):
        resolve(case.number, by=world["worker"], now=LATER, result="已清理")
    assert fresh(case).handler == world.people["officer2"]


def test_reassigning_to_the_same_person_is_refused(world: World) -> None:
    case = bring_to(world, "in_hand")
    with pytest.raises(Invalid):
        reassign(case.number, by=world["officer"], now=LATER, to=username(world, "worker"))


# --- hand_up and send_down -----------------------------------------------------------------------


def test_the_worker_hands_up_what_is_his_own(world: World) -> None:
    case = bring_to(world, "in_hand")
    hand_up(case.number, by=world["worker"], now=LATER, note="劝过三次")
    assert fresh(case).state == "street_review"
    assert case.events.get(verb="hand_up").data == {"note": "劝过三次"}


def test_the_worker_does_not_hand_up_what_somebody_else_handles(world: World) -> None:
    case = bring_to(world, "in_hand")
    reassign(case.number, by=world["officer"], now=LATER, to=username(world, "officer2"))
    with pytest.raises(Forbidden):
        hand_up(case.number, by=world["worker"], now=LATER, note="劝过三次")


def test_what_was_handed_up_comes_back_to_who_had_it(world: World) -> None:
    case = bring_to(world, "in_hand")
    hand_up(case.number, by=world["officer"], now=LATER, note="劝过三次")
    send_down(case.number, by=world["dispatcher"], now=LATER, note="请再上门")
    assert (fresh(case).state, fresh(case).handler) == ("in_hand", world.people["worker"])


def test_what_nobody_had_comes_back_to_who_handed_it_up(world: World) -> None:
    case = bring_to(world, "street_review")
    send_down(case.number, by=world["dispatcher"], now=LATER, note="请再上门")
    assert fresh(case).handler == world.people["officer"]


def test_the_way_up_and_down_leaves_the_promise_alone(world: World) -> None:
    case = bring_to(world, "in_hand")
    hand_up(case.number, by=world["worker"], now=LATER, note="劝过三次")
    send_down(case.number, by=world["dispatcher"], now=LATER, note="请再上门")
    finish = clock_of(case, "finish")
    assert (finish.state, finish.due_at) == ("running", at("2026-06-10 10:00"))
    assert finish.pauses.count() == 0


@pytest.mark.parametrize("name", ["officer", "worker", "duty", "leader"])
def test_only_the_street_sends_down(world: World, name: str) -> None:
    case = bring_to(world, "street_review")
    with pytest.raises(Forbidden):
        send_down(case.number, by=world[name], now=LATER, note="请再上门")


@pytest.mark.parametrize("note", ["", " \n", "字" * 5_001])
def test_both_ways_need_words(world: World, note: str) -> None:
    case = bring_to(world, "in_hand")
    with pytest.raises(Invalid) as up:
        hand_up(case.number, by=world["worker"], now=LATER, note=note)
    other = bring_to(world, "street_review")
    with pytest.raises(Invalid) as down:
        send_down(other.number, by=world["dispatcher"], now=LATER, note=note)
    assert list(up.value.fields) == list(down.value.fields) == ["note"]


# --- contact and add_note ------------------------------------------------------------------------


def test_contact_is_the_only_verb_that_stops_the_first_contact_clock(world: World) -> None:
    case = make_case(world)
    add_note(case.number, by=world["officer"], now=NOW + HOUR, text="去看过")
    for hours, verb in enumerate(("verify", "assign", "resolve", "pass_check"), start=2):
        do(world, case, verb, now=NOW + hours * HOUR)
        assert clock_of(case, "first_contact").state == "running", verb
    contact(case.number, by=world["officer"], now=NOW + 23 * HOUR, note="已通话")
    clock = clock_of(case, "first_contact")
    assert (clock.state, clock.met_at) == ("met", NOW + 23 * HOUR)


def test_contact_after_a_day_is_late_and_says_so(world: World) -> None:
    case = bring_to(world, "registered")
    contact(case.number, by=world["officer"], now=NOW + 25 * HOUR, note="已通话")
    assert clock_of(case, "first_contact").breached_at == NOW + 24 * HOUR
    assert fresh(case).breached_at is None


def test_a_second_contact_changes_no_clock(world: World) -> None:
    case = bring_to(world, "registered")
    for hours in (3, 30):
        contact(case.number, by=world["officer"], now=NOW + hours * HOUR, note="已通话")
    assert clock_of(case, "first_contact").met_at == NOW + 3 * HOUR
    assert case.events.filter(verb="contact").count() == 2


def test_a_called_department_contacts_the_reporter_and_others_do_not(world: World) -> None:
    case = whistle_for(world, bring_to(world, "registered"), now=LATER)
    contact(case.number, by=world["urban"], now=LATER, note="已通话")
    assert clock_of(case, "first_contact").state == "met"
    with pytest.raises(NotFound):
        contact(case.number, by=world["water"], now=LATER, note="已通话")


@pytest.mark.parametrize("public", [True, False])
def test_a_note_is_public_or_internal_as_it_was_meant(world: World, public: bool) -> None:
    case = bring_to(world, "in_hand")
    add_note(case.number, by=world["worker"], now=LATER, text="明天再去", public=public)
    contact(case.number, by=world["worker"], now=LATER, note="已通话", public=public)
    told = case.events.filter(verb__in=["add_note", "contact"]).order_by("id")
    assert [(event.text, event.public) for event in told] == [
        ("明天再去", public),
        ("已通话", public),
    ]


def test_the_reporter_may_add_a_note_to_what_somebody_else_handles(world: World) -> None:
    case = bring_to(world, "in_hand")
    reassign(case.number, by=world["officer"], now=LATER, to=username(world, "officer2"))
    add_note(case.number, by=world["worker"], now=LATER, text="又堆高了")
    assert case.events.filter(verb="add_note").count() == 1


@pytest.mark.parametrize("words", ["", "   ", "字" * 5_001])
def test_a_note_and_a_contact_need_words(world: World, words: str) -> None:
    case = bring_to(world, "in_hand")
    with pytest.raises(Invalid):
        add_note(case.number, by=world["worker"], now=LATER, text=words)
    with pytest.raises(Invalid):
        contact(case.number, by=world["worker"], now=LATER, note=words)
    assert clock_of(case, "first_contact").state == "running"
