"""The ways open to each role."""

import pytest

from governance.navigation import navigation
from tests.factories import grids
from tests.factories.cases import make_world

pytestmark = pytest.mark.django_db

WAYS = {
    "worker": ["首页", "上报", "案件", "消息"],
    "head": ["首页", "上报", "案件", "消息"],
    "officer": ["首页", "上报", "案件", "逾期", "消息"],
    "dispatcher": ["首页", "上报", "案件", "逾期", "看板", "消息"],
    "leader": ["首页", "案件", "逾期", "看板", "消息"],
    "clerk": ["首页", "案件", "回访", "消息"],
    "urban": ["首页", "任务", "案件", "消息"],
}


@pytest.mark.parametrize("name", WAYS)
def test_each_role_finds_its_ways(name: str) -> None:
    entries = navigation(make_world().people[name])
    assert [str(entry.label) for entry in entries] == WAYS[name]


def test_who_sets_up_the_street_sees_no_way_to_cases() -> None:
    labels = [str(entry.label) for entry in navigation(make_world().people["admin"])]
    assert "案件" not in labels


def test_without_a_post_there_is_home_and_the_inbox() -> None:
    labels = [str(entry.label) for entry in navigation(grids.make_person())]
    assert labels == ["首页", "消息"]
