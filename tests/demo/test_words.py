"""The written material: everything it refers to is there, and nothing is left unfilled."""

import csv
from random import Random

import pytest

from cases.vocabulary import DeclineReason, WhistleKind
from demo.rules.drawing import MOTIFS
from demo.rules.plots import Way
from demo.rules.words import DATA, Situation, directory, names, situations, word

PLACE = {
    "at": "槐荫里3栋",
    "road": "文笔路",
    "estate": "槐荫里",
    "unit": "2单元",
    "floor": "6",
    "community": "槐荫社区",
}
WAYS = {Way.SPOT, Way.HAND, Way.INQUIRY, Way.WHISTLE, Way.DECLINE}


def _codes() -> set[str]:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        return {row["编码"] for row in csv.DictReader(file) if row["二级分类"]}


@pytest.mark.parametrize("situation", situations(), ids=lambda situation: situation.titles[0])
def test_a_situation_is_complete(situation: Situation) -> None:
    assert situation.category in _codes()
    assert set(situation.ways) <= WAYS
    assert not situation.photo or situation.photo in MOTIFS
    assert bool(situation.whistle) == ("whistle" in situation.ways)
    assert situation.whistle in {"", *WhistleKind.values}
    assert bool(situation.reason) == (situation.ways == ("decline",))
    assert situation.reason in {"", *DeclineReason.values}


@pytest.mark.parametrize("situation", situations(), ids=lambda situation: situation.titles[0])
def test_a_situation_leaves_nothing_unfilled(situation: Situation) -> None:
    for seed in range(6):
        said = word(situation, Random(seed), pleads=True, **PLACE)
        assert "{" not in said.title + said.text + said.result
        assert len(said.title) <= 40


def test_there_are_enough_kinds_of_matters() -> None:
    assert len(situations()) >= 80
    assert len({each.category for each in situations()}) >= 60


def test_every_category_has_an_english_name_of_its_own() -> None:
    with (DATA / "categories.csv").open(encoding="utf-8", newline="") as file:
        english = [row["英文名称"] for row in csv.DictReader(file)]
    assert all(english)
    assert len(set(english)) == len(english)


def test_every_category_has_somebody_responsible() -> None:
    known = {row["分类编码"] for row in directory()}
    assert all(code in known or code[:3] in known for code in _codes())


def test_the_directory_names_departments_of_the_street() -> None:
    departments = {row["name"] for row in names()["departments"]}
    assert len(departments) == 12
    named = {row[column] for row in directory() for column in ("主办部门", "协办部门")}
    assert named - {""} <= departments
