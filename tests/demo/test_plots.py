"""How cases run, and how many run which way."""

import pytest

from cases.workflow import CaseState as State
from demo.rules.plots import ENDED, OPEN, TOTAL, Plot, Way, Word, plots, script

EVERY = [plot for _count, plot in (*ENDED, *OPEN)]


def test_the_plots_add_up_to_the_figures_of_the_street() -> None:
    assert TOTAL == 1145
    assert sum(count for count, _plot in ENDED) == 981
    assert sum(count * len(script_whistles(plot)) for count, plot in (*ENDED, *OPEN)) == 82


def script_whistles(plot: Plot) -> list[str]:
    """A whistle each time departments are called: again when it was unsolved."""
    words = script(plot, contact=True)
    blown = [word for word in words if word == Word.WHISTLE]
    again = [word for word in words if word == Word.UNSOLVED and Word.WHISTLE in words]
    return [*blown, *again]


@pytest.mark.parametrize("total", [0, 1, 50, 1145])
def test_as_many_plots_as_asked_for(total: int) -> None:
    assert len(list(plots(total))) == total


@pytest.mark.parametrize("plot", EVERY)
def test_a_script_begins_with_the_report_and_ends_where_the_case_rests(plot: Plot) -> None:
    words = script(plot, contact=True)
    assert words[0] == Word.REPORT
    assert (Word.ARCHIVE in words) == (not plot.rest and plot.way != Way.DECLINE)


@pytest.mark.parametrize("plot", EVERY)
def test_nobody_is_called_back_without_a_contact(plot: Plot) -> None:
    words = script(plot, contact=False)
    assert plot.rest == State.FOLLOW_UP or not {Word.SOLVED, Word.RATED} & set(words)
