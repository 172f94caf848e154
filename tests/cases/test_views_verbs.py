"""The page of every verb: refusals in their order, nothing typed is lost, nothing done twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.whistles import Assistant
from cases.forms.table import CALL_FORMS, CASE_FORMS
from cases.models import Call, Case, CaseEvent
from cases.workflow import CALL_MOVES, CASE_MOVES, CallState, CaseState
from tests.factories.cases import (
    HOUR,
    PATHS,
    World,
    assist_call,
    bring_to,
    lead_call,
    make_case,
    whistle_for,
)
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


def as_person(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def send(world: World, name: str, case: Case, verb: str, **said: Any) -> Any:
    said.setdefault("idempotency_key", uuid4().hex)
    return as_person(world, name).post(f"/cases/{case.number}/{verb}/", said)


def state_of(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def right(case: Case) -> dict[str, str]:
    return {
        "category": case.category.code,
        "urgency": case.urgency,
        "place": case.place.code,
    }


def test_every_verb_that_has_an_action_and_a_person_has_a_page() -> None:
    by_people = {
        verb
        for verb, move in CASE_MOVES.items()
        if not move.later and (move.powers or move.own) and verb != "report"
    }
    assert set(CASE_FORMS) == by_people
    assert set(CALL_FORMS) == {verb for verb, move in CALL_MOVES.items() if not move.later}


SAID: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "decline": (
        CaseState.REPORTED,
        "officer",
        {"reason": "not_in_scope", "advice": "请拨打物业电话"},
        CaseState.DECLINED,
    ),
    "hand_up": (CaseState.IN_HAND, "worker", {"note": "多次劝导无效"}, CaseState.STREET_REVIEW),
    "send_down": (CaseState.STREET_REVIEW, "dispatcher", {"note": "请入户"}, CaseState.IN_HAND),
    "contact": (CaseState.REPORTED, "officer", {"note": "已电话联系"}, CaseState.REPORTED),
    "add_note": (
        CaseState.IN_HAND,
        "worker",
        {"text": "约了周三", "public": "on"},
        CaseState.IN_HAND,
    ),
    "resolve": (CaseState.IN_HAND, "worker", {"result": "已清理"}, CaseState.CHECKING),
    "pass_check": (CaseState.CHECKING, "officer", {"note": ""}, CaseState.FOLLOW_UP),
    "rework": (CaseState.CHECKING, "officer", {"reason": "还有一半没清"}, CaseState.IN_HAND),
    "record_follow_up": (
        CaseState.FOLLOW_UP,
        "clerk",
        {"outcome": "solved:satisfied"},
        CaseState.CLOSED,
    ),
    "reopen": (CaseState.CLOSED, "clerk", {"reason": "又堆上了"}, CaseState.REGISTERED),
}


@pytest.mark.parametrize("verb", SAID)
def test_a_verb_is_offered_shown_and_done(world: World, verb: str) -> None:
    source, name, said, target = SAID[verb]
    case = bring_to(world, source, now=timezone.now() - 9 * HOUR)
    client = as_person(world, name)
    address = f"/cases/{case.number}/{verb}/"
    offered = client.get(f"/cases/{case.number}/").content.decode()
    assert address in offered
    assert client.get(address).status_code == 200
    answer = send(world, name, case, verb, **said)
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.number}/")
    assert state_of(case) == target
    assert CaseEvent.objects.filter(case=case, verb=verb, by=world.people[name]).count() == 1


def test_verify_puts_right_what_was_changed(world: World) -> None:
    case = make_case(world)
    send(world, "officer", case, "verify", **right(case) | {"urgency": "urgent"})
    case.refresh_from_db()
    assert (case.state, case.urgency) == (CaseState.REGISTERED, "urgent")


def test_an_inquiry_is_answered_at_once(world: World) -> None:
    case = make_case(world, urgency="inquiry")
    page = as_person(world, "officer").get(f"/cases/{case.number}/verify/")
    assert "当场答复" in page.content.decode()
    send(world, "officer", case, "verify", **right(case), answer="凭身份证到窗口办理")
    assert state_of(case) == CaseState.CHECKING


def test_a_whistle_calls_lead_and_assistants(world: World) -> None:
    case = bring_to(world, CaseState.STREET_REVIEW)
    said = {
        "kind": "enforcement",
        "lead": world.urban.pk,
        "assistants": [world.water.pk],
        "optional": [world.water.pk],
    }
    send(world, "dispatcher", case, "whistle", **said)
    called = {call.department: (call.role, call.mandatory) for call in case.calls.all()}
    assert called == {world.urban: ("lead", True), world.water: ("assist", False)}


def test_a_reported_emergency_is_the_only_whistle_a_duty_officer_is_offered(world: World) -> None:
    case = make_case(world, urgency="critical")
    client = as_person(world, "duty")
    page = client.get(f"/cases/{case.number}/whistle/").content.decode()
    assert "应急处置" in page
    assert "难点办理" not in page
    send(world, "duty", case, "whistle", kind="emergency", lead=world.water.pk)
    assert state_of(case) == CaseState.WHISTLED


def test_a_case_is_handed_to_somebody_else(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    to = world.people["officer2"]
    send(world, "officer", case, "reassign", to=to.username)
    case.refresh_from_db()
    assert case.handler == to


def test_a_correction_tells_names_not_codes(world: World) -> None:
    case = bring_to(world, CaseState.REGISTERED)
    said = right(case) | {"place": world.building.code, "reason": "在楼里"}
    send(world, "officer", case, "correct", **said)
    page = as_person(world, "officer").get(f"/cases/{case.number}/").content.decode()
    assert f"地点:{world.grid.name} → {world.building.name}" in page


def test_what_is_missing_is_told_and_what_was_typed_stays(world: World) -> None:
    case = make_case(world)
    answer = send(world, "officer", case, "decline", advice="请找物业")
    page = answer.content.decode()
    assert (answer.status_code, state_of(case)) == (400, CaseState.REPORTED)
    assert "请找物业" in page
    assert "wrong-list" in page


def test_what_is_too_long_is_told_and_stays(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    answer = send(world, "worker", case, "resolve", result="清" * 5_001)
    assert answer.status_code == 400
    assert "最多 5000 个字,现在有 5001 个字" in answer.content.decode()
    assert "清" * 5_001 in answer.content.decode()


def test_a_lost_race_says_who_was_faster_and_keeps_the_text(world: World) -> None:
    case = bring_to(world, CaseState.DECLINED)
    answer = send(world, "officer2", case, "decline", reason="untrue", advice="经核实不属实")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "经核实不属实" in page
    assert "最近一步是“不予受理”,由officer在" in page
    assert "看最新情况" in page


def test_opening_a_verb_the_state_does_not_allow_leads_back_to_the_case(world: World) -> None:
    case = make_case(world)
    answer = as_person(world, "officer").get(f"/cases/{case.number}/assign/")
    assert answer.status_code == 409
    assert f'href="/cases/{case.number}/"' in answer.content.decode()


def test_the_same_form_sent_twice_is_done_once(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    said = {"text": "约了周三", "idempotency_key": uuid4().hex}
    first = send(world, "worker", case, "add_note", **said)
    second = send(world, "worker", case, "add_note", **said)
    assert first.url == second.url
    assert CaseEvent.objects.filter(case=case, verb="add_note").count() == 1


def test_a_second_click_after_the_state_moved_is_no_conflict(world: World) -> None:
    case = make_case(world)
    said = right(case) | {"idempotency_key": uuid4().hex}
    assert send(world, "officer", case, "verify", **said).status_code == 302
    assert send(world, "officer", case, "verify", **said).status_code == 302


def test_other_content_under_a_used_key_is_not_lost(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    key = uuid4().hex
    send(world, "worker", case, "add_note", text="约了周三", idempotency_key=key)
    answer = send(world, "worker", case, "add_note", text="改到周四", idempotency_key=key)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "改到周四" in page
    assert key not in page


def test_a_form_without_a_key_is_done_too(world: World) -> None:
    case = bring_to(world, CaseState.IN_HAND)
    send(world, "worker", case, "add_note", text="约了周三", idempotency_key="")
    assert CaseEvent.objects.filter(case=case, verb="add_note").count() == 1


@pytest.mark.parametrize(
    ("name", "verb", "status"),
    [
        ("officer3", "verify", 404),
        ("worker", "verify", 403),
        ("leader", "verify", 403),
        ("officer", "assign", 409),
        ("officer", "merge", 404),
        ("officer", "dance", 404),
    ],
)
def test_refusals_come_in_their_order(world: World, name: str, verb: str, status: int) -> None:
    case = make_case(world)
    assert send(world, name, case, verb).status_code == status
    assert state_of(case) == CaseState.REPORTED


def test_nobody_checks_what_he_handled(world: World) -> None:
    case = bring_to(world, CaseState.CHECKING)
    assert send(world, "worker", case, "pass_check").status_code == 403


def test_signed_out_people_are_asked_to_sign_in(world: World) -> None:
    case = make_case(world)
    answer = Client().post(f"/cases/{case.number}/verify/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_the_panel_loads_a_form_alone_and_leaves_it_by_the_browser(world: World) -> None:
    case = make_case(world)
    client, htmx = as_person(world, "officer"), {"HX-Request": "true"}
    page = client.get(f"/cases/{case.number}/decline/", headers=htmx).content.decode()
    assert "<html" not in page
    assert 'name="advice"' in page
    said = {"reason": "untrue", "advice": "不属实"}
    answer = client.post(f"/cases/{case.number}/decline/", said, headers=htmx)
    assert answer["HX-Redirect"] == f"/cases/{case.number}/"


def test_the_second_to_claim_hears_who_was_first(world: World) -> None:
    call = lead_call(bring_to(world, CaseState.WHISTLED))
    for_urban, for_urban2 = as_person(world, "urban"), as_person(world, "urban2")
    assert for_urban.post(f"/calls/{call.pk}/claim/").status_code == 302
    answer = for_urban2.post(f"/calls/{call.pk}/claim/")
    assert answer.status_code == 409
    assert "urban已经认领了这项任务" in answer.content.decode()
    assert Call.objects.get(pk=call.pk).claimed_by == world.people["urban"]


def test_a_lead_waits_for_a_mandatory_assistant_and_keeps_the_answer(world: World) -> None:
    case = bring_to(world, CaseState.STREET_REVIEW)
    case = whistle_for(world, case, now=NOW, assistants=[Assistant(world.water)])
    call, client = lead_call(case), as_person(world, "urban")
    client.post(f"/calls/{call.pk}/claim/")
    answer = client.post(f"/calls/{call.pk}/answer/", {"result": "已取缔三处"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "还要等协办部门答卷" in page
    assert "已取缔三处" in page
    assert '<button class="button button--primary button--wide">答卷' in page


def test_a_call_of_another_department_is_out_of_reach(world: World) -> None:
    call = lead_call(bring_to(world, CaseState.WHISTLED))
    assert as_person(world, "water").post(f"/calls/{call.pk}/claim/").status_code == 404
    assert as_person(world, "dispatcher").post(f"/calls/{call.pk}/claim/").status_code == 403
    assert as_person(world, "urban").get(f"/calls/{call.pk}/dance/").status_code == 404
    assert Call.objects.get(pk=call.pk).state == CallState.CALLED


def test_rework_names_the_assistants_that_go_back(world: World) -> None:
    case = bring_to(world, CaseState.STREET_REVIEW)
    case = whistle_for(world, case, now=NOW, assistants=[Assistant(world.water)])
    lead, assist = lead_call(case), assist_call(case)
    for call, name in ((assist, "water"), (lead, "urban")):
        as_person(world, name).post(f"/calls/{call.pk}/claim/")
        as_person(world, name).post(f"/calls/{call.pk}/answer/", {"result": "已办"})
    send(world, "officer", case, "rework", reason="还漏水", calls=[assist.pk])
    states = set(Call.objects.filter(case=case).values_list("state", flat=True))
    assert (state_of(case), states) == (CaseState.WHISTLED, {CallState.CLAIMED})


def test_every_state_has_a_page_that_offers_only_what_will_be_taken(world: World) -> None:
    for state in PATHS:
        case = bring_to(world, state)
        for name in ("worker", "officer", "clerk"):
            client = as_person(world, name)
            page = client.get(f"/cases/{case.number}/").content.decode()
            for verb in CASE_FORMS:
                offered = f"/cases/{case.number}/{verb}/" in page
                status = client.get(f"/cases/{case.number}/{verb}/").status_code
                assert offered == (status == 200), (state, name, verb, status)
