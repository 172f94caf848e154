"""The state folder: what lives where, the secrets, and who holds it."""

import fcntl
import json
import os
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from launch.console import Trouble, step

REPOSITORY = Path(__file__).resolve().parent.parent
SECRETS = ("SECRET_KEY", "FIELD_KEY", "DATABASE_PASSWORD", "BROKER_PASSWORD", "DEMO_PASSWORD")
# Without letters and digits that look alike.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
LEFTOVERS_SECONDS = 60.0


@dataclass(frozen=True)
class State:
    folder: Path

    @property
    def servers(self) -> Path:
        """The servers' files: a folder, or a link where their user cannot reach this one."""
        return self.folder / "servers"

    @property
    def prepared(self) -> Path:
        """What our own database was last found to hold: beside it, and gone when it is."""
        return self.servers / "prepared"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def static(self) -> Path:
        return self.folder / "static"

    @property
    def media(self) -> Path:
        return self.folder / "media"

    @property
    def schedule(self) -> Path:
        return self.folder / "beat" / "schedule"

    @property
    def running(self) -> Path:
        """While the demo runs: how to reach it and its servers."""
        return self.folder / "running.json"

    def prepare(self) -> "State":
        try:
            self.folder.mkdir(mode=_passable(), parents=True, exist_ok=True)
            for folder in (self.logs, self.media, self.schedule.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            (self.folder / "secrets.json").touch(mode=0o600)
        except OSError as error:
            raise Trouble(f"The state folder {self.folder} cannot be used: {error}") from error
        return self

    def secrets(self) -> dict[str, str]:
        """Made once and kept; the environment has the last word."""
        path = self.folder / "secrets.json"
        kept: dict[str, str] = json.loads(path.read_text() or "{}")
        wanted = {name: kept.get(name) or _new_secret(name) for name in SECRETS}
        if chosen := os.environ.get("DEMO_PASSWORD"):
            wanted["DEMO_PASSWORD"] = chosen  # kept: the accounts will have it next time too
        if wanted != kept:
            write_private(path, wanted)
        return {name: os.environ.get(name) or wanted[name] for name in SECRETS}

    def joined(self) -> dict[str, str]:
        """What a running demo says about itself; nothing while it is still starting."""
        try:
            told: dict[str, str] = json.loads(self.running.read_text())
        except FileNotFoundError:
            return {}
        return told

    def log(self, name: str) -> Path:
        return self.logs / f"{name.replace(' ', '-')}.log"


def _passable() -> int:
    """Root's servers run as another user, who has to pass through."""
    return 0o711 if os.geteuid() == 0 else 0o700


def _new_secret(name: str) -> str:
    if name != "DEMO_PASSWORD":
        return secrets.token_urlsafe(48)
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


def write_private(path: Path, content: dict[str, str]) -> None:
    """Whole or not at all, and for nobody else's eyes."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def from_environment() -> State:
    named = os.environ.get("STATE_DIR")
    return State(Path(named).expanduser().resolve() if named else REPOSITORY / ".state")


class Lock:
    """One launcher per state folder.

    Two locks: the launcher's own, and one that its children inherit. So a launcher that was killed
    is told apart from one that runs, and its successor waits until the last child has ended.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.own = _open(state.folder / "lock")
        self.inherited = _open(state.folder / "lock.children")

    def take(self) -> bool:
        """False when another launcher holds the folder."""
        if not _try(self.own):
            return False
        self.state.running.unlink(missing_ok=True)
        if not _try(self.inherited):
            self._wait_for_leftovers()
        return True

    def _wait_for_leftovers(self) -> None:
        step("Waiting for what is left of an earlier run to end")
        until = time.monotonic() + LEFTOVERS_SECONDS
        while not _try(self.inherited):
            if time.monotonic() > until:
                raise Trouble(
                    f"Processes of an earlier run still hold {self.state.folder}. "
                    f"See who: fuser -v {self.state.folder}/lock.children"
                )
            time.sleep(0.2)

    def release(self) -> None:
        self.state.running.unlink(missing_ok=True)
        os.close(self.inherited)
        os.close(self.own)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
