"""`make manage`: one of Django's commands against the demo's own state."""

import time
from collections.abc import Sequence

from launch import children, environment, packages, preparation, servers, state
from launch.console import step
from launch.servers import Servers
from launch.state import REPOSITORY, Lock, State

LOOK_SECONDS = 0.5


def run(arguments: Sequence[str]) -> int:
    packages.ensure(packages.RUNTIME)
    home = state.from_environment().prepare()
    command = packages.django(*arguments)
    if found := servers.external():
        return _beside(home, found, command)
    lock = Lock(home)
    if running := _running_demo(home, lock):
        return _beside(home, running, command)
    try:
        return _alone(home, lock, command)
    finally:
        lock.release()


def _running_demo(home: State, lock: Lock) -> Servers | None:
    """Its servers; or, once the state folder is ours, none."""
    told = False
    while not lock.take():
        if joined := home.joined():
            return Servers(joined["DATABASE_URL"], joined["REDIS_URL"])
        if not told:
            step("Waiting: the demo is starting, or another command uses the state folder")
        told = True
        time.sleep(LOOK_SECONDS)
    return None


def _beside(home: State, found: Servers, command: Sequence[str]) -> int:
    return children.foreground(command, environment.for_children(home, found), REPOSITORY)


def _alone(home: State, lock: Lock, command: Sequence[str]) -> int:
    with servers.serving(home, keep_open=[lock.inherited]) as found:
        told = environment.for_children(home, found)
        preparation.compile_languages(told)
        preparation.migrate(told)
        return children.foreground(command, told, REPOSITORY)
