"""How the launcher is asked to end, and what it is tied to."""

import signal
from types import FrameType

from launch import leash

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to end: everything is put down in good order on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def listen() -> None:
    for number in ENDING:
        if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def end_with_parent() -> None:
    """For `make`: whoever kills it without giving it a chance means us too."""
    leash.die_with_parent(signal.SIGTERM)


def _stop(number: int, _frame: FrameType | None) -> None:
    for ending in ENDING:  # once is enough; the way out is not to be interrupted
        signal.signal(ending, signal.SIG_IGN)
    raise Stopped(number)
