"""Whatever is sent, the API answers in words: never a server error, never half a change."""

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.api import calls, verbs
from cases.workflow import CaseState
from tests.factories.api import fresh_case, get, post, report_body
from tests.factories.cases import lead_call, make_world

pytestmark = pytest.mark.django_db

bounded = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

WORDS = st.sampled_from(
    ["general", "emergency", "not_in_scope", "satisfied", "lead", "true", "1", "", "\x00", "\ud800"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**70), max_value=2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
    | st.text(max_size=20)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
ANSWERED = {200, 201, 400, 409}


def send(user: User, path: str, body: Any) -> int:
    """The status; whatever was done is undone, so that the next body meets the same case."""
    with transaction.atomic():
        answer = post(user, path, json.dumps(body))
        transaction.set_rollback(True)
    status: int = answer.status_code
    return status


def bodies(fields: list[str]) -> st.SearchStrategy[Any]:
    known = st.dictionaries(st.sampled_from(fields or ["anything"]), VALUES, max_size=len(fields))
    return known | VALUES


@pytest.mark.parametrize("verb", verbs.DOORS)
def test_any_body_of_a_verb_is_answered(verb: str) -> None:
    world = make_world()
    state = {
        "verify": CaseState.REPORTED,
        "assign": CaseState.REGISTERED,
        "send_down": CaseState.STREET_REVIEW,
        "whistle": CaseState.STREET_REVIEW,
        "pass_check": CaseState.CHECKING,
        "rework": CaseState.CHECKING,
        "record_follow_up": CaseState.FOLLOW_UP,
        "reopen": CaseState.CLOSED,
    }.get(verb, CaseState.IN_HAND)
    case = fresh_case(world, state)
    who = {"resolve": "worker", "record_follow_up": "clerk", "reopen": "clerk"}
    person = world.people[who.get(verb, "dispatcher")]
    body = verbs.DOORS[verb].body
    assert body

    @bounded
    @given(bodies(list(body().fields)))
    def answered(sent: Any) -> None:
        assert send(person, f"cases/{case.number}/{verb}/", sent) in ANSWERED

    answered()
    assert get(person, f"cases/{case.number}/").status_code == 200


def test_any_body_of_an_answer_is_answered() -> None:
    world = make_world()
    call = lead_call(fresh_case(world, CaseState.WHISTLED))
    urban = world.people["urban"]
    post(urban, f"calls/{call.pk}/claim/")
    body = calls.DOORS["answer"].body
    assert body

    @bounded
    @given(bodies(list(body().fields)))
    def answered(sent: Any) -> None:
        assert send(urban, f"calls/{call.pk}/answer/", sent) in ANSWERED

    answered()


def test_any_report_is_answered() -> None:
    world = make_world()
    worker = world.people["worker"]
    right = report_body(world)
    fields = [*right, "kind", "urgency", "position", "contact", "external_number"]
    fields += ["external_due_at", "evidence", "done", "lat", "phone"]

    @bounded
    @given(bodies(fields), st.booleans())
    def answered(sent: Any, completed: bool) -> None:
        if completed and isinstance(sent, dict):
            sent = {**right, **sent}
        assert send(worker, "cases/", sent) in ANSWERED

    answered()


def test_any_moment_will_do_as_an_external_due_date() -> None:
    world = make_world()
    worker, officer = world.people["worker"], world.people["officer"]

    @bounded
    @given(st.datetimes(timezones=st.none() | st.timezones()))
    def answered(moment: Any) -> None:
        body = report_body(world, external_due_at=moment.isoformat())
        answer = post(worker, "cases/", body)
        assert answer.status_code in {201, 400}
        if answer.status_code == 201:
            number = answer.json()["number"]
            assert post(officer, f"cases/{number}/verify/", {}).status_code == 200

    answered()


def test_any_question_is_answered() -> None:
    world = make_world()
    fresh_case(world, CaseState.WHISTLED)
    names = ["state", "place", "category", "department", "overdue", "q", "cursor", "page"]
    texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
        ["reported", world.grid.code, "true", "楼道", "堆", "20", "-", "%", "\\", "'", "\x00"]
    )

    @bounded
    @given(st.dictionaries(st.sampled_from(names), texts, max_size=4))
    def answered(query: dict[str, str]) -> None:
        answer = get(world.people["dispatcher"], "cases/", **query)
        assert answer.status_code in {200, 400}, query

    answered()
