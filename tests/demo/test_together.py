"""Several processes, and all of their work or none."""

import pytest

from accounts.models import User
from demo.actions.together import Interrupted, in_turn, side_by_side
from tests.factories.grids import make_person

forks = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def _work(number: int) -> None:
    make_person(f"piece{number}")


def _breaks_at_seven(number: int) -> None:
    if number == 7:
        raise ValueError(number)
    _work(number)


@pytest.mark.django_db
def test_in_turn_everything_is_done_and_told() -> None:
    told: list[int] = []
    in_turn(3, _work, told.append)
    assert User.objects.count() == 3
    assert told == [1, 2, 3]


@forks
@pytest.mark.django_db(transaction=True)
def test_side_by_side_everything_is_done_once() -> None:
    told: list[int] = []
    side_by_side(9, _work, told.append, processes=2)
    assert User.objects.count() == 9
    assert told[-1] == 9


@forks
@pytest.mark.django_db(transaction=True)
def test_side_by_side_nothing_is_kept_when_one_process_fails() -> None:
    with pytest.raises(Interrupted):
        side_by_side(10, _breaks_at_seven, lambda _number: None, processes=2)
    assert not User.objects.exists()
