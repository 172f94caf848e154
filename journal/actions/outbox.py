"""The outbox: said inside a transaction, delivered after it, at least once."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from journal.masks import mask_text
from journal.models import OutboxMessage

Handler = Callable[[OutboxMessage], None]

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
PAUSE_FACTOR = 3
MAX_ERROR = 500

log = logging.getLogger(__name__)


def say(topic: str, /, *, key: str, now: datetime, **ids: int | str) -> None:
    """Write a message in the caller's transaction. Saying the same key again changes nothing."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("say() belongs in the transaction of what it tells about")
    message = OutboxMessage(topic=topic, key=key, payload=ids, created_at=now, next_attempt_at=now)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def relay(*, now: datetime, handlers: Mapping[str, Handler], batch: int = 200) -> int:
    """Deliver up to `batch` due messages, each in a transaction of its own; how many went out.

    Several relays may run at once: each takes messages nobody else holds. A handler may see a
    message again after a crash, so it must be idempotent by the message's key.
    """
    sent = 0
    for _ in range(batch):
        delivered = _deliver_next(now, handlers)
        if delivered is None:
            break
        sent += delivered
    return sent


def _deliver_next(now: datetime, handlers: Mapping[str, Handler]) -> bool | None:
    """True: sent. False: failed, will be tried again or given up. None: nothing is due."""
    with transaction.atomic():
        message = OutboxMessage.objects.take_next(now)
        if message is None:
            return None
        try:
            with transaction.atomic():
                handlers[message.topic](message)
        except Exception as error:
            log.exception("outbox %s failed", message.key)
            _count_failure(message, error, now)
            return False
        message.sent_at, message.attempts = now, message.attempts + 1
        message.save(update_fields=["sent_at", "attempts"])
        return True


def _count_failure(message: OutboxMessage, error: Exception, now: datetime) -> None:
    """Wait longer after each failure; after the last attempt stay visible as failed."""
    message.attempts += 1
    message.last_error = mask_text(f"{type(error).__name__}: {error}")[:MAX_ERROR]
    message.next_attempt_at = now + FIRST_PAUSE * PAUSE_FACTOR ** (message.attempts - 1)
    if message.attempts >= MAX_ATTEMPTS:
        message.failed_at = now
    message.save(update_fields=["attempts", "last_error", "next_attempt_at", "failed_at"])


def resend(*, ids: list[int], now: datetime) -> int:
    """Give failed messages a fresh start, once their cause is mended."""
    failed = OutboxMessage.objects.filter(pk__in=ids, failed_at__isnull=False)
    return failed.update(failed_at=None, attempts=0, next_attempt_at=now)
