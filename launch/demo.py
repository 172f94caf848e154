"""`make demo`: from nothing to a running system, and back to nothing running."""

import contextlib
import http.client
import os
import socket
import time
from collections.abc import Sequence

from launch import environment, packages, preparation, probing, servers, state
from launch.accounts import ACCOUNTS
from launch.children import Child, Command
from launch.console import Trouble, result, step
from launch.signals import Stopped
from launch.state import REPOSITORY, Lock, State, write_private
from launch.supervisor import Supervisor

WEB = (
    "--worker-class=gthread",
    "--workers=2",
    "--threads=8",
    "--graceful-timeout=5",
    "--access-logfile=-",
    '--access-logformat=%(t)s "%(m)s %(U)s" %(s)s %(B)s %(L)s',  # no query: it holds people's words
)
WORKER = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO")
READY = "/readyz"
READY_SECONDS = 90.0
ASK_SECONDS = 0.5
LOOK_SECONDS = 0.25


def run(arguments: Sequence[str]) -> int:
    """With `--empty`, without the demo street: for setting up a street of one's own."""
    home = state.from_environment().prepare()
    lock = Lock(home)
    if not lock.take():
        raise Trouble(running_already(home))
    supervisor = Supervisor()
    try:
        _start(home, lock, supervisor, empty="--empty" in arguments)
        _keep(supervisor)
    finally:
        supervisor.stop()
        lock.release()
    return 0


def running_already(home: State) -> str:
    joined = home.joined()
    if joined:
        return f"The demo of {home.folder} is running already, at {joined['ADDRESS']}"
    return f"{home.folder} is in use: the demo is still starting, or `make manage` is at work."


def _start(home: State, lock: Lock, supervisor: Supervisor, *, empty: bool) -> None:
    port = _port()
    packages.ensure(packages.RUNTIME)
    told = _servers(home, lock, supervisor)
    _prepare(home, told, empty=empty)
    address = f"http://127.0.0.1:{port}"
    write_private(home.running, {"ADDRESS": address, **environment.to_join(told)})
    for command in _processes(home, told, port, lock):
        supervisor.adopt(Child(command))
    _wait_until_ready(port, supervisor)
    _introduce(address, None if empty else told["DEMO_PASSWORD"])


def _port() -> int:
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise Trouble(f"PORT={wanted} is not a port: choose a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted)))
        except OSError as error:
            raise Trouble(
                f"Port {wanted} cannot be used ({error.strerror}). Stop what uses it, or choose "
                "another one: make demo PORT=8001"
            ) from error
    return int(wanted)


def _servers(home: State, lock: Lock, supervisor: Supervisor) -> dict[str, str]:
    found = servers.external()
    if found is None:
        step("Starting the database and the broker")
        found = servers.start(home, keep_open=[lock.inherited])
    else:
        probing.require_answers(found)
    for child in found.children:
        supervisor.adopt(child)
    return environment.for_children(home, found)


def _prepare(home: State, told: dict[str, str], *, empty: bool) -> None:
    """Nothing is asked of our own database that was found in order the last time."""
    preparation.compile_languages(told)
    preparation.collect_static(told)
    wanted = preparation.content_of_database(empty=empty)
    if home.prepared.exists() and home.prepared.read_text() == wanted:
        return
    preparation.migrate(told)
    if not empty:
        preparation.load_demo(told)
    if servers.external() is None:
        home.prepared.write_text(wanted)


def _processes(home: State, told: dict[str, str], port: int, lock: Lock) -> Sequence[Command]:
    celery = (packages.program("celery"), "--app=governance", "--quiet")
    beat = ("beat", f"--schedule={home.schedule}", "--pidfile=", "--loglevel=INFO")
    web = (packages.program("gunicorn"), *WEB, f"--bind=127.0.0.1:{port}", "governance.wsgi")
    arguments = {"worker": (*celery, *WORKER), "beat": (*celery, *beat), "web server": web}
    return [
        Command(
            name=name,
            arguments=argument,
            environment=told,
            log=home.log(name),
            folder=REPOSITORY,
            keep_open=[lock.inherited],
        )
        for name, argument in arguments.items()
    ]


def _wait_until_ready(port: int, supervisor: Supervisor) -> None:
    step("Waiting for the web server, the worker and the beat")
    until = time.monotonic() + READY_SECONDS
    while missing := _missing(port):
        if time.monotonic() > until:
            raise Trouble(f"Not ready after {READY_SECONDS:.0f} s, {READY} says: {missing}")
        supervisor.look()
        time.sleep(ASK_SECONDS)


def _missing(port: int) -> str:
    """What the site lacks to be ready; empty when nothing does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", READY)
        answer = connection.getresponse()
        said = answer.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return str(error)
    finally:
        connection.close()
    return "" if answer.status == 200 else f"{answer.status} {said}"


def _introduce(address: str, password: str | None) -> None:
    step("Ready")
    result(f"\n  {address}\n")
    if password:
        result(f"  Password of every account: {password}\n")
        for username, role in ACCOUNTS:
            result(f"  {username:<20} {role}")
        result(f"\n  Residents, without an account: {address}/report/ and {address}/track/")
    result("  Ctrl-C stops everything; nothing that was entered is lost.\n")


def _keep(supervisor: Supervisor) -> None:
    """Until somebody ends it, which is how a demo is meant to end."""
    with contextlib.suppress(Stopped):
        while True:
            supervisor.look()
            time.sleep(LOOK_SECONDS)
