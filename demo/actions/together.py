"""Pieces of work done one after another, or by several processes: all of them or none."""

import os
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from multiprocessing.synchronize import Barrier

from django.db import connections, transaction

Work = Callable[[int], None]
Progress = Callable[[int], None]
LOOK_SECONDS = 0.5


class Interrupted(Exception):
    """One of the processes did not come to its end, so none of them kept anything."""


@transaction.atomic
def in_turn(count: int, work: Work, progress: Progress) -> None:
    for number in range(count):
        work(number)
        progress(number + 1)


def side_by_side(count: int, work: Work, progress: Progress, *, processes: int) -> None:
    """Each process takes every n-th piece in one transaction; they wait for one another to commit.

    Where one fails or is killed, the barrier breaks and the others roll back.
    """
    connections.close_all()
    context = get_context("fork")
    barrier, done = context.Barrier(processes), context.Value("i", 0)
    parent = os.getpid()

    def share(first: int) -> None:
        try:
            with transaction.atomic():
                for number in range(first, count, processes):
                    if os.getppid() != parent:
                        raise Interrupted
                    work(number)
                    with done.get_lock():
                        done.value += 1
                barrier.wait()
        except BaseException:
            barrier.abort()
            raise

    workers = [context.Process(target=share, args=(first,)) for first in range(processes)]
    for worker in workers:
        worker.start()
    _watch(workers, barrier, lambda: progress(done.value))


def _watch(workers: Sequence[ForkProcess], barrier: Barrier, look: Callable[[], None]) -> None:
    while any(worker.is_alive() for worker in workers):
        for worker in workers:
            worker.join(LOOK_SECONDS / len(workers))
        if any(worker.exitcode for worker in workers):
            barrier.abort()
        look()
    if any(worker.exitcode for worker in workers):
        raise Interrupted
