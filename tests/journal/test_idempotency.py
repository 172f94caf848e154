import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from journal.actions import Answer, earlier_answer, fingerprint, forget_answers, once
from journal.models import IdempotencyKey
from journal.refusals import Conflict

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Counter:
    """Answers with how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Answer:
        self.calls += 1
        return Answer(201, {"number": self.calls})


def ask(
    do: Counter, *, scope: str = "user:1", key: str = "k", body: str = "b"
) -> tuple[Answer, bool]:
    return once(scope=scope, key=key, fingerprint=fingerprint(body), now=NOW, do=do)


def test_the_first_request_is_carried_out() -> None:
    assert ask(Counter()) == (Answer(201, {"number": 1}), False)


def test_the_same_request_again_gets_the_first_answer() -> None:
    do = Counter()
    ask(do)
    assert ask(do) == (Answer(201, {"number": 1}), True)
    assert do.calls == 1


def test_the_same_key_with_another_body_is_refused() -> None:
    do = Counter()
    ask(do)
    with pytest.raises(Conflict) as refused:
        ask(do, body="another")
    assert refused.value.code == "idempotency_mismatch"
    assert do.calls == 1


def test_two_people_may_use_the_same_key() -> None:
    do = Counter()
    ask(do)
    assert ask(do, scope="user:2") == (Answer(201, {"number": 2}), False)


def test_a_request_that_failed_leaves_its_key_free() -> None:
    def broken() -> Answer:
        raise Conflict("没有成功")

    with pytest.raises(Conflict):
        once(scope="user:1", key="k", fingerprint=fingerprint("b"), now=NOW, do=broken)
    assert not IdempotencyKey.objects.exists()
    assert ask(Counter()) == (Answer(201, {"number": 1}), False)


def test_keeping_the_answer_costs_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(5):  # the transaction's two, and insert, read, save
        ask(Counter())


def test_an_earlier_answer_can_be_looked_up_before_anything_is_done() -> None:
    assert earlier_answer(scope="user:1", key="k", fingerprint=fingerprint("b")) is None
    answer, _ = ask(Counter())
    assert earlier_answer(scope="user:1", key="k", fingerprint=fingerprint("b")) == answer
    with pytest.raises(Conflict):
        earlier_answer(scope="user:1", key="k", fingerprint=fingerprint("other"))


def test_fingerprints_tell_where_one_part_ends() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab", b"c") == fingerprint("ab", "c")


def test_answers_are_forgotten_after_seven_days() -> None:
    ask(Counter())
    assert forget_answers(now=NOW + timedelta(days=7)) == 0
    assert forget_answers(now=NOW + timedelta(days=7, seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_racing_requests_are_carried_out_once_and_all_get_the_first_answer() -> None:
    do, start = Counter(), threading.Barrier(8)

    def racer() -> tuple[Answer, bool]:
        start.wait()
        try:
            return ask(do)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = [future.result() for future in [pool.submit(racer) for _ in range(8)]]
    assert do.calls == 1
    assert [answer for answer, _ in results] == [Answer(201, {"number": 1})] * 8
    assert sorted(replayed for _, replayed in results) == [False] + [True] * 7
