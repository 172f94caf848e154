"""Whistles and calls through the API: who is called, and what an answer needs."""

from typing import Any

import pytest

from cases.workflow import CaseState
from tests.factories.api import done, faults, fresh_case, fresh_report, post
from tests.factories.cases import World, lead_call
from tests.factories.grids import make_department, make_street

pytestmark = pytest.mark.django_db


def test_whistle_calls_one_lead_and_assistants(world: World) -> None:
    case = fresh_case(world, CaseState.STREET_REVIEW)
    light = make_department(world.street)
    shown = done(
        world,
        "dispatcher",
        case,
        "whistle",
        kind="enforcement",
        lead=world.urban.code,
        assistants=[
            {"department": world.water.code, "mandatory": False},
            {"department": light.code},
        ],
        note="今日完成",
    )
    assert shown["state"] == "whistled"
    assert [(call["department"], call["role"], call["mandatory"]) for call in shown["calls"]] == [
        (world.urban.code, "lead", True),
        (world.water.code, "assist", False),
        (light.code, "assist", True),
    ]


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"kind": "loud"}, "kind"),
        ({"kind": None}, "kind"),
        ({"lead": "none"}, "lead"),
        ({"lead": None}, "lead"),
        ({"lead": ["urban"]}, "lead"),
        ({"assistants": "water"}, "assistants"),
        ({"assistants": ["water"]}, "assistants"),
        ({"assistants": [{"department": "none"}]}, "assistants"),
        ({"assistants": [{"mandatory": True}]}, "assistants"),
        ({"assistants": [{"department": "LEAD"}]}, "assistants"),
        ({"note": "长" * 2_001}, "note"),
    ],
)
def test_whistle_refuses_what_it_cannot_call(world: World, said: Any, fault: str) -> None:
    case = fresh_case(world, CaseState.REGISTERED)
    if said == {"assistants": [{"department": "LEAD"}]}:
        said = {"assistants": [{"department": world.urban.code}]}
    body = {"kind": "enforcement", "lead": world.urban.code, **said}
    assert faults(world, "dispatcher", case, "whistle", **body) == {fault}
    assert not case.calls.exists()


def test_whistle_knows_only_departments_of_its_own_street(world: World) -> None:
    case = fresh_case(world, CaseState.REGISTERED)
    foreign = make_department(make_street(), code="FOREIGN")
    body = {"kind": "enforcement", "lead": foreign.code}
    assert faults(world, "dispatcher", case, "whistle", **body) == {"lead"}


def test_a_duty_officer_whistles_an_emergency_from_the_report(world: World) -> None:
    case = fresh_report(world, urgency="critical")
    body = {"kind": "emergency", "lead": world.urban.code, "assistants": [], "note": "燃气泄漏"}
    shown = done(world, "duty", case, "whistle", **body)
    assert shown["state"] == "whistled"
    clocks = {(clock["kind"], clock["owner"]): clock["state"] for clock in shown["clocks"]}
    assert clocks["verify", "case"] == "met"
    assert clocks["finish", "case"] == "running"


@pytest.mark.parametrize("verb", ["claim", "answer"])
def test_calls_take_a_body_or_none(world: World, verb: str) -> None:
    call = lead_call(fresh_case(world, CaseState.WHISTLED))
    urban = world.people["urban"]
    assert post(urban, f"calls/{call.pk}/claim/", "").status_code == 200
    if verb == "answer":
        answer = post(urban, f"calls/{call.pk}/answer/", "")
        assert (answer.status_code, list(answer.json())) == (400, ["result"])


@pytest.mark.parametrize("result", ["", " ", None, 10 * ["x"], "长" * 5_001, "a\x00"])
def test_an_answer_needs_its_result(world: World, result: Any) -> None:
    call = lead_call(fresh_case(world, CaseState.WHISTLED))
    urban = world.people["urban"]
    post(urban, f"calls/{call.pk}/claim/")
    answer = post(urban, f"calls/{call.pk}/answer/", {"result": result, "evidence": []})
    assert (answer.status_code, list(answer.json())) == (400, ["result"])
