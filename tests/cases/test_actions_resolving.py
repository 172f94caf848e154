"""办结: only by who has it in hand, and one trace of every step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.actions.handling import assign, contact, resolve
from cases.vocabulary import Closing
from grids.actions.posts import end_post
from journal.actors import Actor, person
from journal.models import OutboxMessage
from journal.refusals import Forbidden, NotFound
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    clock_of,
    fresh,
)
from tests.factories.clocks import at
from tests.factories.grids import BY, NOW

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * HOUR


def at_the_door(world: World, name: str) -> Actor:
    """The person as the next request meets him."""
    return person(User.objects.get(pk=world.people[name].pk))


def username(world: World, name: str) -> str:
    return world.people[name].username


# --- resolve -------------------------------------------------------------------------------------


def test_resolving_stops_the_promise_and_starts_the_check(world: World) -> None:
    case = bring_to(world, "in_hand")
    resolve(case.number, by=world["worker"], now=LATER, result="已清理")
    finish, check = clock_of(case, "finish"), clock_of(case, "check")
    assert (finish.state, finish.met_at) == ("met", LATER)
    assert (check.started_at, check.due_at) == (LATER, at("2026-06-02 15:00"))
    event = case.events.get(verb="resolve")
    assert (event.text, event.public) == ("已清理", True)


def test_resolving_late_keeps_the_breach_on_the_clock_and_owes_nothing(world: World) -> None:
    case = bring_to(world, "in_hand")
    contact(case.number, by=world["worker"], now=LATER, note="已通话")
    resolve(case.number, by=world["worker"], now=at("2026-06-10 10:01"), result="已清理")
    finish = clock_of(case, "finish")
    assert (finish.state, finish.breached_at) == ("met", at("2026-06-10 10:00"))
    assert fresh(case).breached_at is None


@pytest.mark.parametrize("name", ["officer", "officer2", "dispatcher", "head", "duty"])
def test_only_the_handler_resolves(world: World, name: str) -> None:
    case = bring_to(world, "in_hand", place=world.building)
    with pytest.raises(Forbidden):
        resolve(case.number, by=world[name], now=LATER, result="已清理")


def test_an_officer_resolves_what_he_has_in_hand_himself(world: World) -> None:
    case = bring_to(world, "registered")
    assign(case.number, by=world["officer"], now=LATER, to=username(world, "officer"))
    resolve(case.number, by=world["officer"], now=LATER, result="已清理")
    assert fresh(case).state == "checking"


def test_a_handler_whose_post_ended_today_has_no_power_left(world: World) -> None:
    case = bring_to(world, "in_hand")
    post = world.people["worker"].posts.get()
    today = timezone.localdate()
    end_post(post.pk, until=today, by=BY, now=timezone.now())
    with pytest.raises(NotFound):
        resolve(case.number, by=at_the_door(world, "worker"), now=LATER, result="已清理")
    assert fresh(case).state == "in_hand"


def test_a_post_that_ends_tomorrow_still_counts_today(world: World) -> None:
    case = bring_to(world, "in_hand")
    post = world.people["worker"].posts.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    end_post(post.pk, until=tomorrow, by=BY, now=timezone.now())
    resolve(case.number, by=at_the_door(world, "worker"), now=LATER, result="已清理")
    assert fresh(case).state == "checking"


# --- every step ----------------------------------------------------------------------------------


def test_each_step_leaves_one_event_and_one_message(world: World) -> None:
    case = bring_to(world, "closed")
    verbs = ["report", "verify", "assign", "resolve", "pass_check", "record_follow_up"]
    states = ["", "reported", "registered", "in_hand", "checking", "follow_up", "closed"]
    events = list(case.events.order_by("id"))
    chain = [(event.verb, event.from_state, event.to_state) for event in events]
    assert chain == list(zip(verbs, states, states[1:], strict=False))
    assert [event.at for event in events] == [NOW + hours * HOUR for hours in range(6)]
    people = ["worker", "officer", "officer", "worker", "officer", "clerk"]
    assert [event.by_label for event in events] == people
    assert {event.via for event in events} == {"web"}
    messages = OutboxMessage.objects.order_by("id")
    assert [message.topic for message in messages] == [f"case.{verb}" for verb in verbs]
    assert [message.payload["event"] for message in messages] == [event.pk for event in events]
    assert case.closing == Closing.SOLVED
