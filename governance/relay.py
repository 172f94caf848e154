"""Who hears what: the literal table of topics, for the relay."""

from collections.abc import Callable

from cases.workflow import CALL_MOVES, CASE_MOVES
from journal.models import OutboxMessage
from notices.actions import tell_clock, tell_event

BY_THE_SYSTEM = ("breach",)

HANDLERS: dict[str, Callable[[OutboxMessage], None]] = {
    **{f"case.{verb}": tell_event for verb in (*CASE_MOVES, *CALL_MOVES, *BY_THE_SYSTEM)},
    "clock.warn": tell_clock,
}
