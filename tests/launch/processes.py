"""What tests of processes need: start the launcher, kill it, see who is left."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from launch.state import REPOSITORY, State

LAUNCH = (sys.executable, "-m", "launch")
OURS = ("DATABASE_URL", "REDIS_URL", "DEMO_PASSWORD", "SECRET_KEY", "FIELD_KEY")
SECONDS = 120.0  # on a busy machine; none of it is waited for without need


def _environment(state: State, more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "STATE_DIR": str(state.folder), **more}


def launch(state: State, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Runs the launcher to its end."""
    return subprocess.run(
        [*LAUNCH, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=_environment(state, more),
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def launched(state: State, *arguments: str, **more: str) -> Iterator["subprocess.Popen[str]"]:
    """The launcher at work."""
    with subprocess.Popen(
        [*LAUNCH, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env=_environment(state, more),
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line: str = process.stdout.readline()
    return line.strip()


def those_of(state: State) -> list[int]:
    """The processes that work in the state folder or name it, ourselves excepted."""
    mark = str(state.folder).encode()
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [process for process in found if process != os.getpid() and _names(process, mark)]


def oldest(state: State, name: str) -> int:
    named = [each for each in those_of(state) if name in Path(f"/proc/{each}/cmdline").read_text()]
    return min(named)


def _names(process: int, mark: bytes) -> bool:
    try:
        told = [Path(f"/proc/{process}/{name}").read_bytes() for name in ("cmdline", "environ")]
        told.append(os.readlink(f"/proc/{process}/cwd").encode())
    except OSError:  # it ended, or is somebody else's
        return False
    return any(mark in part for part in told)


def eventually(happens: Callable[[], bool], seconds: float = SECONDS) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return False
