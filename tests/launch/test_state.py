import os
import stat
import subprocess
import sys

import pytest

from launch.state import REPOSITORY, Lock, State
from tests.launch.processes import eventually

HOLD_AND_DIE = """
import os, sys
from pathlib import Path
from launch.children import Child, Command
from launch.state import Lock, State

state = State(Path(sys.argv[1]))
lock = Lock(state)
assert lock.take()
SLOW = "trap 'sleep 1; exit' TERM; echo ready; while :; do sleep 0.05; done"
Child(Command("sleeper", ["sh", "-c", SLOW],
              os.environ, state.log("sleeper"), Path("/"), keep_open=[lock.inherited]))
while "ready" not in state.log("sleeper").read_text():
    pass
os.kill(os.getpid(), 9)
"""


def mode(path: "os.PathLike[str]") -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def test_secrets_are_made_once_and_kept(state: State) -> None:
    assert state.secrets() == State(state.folder).prepare().secrets()


def test_two_state_folders_have_no_secret_in_common(state: State) -> None:
    other = State(state.folder / "other").prepare()
    assert not set(state.secrets().values()) & set(other.secrets().values())


def test_only_the_owner_can_read_the_secrets(state: State) -> None:
    state.secrets()
    assert mode(state.folder / "secrets.json") == 0o600
    assert mode(state.media) == mode(state.logs) == 0o700


def test_the_environment_has_the_last_word_on_secrets(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = state.secrets()
    monkeypatch.setenv("FIELD_KEY", "from outside")
    assert state.secrets() == {**kept, "FIELD_KEY": "from outside"}
    monkeypatch.delenv("FIELD_KEY")
    assert state.secrets() == kept


def test_a_chosen_demo_password_is_remembered(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "chosen-by-somebody")
    state.secrets()
    monkeypatch.delenv("DEMO_PASSWORD")
    assert state.secrets()["DEMO_PASSWORD"] == "chosen-by-somebody"


def test_one_launcher_holds_the_state_folder_at_a_time(state: State) -> None:
    first, second = Lock(state), Lock(state)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_successor_waits_until_the_children_of_a_killed_launcher_have_ended(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", HOLD_AND_DIE, state.folder], cwd=REPOSITORY, check=False
    )
    assert killed.returncode == -9
    lock = Lock(state)
    assert eventually(lock.take)
    assert "earlier run" in capsys.readouterr().err
    lock.release()
