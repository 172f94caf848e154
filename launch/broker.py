"""The embedded message broker: Valkey, which speaks the Redis protocol."""

import signal
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.children import Command
from launch.owner import BARE, Owner
from launch.programs import Programs

# Every message is on its way to disk before the sender hears that it was taken.
SETTINGS = """\
bind 127.0.0.1
port {port}
dir "{data}"
requirepass {password}
appendonly {lasting}
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


@dataclass(frozen=True)
class Broker:
    programs: Programs
    owner: Owner
    data: Path
    log: Path
    password: str
    lasting: bool = True

    def url(self, port: int) -> str:
        return f"redis://:{self.password}@127.0.0.1:{port}/0"

    def make(self) -> None:
        if not self.data.exists():
            self.data.mkdir(mode=0o700)
            self.owner.take(self.data)

    def command(self, port: int, keep_open: Sequence[int] = ()) -> Command:
        """The settings go in through a pipe: an argument would show the password to everybody."""
        return Command(
            name="broker",
            arguments=[self.programs.valkey, "-"],
            environment=BARE,
            log=self.log,
            folder=self.data,
            owner=self.owner,
            stop_signal=signal.SIGTERM,
            stop_seconds=20.0,
            text_in=SETTINGS.format(
                port=port,
                data=self.data,
                password=self.password,
                lasting="yes" if self.lasting else "no",
            ),
            keep_open=keep_open,
        )

    def answers(self, port: int) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return _read_until(connection, b"+PONG")
        except OSError:
            return False


def _read_until(connection: socket.socket, wanted: bytes) -> bool:
    """False as soon as the server says no, or that it is still loading."""
    heard = b""
    while wanted not in heard:
        part = connection.recv(512)
        if not part or b"-" in (heard := heard + part):
            return False
    return True
