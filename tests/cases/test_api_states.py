"""Every state × verb through the API, against the law written out by hand."""

from typing import Any

import pytest
from django.utils import timezone

from cases.models import Call, Case
from cases.workflow import CallState, CaseState
from tests.factories.api import fresh_case, post
from tests.factories.cases import PATHS, World, answer_lead, lead_call, make_world

pytestmark = pytest.mark.django_db

OPEN = {
    "reported",
    "registered",
    "in_hand",
    "street_review",
    "whistled",
    "checking",
    "follow_up",
    "suspended",
}

# From which states each verb may leave, as the field's law has it.
LAW: dict[str, set[str]] = {
    "verify": {"reported"},
    "decline": {"reported", "registered", "street_review"},
    "correct": OPEN,
    "assign": {"registered"},
    "reassign": {"in_hand"},
    "hand_up": {"registered", "in_hand"},
    "send_down": {"street_review"},
    "whistle": {"reported", "registered", "street_review"},
    "contact": OPEN,
    "add_note": OPEN,
    "resolve": {"in_hand"},
    "pass_check": {"checking"},
    "rework": {"checking"},
    "record_follow_up": {"follow_up"},
    "reopen": {"closed"},
}
CALL_LAW: dict[str, set[str]] = {"claim": {"called"}, "answer": {"claimed"}}

# Somebody whose post allows the verb, so that only the state can stand in the way.
ACTORS = {
    "send_down": "dispatcher",
    "whistle": "dispatcher",
    "resolve": "worker",
    "pass_check": "officer2",
    "rework": "officer2",
    "record_follow_up": "clerk",
    "reopen": "clerk",
}
TARGETS = {
    "verify": "registered",
    "decline": "declined",
    "assign": "in_hand",
    "reassign": "in_hand",
    "hand_up": "street_review",
    "send_down": "in_hand",
    "whistle": "whistled",
    "resolve": "checking",
    "pass_check": "follow_up",
    "rework": "in_hand",
    "record_follow_up": "closed",
    "reopen": "registered",
}
ALLOWED = [(verb, state) for verb, states in LAW.items() for state in sorted(states)]


def body_of(verb: str, world: World) -> dict[str, Any]:
    bodies: dict[str, dict[str, Any]] = {
        "decline": {"reason": "not_in_scope", "advice": "请拨打12345"},
        "correct": {"urgency": "complex", "reason": "比上报的复杂"},
        "assign": {"to": world.people["worker"].username},
        "reassign": {"to": world.people["officer2"].username},
        "hand_up": {"note": "多次劝导无效"},
        "send_down": {"note": "请再上门一次"},
        "whistle": {"kind": "emergency", "lead": world.urban.code, "assistants": []},
        "contact": {"note": "已与居民通话"},
        "add_note": {"text": "明天再去"},
        "resolve": {"result": "已清理", "evidence": []},
        "rework": {"reason": "还有垃圾"},
        "record_follow_up": {"reached": True, "solved": True, "satisfaction": "satisfied"},
        "reopen": {"reason": "又出现了"},
    }
    return bodies.get(verb, {})


def case_in(world: World, state: str) -> Case:
    """Through the real verbs where there are any; otherwise put there."""
    case = fresh_case(world, state if state in PATHS else CaseState.REPORTED)
    Case.objects.filter(pk=case.pk).update(state=state, handler=world.people["worker"])
    case.refresh_from_db()
    return case


def act(world: World, verb: str, case: Case) -> Any:
    person = world.people[ACTORS.get(verb, "officer")]
    return post(person, f"cases/{case.number}/{verb}/", body_of(verb, world))


@pytest.mark.parametrize("state", CaseState.values)
def test_what_the_law_does_not_allow_is_a_conflict(state: str) -> None:
    world = make_world()
    case = case_in(world, state)
    told = case.events.count()
    for verb in [verb for verb, states in LAW.items() if state not in states]:
        answer = act(world, verb, case)
        assert answer.status_code == 409, (verb, answer.json())
        assert answer.json()["code"] == "wrong_state", verb
        assert answer.json()["state"] == state, verb
        assert answer.json()["detail"], verb
    case.refresh_from_db()
    assert case.state == state
    assert case.events.count() == told


@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_what_the_law_allows_is_done(verb: str, state: str) -> None:
    world = make_world()
    case = case_in(world, state)
    answer = act(world, verb, case)
    assert answer.status_code == 200, answer.json()
    assert answer.json()["state"] == TARGETS.get(verb, state)
    last = answer.json()["events"][-1]
    assert (last["verb"], last["from_state"], last["to_state"], last["via"]) == (
        verb,
        state,
        TARGETS.get(verb, state),
        "api",
    )


@pytest.mark.parametrize("state", CallState.values)
def test_calls_obey_the_law(state: str) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.WHISTLED)
    call = lead_call(case)
    now = timezone.now()
    for verb, states in CALL_LAW.items():
        Call.objects.filter(pk=call.pk).update(state=state, claimed_at=now, answered_at=now)
        Case.objects.filter(pk=case.pk).update(state=CaseState.WHISTLED)
        answer = post(world.people["urban"], f"calls/{call.pk}/{verb}/", {"result": "已清理"})
        assert answer.status_code == (200 if state in states else 409), (verb, answer.json())
        if answer.status_code == 409:
            assert answer.json()["state"] == state


@pytest.mark.parametrize("verb", CALL_LAW)
def test_a_suspended_case_holds_its_calls(verb: str) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.WHISTLED)
    call = lead_call(case)
    Case.objects.filter(pk=case.pk).update(state=CaseState.SUSPENDED)
    answer = post(world.people["urban"], f"calls/{call.pk}/{verb}/", {"result": "已清理"})
    assert answer.status_code == 409


def test_the_answer_of_the_lead_moves_the_case_to_checking() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.WHISTLED)
    call = lead_call(case)
    assert post(world.people["urban"], f"calls/{call.pk}/claim/").json()["state"] == "whistled"
    answer = post(world.people["urban2"], f"calls/{call.pk}/answer/", {"result": "已清理"})
    assert answer.json()["state"] == "checking"


def test_rework_of_a_whistle_goes_back_to_the_departments() -> None:
    world = make_world()
    case = answer_lead(world, fresh_case(world, CaseState.WHISTLED), now=timezone.now())
    answer = post(world.people["officer"], f"cases/{case.number}/rework/", {"reason": "没清完"})
    assert answer.json()["state"] == "whistled"
    assert answer.json()["calls"][0]["state"] == "claimed"


@pytest.mark.parametrize("verb", ["merge", "suspend", "withdraw", "archive", "report", "nonsense"])
def test_a_verb_without_an_action_is_not_there(verb: str) -> None:
    world = make_world()
    case = fresh_case(world, CaseState.REPORTED)
    answer = post(world.people["dispatcher"], f"cases/{case.number}/{verb}/", {})
    assert answer.status_code == 404
    assert answer.json()["detail"]
