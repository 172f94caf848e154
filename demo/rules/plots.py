"""How cases run in the demo street, and how many run which way.

The counts add up to the figures of the street that the demo takes after: 1,145 received, 981 ended,
82 whistles, each answered once or more, and 66 hard problems solved. They are the only place where
those figures are laid down; what is shown is counted from the cases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cases.vocabulary import WhistleKind
from cases.workflow import CaseState as State
from demo.rules.shares import shares


class Way(StrEnum):
    """How a matter is dealt with; the first four are what a situation allows."""

    SPOT = "spot"
    HAND = "hand"
    INQUIRY = "inquiry"
    WHISTLE = "whistle"
    EMERGENCY = "emergency"
    DECLINE = "decline"


class Word(StrEnum):
    """One thing somebody does in a story."""

    REPORT = "report"
    VERIFY = "verify"
    AT_ONCE = "answer at once"
    DECLINE = "decline"
    CONTACT = "contact"
    NOTE = "note"
    ASSIGN = "assign"
    HAND_UP = "hand up"
    SEND_DOWN = "send down"
    RESOLVE = "resolve"
    WHISTLE = "whistle"
    CLAIM = "claim"
    ANSWER = "answer"
    PASSED = "check passed"
    REWORK = "rework"
    MISS = "not reached"
    SOLVED = "solved"
    RATED = "rated by the resident"
    UNSOLVED = "unsolved"
    OBJECT = "unsolved and unreasonable"
    AGREE = "a second person agrees"
    REOPEN = "reopen"
    ARCHIVE = "archive"


@dataclass(frozen=True)
class Plot:
    """One course of events. `rest` is the state in which it stands today; empty when it is over.

    `strain` says how near its clock is to the end (near, over); `handler`, `reporter` and `lead`
    name who must be in it; `home` keeps it in the first community.
    """

    way: Way
    rest: str = ""
    twist: str = ""
    whistle: str = ""
    strain: str = ""
    home: bool = False
    pressing: bool = False
    handler: str = ""
    reporter: str = ""
    lead: str = ""

    @property
    def needs_contact(self) -> bool:
        """Somebody must be there to call back."""
        heard = self.twist not in {"", "rework", "up and down"} or self.rest == State.FOLLOW_UP
        return heard or self.way in {Way.INQUIRY, Way.WHISTLE}


W = Word
_BEGINNINGS: dict[str, tuple[Word, ...]] = {
    Way.SPOT: (W.REPORT,),
    Way.INQUIRY: (W.REPORT, W.AT_ONCE),
    Way.HAND: (W.REPORT, W.VERIFY, W.ASSIGN, W.RESOLVE),
    Way.WHISTLE: (W.REPORT, W.VERIFY, W.HAND_UP, W.WHISTLE, W.CLAIM, W.ANSWER),
    Way.EMERGENCY: (W.REPORT, W.WHISTLE, W.CLAIM, W.ANSWER),
    Way.DECLINE: (W.REPORT, W.DECLINE),
}
_UP = (W.REPORT, W.VERIFY, W.ASSIGN, W.HAND_UP)
_HEARD: dict[str, tuple[Word, ...]] = {
    "missed": (W.MISS, W.SOLVED),
    "unreachable": (W.MISS, W.MISS, W.MISS),
    "rated": (W.RATED,),
    "unreasonable": (W.OBJECT, W.AGREE),
}
_ENTERS: dict[str, frozenset[Word]] = {
    State.REPORTED: frozenset({W.REPORT}),
    State.REGISTERED: frozenset({W.VERIFY}),
    State.IN_HAND: frozenset({W.ASSIGN}),
    State.STREET_REVIEW: frozenset({W.HAND_UP}),
    State.WHISTLED: frozenset({W.REWORK}),
    State.CHECKING: frozenset({W.RESOLVE, W.ANSWER}),
}


def script(plot: Plot, *, contact: bool) -> list[Word]:
    """What is done, in order, up to today's state; without a contact nobody is called back."""
    begun = _beginning(plot)
    if plot.way == Way.DECLINE or (plot.way == Way.SPOT and plot.rest == State.CHECKING):
        return begun
    again = _again(plot)
    words = [*begun, *([W.REWORK, *again] if plot.twist == "rework" else []), W.PASSED]
    if plot.rest == State.FOLLOW_UP:
        return (
            words
            + [W.MISS] * (plot.twist == "missed")
            + [W.OBJECT] * (plot.twist == "unreasonable")
        )
    if plot.rest:
        end = next(i for i, word in enumerate(words) if word in _ENTERS[plot.rest])
        return words[: end + 1]
    return [*words, *(_ending(plot, again) if contact else ()), W.ARCHIVE]


def _beginning(plot: Plot) -> list[Word]:
    if plot.rest == State.STREET_REVIEW:
        return list(_UP)
    if plot.twist == "up and down":
        return [*_UP, W.SEND_DOWN, W.RESOLVE]
    return list(_BEGINNINGS[plot.way])


def _again(plot: Plot) -> tuple[Word, ...]:
    return (W.ANSWER,) if plot.way in {Way.WHISTLE, Way.EMERGENCY} else (W.RESOLVE,)


def _ending(plot: Plot, again: tuple[Word, ...]) -> tuple[Word, ...]:
    if plot.twist == "unsolved":
        claim = (W.CLAIM,) if W.ANSWER in again else ()
        return (W.UNSOLVED, *claim, *again, W.PASSED, W.SOLVED)
    if plot.twist == "reopened":
        return (W.SOLVED, W.REOPEN, W.ASSIGN, W.RESOLVE, W.PASSED, W.SOLVED)
    return _HEARD.get(plot.twist, (W.SOLVED,))


