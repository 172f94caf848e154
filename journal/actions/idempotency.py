"""The same request sent twice is carried out once, and answered twice with the same words."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from journal.models import IdempotencyKey
from journal.refusals import Conflict

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """What a door answered: an HTTP status and a body that JSON can hold."""

    status: int
    body: Any


def fingerprint(*parts: str | bytes) -> str:
    """What tells one request from another under the same key: method, path, body, user."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def once(
    *, scope: str, key: str, fingerprint: str, now: datetime, do: Callable[[], Answer]
) -> tuple[Answer, bool]:
    """Carry `do` out unless `key` was answered before in `scope`; says whether it was a replay.

    A second request racing the first waits on the unique row and gets the first one's answer. When
    `do` fails, its work and the row are rolled back together, and the key is free again.
    """
    with transaction.atomic():
        claim = IdempotencyKey(scope=scope, key=key, fingerprint=fingerprint, created_at=now)
        IdempotencyKey.objects.bulk_create([claim], ignore_conflicts=True)
        row = IdempotencyKey.objects.get(scope=scope, key=key)
        first = _first_answer(row, fingerprint)
        if first is not None:
            return first, True
        answer = do()
        row.status, row.answer = answer.status, answer.body
        row.save(update_fields=["status", "answer"])
        return answer, False


def earlier_answer(*, scope: str, key: str, fingerprint: str) -> Answer | None:
    """What was answered to this very request before; None when it is new."""
    row = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    return _first_answer(row, fingerprint) if row else None


def _first_answer(row: IdempotencyKey, fingerprint: str) -> Answer | None:
    """None when the row is our own claim: only answered rows are ever committed."""
    if row.fingerprint != fingerprint:
        raise Conflict(
            _("这个请求编号已用于另一份内容。请换一个编号再提交。"), code="idempotency_mismatch"
        )
    return Answer(row.status, row.answer) if row.status is not None else None


def forget_answers(*, now: datetime) -> int:
    """Remove answers older than seven days."""
    removed, _by_model = IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return removed
