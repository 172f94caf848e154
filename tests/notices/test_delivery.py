"""From the outbox to the inboxes: at least once, seen once, and never lost in silence."""

import logging
from datetime import timedelta

import pytest

from cases.workflow import CALL_MOVES, CASE_MOVES
from governance.relay import HANDLERS
from journal.actions import relay
from journal.models import OutboxMessage
from journal.refusals import NotFound
from notices.actions import mark_read, open_notice
from notices.models import Notice
from tests.factories.cases import HOUR, World, bring_to, make_case, make_world
from tests.factories.grids import NOW
from tests.factories.threads import at_once

LATER = NOW + 9 * HOUR


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def inboxes() -> list[tuple[str, str]]:
    return sorted(Notice.objects.values_list("reader__display_name", "topic"))


def broken(message: OutboxMessage) -> None:
    raise OSError("mail server asleep, call 13812345678")


def test_every_topic_a_case_speaks_of_has_a_handler() -> None:
    spoken = {f"case.{verb}" for verb in (*CASE_MOVES, *CALL_MOVES, "breach")} | {"clock.warn"}
    assert spoken <= set(HANDLERS)


def test_a_whole_way_is_delivered_without_a_failure(world: World) -> None:
    bring_to(world, "archived")
    count = OutboxMessage.objects.count()
    assert relay(now=LATER, handlers=HANDLERS) < count  # the archive speaks a month later
    relay(now=LATER + timedelta(days=60), handlers=HANDLERS)
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
    assert not OutboxMessage.objects.exclude(last_error="").exists()


def test_delivering_twice_gives_one_row(world: World) -> None:
    bring_to(world, "closed")
    relay(now=LATER, handlers=HANDLERS)
    before = inboxes()
    assert before
    OutboxMessage.objects.update(sent_at=None)  # as after a crash between delivery and commit
    relay(now=LATER, handlers=HANDLERS)
    assert inboxes() == before


def test_a_second_relay_finds_nothing_to_do(world: World) -> None:
    make_case(world)
    assert [relay(now=LATER, handlers=HANDLERS) for _ in range(2)] == [1, 0]


def test_what_fails_is_tried_again_later_and_then_arrives(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    make_case(world)
    with caplog.at_level(logging.CRITICAL):
        assert relay(now=LATER, handlers={"case.report": broken}) == 0
    message = OutboxMessage.objects.get()
    assert (message.attempts, message.sent_at, message.failed_at) == (1, None, None)
    assert message.last_error.startswith("OSError")
    assert "13812345678" not in message.last_error
    assert relay(now=LATER, handlers=HANDLERS) == 0  # not at once
    assert relay(now=LATER + HOUR, handlers=HANDLERS) == 1
    assert inboxes() == [("officer", "case.report"), ("officer2", "case.report")]


def test_what_fails_for_good_stays_visible_and_holds_up_nobody_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    make_case(world)
    bring_to(world, "declined")
    handlers = {**HANDLERS, "case.report": broken}
    with caplog.at_level(logging.CRITICAL):
        for days in range(1, 30):
            relay(now=LATER + timedelta(days=days), handlers=handlers)
    failed = OutboxMessage.objects.exclude(failed_at=None)
    assert set(failed.values_list("topic", flat=True)) == {"case.report"}
    assert all(message.last_error for message in failed)
    assert inboxes() == [("worker", "case.decline")]


def test_a_handler_that_fails_half_way_leaves_no_half_of_its_work(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    make_case(world)

    def half(message: OutboxMessage) -> None:
        HANDLERS[message.topic](message)
        raise OSError("the light went out")

    with caplog.at_level(logging.CRITICAL):
        relay(now=LATER, handlers={"case.report": half})
    assert inboxes() == []
    relay(now=LATER + HOUR, handlers=HANDLERS)
    assert len(inboxes()) == 2


def test_a_message_nobody_handles_does_not_vanish(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    make_case(world)
    with caplog.at_level(logging.CRITICAL):
        assert relay(now=LATER, handlers={}) == 0
    assert OutboxMessage.objects.get().last_error == "KeyError: 'case.report'"


@pytest.mark.django_db(transaction=True)
def test_four_relays_at_once_put_every_message_in_every_inbox_once(world: World) -> None:
    for _ in range(10):
        make_case(world)
    counts = at_once([lambda: relay(now=LATER, handlers=HANDLERS)] * 4)
    assert sum(count for count in counts if isinstance(count, int)) == 10
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}
    assert inboxes() == [("officer", "case.report")] * 10 + [("officer2", "case.report")] * 10


# --- the inbox ----------------------------------------------------------------------------------


@pytest.fixture
def notice(world: World) -> Notice:
    make_case(world)
    relay(now=LATER, handlers=HANDLERS)
    return Notice.objects.get(reader=world.people["officer"])


def test_opening_a_notice_marks_it_read_once(world: World, notice: Notice) -> None:
    reader = world.people["officer"].pk
    open_notice(notice.pk, reader_id=reader, now=LATER)
    open_notice(notice.pk, reader_id=reader, now=LATER + HOUR)
    notice.refresh_from_db()
    assert notice.read_at == LATER


def test_nobody_opens_a_notice_of_another_inbox(world: World, notice: Notice) -> None:
    for name in ("officer2", "dispatcher", "worker"):
        with pytest.raises(NotFound):
            open_notice(notice.pk, reader_id=world.people[name].pk, now=LATER)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_marking_all_read_stops_where_the_reader_stopped_and_touches_no_other_inbox(
    world: World, notice: Notice
) -> None:
    make_case(world)
    relay(now=LATER, handlers=HANDLERS)
    reader = world.people["officer"]
    assert mark_read(reader.pk, now=LATER, up_to=notice.pk) == 1
    assert Notice.objects.of(reader).unread().count() == 1
    assert Notice.objects.of(world.people["officer2"]).unread().count() == 2
