"""Child processes on a leash: none outlives the launcher."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch import leash, owner
from launch.console import Trouble, step
from launch.owner import Owner

LOG_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True)
class Command:
    """A program that is to run for as long as the launcher does."""

    name: str
    arguments: Sequence[str | Path]
    environment: Mapping[str, str]
    log: Path
    folder: Path
    owner: Owner = field(default_factory=owner.myself)
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    text_in: str = ""
    keep_open: Sequence[int] = ()


class Child:
    """A running command, leader of a process group of its own: Ctrl-C reaches only the launcher."""

    def __init__(self, command: Command) -> None:
        self.command = command
        _turn_over(command.log)
        with command.log.open("ab") as log:
            self.process = subprocess.Popen(
                leashed(command.arguments, command.stop_signal, command.owner),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(command.environment),
                cwd=command.folder,
                process_group=0,
                pass_fds=tuple(command.keep_open),
            )
        self._feed(command.text_in)

    def _feed(self, text: str) -> None:
        assert self.process.stdin is not None
        # It may have ended at once; whoever waits for it will see that.
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(text.encode())
            self.process.stdin.close()

    @property
    def name(self) -> str:
        return self.command.name

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def stop(self) -> None:
        """In good order first, by force when that takes too long."""
        if not self.ended:
            self.process.send_signal(self.command.stop_signal)
            try:
                self.process.wait(self.command.stop_seconds)
            except subprocess.TimeoutExpired:
                step(f"{self.name} does not end by itself: killed")
        self.sweep_up()

    def sweep_up(self) -> None:
        """Ends whatever is left in the child's process group."""
        _end_group(self.process)

    def last_words(self) -> str:
        return tail(self.command.log)


def leashed(
    arguments: Sequence[str | Path], death_signal: int, user: Owner | None = None
) -> list[str]:
    user = user or owner.myself()
    terms = map(str, (os.getpid(), int(death_signal), user.uid, user.gid))
    return [sys.executable, "-I", "-S", leash.__file__, *terms, *map(str, arguments)]


def run(
    what: str, arguments: Sequence[str | Path], environment: Mapping[str, str], folder: Path
) -> None:
    """Runs to the end, its output straight through; a failure is the person's to see."""
    process = subprocess.Popen(
        leashed(arguments, signal.SIGTERM),
        stdin=subprocess.DEVNULL,
        env=dict(environment),
        cwd=folder,
        process_group=0,
    )
    try:
        code = process.wait()
    finally:
        _end_group(process)
    if code:
        raise Trouble(f"{what} failed (exit code {code}); the reason is above.")


def foreground(
    arguments: Sequence[str | Path], environment: Mapping[str, str], folder: Path
) -> int:
    """Hands over the terminal, Ctrl-C included, and returns the exit code."""
    process = subprocess.Popen(
        leashed(arguments, signal.SIGTERM), env=dict(environment), cwd=folder
    )
    held = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        signal.signal(signal.SIGINT, held)


def _end_group(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tail(log: Path, lines: int = 15) -> str:
    text = log.read_text(errors="replace") if log.exists() else ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


def _turn_over(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
