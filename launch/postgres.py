"""The embedded PostgreSQL: made once, then a foreground child on a loopback port."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.children import Command, tail
from launch.console import Trouble, step
from launch.owner import BARE, Owner
from launch.programs import Programs

NAME = "governance"
# Nothing is lost by a crash of a database that is thrown away.
THROWAWAY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=4GB")
LASTING = ("fsync=on", "max_wal_size=1GB")


@dataclass(frozen=True)
class Postgres:
    programs: Programs
    owner: Owner
    data: Path
    log: Path
    password: str
    lasting: bool = True

    def url(self, port: int) -> str:
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{port}/{NAME}"

    @property
    def settings(self) -> tuple[str, ...]:
        return ("unix_socket_directories=", *(LASTING if self.lasting else THROWAWAY))

    def make(self) -> None:
        """Makes the cluster aside and renames it, so that a half-made one is never used."""
        if self.data.exists():
            return
        step("Making the database cluster")
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        self.owner.take(new)
        self._initialise(new)
        self._create_database(new)
        new.rename(self.data)

    def _initialise(self, folder: Path) -> None:
        password = self.data.with_name("password.new")
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        self.owner.take(password)
        password.write_text(self.password)
        options = (
            f"--pgdata={folder}",
            f"--username={NAME}",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        try:
            self._run("initdb", *options, *(() if self.lasting else ("--no-sync",)))
        finally:
            password.unlink()

    def _create_database(self, folder: Path) -> None:
        """Without a server: nobody can be in the way, and no port is needed."""
        settings = setting_arguments("exit_on_error=on", *self.settings)
        alone = ("--single", "-D", str(folder), *settings, "postgres")
        self._run("postgres", *alone, text_in=f"CREATE DATABASE {NAME};\n")

    def _run(self, program: str, *arguments: str, text_in: str = "") -> None:
        command = [str(self.programs.postgres(program)), *arguments]
        with self.log.open("ab") as log:
            code = self.owner.run(command, text_in=text_in, output=log)
        if code:
            raise Trouble(f"{program} failed:\n{tail(self.log)}\nMore in {self.log}")

    def command(self, port: int, keep_open: Sequence[int] = ()) -> Command:
        place = ("listen_addresses=127.0.0.1", f"port={port}")
        settings = setting_arguments(*place, *self.settings)
        return Command(
            name="database",
            arguments=[self.programs.postgres("postgres"), "-D", self.data, *settings],
            environment=BARE,
            log=self.log,
            folder=self.data,
            owner=self.owner,
            stop_signal=signal.SIGINT,  # “fast”: ends sessions, writes everything, stops
            stop_seconds=60.0,
            keep_open=keep_open,
        )

    def answers(self, port: int) -> bool:
        asked = subprocess.run(
            [
                self.programs.postgres("pg_isready"),
                "-q",
                "-t",
                "1",
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
            ],
            env=BARE,
            check=False,
        )
        return asked.returncode == 0


def setting_arguments(*settings: str) -> list[str]:
    return [argument for setting in settings for argument in ("-c", setting)]
