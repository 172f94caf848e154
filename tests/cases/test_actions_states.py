"""Every state × verb at the actions, against the law written out by hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.actions import calls, checking, closing, following, handling, registering, whistles
from cases.actions.following import Heard
from cases.actions.registering import Correction
from cases.models import Call, Case
from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState
from clocks.models import Clock
from journal.actors import system
from journal.models import OutboxMessage
from journal.refusals import Conflict
from tests.factories.cases import PATHS, World, bring_to, lead_call, make_world
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=9)
LONG_AFTER = NOW + timedelta(days=40)
OPEN = (
    "reported",
    "registered",
    "in_hand",
    "street_review",
    "whistled",
    "checking",
    "follow_up",
    "suspended",
)

# verb → {from: to}; what is not written here is refused.
LAW: dict[str, dict[str, str]] = {
    "verify": {"reported": "registered"},
    "decline": {
        "reported": "declined",
        "registered": "declined",
        "street_review": "declined",
    },
    "correct": {state: state for state in OPEN},
    "assign": {"registered": "in_hand"},
    "reassign": {"in_hand": "in_hand"},
    "hand_up": {"registered": "street_review", "in_hand": "street_review"},
    "send_down": {"street_review": "in_hand"},
    "whistle": {"street_review": "whistled", "registered": "whistled"},
    "contact": {state: state for state in OPEN},
    "add_note": {state: state for state in OPEN},
    "resolve": {"in_hand": "checking"},
    "pass_check": {"checking": "follow_up"},
    "rework": {"checking": "in_hand"},
    "record_follow_up": {"follow_up": "closed"},
    "reopen": {"closed": "registered"},
    "archive": {"closed": "archived"},
}
CALL_LAW = {"claim": {"called": "claimed"}, "answer": {"claimed": "answered"}}

ALLOWED = [(verb, source, to) for verb, ways in LAW.items() for source, to in ways.items()]
REFUSED = [(verb, state) for verb in LAW for state in CaseState.values if state not in LAW[verb]]

Act = Callable[[World, str], Case]
SOLVED = Heard(reached=True, solved=True, satisfaction="satisfied")

ACTS: dict[str, Act] = {
    "verify": lambda w, n: registering.verify(n, by=w["officer"], now=LATER),
    "decline": lambda w, n: registering.decline(
        n, by=w["officer"], now=LATER, reason="not_in_scope", advice="请拨12345"
    ),
    "correct": lambda w, n: registering.correct(
        n, by=w["officer"], now=LATER, right=Correction(urgency="complex"), reason="较复杂"
    ),
    "assign": lambda w, n: handling.assign(
        n, by=w["officer"], now=LATER, to=w.people["worker"].username
    ),
    "reassign": lambda w, n: handling.reassign(
        n, by=w["officer"], now=LATER, to=w.people["officer2"].username
    ),
    "hand_up": lambda w, n: handling.hand_up(n, by=w["officer"], now=LATER, note="劝过三次"),
    "send_down": lambda w, n: handling.send_down(n, by=w["dispatcher"], now=LATER, note="再去"),
    "whistle": lambda w, n: whistles.whistle(
        n, by=w["dispatcher"], now=LATER, kind="hard_problem", lead=w.urban
    ),
    "contact": lambda w, n: handling.contact(n, by=w["officer"], now=LATER, note="已通话"),
    "add_note": lambda w, n: handling.add_note(n, by=w["officer"], now=LATER, text="明天再去"),
    "resolve": lambda w, n: handling.resolve(n, by=w["worker"], now=LATER, result="已清理"),
    "pass_check": lambda w, n: checking.pass_check(n, by=w["officer"], now=LATER),
    "rework": lambda w, n: checking.rework(n, by=w["officer"], now=LATER, reason="没清完"),
    "record_follow_up": lambda w, n: following.record_follow_up(
        n, by=w["clerk"], now=LATER, heard=SOLVED
    ),
    "reopen": lambda w, n: closing.reopen(n, by=w["clerk"], now=LATER, reason="又堆上了"),
    "archive": lambda w, n: closing.archive(n, by=system("archive"), now=LONG_AFTER),
}
CALL_ACTS: dict[str, Callable[[World, int], Case]] = {
    "claim": lambda w, call: calls.claim(call, by=w["urban"], now=LATER),
    "answer": lambda w, call: calls.answer(call, by=w["urban"], now=LATER, result="已清理"),
}


def case_in(world: World, state: str) -> Case:
    """By the real verbs where they lead there, otherwise put there; handled by the worker."""
    case = bring_to(world, state if state in PATHS else CaseState.REPORTED)
    Case.objects.filter(pk=case.pk).update(state=state, handler=world.people["worker"])
    case.refresh_from_db()
    return case


def trace(case: Case) -> tuple[object, ...]:
    """Everything a refused verb must leave alone."""
    row = Case.objects.filter(pk=case.pk).values_list().get()
    clocks = list(Clock.objects.filter(matter_id=case.pk).order_by("pk").values_list())
    calls_ = list(case.calls.order_by("pk").values_list())
    return row, clocks, calls_, case.events.count(), OutboxMessage.objects.count()


def test_the_table_names_exactly_the_verbs_and_sources_of_the_law() -> None:
    acted = {verb for verb, move in CASE_MOVES.items() if not move.later} - {"report"}
    assert acted == set(LAW)
    emergency = {"whistle": {"reported"}}
    for verb, ways in LAW.items():
        assert CASE_MOVES[verb].sources == {*ways, *emergency.get(verb, ())}, verb
    acted_on_calls = {verb for verb, move in CALL_MOVES.items() if not move.later}
    assert acted_on_calls == set(CALL_LAW)


@pytest.mark.parametrize(("verb", "source", "to"), ALLOWED)
def test_what_the_law_allows_leads_where_it_says(verb: str, source: str, to: str) -> None:
    world = make_world()
    case = case_in(world, source)
    ACTS[verb](world, case.number)
    case.refresh_from_db()
    assert case.state == to
    event = case.events.get(at=LONG_AFTER if verb == "archive" else LATER)
    assert (event.verb, event.from_state, event.to_state) == (verb, source, to)


@pytest.mark.parametrize("state", CaseState.values)
def test_everything_else_is_refused_and_leaves_no_trace(state: str) -> None:
    world = make_world()
    case = case_in(world, state)
    before = trace(case)
    for verb in [verb for verb, refused in REFUSED if refused == state]:
        with pytest.raises(Conflict) as refusal:
            ACTS[verb](world, case.number)
        expected = "register_first" if (verb, state) == ("whistle", "reported") else "wrong_state"
        assert (refusal.value.code, refusal.value.state) == (expected, state), verb
        assert trace(case) == before, verb


@pytest.mark.parametrize("state", CallState.values)
def test_a_call_is_claimed_and_answered_only_from_its_states(state: str) -> None:
    world = make_world()
    case = bring_to(world, "whistled")
    call = lead_call(case)
    Call.objects.filter(pk=call.pk).update(state=state, claimed_at=NOW, answered_at=NOW)
    for verb, ways in CALL_LAW.items():
        if state in ways:
            continue
        before = trace(case)
        with pytest.raises(Conflict) as refusal:
            CALL_ACTS[verb](world, call.pk)
        assert refusal.value.state == state
        assert trace(case) == before


@pytest.mark.parametrize(("verb", "source"), [("claim", "called"), ("answer", "claimed")])
@pytest.mark.parametrize("state", [state for state in CaseState.values if state != "whistled"])
def test_a_call_waits_while_its_case_is_not_whistled(state: str, verb: str, source: str) -> None:
    world = make_world()
    case = bring_to(world, "whistled")
    call = lead_call(case)
    Call.objects.filter(pk=call.pk).update(state=source, claimed_at=NOW)
    Case.objects.filter(pk=case.pk).update(
        state=state, handler=world.people["worker"], ended_at=NOW, closing="solved"
    )
    with pytest.raises(Conflict):
        CALL_ACTS[verb](world, call.pk)
    call.refresh_from_db()
    assert call.state == source
