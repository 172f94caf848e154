from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from journal.actions import audit, relay, resend, say
from journal.actors import system
from journal.models import AuditEntry, OutboxMessage

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


def tell(key: str = "case:1:closed", topic: str = "case.closed") -> None:
    say(topic, key=key, now=NOW, case=1)


def only_message() -> OutboxMessage:
    return OutboxMessage.objects.get()


def write(message: OutboxMessage) -> None:
    audit(
        by=system("relay"), now=NOW, action="heard", object_kind="message", object_key=message.key
    )


def write_and_break(message: OutboxMessage) -> None:
    write(message)
    raise ConnectionError("打不通 13812345678")


def test_a_message_holds_ids_and_is_due_at_once() -> None:
    say("case.closed", key="case:1:closed", now=NOW, case=1, call=7)
    message = only_message()
    assert (message.topic, message.key) == ("case.closed", "case:1:closed")
    assert message.payload == {"case": 1, "call": 7}
    assert (message.created_at, message.next_attempt_at, message.sent_at) == (NOW, NOW, None)


def test_saying_the_same_key_twice_leaves_one_message() -> None:
    tell()
    say("case.closed", key="case:1:closed", now=LATER, case=2)
    assert only_message().payload == {"case": 1}


@pytest.mark.django_db(transaction=True)
def test_a_message_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        tell()


@pytest.mark.django_db(transaction=True)
def test_a_message_goes_with_the_transaction_that_fails() -> None:
    def tell_and_fail() -> None:
        with transaction.atomic():
            tell()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert not OutboxMessage.objects.exists()


def test_the_relay_hands_a_message_to_its_handler_and_marks_it_sent() -> None:
    tell()
    assert relay(now=LATER, handlers={"case.closed": write}) == 1
    assert AuditEntry.objects.get().object_key == "case:1:closed"
    assert (only_message().sent_at, only_message().attempts) == (LATER, 1)


def test_a_sent_message_is_not_sent_again() -> None:
    tell()
    relay(now=NOW, handlers={"case.closed": write})
    assert relay(now=LATER, handlers={"case.closed": write}) == 0
    assert AuditEntry.objects.count() == 1


def test_a_batch_stops_at_its_size_and_the_oldest_goes_first() -> None:
    for key in ("a", "b", "c"):
        tell(key)
    heard: list[str] = []
    handlers = {"case.closed": lambda message: heard.append(message.key)}
    assert relay(now=NOW, handlers=handlers, batch=2) == 2
    assert heard == ["a", "b"]


def test_a_failing_handler_leaves_no_work_behind_and_is_tried_again_later() -> None:
    tell()
    assert relay(now=NOW, handlers={"case.closed": write_and_break}) == 0
    message = only_message()
    assert not AuditEntry.objects.exists()
    assert (message.sent_at, message.failed_at, message.attempts) == (None, None, 1)
    assert message.next_attempt_at == NOW + timedelta(seconds=30)
    assert relay(now=NOW + timedelta(seconds=30), handlers={"case.closed": write}) == 1


def test_one_failing_message_does_not_hold_up_the_others() -> None:
    tell("a", topic="broken")
    tell("b")
    assert relay(now=NOW, handlers={"broken": write_and_break, "case.closed": write}) == 1


def test_the_error_is_kept_with_personal_numbers_masked() -> None:
    tell()
    relay(now=NOW, handlers={"case.closed": write_and_break})
    assert only_message().last_error == "ConnectionError: 打不通 138****5678"


def test_a_topic_nobody_hears_becomes_a_visible_failure() -> None:
    tell(topic="nobody.hears")
    assert relay(now=NOW, handlers={}) == 0
    assert only_message().last_error == "KeyError: 'nobody.hears'"


def fail_until_given_up() -> datetime:
    moment = NOW
    for _ in range(8):
        relay(now=moment, handlers={"case.closed": write_and_break})
        moment = only_message().next_attempt_at
    return moment


def test_pauses_grow_and_the_eighth_failure_gives_up() -> None:
    tell()
    moment = fail_until_given_up()
    message = only_message()
    assert message.attempts == 8
    assert message.failed_at is not None
    assert message.failed_at - NOW > timedelta(hours=9)
    assert relay(now=moment, handlers={"case.closed": write}) == 0


def test_a_message_given_up_can_be_sent_again_by_hand() -> None:
    tell()
    moment = fail_until_given_up()
    assert resend(ids=[only_message().pk], now=moment) == 1
    assert relay(now=moment, handlers={"case.closed": write}) == 1


def test_a_sent_message_is_not_touched_by_sending_again_by_hand() -> None:
    tell()
    relay(now=NOW, handlers={"case.closed": write})
    assert resend(ids=[only_message().pk], now=LATER) == 0


def test_the_database_refuses_a_message_both_sent_and_failed() -> None:
    tell()
    with pytest.raises(IntegrityError, match="outbox_sent_or_failed"):
        OutboxMessage.objects.update(sent_at=NOW, failed_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_four_relays_at_once_deliver_each_message_once() -> None:
    with transaction.atomic():
        for number in range(40):
            tell(f"case:{number}")
    assert sum(at_once(4, lambda: relay(now=NOW, handlers={"case.closed": write}))) == 40
    keys = AuditEntry.objects.values_list("object_key", flat=True)
    assert sorted(keys) == sorted(f"case:{number}" for number in range(40))


def at_once(workers: int, work: Callable[[], int]) -> list[int]:
    def closing() -> int:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return [future.result() for future in [pool.submit(closing) for _ in range(workers)]]
