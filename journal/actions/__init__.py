"""Telling, remembering, and answering once: what every room may do with the journal."""

from journal.actions.audit import audit
from journal.actions.idempotency import (
    Answer,
    earlier_answer,
    fingerprint,
    forget_answers,
    once,
)
from journal.actions.outbox import relay, resend, say

__all__ = [
    "Answer",
    "audit",
    "earlier_answer",
    "fingerprint",
    "forget_answers",
    "once",
    "relay",
    "resend",
    "say",
]
