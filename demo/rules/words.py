"""The written material of the demo: names, situations, phrases."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent.parent / "data"
NUMBERS = "三四五六"


@dataclass(frozen=True)
class Situation:
    """One kind of matter. Titles, texts and results at the same position belong together.

    With a `reason` it is declined, and its results are the advice given.
    """

    category: str
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    results: tuple[str, ...]
    answers: tuple[str, ...] = ()
    ways: tuple[str, ...] = ("hand",)
    whistle: str = ""
    place: str = "grid"
    weight: int = 1
    months: tuple[int, ...] = ()
    photo: str = ""
    reason: str = ""
    personal: bool = False
    device: bool = False

    def in_season(self, month: int) -> bool:
        return not self.months or month in self.months


@dataclass(frozen=True)
class Wording:
    """One matter in the words of its place."""

    title: str
    text: str
    result: str


@cache
def names() -> dict[str, Any]:
    return _toml("names.toml")


@cache
def situations() -> tuple[Situation, ...]:
    return tuple(
        Situation(**{key: _frozen(value) for key, value in row.items()})
        for row in _toml("situations.toml")["situation"]
    )


@cache
def directory() -> tuple[dict[str, str], ...]:
    with (DATA / "directory.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def phrase(kind: str, rng: Random) -> str:
    return str(rng.choice(_phrases()[kind]))


def word(situation: Situation, rng: Random, *, pleads: bool, **place: str) -> Wording:
    """The situation told of one place; who waits for help may add a word of his own."""
    index = rng.randrange(len(situation.titles))
    place["n"] = rng.choice(NUMBERS)
    text = situation.texts[index % len(situation.texts)].format(**place)
    return Wording(
        title=situation.titles[index].format(**place),
        text=text + (phrase("closings", rng) if pleads else ""),
        result=situation.results[index % len(situation.results)].format(**place),
    )


@cache
def _phrases() -> dict[str, Any]:
    return _toml("phrases.toml")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
