"""The embedded PostgreSQL: made once, then a foreground child on a loopback port."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.children import Command, tail
from launch.console import Trouble, step
from launch.owner import Owner
from launch.programs import Programs

NAME = "governance"
BARE = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
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

    def url(self, port: int) -> str:
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{port}/{NAME}"

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
        try:
            self._run(
                "initdb",
                f"--pgdata={folder}",
                f"--username={NAME}",
                "--auth=scram-sha-256",
                f"--pwfile={password}",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            )
        finally:
            password.unlink()

    def _create_database(self, folder: Path) -> None:
        """Without a server: nobody can be in the way, and no port is needed."""
        statement = f"CREATE DATABASE {NAME};\n"
        alone = ("--single", "-D", str(folder), "-c", "exit_on_error=on")
        self._run("postgres", *alone, "postgres", text_in=statement)

    def _run(self, program: str, *arguments: str, text_in: str = "") -> None:
        me = self.owner.is_me
        with self.log.open("ab") as log:
            ended = subprocess.run(
                [self.programs.postgres(program), *arguments],
                input=text_in.encode(),
                stdout=log,
                stderr=subprocess.STDOUT,
                env=BARE,
                cwd="/",
                user=None if me else self.owner.uid,
                group=None if me else self.owner.gid,
                extra_groups=None if me else [],
                check=False,
            )
        if ended.returncode:
            raise Trouble(f"{program} failed:\n{tail(self.log)}\nMore in {self.log}")

    def command(self, port: int, *, lasting: bool, keep_open: Sequence[int] = ()) -> Command:
        settings = (
            "listen_addresses=127.0.0.1",
            f"port={port}",
            "unix_socket_directories=",
            *(LASTING if lasting else THROWAWAY),
        )
        return Command(
            name="database",
            arguments=[
                self.programs.postgres("postgres"),
                "-D",
                self.data,
                *(argument for setting in settings for argument in ("-c", setting)),
            ],
            environment=BARE,
            log=self.log,
            folder=Path("/"),
            owner=self.owner,
            stop_signal=signal.SIGINT,  # “fast”: ends sessions, writes everything, stops
            stop_seconds=60.0,
            keep_open=keep_open,
        )

    def answers(self, port: int) -> bool:
        asked = subprocess.run(
            [self.programs.postgres("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)],
            env=BARE,
            check=False,
        )
        return asked.returncode == 0
