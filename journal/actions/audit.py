"""One line in the audit trail, written beside the change or the look it speaks of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from journal.actors import Actor
from journal.masks import mask_data, mask_text
from journal.models import AuditEntry


def audit(
    *,
    by: Actor,
    now: datetime,
    action: str,
    object_kind: str,
    object_key: str | int,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
    ip: str | None = None,
) -> AuditEntry:
    """Record who did what. Phone and identity numbers in `reason` and `detail` are masked."""
    return AuditEntry.objects.create(
        at=now,
        who=by.user,
        actor=by.label,
        via=by.via,
        action=action,
        object_kind=object_kind,
        object_key=str(object_key),
        reason=mask_text(reason),
        detail=mask_data(detail or {}),
        ip=ip,
    )
