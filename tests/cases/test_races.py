"""Several people at once on real PostgreSQL: one winner, clear words, nothing overwritten."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from accounts.models import User
from cases.actions.calls import answer, claim
from cases.actions.checking import pass_check, rework
from cases.actions.closing import archive_quiet_cases, reopen
from cases.actions.following import Heard, record_follow_up
from cases.actions.handling import add_note, assign, hand_up, reassign, resolve
from cases.actions.registering import decline, verify
from cases.actions.reporting import Report, report
from cases.actions.whistles import Assistant
from cases.models import Case, CaseEvent, Evidence
from journal.actors import Actor, person
from journal.models import OutboxMessage
from journal.refusals import Conflict, Forbidden, Invalid, NotFound
from tests.cases import invariants
from tests.factories.cases import (
    HOUR,
    World,
    answer_lead,
    assist_call,
    bring_to,
    lead_call,
    make_world,
    whistle_for,
)
from tests.factories.grids import NOW
from tests.factories.threads import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + 9 * HOUR
SOLVED = Heard(reached=True, solved=True)


@pytest.fixture
def world() -> World:
    return make_world()


def who(world: World, name: str) -> Actor:
    """The person as his own request brings him: nothing remembered from another thread."""
    return person(User.objects.get(pk=world.people[name].pk))


def one_winner(outcomes: list[object]) -> list[str]:
    """Everybody but one heard a Conflict; its codes."""
    lost = refusals(outcomes)
    assert len(lost) == len(outcomes) - 1
    assert all(isinstance(refusal, Conflict) for refusal in lost)
    return [refusal.code for refusal in lost]


def test_of_eight_claimers_one_wins_and_the_others_hear_who(world: World) -> None:
    case = bring_to(world, "whistled")
    call = lead_call(case)
    names = ["urban", "urban2"] * 4
    outcomes = at_once([partial(claim, call.pk, by=who(world, n), now=LATER) for n in names])
    assert one_winner(outcomes) == ["already_claimed"] * 7
    call.refresh_from_db()
    assert call.claimed_by
    assert {str(lost) for lost in refusals(outcomes)} == {
        f"{call.claimed_by.display_name}已经认领了这项任务,您不用再认领。"
    }
    assert case.events.filter(verb="claim").count() == 1
    assert OutboxMessage.objects.filter(topic="case.claim").count() == 1
    invariants.check(case.pk)


# Verb → the state it starts from, and the deed done by eight at once.
DEEDS: dict[str, tuple[str, Callable[[World, Case], object]]] = {
    "verify": ("reported", lambda w, c: verify(c.number, by=who(w, "officer"), now=LATER)),
    "decline": (
        "reported",
        lambda w, c: decline(
            c.number, by=who(w, "officer"), now=LATER, reason="untrue", advice="见说明"
        ),
    ),
    "assign": (
        "registered",
        lambda w, c: assign(
            c.number, by=who(w, "officer"), now=LATER, to=w.people["worker"].username
        ),
    ),
    "hand_up": (
        "in_hand",
        lambda w, c: hand_up(c.number, by=who(w, "officer"), now=LATER, note="劝过"),
    ),
    "whistle": ("street_review", lambda w, c: whistle_for(w, c, now=LATER)),
    "answer": (
        "whistled",
        lambda w, c: answer(lead_call(c).pk, by=who(w, "urban"), now=LATER, result="好"),
    ),
    "resolve": (
        "in_hand",
        lambda w, c: resolve(c.number, by=who(w, "worker"), now=LATER, result="好"),
    ),
    "pass_check": ("checking", lambda w, c: pass_check(c.number, by=who(w, "officer"), now=LATER)),
    "record_follow_up": (
        "follow_up",
        lambda w, c: record_follow_up(c.number, by=who(w, "clerk"), now=LATER, heard=SOLVED),
    ),
    "reopen": (
        "closed",
        lambda w, c: reopen(c.number, by=who(w, "clerk"), now=LATER, reason="又来了"),
    ),
}


@pytest.mark.parametrize("verb", DEEDS)
def test_a_verb_done_by_several_at_once_is_done_once(world: World, verb: str) -> None:
    state, deed = DEEDS[verb]
    case = bring_to(world, state)
    if verb == "answer":
        claim(lead_call(case).pk, by=world["urban"], now=LATER)
    one_winner(at_once([lambda: deed(world, case)] * 5))
    assert case.events.filter(verb=verb).count() == 1
    invariants.check(case.pk)


def test_two_different_assignments_end_in_one_pair_of_hands(world: World) -> None:
    case = bring_to(world, "registered")
    names = ["worker", "officer2"]
    by = ["officer", "dispatcher"]
    acts = [
        partial(assign, case.number, by=who(world, b), now=LATER, to=world.people[n].username)
        for b, n in zip(by, names, strict=True)
    ]
    outcomes = at_once(acts)
    assert one_winner(outcomes) == ["wrong_state"]
    case = invariants.check(case.pk)
    assert case.handler
    assert case.events.get(verb="assign").data["to"] == case.handler.username


@pytest.mark.parametrize("turn", range(4))
def test_resolving_and_reassigning_at_once_never_both_happen_to_the_first_handler(
    world: World, turn: int
) -> None:
    case = bring_to(world, "in_hand")
    to = world.people["officer2"].username
    done, moved = at_once(
        [
            lambda: resolve(case.number, by=who(world, "worker"), now=LATER, result="已清理"),
            lambda: reassign(case.number, by=who(world, "officer"), now=LATER, to=to),
        ]
    )
    case = invariants.check(case.pk)
    if isinstance(done, Case):
        assert isinstance(moved, Conflict)
        assert (case.state, case.handler) == ("checking", world.people["worker"])
    else:
        assert isinstance(done, Forbidden | NotFound)
        assert isinstance(moved, Case)
        assert (case.state, case.handler) == ("in_hand", world.people["officer2"])


def test_passing_and_sending_back_at_once_end_in_one_of_the_two(world: World) -> None:
    case = answer_lead(world, bring_to(world, "whistled"), now=NOW + 4 * HOUR)
    at_once(
        [
            lambda: pass_check(case.number, by=who(world, "officer"), now=LATER),
            lambda: rework(case.number, by=who(world, "officer2"), now=LATER, reason="没清完"),
        ]
    )
    case = invariants.check(case.pk)
    expected = {"follow_up": "accepted", "whistled": "claimed"}
    assert lead_call(case).state == expected[case.state]


def test_lead_and_mandatory_assistant_answer_at_once_without_a_deadlock(world: World) -> None:
    case = bring_to(world, "registered")
    whistle_for(world, case, now=NOW + 2 * HOUR, assistants=[Assistant(world.water)])
    for name, call in (("urban", lead_call(case)), ("water", assist_call(case))):
        claim(call.pk, by=world[name], now=NOW + 3 * HOUR)
    lead, helper = at_once(
        [
            lambda: answer(lead_call(case).pk, by=who(world, "urban"), now=LATER, result="好"),
            lambda: answer(assist_call(case).pk, by=who(world, "water"), now=LATER, result="好"),
        ]
    )
    assert isinstance(helper, Case)
    case = invariants.check(case.pk)
    assert case.state == ("checking" if isinstance(lead, Case) else "whistled")


def test_four_clerks_who_reach_nobody_in_the_same_hour_made_one_attempt(world: World) -> None:
    case = bring_to(world, "follow_up")
    unreached = Heard(reached=False)
    names = ["clerk", "clerk2"] * 2
    outcomes = at_once(
        [
            partial(record_follow_up, case.number, by=who(world, n), now=LATER, heard=unreached)
            for n in names
        ]
    )
    assert one_winner(outcomes) == ["same_hour"] * 3
    assert case.follow_ups.count() == 1


def test_two_first_opinions_at_once_do_not_pass_for_one_persons_two(world: World) -> None:
    case = bring_to(world, "follow_up")
    doubted = Heard(reached=True, solved=False, reasonable=False)
    at_once(
        [
            lambda: record_follow_up(case.number, by=who(world, "clerk"), now=LATER, heard=doubted)
            for _ in range(4)
        ]
    )
    assert invariants.check(case.pk).state == "follow_up"
    assert case.follow_ups.count() == 1


def test_reopening_beats_the_archive_or_comes_too_late(world: World) -> None:
    cases = [bring_to(world, "closed") for _ in range(3)]
    quiet = NOW + 5 * HOUR + timedelta(days=30)
    at_once(
        [
            lambda: archive_quiet_cases(now=quiet),
            lambda: archive_quiet_cases(now=quiet),
            lambda: reopen(cases[1].number, by=who(world, "clerk"), now=quiet, reason="又来了"),
        ]
    )
    assert invariants.check(cases[0].pk).state == "archived"
    assert invariants.check(cases[1].pk).state in {"archived", "registered"}
    assert invariants.check(cases[2].pk).state == "archived"


def test_one_external_number_becomes_one_case(world: World) -> None:
    said = Report(
        place=world.grid,
        category=world.category,
        title="路灯不亮",
        source="hotline_12345",
        external_number="BJ-1",
    )
    outcomes = at_once([lambda: report(said, by=who(world, "worker"), now=NOW)] * 6)
    assert len(refusals(outcomes)) == 5
    assert all(isinstance(refusal, Invalid) for refusal in refusals(outcomes))
    assert Case.objects.count() == 1
    assert CaseEvent.objects.count() == 1


def test_one_photo_goes_to_one_of_two_cases(world: World) -> None:
    cases = [bring_to(world, "in_hand") for _ in range(2)]
    photo = Evidence.objects.create(
        kind="scene",
        uploader=world.people["worker"],
        width=1,
        height=1,
        size=1,
        uploaded_at=NOW,
    )
    outcomes = at_once(
        [
            partial(
                add_note,
                c.number,
                by=who(world, "worker"),
                now=LATER,
                text="见照片",
                evidence=[str(photo.pk)],
            )
            for c in cases
        ]
    )
    assert [type(lost) for lost in refusals(outcomes)] == [Invalid]
    notes = CaseEvent.objects.filter(verb="add_note")
    photo.refresh_from_db()
    assert [note.case for note in notes] == [photo.case]
