"""What each verb takes and what follows; what is refused field by field."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import FollowUp
from cases.workflow import CaseState
from grids.roles import Role
from tests.factories.api import (
    client_of,
    do,
    done,
    faults,
    fresh_case,
    fresh_report,
    photo,
    post,
)
from tests.factories.cases import World, lead_call, make_category
from tests.factories.grids import give_post, make_person, make_street

pytestmark = pytest.mark.django_db


def test_verify_puts_right_what_was_reported_wrong(world: World) -> None:
    case = fresh_report(world)
    category = make_category()
    right = {"category": category.code, "urgency": "complex", "place": world.grid.code}
    shown = done(world, "officer", case, "verify", **right)
    assert {name: shown[name] for name in right} == right
    assert set(shown["events"][-1]["data"]["changed"]) == set(right)


def test_verify_answers_an_inquiry_at_once(world: World) -> None:
    case = fresh_report(world, urgency="inquiry")
    shown = done(world, "officer", case, "verify", answer="周一至周五上午办理")
    assert shown["state"] == "checking"


def test_verify_answers_nothing_but_inquiries(world: World) -> None:
    case = fresh_report(world)
    assert faults(world, "officer", case, "verify", answer="好的") == {"answer"}


def test_verify_refuses_what_it_does_not_know(world: World) -> None:
    case = fresh_report(world)
    wrong = {"category": "none", "urgency": "very", "place": "999"}
    assert faults(world, "officer", case, "verify", **wrong) == set(wrong)
    elsewhere = make_street()
    assert faults(world, "officer", case, "verify", place=elsewhere.code) == {"place"}


def test_decline_needs_a_reason_code_and_advice(world: World) -> None:
    case = fresh_report(world)
    assert faults(world, "officer", case, "decline") == {"reason", "advice"}
    assert faults(world, "officer", case, "decline", reason="no", advice="x") == {"reason"}
    shown = done(world, "officer", case, "decline", reason="in_court", advice="请向法院查询")
    assert (shown["state"], shown["closing"]) == ("declined", "declined")


def test_correct_needs_a_reason_and_a_change(world: World) -> None:
    case = fresh_report(world)
    assert faults(world, "officer", case, "correct", urgency="complex") == {"reason"}
    assert faults(world, "officer", case, "correct", reason="写错了") == {"category"}
    shown = done(world, "officer", case, "correct", urgency="complex", reason="写错了")
    assert shown["urgency"] == "complex"


def test_assign_goes_to_people_of_the_community(world: World) -> None:
    case = fresh_case(world, CaseState.REGISTERED)
    for stranger in ("worker2", "clerk", "urban"):
        username = world.people[stranger].username
        assert faults(world, "officer", case, "assign", to=username) == {"to"}
    assert faults(world, "officer", case, "assign") == {"to"}
    assert faults(world, "officer", case, "assign", to="no.such.person") == {"to"}
    username = world.people["worker"].username
    assert done(world, "officer", case, "assign", to=username)["handler"] == username


def test_reassign_goes_to_somebody_else(world: World) -> None:
    case = fresh_case(world, CaseState.IN_HAND)
    other = make_person()
    give_post(other, Role.GRID_WORKER, world.grid)
    username = world.people["worker"].username
    assert faults(world, "officer", case, "reassign", to=username) == {"to"}
    assert done(world, "officer", case, "reassign", to=other.username)["handler"] == other.username


def test_hand_up_and_send_down_say_why(world: World) -> None:
    case = fresh_case(world, CaseState.IN_HAND)
    assert faults(world, "worker", case, "hand_up", note=" ") == {"note"}
    assert done(world, "worker", case, "hand_up", note="劝过三次")["state"] == "street_review"
    assert faults(world, "dispatcher", case, "send_down") == {"note"}
    shown = done(world, "dispatcher", case, "send_down", note="请再去一次")
    assert (shown["state"], shown["handler"]) == ("in_hand", world.people["worker"].username)


def test_contact_stops_the_first_contact_clock(world: World) -> None:
    case = fresh_report(world)
    assert faults(world, "worker", case, "contact") == {"note"}
    shown = done(world, "worker", case, "contact", note="已通话", public=True)
    clocks = {clock["kind"]: clock["state"] for clock in shown["clocks"]}
    assert clocks["first_contact"] == "met"
    assert shown["events"][-1]["public"] is True


def test_notes_carry_photos_and_are_internal_unless_said(world: World) -> None:
    case = fresh_report(world)
    client = client_of(world.people["worker"])
    sent = client.post("/api/v1/evidence/", {"file": photo(), "kind": "scene"}).json()
    assert faults(world, "worker", case, "add_note", evidence=[sent["id"]]) == {"text"}
    shown = done(world, "worker", case, "add_note", text="又看了一次", evidence=[sent["id"]])
    assert shown["events"][-1]["public"] is False
    assert [item["id"] for item in shown["evidence"]] == [sent["id"]]


def test_a_verb_that_is_refused_leaves_its_photos_free(world: World) -> None:
    case = fresh_case(world, CaseState.IN_HAND)
    client = client_of(world.people["worker"])
    sent = client.post("/api/v1/evidence/", {"file": photo(), "kind": "after"}).json()
    ids = [sent["id"]]
    assert faults(world, "worker", case, "resolve", result=" ", evidence=ids) == {"result"}
    assert done(world, "worker", case, "resolve", result="已清理", evidence=ids)["evidence"]


def test_resolve_without_photos_is_legal(world: World) -> None:
    case = fresh_case(world, CaseState.IN_HAND)
    assert done(world, "worker", case, "resolve", result="已清理", evidence=[])["state"] == (
        "checking"
    )


def test_pass_check_accepts_the_calls(world: World) -> None:
    case = fresh_case(world, CaseState.WHISTLED)
    call = lead_call(case)
    post(world.people["urban"], f"calls/{call.pk}/claim/")
    post(world.people["urban"], f"calls/{call.pk}/answer/", {"result": "已清理", "evidence": []})
    shown = done(world, "officer", case, "pass_check", note="现场已看")
    assert (shown["state"], shown["calls"][0]["state"]) == ("follow_up", "accepted")


def test_rework_names_calls_of_the_case(world: World) -> None:
    case = fresh_case(world, CaseState.WHISTLED)
    call = lead_call(case)
    post(world.people["urban"], f"calls/{call.pk}/claim/")
    post(world.people["urban"], f"calls/{call.pk}/answer/", {"result": "已清理"})
    for wrong in ([call.pk + 1], [0], ["x"], [10**30], "all", {"id": 1}):
        assert faults(world, "officer", case, "rework", reason="没清完", calls=wrong) == {"calls"}
    assert faults(world, "officer", case, "rework", calls=[call.pk]) == {"reason"}
    shown = done(world, "officer", case, "rework", reason="没清完", calls=[call.pk])
    assert shown["state"] == "whistled"


def test_a_follow_up_says_what_was_heard(world: World) -> None:
    case = fresh_case(world, CaseState.FOLLOW_UP)
    assert faults(world, "clerk", case, "record_follow_up") == {"reached"}
    assert faults(world, "clerk", case, "record_follow_up", reached=True) == {"solved"}
    unsolved = {"reached": True, "solved": False}
    assert faults(world, "clerk", case, "record_follow_up", **unsolved) == {"reasonable"}
    wrong = {"reached": True, "solved": True, "satisfaction": "happy"}
    assert faults(world, "clerk", case, "record_follow_up", **wrong) == {"satisfaction"}
    missed = {"reached": False, "solved": True}
    assert faults(world, "clerk", case, "record_follow_up", **missed) == {"reached"}


def test_unsolved_and_reasonable_is_a_new_round(world: World) -> None:
    case = fresh_case(world, CaseState.FOLLOW_UP)
    heard = {"reached": True, "solved": False, "satisfaction": "dissatisfied", "reasonable": True}
    shown = done(world, "clerk", case, "record_follow_up", **heard)
    assert (shown["state"], shown["round"]) == ("in_hand", 2)


def test_a_second_try_within_the_hour_is_a_conflict(world: World) -> None:
    case = fresh_case(world, CaseState.FOLLOW_UP)
    this_hour_or_next = timezone.now() + timedelta(hours=1)
    FollowUp.objects.create(case=case, round=1, at=this_hour_or_next, reached=False)
    answer = do(world, "clerk2", case, "record_follow_up", reached=False)
    assert (answer.status_code, answer.json()["code"]) == (409, "same_hour")


def test_unsolved_and_unreasonable_closes_by_a_second_person(world: World) -> None:
    case = fresh_case(world, CaseState.FOLLOW_UP)
    heard = {"reached": True, "solved": False, "satisfaction": "dissatisfied", "reasonable": False}
    assert done(world, "clerk", case, "record_follow_up", **heard)["state"] == "follow_up"
    assert do(world, "clerk", case, "record_follow_up", **heard).status_code == 403
    shown = done(world, "leader", case, "record_follow_up", **heard)
    assert (shown["state"], shown["closing"]) == ("closed", "unreasonable")


def test_reopen_needs_a_reason_and_begins_a_round(world: World) -> None:
    case = fresh_case(world, CaseState.CLOSED)
    assert faults(world, "clerk", case, "reopen") == {"reason"}
    shown = done(world, "worker", case, "reopen", reason="又堆满了")
    assert (shown["state"], shown["round"], shown["handler"]) == ("registered", 2, None)


def test_the_whole_way_from_report_to_close(world: World) -> None:
    case = fresh_report(world)
    number = case.number
    done(world, "officer", case, "verify")
    done(world, "dispatcher", case, "whistle", kind="enforcement", lead=world.urban.code)
    call = lead_call(case)
    post(world.people["urban"], f"calls/{call.pk}/claim/")
    post(world.people["urban"], f"calls/{call.pk}/answer/", {"result": "已清理"})
    done(world, "officer", case, "rework", reason="还剩一袋")
    post(world.people["urban"], f"calls/{call.pk}/answer/", {"result": "全部清理"})
    done(world, "officer2", case, "pass_check")
    heard = {"reached": True, "solved": True, "satisfaction": "very_satisfied"}
    shown = done(world, "clerk", case, "record_follow_up", **heard)
    assert (shown["number"], shown["state"], shown["closing"]) == (number, "closed", "solved")
    assert [event["verb"] for event in shown["events"]] == [
        "report",
        "verify",
        "whistle",
        "claim",
        "answer",
        "rework",
        "answer",
        "pass_check",
        "record_follow_up",
    ]
    assert {clock["state"] for clock in shown["clocks"]} <= {"met", "cancelled"}
