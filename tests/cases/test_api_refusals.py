"""The order of refusals (401, 404, 403, 409, 400) and the shape of each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from cases.actions.whistles import Assistant
from cases.models import Case
from cases.workflow import CaseState
from tests.factories.api import fresh_case, fresh_report, get, post, report_body
from tests.factories.cases import lead_call, make_world, whistle_for

pytestmark = pytest.mark.django_db

NONSENSE = "{"
BAD_NUMBERS = ["20990101-000001", "nonsense", "１２３４", "a%00b", "%ED%A0%80", "9" * 300, "-"]
BAD_IDS = ["0", "nonsense", "-1", "9" * 18, "9" * 30, "1.5", "a%00b"]


@pytest.mark.parametrize(
    "path",
    [
        "cases/",
        "cases/20990101-000001/verify/",
        "cases/nonsense/nonsense/",
        "cases/20990101-000001/reveal_contact/",
        "calls/1/claim/",
        "calls/nonsense/nonsense/",
        "evidence/",
    ],
)
def test_a_stranger_is_asked_who_he_is_before_anything_else(path: str) -> None:
    answer = post(None, path, NONSENSE)
    assert answer.status_code == 401
    assert answer.json()["detail"]
    assert answer["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("path", ["cases/", "cases/20990101-000001/", "categories/"])
def test_a_stranger_reads_nothing(path: str) -> None:
    assert get(None, path).status_code == 401


@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_what_is_no_number_is_not_found(number: str) -> None:
    dispatcher = make_world().people["dispatcher"]
    for answer in (
        get(dispatcher, f"cases/{number}/"),
        post(dispatcher, f"cases/{number}/verify/", NONSENSE),
        post(dispatcher, f"cases/{number}/reveal_contact/", NONSENSE),
    ):
        assert answer.status_code == 404
        assert set(answer.json()) == {"code", "detail"}


@pytest.mark.parametrize("call_id", BAD_IDS)
def test_what_is_no_call_is_not_found(call_id: str) -> None:
    urban = make_world().people["urban"]
    assert post(urban, f"calls/{call_id}/claim/", NONSENSE).status_code == 404


def test_forbidden_comes_before_the_wrong_state_and_before_a_bad_body() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.CLOSED)
    answer = post(world.people["worker"], f"cases/{case.number}/verify/", NONSENSE)
    assert answer.status_code == 403
    assert set(answer.json()) == {"code", "detail"}


def test_the_wrong_state_comes_before_a_bad_body() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.REGISTERED)
    answer = post(world.people["officer"], f"cases/{case.number}/verify/", NONSENSE)
    assert answer.status_code == 409
    assert set(answer.json()) == {"code", "detail", "state"}


def test_a_bad_body_is_told_field_by_field() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.REPORTED)
    answer = post(world.people["officer"], f"cases/{case.number}/decline/", {"reason": "because"})
    assert answer.status_code == 400
    assert set(answer.json()) == {"reason", "advice"}
    assert all(isinstance(sentence, str) for texts in answer.json().values() for sentence in texts)


def test_the_lead_waits_for_a_mandatory_assistant_whatever_it_sends() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.STREET_REVIEW)
    whistle_for(world, case, now=timezone.now(), assistants=[Assistant(world.water)])
    call = lead_call(case)
    post(world.people["urban"], f"calls/{call.pk}/claim/")
    answer = post(world.people["urban"], f"calls/{call.pk}/answer/", NONSENSE)
    assert (answer.status_code, answer.json()["code"]) == (409, "assistant_open")


def test_reopening_too_late_is_a_conflict_whatever_is_sent() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.CLOSED)
    long_ago = timezone.now() - timedelta(days=31)
    Case.objects.filter(pk=case.pk).update(ended_at=long_ago)
    answer = post(world.people["clerk"], f"cases/{case.number}/reopen/", NONSENSE)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


def test_who_may_report_nowhere_is_told_so_before_his_report_is_read() -> None:
    answer = post(make_world().people["leader"], "cases/", NONSENSE)
    assert answer.status_code == 403


def test_not_entitled_at_the_place_comes_before_what_else_is_wrong() -> None:
    world = make_world()
    body = report_body(world, place=world.sibling_grid.code, title="", category="none")
    assert post(world.people["worker"], "cases/", body).status_code == 403


def test_a_whistle_before_registration_is_for_emergencies_only() -> None:
    world = make_world()
    case = fresh_report(world)
    body = {"kind": "enforcement", "lead": world.urban.code}
    answer = post(world.people["dispatcher"], f"cases/{case.number}/whistle/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "register_first")
    assert answer.json()["state"] == "reported"


def test_what_is_not_registered_is_told_before_a_department_nobody_knows() -> None:
    world = make_world()
    case = fresh_report(world)
    body = {"kind": "enforcement", "lead": "none"}
    answer = post(world.people["dispatcher"], f"cases/{case.number}/whistle/", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "register_first")


def test_the_same_hour_is_told_before_a_word_nobody_knows() -> None:
    world = make_world()
    case = fresh_case(world, CaseState.FOLLOW_UP)
    path = f"cases/{case.number}/record_follow_up/"
    assert post(world.people["clerk"], path, {"reached": False}).status_code == 200
    answer = post(world.people["clerk"], path, {"reached": False, "satisfaction": "bogus"})
    assert (answer.status_code, answer.json()["code"]) == (409, "same_hour")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59", "1800-01-01"])
def test_an_impossible_moment_is_refused_by_name(moment: str) -> None:
    world = make_world()
    body = report_body(world, external_due_at=moment)
    answer = post(world.people["worker"], "cases/", body)
    assert (answer.status_code, list(answer.json())) == (400, ["external_due_at"])


@pytest.mark.parametrize("phone", ["😀", "call me", "12", "1" * 25])
def test_what_is_no_phone_is_refused_and_keeps_nobody_waiting_for_a_call(phone: str) -> None:
    world = make_world()
    body = report_body(world, contact={"name": "张三", "phone": phone})
    answer = post(world.people["worker"], "cases/", body)
    assert (answer.status_code, list(answer.json())) == (400, ["phone"])


def test_a_token_of_other_bytes_is_an_unknown_token() -> None:
    answer = APIClient().get("/api/v1/cases/", headers={"Authorization": "Token \xff\xfe"})
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])


@pytest.mark.parametrize("body", ["null", "[]", '"text"', "7"])
def test_a_body_that_is_no_object_is_refused_in_words(body: str) -> None:
    world = make_world()
    case = fresh_report(world)
    answer = post(world.people["officer"], f"cases/{case.number}/decline/", body)
    assert answer.status_code == 400
    assert "JSON" in answer.json()["detail"]


def test_a_nul_in_a_text_is_told_in_words() -> None:
    world = make_world()
    answer = post(world.people["worker"], "cases/", report_body(world, title="a\0b"))
    assert answer.status_code == 400
    assert "NUL" in answer.json()["title"][0]


@pytest.mark.parametrize("address", ["/track/%00/", "/report/?place=%00", "/setup/people/?q=%00"])
def test_an_address_with_a_nul_is_not_found(address: str) -> None:
    client = Client()
    client.force_login(make_world().people["admin"])
    assert client.get(address).status_code == 404


def test_a_place_with_a_nul_is_not_found() -> None:
    assert get(make_world().people["officer"], "places/%00/posts/").status_code == 404


def test_other_methods_are_refused() -> None:
    world = make_world()
    case = fresh_report(world)
    answer = get(world.people["officer"], f"cases/{case.number}/verify/")
    assert answer.status_code == 405
