from pathlib import Path

import pytest

from launch import chromium, packages


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser, no package manager and no network; its folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "DOWNLOADS", tmp_path / "downloads")
    monkeypatch.setattr(packages, "ENVIRONMENT", tmp_path / "environment")
    return programs


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_browser_on_the_path_is_found(machine: Path) -> None:
    browser = program(machine / "google-chrome", "exit 0")
    assert chromium.find_or_install() == browser


def test_the_named_browser_comes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "chromium", "exit 0")
    named = program(machine.parent / "mine", "exit 0")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.find_or_install() == named


def test_a_stub_that_does_not_start_is_passed_over(machine: Path) -> None:
    program(machine / "chromium", "exit 1")
    browser = program(machine / "chromium-browser", "exit 0")
    assert chromium.find_or_install() == browser


def test_a_browser_is_downloaded_where_none_is_found(machine: Path) -> None:
    target = chromium.DOWNLOADS / "chromium-1" / "chrome-linux" / "chrome"
    program(target.with_name("kept"), "exit 0")
    download = f"/bin/cp {target.with_name('kept')} {target}"
    program(Path(packages.program("playwright")), download)
    assert chromium.find_or_install() == target


def test_no_browser_at_all_is_said_loudly(
    machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert chromium.find_or_install() is None
    assert "!! NO BROWSER" in capsys.readouterr().err
