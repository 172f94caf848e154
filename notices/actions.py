"""Who hears of what: a message of the outbox becomes one row in each reader's inbox."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CaseEvent
from clocks.models import Clock
from journal.models import OutboxMessage
from journal.refusals import NotFound
from notices.models import Notice
from notices.rules.readers import readers_of_clock, readers_of_event


def tell_event(message: OutboxMessage) -> None:
    """`case.<verb>` with ids `case`, `event`: everybody concerned but the one who did it."""
    event = CaseEvent.objects.select_related("case", "call").get(pk=message.payload["event"])
    readers = readers_of_event(event, timezone.localdate(message.created_at))
    _deliver(message, event.case, readers, event=event)


def tell_clock(message: OutboxMessage) -> None:
    """`clock.warn` with ids `case`, `clock`: whoever owes what is nearly due."""
    clock = Clock.objects.get(pk=message.payload["clock"])
    case = Case.objects.get(pk=message.payload["case"])
    readers = readers_of_clock(clock, case, timezone.localdate(message.created_at))
    _deliver(message, case, readers, clock=clock.kind)


@transaction.atomic
def _deliver(
    message: OutboxMessage,
    case: Case,
    readers: Iterable[int],
    *,
    event: CaseEvent | None = None,
    clock: str = "",
) -> None:
    """Once per reader: a repeated delivery finds its rows already there."""
    rows = [
        Notice(
            reader_id=reader,
            case=case,
            event=event,
            topic=message.topic,
            clock=clock,
            key=message.key,
            said_at=message.created_at,
        )
        for reader in sorted(set(readers))
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(reader_id: int, *, now: datetime, up_to: int) -> int:
    """Everything in this inbox up to one row is read; returns how many were not."""
    return Notice.objects.unread().filter(reader_id=reader_id, pk__lte=up_to).update(read_at=now)


def open_notice(notice_id: int, *, reader_id: int, now: datetime) -> Notice:
    """The notice, read from now on. Raises NotFound when it lies in another inbox."""
    notice = Notice.objects.select_related("case").filter(pk=notice_id, reader=reader_id).first()
    if notice is None:
        raise NotFound(_("没有找到这条消息。"))
    if notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice
