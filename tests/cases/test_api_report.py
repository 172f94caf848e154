"""POST /api/v1/cases/: what makes a case, and what is refused field by field."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, CaseContact
from tests.factories.api import client_of, photo, post, report_body
from tests.factories.cases import World, make_category

pytestmark = pytest.mark.django_db


def report(world: World, **said: Any) -> Any:
    return post(world.people["worker"], "cases/", report_body(world, **said))


def refused(world: World, **said: Any) -> dict[str, Any]:
    answer = report(world, **said)
    assert answer.status_code == 400, answer.json()
    assert not Case.objects.exists()
    body: dict[str, Any] = answer.json()
    return body


def upload(world: World, who: str = "worker") -> str:
    client = client_of(world.people[who])
    sent = client.post("/api/v1/evidence/", {"file": photo(), "kind": "scene"})
    evidence: str = sent.json()["id"]
    return evidence


def test_the_plainest_report(world: World) -> None:
    answer = report(world)
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["round"]) == ("reported", 1)
    assert shown["place"] == world.building.code
    assert shown["contact"] is None
    assert [clock["kind"] for clock in shown["clocks"]] == ["verify"]
    assert len(shown["track_code"]) >= 10


def test_everything_that_can_be_said(world: World) -> None:
    said: dict[str, Any] = {
        "kind": "complaint",
        "urgency": "urgent",
        "position": {"lat": 39.9042, "lng": 116.4074},
        "contact": {"name": "张三", "phone": "13800001234"},
        "external_number": "BJ-1",
        "external_due_at": "2099-06-01T18:00:00",
        "source": "hotline_12345",
        "evidence": [upload(world)],
    }
    shown = report(world, **said).json()
    assert (shown["kind"], shown["urgency"], shown["source"]) == (
        "complaint",
        "urgent",
        "hotline_12345",
    )
    assert shown["position"] == said["position"]
    assert shown["external_due_at"] == "2099-06-01T18:00:00+08:00"
    assert shown["contact"] == {"name": "张*", "phone": "138****1234"}
    assert len(shown["evidence"]) == 1
    assert {clock["kind"] for clock in shown["clocks"]} == {"verify", "first_contact"}


def test_nulls_mean_the_same_as_leaving_out(world: World) -> None:
    names = ("kind", "urgency", "position", "contact", "external_number", "external_due_at")
    nothing = dict.fromkeys((*names, "evidence", "done"))
    assert report(world, **nothing).status_code == 201


def test_fixed_on_the_spot_goes_to_checking(world: World) -> None:
    shown = report(world, done={"result": "已清走", "evidence": [upload(world)]}).json()
    assert shown["state"] == "checking"
    assert shown["handler"] == world.people["worker"].username
    assert [event["verb"] for event in shown["events"]] == ["report", "resolve"]
    assert shown["evidence"][0]["event"] == shown["events"][1]["id"]


def test_the_category_lends_its_urgency_and_kind(world: World) -> None:
    gas = make_category("燃气泄漏", urgency="critical", kind="help")
    shown = report(world, category=gas.code).json()
    assert (shown["urgency"], shown["kind"]) == ("critical", "help")


def test_an_external_due_date_caps_the_promise(world: World) -> None:
    due = timezone.localtime() + timedelta(hours=2)
    case = report(world, external_due_at=due.isoformat()).json()
    shown = post(world.people["officer"], f"cases/{case['number']}/verify/", {}).json()
    assert shown["due_at"] == due.isoformat()


@pytest.mark.parametrize("field", ["place", "category", "title", "text", "source"])
def test_what_is_missing_is_named(world: World, field: str) -> None:
    body = report_body(world)
    del body[field]
    answer = post(world.people["worker"], "cases/", body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("place", "999999999"),
        ("place", None),
        ("place", ["110101001"]),
        ("place", "\x00"),
        ("category", "none"),
        ("category", {"code": "A"}),
        ("title", ""),
        ("title", "   "),
        ("title", "长" * 121),
        ("title", "a\x00b"),
        ("title", None),
        ("title", True),
        ("text", "长" * 10_001),
        ("source", "gossip"),
        ("source", "\ufffe"),
        ("kind", "gossip"),
        ("urgency", "very"),
        ("urgency", ["critical"]),
        ("position", {"lat": 91, "lng": 0}),
        ("position", {"lat": 0, "lng": 181}),
        ("position", {"lat": 1}),
        ("position", {"lat": "nan", "lng": "inf"}),
        ("position", {"lat": True, "lng": []}),
        ("position", [39.9, 116.4]),
        ("position", "39.9,116.4"),
        ("contact", "张三 13800001234"),
        ("contact", {"name": "名" * 61}),
        ("contact", {"phone": "1" * 31}),
        ("contact", {"phone": {"mobile": "1"}}),
        ("external_number", "1" * 65),
        ("external_due_at", "tomorrow"),
        ("external_due_at", "0001-01-01T00:00:00+14:00"),
        ("external_due_at", "9999-12-31T23:59:59-12:00"),
        ("external_due_at", "1999-12-31"),
        ("external_due_at", 20260601),
        ("evidence", "one"),
        ("evidence", ["one"]),
        ("evidence", [None]),
        ("evidence", {"id": "x"}),
        ("evidence", [10**40]),
        ("evidence", ["00000000-0000-4000-8000-000000000000"]),
        ("done", {"result": ""}),
        ("done", {"evidence": []}),
        ("done", True),
        ("done", {"result": "x", "evidence": ["one"]}),
    ],
)
def test_what_cannot_be_taken_is_named(world: World, field: str, value: Any) -> None:
    assert list(refused(world, **{field: value})) == [field]


def test_every_fault_is_told_at_once(world: World) -> None:
    body = refused(world, title="", category="none", urgency="very")
    assert set(body) == {"title", "category", "urgency"}


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "3", '"text"', "NaN", '{"title": NaN}'])
def test_what_is_no_object_is_refused(world: World, body: str) -> None:
    assert post(world.people["worker"], "cases/", body).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        "[" * 500 + "]" * 500,
        '{"place": ' + "[" * 60 + "]" * 60 + "}",
        '{"title": "\\ud800"}',
        '{"\\udfff": 1}',
        '{"title": ' + "9" * 5000 + "}",
        b"\xff\xfe\xfa".decode("latin-1"),
    ],
    ids=["unclosed", "deep", "deep field", "surrogate", "surrogate name", "long number", "latin"],
)
def test_what_cannot_be_stored_is_refused_in_words(world: World, body: str) -> None:
    answer = post(world.people["worker"], "cases/", body)
    assert answer.status_code == 400


@pytest.mark.parametrize("key", ["", "k-1"])
def test_a_body_of_ten_megabytes_is_refused_in_words(world: World, key: str) -> None:
    body = report_body(world, text="长" * 4_000_000)
    answer = post(world.people["worker"], "cases/", body, key=key)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_a_form_is_no_json(world: World) -> None:
    answer = client_of(world.people["worker"]).post("/api/v1/cases/", {"title": "x"})
    assert answer.status_code == 415


def test_numbers_will_do_where_a_code_is_a_number(world: World) -> None:
    assert report(world, place=int(world.building.code)).status_code == 201


def test_a_number_of_the_hotline_is_registered_once(world: World) -> None:
    said = {"source": "hotline_12345", "external_number": "BJ-1"}
    first = report(world, **said).json()
    answer = report(world, **said)
    assert answer.status_code == 400
    assert first["number"] in answer.json()["external_number"][0]


def test_a_photo_is_used_once_and_by_its_uploader(world: World) -> None:
    mine, theirs = upload(world), upload(world, "officer")
    assert report(world, evidence=[theirs]).status_code == 400
    assert report(world, evidence=[mine]).status_code == 201
    answer = report(world, evidence=[mine])
    assert list(answer.json()) == ["evidence"]
    assert Case.objects.count() == 1


def test_the_contact_is_kept_encrypted(world: World) -> None:
    report(world, contact={"name": "张三", "phone": "13800001234"})
    contact = CaseContact.objects.get()
    assert (contact.name, contact.phone) == ("张三", "13800001234")
    raw = CaseContact.objects.extra(select={"raw": "phone::text"}).values_list("raw", flat=True)
    assert "13800001234" not in raw[0]
