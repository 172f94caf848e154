import os
from pathlib import Path

import pytest

from launch import owner, programs
from launch.console import Trouble
from launch.packages import ENVIRONMENT
from launch.state import State


def test_programs_that_their_user_can_run_are_used_where_they_are(state: State) -> None:
    found = programs.installed(ENVIRONMENT)
    assert programs.for_owner(found, owner.myself(), state.folder) == found
    assert not list(state.folder.glob("programs-*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to somebody else")
def test_programs_out_of_reach_are_copied_once_with_their_libraries(
    state: State, tmp_path: Path
) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir(mode=0o700)
    packages = hidden / "environment" / "lib" / "python3" / "site-packages"
    packages.parent.mkdir(parents=True)
    packages.symlink_to(programs.installed(ENVIRONMENT).packages)
    somebody = owner.of_servers(state.servers)
    found = programs.installed(hidden / "environment")
    assert not found.run_as(somebody)

    copied = programs.for_owner(found, somebody, state.folder)
    assert copied.packages.parent == state.folder
    assert copied.run_as(somebody)

    made = copied.packages.stat().st_ctime_ns
    assert programs.for_owner(found, somebody, state.folder) == copied
    assert copied.packages.stat().st_ctime_ns == made


def test_an_environment_without_servers_is_named(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no embedded servers"):
        programs.installed(tmp_path)
