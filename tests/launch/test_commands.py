"""The launcher as a person uses it: started, asked twice, stopped, killed."""

import os
import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator

import pytest

from launch import servers
from launch.state import State
from tests.launch.conftest import state_folder
from tests.launch.processes import eventually, launch, launched, line_of, oldest, those_of

CONNECT = "from django.db import connection as c; c.ensure_connection(); print('there'); exit(7)"
WORK = "import time; print('working', flush=True); time.sleep(600)"


@pytest.fixture(scope="module")
def used() -> Iterator[State]:
    """A state folder whose tables are made already, which takes a while."""
    with state_folder() as state:
        assert launch(state, "manage", "migrate", "--check").returncode == 0
        yield state


def test_manage_starts_servers_for_as_long_as_the_command_takes(used: State) -> None:
    managed = launch(used, "manage", "shell", "--no-imports", "-c", CONNECT)
    assert (managed.stdout.strip(), managed.returncode) == ("there", 7)
    assert not those_of(used)


def test_nothing_is_left_of_a_launcher_that_was_killed(used: State) -> None:
    with launched(used, "manage", "shell", "--no-imports", "-c", WORK) as managed:
        assert line_of(managed) == "working"
        assert len(those_of(used)) > 3
        managed.kill()
        assert eventually(lambda: not those_of(used))


def test_nothing_is_left_of_a_launcher_that_was_asked_to_end(used: State) -> None:
    with launched(used, "manage", "shell", "--no-imports", "-c", WORK) as managed:
        assert line_of(managed) == "working"
        managed.terminate()
        assert managed.wait() == 128 + signal.SIGTERM
        assert not those_of(used)


def test_test_runs_pytest_with_what_was_asked(state: State) -> None:
    tested = launch(state, "test", "--version", "--version")
    assert tested.returncode == 0
    assert "pytest-xdist" in tested.stdout


def test_demo_says_so_when_its_port_is_taken(state: State) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = launch(state, "demo", PORT=port)
    assert refused.returncode == 1
    assert f"Port {port} cannot be used" in refused.stderr
    assert "make demo PORT=" in refused.stderr


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_demo_says_so_when_its_port_is_none(state: State, port: str) -> None:
    assert f"PORT={port} is not a port" in launch(state, "demo", PORT=port).stderr


@pytest.fixture
def port() -> int:
    return servers.free_port()


@pytest.fixture
def demo(used: State, port: int) -> Iterator["subprocess.Popen[str]"]:
    with launched(used, "demo", "--empty", PORT=str(port)) as started:
        assert line_of(started) == ""
        assert line_of(started) == f"http://127.0.0.1:{port}"
        yield started


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_demo_is_joined_recovers_and_ends_in_good_order(
    demo: "subprocess.Popen[str]", used: State, port: int
) -> None:
    second = launch(used, "demo", PORT=str(servers.free_port()))
    assert f"running already, at http://127.0.0.1:{port}" in second.stderr
    assert launch(used, "manage", "migrate", "--check").returncode == 0

    killed = [oldest(used, name) for name in ("bin/postgres", "valkey-server", "celery")]
    for process in killed:
        os.kill(process, signal.SIGKILL)
    assert eventually(lambda: not set(killed) & set(those_of(used)))
    assert eventually(lambda: ready(port))

    demo.send_signal(signal.SIGINT)
    _, steps = demo.communicate()
    order = ["web server", "beat", "worker", "broker", "database"]
    assert (demo.returncode, re.findall("Stopping the (.*)", steps)) == (0, order)
    assert not those_of(used)