_HARD, _FORCE, _NOW = WhistleKind.HARD_PROBLEM, WhistleKind.ENFORCEMENT, WhistleKind.EMERGENCY

ENDED: tuple[tuple[int, Plot], ...] = (
    (38, Plot(Way.DECLINE)),
    (205, Plot(Way.SPOT)),
    (134, Plot(Way.INQUIRY)),
    (30, Plot(Way.INQUIRY, twist="rated")),
    (14, Plot(Way.INQUIRY, twist="missed")),
    (343, Plot(Way.HAND)),
    (44, Plot(Way.HAND, twist="rated")),
    (36, Plot(Way.HAND, twist="missed")),
    (22, Plot(Way.HAND, twist="rework")),
    (14, Plot(Way.HAND, twist="up and down")),
    (12, Plot(Way.HAND, twist="unsolved")),
    (9, Plot(Way.HAND, twist="unreachable")),
    (5, Plot(Way.HAND, twist="reopened")),
    (4, Plot(Way.HAND, twist="unreasonable")),
    (54, Plot(Way.WHISTLE, whistle=_HARD)),
    (5, Plot(Way.WHISTLE, whistle=_HARD, twist="missed")),
    (4, Plot(Way.WHISTLE, whistle=_HARD, twist="rated")),
    (3, Plot(Way.WHISTLE, whistle=_HARD, twist="rework")),
    (2, Plot(Way.WHISTLE, whistle=_FORCE)),
    (1, Plot(Way.WHISTLE, whistle=_FORCE, twist="unsolved")),  # two rounds, two whistles
    (2, Plot(Way.EMERGENCY, whistle=_NOW)),
)
OPEN: tuple[tuple[int, Plot], ...] = (
    (4, Plot(Way.HAND, State.REPORTED, home=True)),
    (1, Plot(Way.HAND, State.REPORTED, home=True, reporter="building.head")),
    (1, Plot(Way.HAND, State.REPORTED, home=True, pressing=True)),
    (2, Plot(Way.HAND, State.REPORTED, home=True, strain="over")),
    (5, Plot(Way.HAND, State.REPORTED)),
    (1, Plot(Way.HAND, State.REPORTED, pressing=True)),
    (1, Plot(Way.HAND, State.REPORTED, strain="over")),
    (4, Plot(Way.HAND, State.REGISTERED, home=True)),
    (10, Plot(Way.HAND, State.REGISTERED)),
    (2, Plot(Way.HAND, State.IN_HAND, handler="grid.worker")),
    (2, Plot(Way.HAND, State.IN_HAND, handler="grid.worker", strain="near")),
    (1, Plot(Way.HAND, State.IN_HAND, handler="grid.worker", strain="over")),
    (2, Plot(Way.HAND, State.IN_HAND, handler="grid.worker2")),
    (1, Plot(Way.HAND, State.IN_HAND, handler="grid.worker2", strain="near")),
    (3, Plot(Way.HAND, State.IN_HAND, handler="community.officer")),
    (1, Plot(Way.HAND, State.IN_HAND, handler="community.officer", strain="near")),
    (2, Plot(Way.HAND, State.IN_HAND, handler="community.officer3")),
    (46, Plot(Way.HAND, State.IN_HAND)),
    (8, Plot(Way.HAND, State.IN_HAND, strain="near")),
    (6, Plot(Way.HAND, State.IN_HAND, strain="over")),
    (9, Plot(Way.HAND, State.STREET_REVIEW)),
    (3, Plot(Way.HAND, State.STREET_REVIEW, strain="near")),
    (2, Plot(Way.HAND, State.STREET_REVIEW, strain="over")),
    (3, Plot(Way.WHISTLE, State.WHISTLED, "rework", _FORCE, lead="综合执法中队")),
    (2, Plot(Way.WHISTLE, State.WHISTLED, "rework", _HARD, lead="自来水公司")),
    (1, Plot(Way.WHISTLE, State.WHISTLED, "rework", _HARD)),
    (3, Plot(Way.WHISTLE, State.CHECKING, whistle=_HARD)),
    (4, Plot(Way.HAND, State.CHECKING, home=True, handler="grid.worker")),
    (2, Plot(Way.HAND, State.CHECKING, handler="community.officer2", reporter="grid.worker")),
    (1, Plot(Way.HAND, State.CHECKING, handler="grid.worker", reporter="building.head")),
    (6, Plot(Way.HAND, State.CHECKING)),
    (2, Plot(Way.HAND, State.CHECKING, strain="over")),
    (2, Plot(Way.SPOT, State.CHECKING)),
    (1, Plot(Way.WHISTLE, State.FOLLOW_UP, whistle=_FORCE)),
    (2, Plot(Way.HAND, State.FOLLOW_UP, "unreasonable")),
    (3, Plot(Way.HAND, State.FOLLOW_UP, "missed")),
    (10, Plot(Way.HAND, State.FOLLOW_UP)),
    (1, Plot(Way.HAND, State.FOLLOW_UP, strain="over")),
    (4, Plot(Way.INQUIRY, State.FOLLOW_UP)),
)
TOTAL = sum(count for count, _plot in (*ENDED, *OPEN))


def plots(total: int = TOTAL) -> Iterator[Plot]:
    """So many courses of events, in the proportions above."""
    table = (*ENDED, *OPEN)
    counts = shares(total, [count for count, _plot in table], least=0)
    for count, (_count, plot) in zip(counts, table, strict=True):
        yield from [plot] * count
