"""The worker and the broker are killed in the middle: no deadline and no message is lost."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.actions.reporting import Contact
from cases.models import CaseEvent
from clocks.models import Clock
from journal.models import OutboxMessage
from launch.programs import installed
from notices.models import Notice
from tests.factories.cases import copies_of, make_case, make_world
from tests.launch.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)

CASES = 100
PATIENCE = 55.0
WORKER = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=ERROR")


@dataclass
class Crashing:
    """A broker and a worker that can be killed and started again on what they left behind."""

    folder: Path
    port: int
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        keeping = ("--appendonly", "yes", "--save", "", "--dir", str(self.folder))
        self._run(
            installed(Path(sys.prefix)).valkey,
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            *keeping,
        )
        assert eventually(self._answers, PATIENCE)
        self._run(sys.executable, "-m", "celery", "--app=governance", "--quiet", *WORKER)

    def kill(self) -> None:
        """No farewell: the whole process group, at once."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def send(self, *tasks: str) -> None:
        """What the beat sends every minute; nobody listens while the broker is dead."""
        with Celery(broker=self.url) as sender:
            for task in tasks:
                sender.send_task(f"governance.tasks.{task}")

    def _answers(self) -> bool:
        try:
            with redis.Redis(port=self.port) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def _run(self, *command: str | Path) -> None:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=settings.BASE_DIR,
                env={**os.environ, "DATABASE_URL": database_url(), "REDIS_URL": self.url},
                start_new_session=True,
            )
        self.processes.append(process)


def database_url() -> str:
    """The database of this test, as another process reaches it."""
    told = connection.settings_dict
    secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{secret}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def free_port() -> int:
    with socket.socket() as spot:
        spot.bind(("127.0.0.1", 0))
        return int(spot.getsockname()[1])


@contextmanager
def crashing(folder: Path) -> Iterator[Crashing]:
    running = Crashing(folder, free_port())
    try:
        running.start()
        yield running
    finally:
        running.kill()


def sent_until(running: Crashing, tasks: Sequence[str], happens: Callable[[], bool]) -> bool:
    """The beat goes on sending until it has happened, however often something was skipped."""

    def tried() -> bool:
        running.send(*tasks)
        return eventually(happens, 3)

    return eventually(tried, PATIENCE)


def fired() -> int:
    return CaseEvent.objects.filter(verb="breach").count()


def nothing_due() -> bool:
    return not Clock.objects.due(timezone.now()).exists()


def everything_told() -> bool:
    return not OutboxMessage.objects.filter(sent_at=None).exists()


def test_no_deadline_and_no_message_is_lost_when_worker_and_broker_are_killed(
    tmp_path: Path,
) -> None:
    world = make_world()
    long_ago = timezone.now() - timedelta(days=60)
    copies_of(make_case(world, now=long_ago, contact=Contact()), CASES - 1)
    with ExitStack() as stack:
        running = stack.enter_context(crashing(tmp_path))
        running.send("sweep_clocks", "relay_outbox")
        assert eventually(lambda: fired() > 2, PATIENCE), (tmp_path / "log").read_text()
        running.kill()
        half = fired()
        assert 0 < half < CASES, "the kill came too late to be in the middle"
        running.start()
        assert sent_until(running, ["sweep_clocks"], nothing_due)
        assert sent_until(running, ["relay_outbox"] * 3, everything_told)
    events = CaseEvent.objects.filter(via="system").values_list("case", "verb", "data__level")
    assert len(events) == len(set(events)) == 4 * CASES  # red, 催办, 督办, 通报: each once
    assert OutboxMessage.objects.exclude(failed_at=None).count() == 0
    officers = Notice.objects.filter(reader=world.people["officer"])
    said = officers.values_list("key", flat=True)
    assert len(said) == len(set(said)) == 5 * CASES + 1  # yellow as well, and one report
    leaders = Notice.objects.filter(reader=world.people["leader"])
    assert leaders.count() == CASES
