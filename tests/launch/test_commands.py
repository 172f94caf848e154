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
from tests.launch.processes import eventually, launcher, oldest, those_of

WAIT = "import time; print('working', flush=True); time.sleep(60)"


def test_manage_starts_servers_for_as_long_as_the_command_takes(state: State) -> None:
    said = "from django.db import connection as c; c.ensure_connection(); print('there')"
    managed = launcher(state, "manage", "shell", "--no-imports", "-c", f"{said}; exit(7)")
    output, _ = managed.communicate(timeout=60)
    assert (output.strip(), managed.returncode) == ("there", 7)
    assert not those_of(state)


def test_nothing_is_left_of_a_launcher_that_was_killed(state: State) -> None:
    managed = launcher(state, "manage", "shell", "--no-imports", "-c", WAIT)
    assert managed.stdout is not None
    assert managed.stdout.readline() == "working\n"
    assert len(those_of(state)) > 3
    managed.kill()
    managed.communicate()
    assert eventually(lambda: not those_of(state))


def test_nothing_is_left_of_a_launcher_that_was_asked_to_end(state: State) -> None:
    managed = launcher(state, "manage", "shell", "--no-imports", "-c", WAIT)
    assert managed.stdout is not None
    assert managed.stdout.readline() == "working\n"
    managed.terminate()
    managed.communicate(timeout=30)
    assert managed.returncode == 128 + signal.SIGTERM
    assert not those_of(state)


def test_demo_says_so_when_its_port_is_taken(state: State) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = launcher(state, "demo", PORT=port)
        _, complaint = refused.communicate(timeout=30)
    assert refused.returncode == 1
    assert f"Port {port} cannot be used" in complaint
    assert "make demo PORT=" in complaint


@pytest.fixture
def demo(state: State, port: int) -> Iterator["subprocess.Popen[str]"]:
    started = launcher(state, "demo", "--empty", PORT=str(port))
    assert started.stdout is not None
    said = started.stdout.readline() + started.stdout.readline()
    assert said.strip() == f"http://127.0.0.1:{port}"
    yield started
    started.terminate()
    started.communicate(timeout=60)


@pytest.fixture
def port() -> int:
    return servers.free_port()


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_demo_is_joined_recovers_and_ends_in_good_order(
    demo: "subprocess.Popen[str]", state: State, port: int
) -> None:
    second_demo = launcher(state, "demo", PORT=str(servers.free_port()))
    _, complaint = second_demo.communicate(timeout=30)
    assert f"running already, at http://127.0.0.1:{port}" in complaint

    joined = launcher(state, "manage", "migrate", "--check")
    joined.communicate(timeout=60)
    assert joined.returncode == 0

    killed = [oldest(state, name) for name in ("bin/postgres", "valkey-server", "celery")]
    for process in killed:
        os.kill(process, signal.SIGKILL)
    assert eventually(lambda: not set(killed) & set(those_of(state)))
    assert eventually(lambda: ready(port))

    demo.send_signal(signal.SIGINT)
    _, steps = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert re.findall("Stopping the (.*)", steps) == [
        "web server",
        "beat",
        "worker",
        "broker",
        "database",
    ]
    assert not those_of(state)
