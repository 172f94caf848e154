"""Several people at once, each on a database connection of their own."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from journal.refusals import Refusal

Act = Callable[[], object]


def at_once(acts: Sequence[Act]) -> list[object]:
    """What each act came to: its result, or the refusal it heard. Anything else is raised."""
    start = threading.Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            start.wait(timeout=20)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(outcomes: Sequence[object]) -> list[Refusal]:
    return [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
