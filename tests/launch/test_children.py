import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from launch import children, leash
from launch.children import Child, Command
from launch.console import Trouble
from launch.state import REPOSITORY, State
from tests.launch.processes import eventually, those_of

KILLED_LAUNCHER = """
import os, sys
from pathlib import Path
from launch.children import Child, Command
from launch.state import State

state = State(Path(sys.argv[1]))
Child(Command("sleeper", ["sleep", "60"], {"STATE_DIR": sys.argv[1]}, state.log("sleeper"),
              Path("/")))
os.kill(os.getpid(), 9)
"""

Start = Callable[[str], Child]


@pytest.fixture
def shell(state: State) -> Start:
    """A child that runs a script, and has said "ready" if the script says so."""

    def start(script: str) -> Child:
        log = state.log("child")
        told = {"PATH": os.environ["PATH"], "STATE_DIR": str(state.folder)}
        arguments = ["sh", "-c", script]
        child = Child(Command("child", arguments, told, log, Path("/"), stop_seconds=0.5))
        if "ready" in script:
            assert eventually(lambda: "ready" in log.read_text())
        return child

    return start


def test_a_child_ends_when_its_launcher_is_killed(state: State) -> None:
    command = [sys.executable, "-c", KILLED_LAUNCHER, str(state.folder)]
    killed = subprocess.run(command, cwd=REPOSITORY, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert eventually(lambda: not those_of(state))


def test_a_child_whose_launcher_is_gone_already_does_not_begin() -> None:
    stranger = subprocess.run(
        [sys.executable, str(leash.__file__), "1", "15", str(os.geteuid()), "0", "echo", "hi"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (stranger.returncode, stranger.stdout) == (1, "")


def test_stopping_lets_a_child_finish(shell: Start) -> None:
    child = shell("trap 'echo finished; exit 0' TERM; echo ready; while :; do sleep 0.05; done")
    child.stop()
    assert "finished" in child.last_words()


def test_stopping_ends_a_child_that_will_not_listen(shell: Start) -> None:
    child = shell("trap '' TERM; echo ready; while :; do sleep 0.05; done")
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_stopping_ends_the_children_of_a_child(shell: Start, state: State) -> None:
    child = shell("sleep 60 & echo ready; wait")
    child.process.kill()
    child.process.wait()
    assert those_of(state)
    child.sweep_up()
    assert eventually(lambda: not those_of(state))


def test_a_step_that_fails_is_named() -> None:
    with pytest.raises(Trouble, match="Counting failed"):
        children.run("Counting", ["sh", "-c", "exit 3"], os.environ, Path("/"))


def test_the_exit_code_of_a_foreground_command_is_passed_on() -> None:
    assert children.foreground(["sh", "-c", "exit 7"], os.environ, Path("/")) == 7


def test_a_log_that_grew_too_long_is_put_aside(state: State, shell: Start) -> None:
    state.log("child").write_bytes(b"x" * (children.LOG_LIMIT + 1))
    shell("echo ready").stop()
    assert state.log("child").stat().st_size < 100
    assert state.logs.joinpath("child.log.1").exists()
