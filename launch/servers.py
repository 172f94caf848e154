"""The database and the broker: our own embedded ones, or those the environment names."""

import os
import secrets
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from launch import owner, packages, programs
from launch.broker import Broker
from launch.children import Child
from launch.console import Trouble, step
from launch.owner import Owner
from launch.postgres import Postgres
from launch.state import State

ELSEWHERE = Path("/var/lib")
TRIES = 3  # another program may take the free port first
WAIT_SECONDS = 60.0

Server = Postgres | Broker


@dataclass
class Servers:
    """Where they answer, and the children that serve there (none for servers of somebody else)."""

    database_url: str
    broker_url: str
    children: list[Child] = field(default_factory=list)

    def stop(self) -> None:
        while self.children:
            self.children.pop().stop()


def external() -> Servers | None:
    database, broker = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if bool(database) != bool(broker):
        raise Trouble("Set both DATABASE_URL and REDIS_URL, or neither to use embedded servers.")
    return Servers(database, broker) if database and broker else None


def start(state: State, *, lasting: bool = True, keep_open: Sequence[int] = ()) -> Servers:
    """Starts both and waits until they answer; stops the first when the second fails."""
    servers = Servers("", "")
    database, broker = _installation(state, lasting=lasting)
    try:
        servers.database_url = _serve(database, servers, keep_open)
        servers.broker_url = _serve(broker, servers, keep_open)
    except BaseException:
        servers.stop()
        raise
    return servers


@contextmanager
def serving(
    state: State, *, lasting: bool = True, keep_open: Sequence[int] = ()
) -> Iterator[Servers]:
    """For as long as the block lasts."""
    found = external() or start(state, lasting=lasting, keep_open=keep_open)
    try:
        yield found
    finally:
        found.stop()


def _installation(state: State, *, lasting: bool) -> tuple[Postgres, Broker]:
    user = owner.of_servers(state.servers)
    home = _home(state, user)
    runnable = programs.for_owner(programs.installed(packages.ENVIRONMENT), user, home)
    kept = state.secrets()
    database_password, broker_password = kept["DATABASE_PASSWORD"], kept["BROKER_PASSWORD"]
    database_log, broker_log = state.log("database"), state.log("broker")
    return (
        Postgres(
            runnable, user, home / "postgres", database_log, database_password, lasting=lasting
        ),
        Broker(runnable, user, home / "broker", broker_log, broker_password, lasting=lasting),
    )


def _home(state: State, user: Owner) -> Path:
    """The servers' folder, made where their user can reach it."""
    place = state.servers
    if place.exists():
        return place.resolve()
    place.unlink(missing_ok=True)  # a link to what is gone
    if user.can_enter(state.folder):
        place.mkdir(mode=0o711)
        user.take(place)
        return place
    home = ELSEWHERE / f"street-governance-{secrets.token_hex(6)}"
    step(f"The servers' user cannot reach {state.folder}: their files go to {home}")
    home.mkdir(mode=0o711)
    user.take(home)
    place.symlink_to(home)
    return home


def _serve(server: Server, servers: Servers, keep_open: Sequence[int]) -> str:
    server.make()
    for _ in range(TRIES):
        port = free_port()
        child = Child(server.command(port, keep_open))
        servers.children.append(child)
        if _wait(server, port, child):
            return server.url(port)
        servers.children.remove(child)
        child.sweep_up()
    raise Trouble(f"The {child.name} does not start:\n{child.last_words()}\nMore in {server.log}")


def _wait(server: Server, port: int, child: Child) -> bool:
    until = time.monotonic() + WAIT_SECONDS
    while not child.ended and time.monotonic() < until:
        if server.answers(port):
            return not child.ended
        time.sleep(0.05)
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
