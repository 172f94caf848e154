"""What the launcher says. Steps go to stderr, so that a command's own output stays clean."""

import contextlib
import sys
import time
from typing import TextIO

STARTED = time.monotonic()


class Trouble(Exception):
    """Something the person at the keyboard can put right; its text is the whole message."""


def step(text: str) -> None:
    _write(sys.stderr, f"[{time.monotonic() - STARTED:6.1f} s] {text}")


def result(text: str = "") -> None:
    _write(sys.stdout, text)


def loud(text: str) -> None:
    """A warning that cannot be overlooked between other lines."""
    lines = text.splitlines()
    rule = "!" * (max(map(len, lines)) + 6)
    _write(sys.stderr, "\n".join([rule, *(f"!! {line}" for line in lines), rule]))


def _write(stream: TextIO, text: str) -> None:
    # The terminal may be gone; what was begun must still be finished.
    with contextlib.suppress(OSError):
        print(text, file=stream, flush=True)
