"""One case as the API shows it: its fields, its clocks in words, its people masked."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import User
from cases.actions.handling import add_note
from cases.actions.reporting import Contact
from cases.actions.whistles import Assistant
from cases.models import Case
from cases.workflow import CaseState
from journal.models import AuditEntry
from tests.factories.api import client_of, fresh_case, fresh_report, get, photo, post, report_body
from tests.factories.cases import World, answer_lead, make_category, whistle_for
from tests.factories.grids import make_person

pytestmark = pytest.mark.django_db

CONTRACT = {
    "number",
    "state",
    "track_code",
    "kind",
    "source",
    "title",
    "text",
    "place",
    "place_name",
    "category",
    "urgency",
    "due_at",
    "overdue",
    "round",
    "supervision",
    "reported_at",
    "handler",
    "reported_by",
    "contact",
    "external_number",
    "position",
    "clocks",
    "calls",
    "events",
    "evidence",
    "verbs",
}


def show(world: World, case: Case, who: str = "dispatcher") -> dict[str, Any]:
    answer = get(world.people[who], f"cases/{case.number}/")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_contract_names_every_field(world: World) -> None:
    assert set(show(world, fresh_report(world))) >= CONTRACT


def test_moments_carry_the_offset_of_the_street(world: World) -> None:
    assert show(world, fresh_report(world))["reported_at"].endswith("+08:00")


def test_clocks_say_whose_they_are_and_explain_themselves(world: World) -> None:
    case = fresh_case(world, CaseState.WHISTLED)
    shown = show(world, case)
    call = shown["calls"][0]
    owners = {(clock["kind"], clock["owner"]) for clock in shown["clocks"]}
    assert owners == {
        ("verify", "case"),
        ("first_contact", "case"),
        ("finish", "case"),
        ("claim", call["id"]),
        ("finish", call["id"]),
    }
    verify = next(clock for clock in shown["clocks"] if clock["kind"] == "verify")
    assert verify["state"] in {"met", "running"}
    assert verify["due_at"].endswith("+08:00")
    assert "1 个工作小时" in verify["explanation"]
    promise = next(c for c in shown["clocks"] if (c["kind"], c["owner"]) == ("finish", "case"))
    assert shown["due_at"] == promise["due_at"]


def test_calls_name_the_department_and_what_it_may_do(world: World) -> None:
    case = fresh_case(world, CaseState.STREET_REVIEW)
    whistle_for(
        world, case, now=timezone.now(), assistants=[Assistant(world.water, mandatory=False)]
    )
    lead, assist = show(world, case, "urban")["calls"]
    assert (lead["department"], lead["role"], lead["state"]) == (world.urban.code, "lead", "called")
    assert (assist["department_name"], assist["role"], assist["mandatory"]) == (
        world.water.name,
        "assist",
        False,
    )
    assert (lead["verbs"], assist["verbs"]) == (["claim"], [])


def test_events_tell_who_did_what_from_where(world: World) -> None:
    case = fresh_report(world)
    post(world.people["officer"], f"cases/{case.number}/verify/", {})
    first, second = show(world, case)["events"]
    assert (first["verb"], first["from_state"], first["to_state"]) == ("report", "", "reported")
    assert (second["verb"], second["via"], second["public"]) == ("verify", "api", True)
    assert second["by"] == world.people["officer"].username
    assert second["by_name"] == world.people["officer"].display_name


VERBS = {
    "worker": ["contact", "add_note"],
    "officer": ["verify", "decline", "correct", "contact", "add_note"],
    "dispatcher": ["verify", "decline", "correct", "whistle", "contact", "add_note"],
    "duty": [],
    "leader": [],
    "clerk": [],
}


@pytest.mark.parametrize(("who", "verbs"), VERBS.items())
def test_verbs_are_what_the_reader_may_do_now(world: World, who: str, verbs: list[str]) -> None:
    assert show(world, fresh_report(world), who)["verbs"] == verbs


def test_the_contact_is_masked(world: World) -> None:
    shown = show(world, fresh_report(world, contact=Contact("张三丰", "13800001234")))
    assert shown["contact"] == {"name": "张**", "phone": "138****1234"}
    assert show(world, fresh_report(world, contact=Contact()))["contact"] is None


def test_numbers_of_people_are_masked_in_every_text(world: World) -> None:
    case = fresh_report(world, title="找13800001234", text="身份证11010519491231002X")
    add_note(case.number, by=world["officer"], now=timezone.now(), text="回电13900005678")
    reason = {"urgency": "complex", "reason": "证件11010519491231002X"}
    post(world.people["officer"], f"cases/{case.number}/correct/", reason)
    raw = get(world.people["dispatcher"], f"cases/{case.number}/").content.decode()
    for secret in ("13800001234", "11010519491231002X", "13900005678"):
        assert secret not in raw
    assert "138****1234" in raw
    assert "1***************X" in raw


def test_the_contact_is_revealed_with_a_reason_and_on_record(world: World) -> None:
    case = fresh_report(world)
    path = f"cases/{case.number}/reveal_contact/"
    answer = post(world.people["officer"], path, {"reason": "约时间上门"})
    assert answer.json() == {"name": "张三", "phone": "13800001234"}
    entry = AuditEntry.objects.get(action="reveal_contact")
    assert (entry.who, entry.object_key, entry.reason, entry.via) == (
        world.people["officer"],
        case.number,
        "约时间上门",
        "api",
    )


REVEAL = {"officer": 400, "worker": 400, "clerk": 400, "leader": 403, "head": 403, "officer3": 404}


@pytest.mark.parametrize(("who", "status"), REVEAL.items())
def test_the_contact_is_for_those_who_speak_with_the_reporter(
    world: World, who: str, status: int
) -> None:
    case = fresh_report(world)
    answer = post(world.people[who], f"cases/{case.number}/reveal_contact/", {})
    assert answer.status_code == status
    assert not AuditEntry.objects.filter(action="reveal_contact").exists()


def test_evidence_says_where_it_is_seen(world: World) -> None:
    worker = world.people["worker"]
    sent = client_of(worker).post("/api/v1/evidence/", {"file": photo(), "kind": "before"})
    answer = post(worker, "cases/", report_body(world, evidence=[sent.json()["id"]]))
    (item,) = answer.json()["evidence"]
    assert (item["id"], item["kind"], item["taken_at"]) == (sent.json()["id"], "before", None)
    assert item["url"] == f"/api/v1/evidence/{item['id']}/"
    assert item["thumb_url"] == f"/api/v1/evidence/{item['id']}/thumb/"
    assert item["event"] == answer.json()["events"][0]["id"]


def test_the_reader_of_an_act_sees_its_result_even_where_it_takes_the_case_away(
    world: World,
) -> None:
    case = fresh_report(world)
    moved = {"place": world.sibling_grid.code, "reason": "地点写错"}
    answer = post(world.people["officer"], f"cases/{case.number}/correct/", moved)
    assert answer.status_code == 200
    assert answer.json()["place"] == world.sibling_grid.code
    assert get(world.people["officer"], f"cases/{case.number}/").status_code == 404


def test_a_token_opens_the_door(world: World) -> None:
    case = fresh_report(world)
    _token, key = AuthToken.objects.create(user=world.people["officer"])
    client = APIClient(headers={"Authorization": f"Token {key}"})
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200
    assert client.post(f"/api/v1/cases/{case.number}/verify/", {}, format="json").status_code == 200


def test_a_session_opens_the_door_and_asks_for_its_csrf_token(world: World) -> None:
    case = fresh_report(world)
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.people["officer"])
    assert client.get(f"/api/v1/cases/{case.number}/").status_code == 200
    assert client.post(f"/api/v1/cases/{case.number}/verify/", {}, format="json").status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_story(world: World) -> None:
    short = fresh_report(world)
    long = fresh_case(world, CaseState.STREET_REVIEW)
    whistle_for(
        world, long, now=timezone.now(), assistants=[Assistant(world.water, mandatory=False)]
    )
    answer_lead(world, long, now=timezone.now())
    for case in (short, long):
        leader = User.objects.get(pk=world.people["leader"].pk)
        with CaptureQueriesContext(connection) as queries:
            assert get(leader, f"cases/{case.number}/").status_code == 200
        assert len(queries) == 7  # powers, case, calls, events, evidence, clocks, pauses


def test_categories_are_flat_and_name_their_parent(world: World) -> None:
    top = make_category("市容", code="A", leaf=False)
    make_category("垃圾", code="A1", parent=top)
    make_category("旧类", code="A2", parent=top, active=False)
    answer = get(make_person(), "categories/").json()
    assert answer["next"] is None
    assert [item for item in answer["results"] if item["code"].startswith("A")] == [
        {"code": "A", "name": "市容", "name_en": "", "leaf": False, "parent": None},
        {"code": "A1", "name": "垃圾", "name_en": "", "leaf": True, "parent": "A"},
    ]
