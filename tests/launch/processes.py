"""What tests of processes need: start the launcher, kill it, see who is left."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from launch.state import REPOSITORY, State

SECONDS = 30.0


def launcher(state: State, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "launch", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "STATE_DIR": str(state.folder), **environment},
    )


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
