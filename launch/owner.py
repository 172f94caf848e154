"""Who the servers run as: PostgreSQL refuses root, so root hands them to somebody else."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch.console import Trouble

# No setting of the person's shell may change how a server runs.
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


@dataclass(frozen=True)
class Owner:
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def take(self, path: Path) -> None:
        if not self.is_me:
            os.chown(path, self.uid, self.gid)

    def run(
        self, command: Sequence[str | Path], *, text_in: str = "", output: IO[bytes] | None = None
    ) -> int:
        """Runs to the end as that user, in bare surroundings; returns the exit code."""
        ended = subprocess.run(
            command,
            input=text_in.encode(),
            stdout=output or subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            env=BARE,
            cwd="/",
            user=None if self.is_me else self.uid,
            group=None if self.is_me else self.gid,
            extra_groups=None if self.is_me else [],
            check=False,
        )
        return ended.returncode

    def can(self, *command: str | Path) -> bool:
        """Tried as that user, because reading permission bits would miss ACLs and mounts."""
        try:
            return self.run(command) == 0
        except PermissionError:
            return False

    def can_enter(self, folder: Path) -> bool:
        return self.can("/bin/sh", "-c", 'cd -- "$0"', folder)


def myself() -> Owner:
    return Owner(os.geteuid(), os.getegid())


def of_servers(folder: Path) -> Owner:
    """The owner of the servers' folder; where there is none yet, whoever should own it."""
    if folder.exists():
        return _of_existing(folder)
    if os.geteuid() != 0:
        return myself()
    nobody = pwd.getpwnam("nobody")
    return Owner(nobody.pw_uid, nobody.pw_gid)


def _of_existing(folder: Path) -> Owner:
    found = folder.stat()
    if found.st_uid == 0:
        raise Trouble(
            f"{folder} belongs to root, and PostgreSQL does not run as root. Give it to somebody "
            f"else: chown -R nobody: {folder}/"
        )
    if os.geteuid() not in (0, found.st_uid):
        raise Trouble(
            f"{folder} belongs to user number {found.st_uid}. Run this as that user, or choose "
            "another folder with STATE_DIR=…"
        )
    return Owner(found.st_uid, found.st_gid)
