"""The lock files here hold no package: what is tested is when something is installed at all."""

from pathlib import Path

import pytest

from launch import packages
from launch.console import Trouble


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("packages") / "environment"


@pytest.fixture
def lock(environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(packages, "ENVIRONMENT", environment)
    monkeypatch.setattr(packages, "STAMP", environment / "installed.json")
    monkeypatch.setattr(packages, "LOG", environment / "install.log")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    path = tmp_path / "lock.txt"
    path.write_text(f"# nothing, for {tmp_path}\n")
    return path


def installations(lock: Path) -> bool:
    """Whether bringing the environment up to the lock ran the installer."""
    packages.LOG.unlink(missing_ok=True)
    packages.ensure(lock)
    return packages.LOG.exists()


def test_packages_are_installed_once_for_each_state_of_the_lock(lock: Path) -> None:
    assert installations(lock)
    assert not installations(lock)
    lock.write_text("# nothing either\n")
    assert installations(lock)
    assert not installations(lock)


def test_a_broken_environment_is_made_again(lock: Path) -> None:
    packages.ensure(lock)
    Path(packages.program("python")).unlink()
    assert installations(lock)


def test_an_environment_that_was_moved_is_made_again(
    lock: Path, environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages.ensure(lock)
    elsewhere = environment.with_name("moved")
    environment.rename(elsewhere)
    monkeypatch.setattr(packages, "ENVIRONMENT", elsewhere)
    monkeypatch.setattr(packages, "STAMP", elsewhere / "installed.json")
    monkeypatch.setattr(packages, "LOG", elsewhere / "install.log")
    assert installations(lock)
    first_line = Path(packages.program("pip")).read_text().splitlines()[0]
    assert str(elsewhere) in first_line
    assert not installations(lock)


def test_a_failed_installation_says_why_and_is_tried_again(lock: Path) -> None:
    lock.write_text("no-such-thing==1 --hash=sha256:" + "0" * 64)
    for _ in range(2):
        with pytest.raises(Trouble, match="no-such-thing"):
            packages.ensure(lock)
