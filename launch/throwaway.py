"""Servers and a state folder for the length of one command, then gone."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launch import environment, preparation, servers
from launch.console import step
from launch.state import State


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """The environment of a process that works on them."""
    folder = Path(tempfile.mkdtemp(prefix="street-governance-"))
    if os.geteuid() == 0:
        folder.chmod(0o711)  # the servers' user has to pass through
    home = State(folder).prepare()
    try:
        step("Starting a throwaway database and broker")
        with servers.serving(home, lasting=False) as found:
            told = environment.for_children(home, found)
            preparation.compile_languages(told)
            yield told
    finally:
        shutil.rmtree(home.servers.resolve(), ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
