"""Who hears what: the literal table of topics, for the relay."""

from collections.abc import Callable

from cases.actions.moving import follow_place
from cases.workflow import CALL_MOVES, CASE_MOVES
from journal.models import OutboxMessage
from notices.actions import tell_clock, tell_event

BY_THE_SYSTEM = ("breach",)


def _follow_place(message: OutboxMessage) -> None:
    follow_place(message.payload["place"], now=message.created_at)


HANDLERS: dict[str, Callable[[OutboxMessage], None]] = {
    **{f"case.{verb}": tell_event for verb in (*CASE_MOVES, *CALL_MOVES, *BY_THE_SYSTEM)},
    "clock.warn": tell_clock,
    "place.closed": _follow_place,
    "place.moved": _follow_place,
}
