"""A state folder for each test that the servers' user can reach, and no servers but our own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launch import servers
from launch.servers import Servers
from launch.state import State
from tests.launch.processes import OURS


@pytest.fixture(autouse=True)
def _only_our_own_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@contextmanager
def state_folder() -> Iterator[State]:
    folder = Path(tempfile.mkdtemp(prefix="launch-test-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)
    yield State(folder).prepare()
    shutil.rmtree(folder)


@pytest.fixture
def state() -> Iterator[State]:
    with state_folder() as made:
        yield made


@pytest.fixture
def running(state: State) -> Iterator[Servers]:
    with servers.serving(state, lasting=False) as found:
        yield found
