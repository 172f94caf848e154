"""回访: who is called next, and what one choice records."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.following import Heard, rate, record_follow_up
from cases.models import Case
from cases.workflow import CaseState
from journal.actors import resident
from tests.factories.cases import HOUR, World, bring_to

pytestmark = pytest.mark.django_db


def as_person(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def owed(world: World, *, days: int, **said: object) -> Case:
    return bring_to(world, CaseState.FOLLOW_UP, now=timezone.now() - timedelta(days=days), **said)


def called_next(world: World, name: str = "clerk") -> str:
    answer = as_person(world, name).get("/follow-up/next/")
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def heard(world: World, case: Case, outcome: str, name: str = "clerk", **said: str) -> Case:
    body = {"outcome": outcome, "idempotency_key": uuid4().hex, **said}
    as_person(world, name).post(f"/follow-up/{case.number}/", body)
    case.refresh_from_db()
    return case


def test_the_call_owed_longest_comes_first(world: World) -> None:
    owed(world, days=3)
    older = owed(world, days=9)
    assert called_next(world) == f"/follow-up/{older.number}/"


def test_who_said_unsolved_himself_comes_before_all_others(world: World) -> None:
    owed(world, days=9)
    angry = owed(world, days=3)
    now = timezone.now() - HOUR
    rate(angry.number, by=resident(), now=now, heard=Heard(reached=True, solved=False))
    assert called_next(world) == f"/follow-up/{angry.number}/"


def test_who_was_not_reached_this_hour_is_left_alone(world: World) -> None:
    case = owed(world, days=3)
    heard(world, case, "unreached")
    assert "现在没有要打的电话" in called_next(world)


def test_the_first_opinion_is_not_asked_for_twice(world: World) -> None:
    case = heard(world, owed(world, days=3), "unsolved_unreasonable")
    assert case.state == CaseState.FOLLOW_UP
    assert "现在没有要打的电话" in called_next(world)
    assert called_next(world, "clerk2") == f"/follow-up/{case.number}/"
    assert heard(world, case, "unsolved_unreasonable", "clerk2").closing == "unreasonable"


def test_nobody_else_is_given_calls_to_make(world: World) -> None:
    owed(world, days=3)
    assert "现在没有要打的电话" in called_next(world, "officer")


OUTCOMES = {
    "solved:very_satisfied": (CaseState.CLOSED, True, "very_satisfied"),
    "solved:": (CaseState.CLOSED, True, ""),
    "unsolved_reasonable": (CaseState.IN_HAND, False, "dissatisfied"),
    "unsolved_unreasonable": (CaseState.FOLLOW_UP, False, "dissatisfied"),
    "unreached": (CaseState.FOLLOW_UP, None, ""),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_one_choice_says_reached_solved_and_satisfied(world: World, outcome: str) -> None:
    state, solved, satisfaction = OUTCOMES[outcome]
    said = {"satisfaction": "dissatisfied", "note": "居民原话"}
    case = heard(world, owed(world, days=3), outcome, **said)
    record = case.follow_ups.get()
    assert (case.state, record.solved, record.satisfaction) == (state, solved, satisfaction)
    assert (record.reached, record.note) == (outcome != "unreached", "居民原话")


def test_after_one_call_comes_the_next(world: World) -> None:
    case = owed(world, days=3)
    answer = as_person(world, "clerk").post(
        f"/follow-up/{case.number}/", {"outcome": "solved:satisfied"}
    )
    assert answer["Location"] == "/follow-up/next/"


def test_without_an_outcome_what_was_typed_stays(world: World) -> None:
    case = owed(world, days=3)
    answer = as_person(world, "clerk").post(f"/follow-up/{case.number}/", {"note": "说了很多"})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "请选择回访结果" in html
    assert "说了很多" in html
    assert "显示号码" in html


def test_the_page_shows_script_and_story_and_hides_the_number(world: World) -> None:
    case = owed(world, days=3, text="楼道堵了")
    html = as_person(world, "clerk").get(f"/follow-up/{case.number}/").content.decode()
    assert "13800001234" not in html
    for words in ("问题解决了吗", "楼道堵了", "已清理", "显示号码"):
        assert words in html, words


def test_a_call_somebody_else_recorded_meanwhile_is_told(world: World) -> None:
    case = owed(world, days=3)
    told = Heard(reached=True, solved=True)
    record_follow_up(case.number, by=world["clerk2"], now=timezone.now(), heard=told)
    client = as_person(world, "clerk")
    body = {"outcome": "solved:satisfied", "note": "说了很多"}
    answer = client.post(f"/follow-up/{case.number}/", body)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "由clerk2在" in html
    assert "说了很多" in html
    assert client.get(f"/follow-up/{case.number}/").status_code == 409
