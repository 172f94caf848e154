"""Several processes, and all of their work or none."""

import pytest

from accounts.models import User
from demo.actions.together import in_turn
from tests.demo.alone import run_alone
from tests.factories.grids import make_person

NEVER = "-1"


def _work(number: int) -> None:
    make_person(f"piece{number}")


@pytest.mark.django_db
def test_in_turn_everything_is_done_and_told() -> None:
    told: list[int] = []
    in_turn(3, _work, told.append)
    assert User.objects.count() == 3
    assert told == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_side_by_side_everything_is_done_once() -> None:
    done = run_alone("-m", "tests.demo.two_processes", "9", NEVER)
    assert done.stdout.split()[-1] == "9", done.stderr
    assert User.objects.count() == 9


@pytest.mark.django_db(transaction=True)
def test_side_by_side_nothing_is_kept_when_one_process_fails() -> None:
    done = run_alone("-m", "tests.demo.two_processes", "10", "7")
    assert "Interrupted" in done.stderr
    assert not User.objects.exists()
