"""The same request twice is carried out once; racing requests get one winner."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Call, Case, CaseEvent
from cases.workflow import CallState, CaseState
from grids.roles import Role
from journal.models import IdempotencyKey
from tests.factories.api import fresh_case, fresh_report, post, report_body
from tests.factories.cases import World, lead_call, make_world
from tests.factories.grids import make_holder

Result = TypeVar("Result")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_the_same_report_again_is_the_same_case(world: World) -> None:
    worker, body = world.people["worker"], report_body(world)
    first = post(worker, "cases/", body, key="a-1")
    again = post(worker, "cases/", body, key="a-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Case.objects.count() == 1


def test_without_a_key_every_report_is_a_new_case(world: World) -> None:
    for _ in range(2):
        assert post(world.people["worker"], "cases/", report_body(world)).status_code == 201
    assert Case.objects.count() == 2


def test_the_same_key_for_another_report_is_a_conflict(world: World) -> None:
    worker = world.people["worker"]
    post(worker, "cases/", report_body(world), key="a-1")
    answer = post(worker, "cases/", report_body(world, title="另一件事"), key="a-1")
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_mismatch"
    assert set(answer.json()) == {"code", "detail", "state"}


def test_the_same_key_for_another_verb_is_a_conflict(world: World) -> None:
    case = fresh_report(world)
    officer = world.people["officer"]
    post(officer, f"cases/{case.number}/verify/", {}, key="a-1")
    answer = post(officer, f"cases/{case.number}/assign/", {}, key="a-1")
    assert answer.json()["code"] == "idempotency_mismatch"


def test_two_people_may_use_the_same_key(world: World) -> None:
    body = report_body(world)
    first = post(world.people["worker"], "cases/", body, key="a-1")
    second = post(world.people["officer"], "cases/", body, key="a-1")
    assert (first.status_code, second.status_code) == (201, 201)


def test_a_refused_request_leaves_its_key_free(world: World) -> None:
    worker = world.people["worker"]
    assert post(worker, "cases/", {}, key="a-1").status_code == 400
    assert post(worker, "cases/", "{", key="a-1").status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert post(worker, "cases/", report_body(world), key="a-1").status_code == 201


def test_a_verb_sent_twice_is_answered_twice_and_done_once(world: World) -> None:
    case = fresh_report(world)
    path = f"cases/{case.number}/verify/"
    first = post(world.people["officer"], path, {}, key="v-1")
    again = post(world.people["officer"], path, {}, key="v-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert CaseEvent.objects.filter(case=case, verb="verify").count() == 1


def test_a_claim_sent_twice_is_answered_twice_and_done_once(world: World) -> None:
    call = lead_call(fresh_case(world, CaseState.WHISTLED))
    urban = world.people["urban"]
    answers = [post(urban, f"calls/{call.pk}/claim/", key="c-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert CaseEvent.objects.filter(call=call, verb="claim").count() == 1


def test_an_answer_is_not_repeated_to_who_no_longer_sees_the_case(world: World) -> None:
    case = fresh_report(world)
    officer = world.people["officer"]
    path = f"cases/{case.number}/verify/"
    post(officer, path, {}, key="v-1")
    officer.posts.update(until=timezone.localdate())
    officer.__dict__.pop("_grants_by_day")
    assert post(officer, path, {}, key="v-1").status_code == 404


def test_the_first_answer_is_repeated_when_the_act_itself_took_the_case_away(world: World) -> None:
    case = fresh_report(world)
    body = {"place": world.sibling.code, "reason": "在隔壁社区"}
    path = f"cases/{case.number}/correct/"
    first = post(world.people["officer"], path, body, key="c-1")
    again = post(world.people["officer"], path, body, key="c-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


def test_a_key_of_any_length_is_taken_or_refused_in_words(world: World) -> None:
    worker, body = world.people["worker"], report_body(world)
    assert post(worker, "cases/", body, key="k" * 200).status_code == 201
    answer = post(worker, "cases/", body, key="k" * 201)
    assert answer.status_code == 400
    assert list(answer.json()) == ["Idempotency-Key"]


def test_what_was_revealed_is_not_kept_with_the_key(world: World) -> None:
    case = fresh_report(world)
    path = f"cases/{case.number}/reveal_contact/"
    answer = post(world.people["officer"], path, {"reason": "约时间上门"}, key="r-1")
    assert answer.json() == {"name": "张三", "phone": "13800001234"}
    assert not IdempotencyKey.objects.exists()


def at_once(do: Callable[[int], Result], racers: int = 8) -> list[Result]:
    """Eight threads, each with a connection of its own, start together."""
    start = threading.Barrier(racers)

    def run(racer: int) -> Result:
        try:
            start.wait(timeout=20)
            return do(racer)
        finally:
            connection.close()

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(run, range(racers)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_racing_claimers_one_wins_and_seven_hear_who() -> None:
    world = make_world()
    call = lead_call(fresh_case(world, CaseState.WHISTLED))
    claimers = [make_holder(Role.DEPARTMENT_HANDLER, world.urban) for _ in range(8)]
    answers = at_once(lambda racer: post(claimers[racer], f"calls/{call.pk}/claim/"))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    call = Call.objects.get(pk=call.pk)
    assert call.state == CallState.CLAIMED
    assert call.claimed_by
    for lost in [answer.json() for answer in answers if answer.status_code == 409]:
        assert (lost["code"], lost["state"]) == ("already_claimed", "claimed")
        assert call.claimed_by.display_name in lost["detail"]


@pytest.mark.django_db(transaction=True)
def test_eight_racing_reports_with_one_key_are_one_case() -> None:
    world = make_world()
    worker, body = world.people["worker"], report_body(world)
    answers = at_once(lambda _racer: post(worker, "cases/", body, key="race"))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_racing_reports_of_one_external_number_are_one_case() -> None:
    world = make_world()
    body = report_body(world, source="hotline_12345", external_number="12345-1")
    answers = at_once(lambda _racer: post(world.people["worker"], "cases/", body))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7
    assert Case.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_racing_verifiers_one_wins() -> None:
    world = make_world()
    case = fresh_report(world)
    answers = at_once(
        lambda racer: post(
            world.people[("officer", "officer2")[racer % 2]], f"cases/{case.number}/verify/", {}
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {a.json()["state"] for a in answers} == {"registered"}
