"""Dividing a whole number fairly."""

import pytest

from demo.rules.shares import runs, shares


def test_shares_add_up_and_follow_the_weights() -> None:
    assert shares(10, [1, 1, 2], least=0) == [3, 2, 5]
    assert sum(shares(595, [3.3, 1.1, 7.7, 0.2])) == 595


def test_nobody_gets_less_than_the_least() -> None:
    assert shares(5, [100, 1, 1], least=1) == [3, 1, 1]


def test_too_little_for_all_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot give 3 parts"):
        shares(2, [1, 1, 1])


def test_runs_cut_in_order() -> None:
    assert runs("abcdef", [1, 3, 2]) == ["a", "bcd", "ef"]
