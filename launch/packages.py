"""The virtual environment: made once, brought up to the lock file whenever that changes."""

import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from launch.children import Child, Command
from launch.console import Trouble, step
from launch.state import REPOSITORY

ENVIRONMENT = REPOSITORY / ".venv"
RUNTIME = REPOSITORY / "requirements.txt"
DEVELOPMENT = REPOSITORY / "requirements-dev.txt"  # holds everything of RUNTIME too
STAMP = ENVIRONMENT / "installed.json"
LOG = ENVIRONMENT / "install.log"
SECONDS_BETWEEN_LINES = 3.0
FETCHED = re.compile(r"^(?:Collecting|Processing) ", re.MULTILINE)


def program(name: str) -> str:
    return str(ENVIRONMENT / "bin" / name)


def django(*arguments: str) -> list[str]:
    return [program("python"), str(REPOSITORY / "manage.py"), *arguments]


def ensure(lock: Path) -> None:
    """Installs what `lock` says, unless exactly that has been installed already."""
    with RUNTIME.open() as turnstile:  # one launcher at a time
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        _ensure(lock)


def _ensure(lock: Path) -> None:
    wanted = _digest(lock)
    here, installed = _stamp()
    sound = here and _works()
    if sound and wanted in installed:
        return
    if not sound:
        _make()
    _install(lock)
    also = [_digest(RUNTIME)] if lock == DEVELOPMENT else []
    STAMP.write_text(json.dumps({"at": str(ENVIRONMENT), "locks": [wanted, *also]}))


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _stamp() -> tuple[bool, list[str]]:
    """Whether the environment lies where it was made, and the locks it is up to.

    Its programs hold their own address: one that was moved or copied has to be made again.
    """
    if not STAMP.exists():
        return True, []
    kept = json.loads(STAMP.read_text())
    if not isinstance(kept, dict):
        return False, []
    return kept["at"] == str(ENVIRONMENT), kept["locks"]


def _works() -> bool:
    """Not when it was made by a Python that is gone since, or was half made."""
    try:
        return _quiet(program("python"), "-c", "import pip").returncode == 0
    except OSError:
        return False


def _quiet(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(arguments, capture_output=True, text=True, check=False)


def _make() -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    step(f"Making the virtual environment with Python {version}")
    made = _quiet(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    if made.returncode:
        raise Trouble(
            f"Python's venv does not work:\n{made.stdout}{made.stderr}\n"
            "On Debian and Ubuntu: apt install python3-venv"
        )


def _install(lock: Path) -> None:
    """The lock is complete: nothing is resolved, and every file must have its hash."""
    total = sum("==" in line.split(";")[0] for line in lock.read_text().splitlines())
    step(f"Installing up to {total} packages from {lock.name}")
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    options = ["--require-hashes", "--no-deps", "--only-binary=:all:", "--progress-bar=off"]
    LOG.unlink(missing_ok=True)
    installer = Child(
        Command(
            name="installation",
            arguments=[*pip, *options, "-r", lock],
            environment={**os.environ, "PIP_USER": "0"},
            log=LOG,
            folder=REPOSITORY,
        )
    )
    try:
        _report(installer)
    finally:
        installer.stop()
    if installer.process.returncode:
        raise Trouble(f"Installing failed:\n{installer.last_words()}\nMore in {LOG}")


def _report(installer: Child) -> None:
    spoken = time.monotonic()
    while not installer.ended:
        time.sleep(0.1)
        if time.monotonic() - spoken > SECONDS_BETWEEN_LINES:
            spoken = time.monotonic()
            step(_progress(LOG.read_text(errors="replace")))


def _progress(output: str) -> str:
    if "Installing collected packages" in output:
        return "  … unpacking"
    return f"  … {len(FETCHED.findall(output))} fetched"
