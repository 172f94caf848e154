"""Finds a Chromium that really starts, or installs one, with glyphs for Chinese."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from launch import packages
from launch.console import loud, step
from launch.state import REPOSITORY

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
DOWNLOADS = REPOSITORY / ".browser"
FONT_PACKAGE = "fonts-noto-cjk"
INSTALL_SECONDS = 600
NOTHING_MORE: Mapping[str, str] = {}

MISSING = """\
NO BROWSER: the journeys in a real browser cannot be tested.
Chromium was neither found nor could it be installed.
Install one, for example: apt install chromium fonts-noto-cjk
or name one:              make test CHROMIUM=/path/to/chromium"""


def find_or_install() -> Path | None:
    browser = _find() or _install()
    if browser is None:
        loud(MISSING)
    elif not _chinese_glyphs() and not _apt_install(FONT_PACKAGE):
        step(f"Screenshots will show no Chinese: no font was found, and {FONT_PACKAGE} is missing")
    return browser


def _find() -> Path | None:
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("CHROMIUM"):
        yield Path(named)
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    homes = (DOWNLOADS, Path.home() / ".cache" / "ms-playwright")
    for home in homes:
        yield from sorted(home.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def _starts(browser: Path) -> bool:
    """A stub that only points to another installer, or missing libraries, show here."""
    return _succeeds([browser, "--version"], seconds=30)


def _install() -> Path | None:
    for install in (_from_distribution, _from_playwright):
        if install() and (browser := _find()):
            return browser
    return None


def _from_distribution() -> bool:
    return _apt_install("chromium")


def _from_playwright() -> bool:
    step("Installing Chromium through Playwright")
    command = [packages.program("playwright"), "install", "chromium"]
    if os.geteuid() == 0:
        command.append("--with-deps")
    return _succeeds(command, {"PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADS)})


def _chinese_glyphs() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False)
    return bool(listed.stdout.strip())


def _apt_install(package: str) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    step(f"Installing {package} through apt-get")
    command = ["apt-get", "install", "--yes", "--no-install-recommends", package]
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    return _succeeds(command, quiet) or (
        _succeeds(["apt-get", "update"], quiet) and _succeeds(command, quiet)
    )


def _succeeds(
    command: Sequence[str | Path],
    environment: Mapping[str, str] = NOTHING_MORE,
    seconds: float = INSTALL_SECONDS,
) -> bool:
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **environment},
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0
