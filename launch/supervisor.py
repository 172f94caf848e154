"""Keeps the children running, and ends them in the opposite order of their start."""

import time
from dataclasses import dataclass

from launch.children import Child, Command
from launch.console import step

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
STEADY_SECONDS = 60.0  # having run so long, a child's earlier ends are forgotten


@dataclass
class Post:
    """A place that should always be filled: its command, its child now, and how often it fell."""

    child: Child
    started: float
    wait: float = FIRST_WAIT
    restart_at: float | None = None

    @property
    def command(self) -> Command:
        return self.child.command

    def look(self, now: float) -> None:
        if self.restart_at is None and self.child.ended:
            self._fell(now)
        elif self.restart_at is not None and now >= self.restart_at:
            step(f"Starting the {self.command.name} again")
            self.child = Child(self.command)
            self.started, self.restart_at = now, None

    def _fell(self, now: float) -> None:
        self.child.sweep_up()
        if now - self.started > STEADY_SECONDS:
            self.wait = FIRST_WAIT
        step(
            f"The {self.command.name} ended (exit code {self.child.process.returncode}); it is "
            f"started again in {self.wait:.0f} s. Its last words, from {self.command.log}:\n"
            + self.child.last_words()
        )
        self.restart_at = now + self.wait
        self.wait = min(self.wait * 2, LONGEST_WAIT)


class Supervisor:
    def __init__(self) -> None:
        self.posts: list[Post] = []

    def adopt(self, child: Child) -> None:
        self.posts.append(Post(child, time.monotonic()))

    def look(self) -> None:
        for post in self.posts:
            post.look(time.monotonic())

    def stop(self) -> None:
        while self.posts:
            post = self.posts.pop()
            step(f"Stopping the {post.command.name}")
            post.child.stop()
