import os
from pathlib import Path

import pytest

from launch import owner
from launch.console import Trouble
from launch.owner import Owner

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give folders away")


@only_root
def test_root_finds_somebody_else_for_new_servers(tmp_path: Path) -> None:
    assert owner.of_servers(tmp_path / "servers").uid != 0


@only_root
def test_servers_stay_with_the_user_who_has_them(tmp_path: Path) -> None:
    os.chown(tmp_path, 4242, 4343)
    assert owner.of_servers(tmp_path) == Owner(4242, 4343)


@only_root
def test_servers_that_belong_to_root_are_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="chown -R nobody"):
        owner.of_servers(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root has to find somebody else")
def test_an_ordinary_user_runs_the_servers_alone(tmp_path: Path) -> None:
    assert owner.of_servers(tmp_path) == owner.of_servers(tmp_path / "new") == owner.myself()
