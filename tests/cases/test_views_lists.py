"""Home, queues, lists, the wall and the inbox of calls."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.models import Case
from cases.rules.queues import QUEUES
from cases.views import calls, lists
from cases.workflow import CaseState
from grids.roles import Role
from tests.factories import grids
from tests.factories.cases import (
    HOUR,
    World,
    bring_to,
    lead_call,
    make_case,
    make_category,
)

TABS = ("called", "claimed", "answered")
pytestmark = pytest.mark.django_db


def as_person(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def page(world: World, name: str, url: str) -> str:
    return as_person(world, name).get(url).content.decode()


def make_late(case: Case, *, hours: int) -> Case:
    Case.objects.filter(pk=case.pk).update(breached_at=timezone.now() - hours * HOUR)
    return case


HOMES = {
    "worker": ["上报", "今天到期", "快到期", "逾期", "我在办的", "请您确认"],
    "head": ["上报", "我的网格员", "请您确认", "我上报的"],
    "officer": ["待登记", "待交办", "待核查", "快到期", "逾期"],
    "dispatcher": ["街道研判", "吹哨未应", "快到期", "逾期"],
    "duty": ["特急和紧急", "吹哨未应"],
    "leader": ["逾期墙", "看板", "待复核"],
    "clerk": ["下一个电话", "待回访", "近期结案"],
    "urban": ["待应哨", "待答卷"],
}


@pytest.mark.parametrize("name", HOMES)
def test_home_shows_what_the_role_works_from(world: World, name: str) -> None:
    html = page(world, name, "/home/")
    assert [words for words in HOMES[name] if words not in html] == []


def test_home_of_a_platform_administrator_is_the_back_office(world: World) -> None:
    admin = grids.make_holder(Role.ADMIN_SECURITY)
    client = Client()
    client.force_login(admin)
    assert client.get("/home/")["Location"] == "/admin/"


def test_home_without_a_post_today_says_so() -> None:
    client = Client()
    client.force_login(grids.make_person())
    assert "您今天没有任职" in client.get("/home/").content.decode()


def test_home_takes_up_the_pressing_first_then_the_longest_waiting(world: World) -> None:
    now = timezone.now()
    make_case(world, title="后来的", now=now - HOUR)
    make_case(world, title="先来的", now=now - 2 * HOUR)
    make_case(world, title="特急的", now=now, urgency="critical")
    html = page(world, "officer", "/home/")
    order = [html.index(title) for title in ("特急的", "先来的", "后来的")]
    assert order == sorted(order)


def test_somebody_with_two_posts_finds_both_at_home(world: World) -> None:
    grids.give_post(world.people["worker"], Role.FOLLOWUP_CLERK, world.street)
    html = page(world, "worker", "/home/")
    assert "下一个电话" in html
    assert "我在办的" in html


QUEUED = {
    "to_verify": (CaseState.REPORTED, "officer"),
    "to_assign": (CaseState.REGISTERED, "officer"),
    "street_review": (CaseState.STREET_REVIEW, "dispatcher"),
    "unclaimed": (CaseState.WHISTLED, "dispatcher"),
    "to_check": (CaseState.CHECKING, "officer"),
    "to_follow_up": (CaseState.FOLLOW_UP, "clerk"),
    "just_closed": (CaseState.CLOSED, "clerk"),
    "mine": (CaseState.IN_HAND, "worker"),
}


@pytest.mark.parametrize("queue", QUEUED)
def test_a_queue_holds_its_state_and_no_other(world: World, queue: str) -> None:
    state, name = QUEUED[queue]
    mine = bring_to(world, state, title="在列", now=timezone.now() - 9 * HOUR)
    other = CaseState.CHECKING if state == CaseState.REPORTED else CaseState.REPORTED
    bring_to(world, other, title="不在列", now=timezone.now() - 9 * HOUR)
    html = page(world, name, f"/cases/?queue={queue}")
    assert mine.number in html
    assert "不在列" not in html


def test_a_queue_reaches_only_where_its_power_is_held(world: World) -> None:
    make_case(world, title="别处的", place=world.sibling_grid, by="worker2")
    assert "别处的" not in page(world, "officer", "/cases/?queue=to_verify")
    assert "别处的" not in page(world, "worker", "/cases/?queue=to_verify")
    assert "别处的" in page(world, "dispatcher", "/cases/?queue=to_verify")


def test_who_handled_it_does_not_find_it_among_what_he_may_check(world: World) -> None:
    case = bring_to(world, CaseState.CHECKING)
    assert case.number not in page(world, "worker", "/cases/?queue=to_confirm")
    Case.objects.filter(pk=case.pk).update(handler=world.people["officer"])
    assert case.number not in page(world, "officer", "/cases/?queue=to_check")
    assert case.number in page(world, "officer2", "/cases/?queue=to_check")
    assert case.number in page(world, "worker", "/cases/?queue=to_confirm")


def test_near_is_the_last_fifth_and_today_is_the_local_day(world: World) -> None:
    now = timezone.now()
    case = bring_to(world, CaseState.IN_HAND)
    cases = Case.objects.filter(pk=case.pk)
    cases.update(opened_at=now - 8 * HOUR, due_at=now + HOUR)
    assert case.number in page(world, "worker", "/cases/?queue=near")
    cases.update(due_at=now + 3 * HOUR)
    assert case.number not in page(world, "worker", "/cases/?queue=near")
    cases.update(due_at=timezone.localtime(now).replace(hour=23, minute=59))
    assert case.number in page(world, "worker", "/cases/?queue=today")


def test_an_unknown_queue_is_not_found(world: World) -> None:
    assert as_person(world, "officer").get("/cases/?queue=dance").status_code == 404


def test_who_sees_no_case_has_an_empty_list(world: World) -> None:
    case = make_case(world)
    html = page(world, "admin", "/cases/")
    assert case.number not in html


def test_the_address_narrows_the_list(world: World) -> None:
    other = make_category("占道经营")
    wanted = bring_to(world, CaseState.WHISTLED, title="夜市占道", category=other)
    make_case(world, title="别的事")
    for narrow in (
        "state=whistled",
        f"category={other.code}",
        f"department={world.urban.code}",
        "q=夜市",
        f"q={wanted.number}",
        f"place={world.community.code}&state=whistled",
        "since=2026-06-01&until=2026-06-01&state=whistled",
    ):
        html = page(world, "dispatcher", f"/cases/?{narrow}")
        assert (wanted.title in html, "别的事" in html) == (True, False), narrow


def test_what_narrows_to_nothing_says_so_and_shows_the_way_back(world: World) -> None:
    make_case(world)
    for narrow in ("q=没有的词", "place=999", "category=zzz", "since=2020-01-01&until=2020-01-02"):
        assert "没有符合条件的案件" in page(world, "officer", f"/cases/?{narrow}"), narrow


def test_only_what_is_overdue_is_shown_when_asked(world: World) -> None:
    late, fine = make_late(make_case(world, title="迟了"), hours=3), make_case(world, title="没迟")
    html = page(world, "officer", "/cases/?overdue=on")
    assert (late.title in html, fine.title in html) == (True, False)


def test_pages_follow_each_other_without_a_gap(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    titles = [f"第{n}件" for n in range(5)]
    for n, title in enumerate(titles):
        make_case(world, title=title, now=timezone.now() - n * HOUR)
    client, url, seen = as_person(world, "officer"), "/cases/?state=reported", []
    while url:
        answer = client.get(url)
        seen += [case.title for case in answer.context["cases"]]
        following = answer.context["next_url"]
        url = f"/cases/{following}" if following else ""
        assert not following or "state=reported" in following
    assert seen == titles


def test_a_broken_page_position_is_told_in_words(world: World) -> None:
    answer = as_person(world, "officer").get("/cases/?cursor=nonsense")
    assert answer.status_code == 400


def test_the_wall_begins_with_what_is_late_longest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for hours in (1, 5, 3):
        make_late(make_case(world, title=f"迟{hours}小时"), hours=hours)
    client = as_person(world, "leader")
    first = client.get("/cases/overdue/")
    assert [case.title for case in first.context["cases"]] == ["迟5小时", "迟3小时"]
    second = client.get(f"/cases/overdue/{first.context['next_url']}")
    assert [case.title for case in second.context["cases"]] == ["迟1小时"]


def test_the_wall_of_a_grid_worker_holds_only_his_own(world: World) -> None:
    make_late(make_case(world, title="社区的事"), hours=2)
    make_late(bring_to(world, CaseState.IN_HAND, title="我的事"), hours=2)
    html = page(world, "worker", "/cases/overdue/")
    assert ("社区的事" in html, "我的事" in html) == (False, True)


@pytest.mark.parametrize("url", ["/home/", "/cases/", "/cases/?queue=to_verify", "/cases/overdue/"])
def test_a_list_costs_the_same_with_one_and_with_three(
    world: World, url: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_person(world, "dispatcher")

    def cost() -> int:
        with django_assert_max_num_queries(60) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    def add() -> None:
        now = timezone.now() - 20 * HOUR
        for state in (CaseState.REPORTED, CaseState.WHISTLED, CaseState.IN_HAND):
            make_late(bring_to(world, state, now=now, place=world.building), hours=2)

    add()
    cost()
    once = cost()
    add()
    add()
    assert cost() == once


def test_the_inbox_of_calls_has_three_tabs(world: World) -> None:
    call = lead_call(bring_to(world, CaseState.WHISTLED, title="夜市占道"))
    client = as_person(world, "urban")
    shown = {tab: "夜市占道" in page(world, "urban", f"/calls/?tab={tab}") for tab in TABS}
    assert shown == {"called": True, "claimed": False, "answered": False}
    client.post(f"/calls/{call.pk}/claim/")
    shown = {tab: "夜市占道" in page(world, "urban", f"/calls/?tab={tab}") for tab in TABS}
    assert shown == {"called": False, "claimed": True, "answered": False}
    client.post(f"/calls/{call.pk}/answer/", {"result": "已取缔"})
    shown = {tab: "夜市占道" in page(world, "urban", f"/calls/?tab={tab}") for tab in TABS}
    assert shown == {"called": False, "claimed": False, "answered": True}


def test_the_inbox_shows_no_call_of_another_department(world: World) -> None:
    bring_to(world, CaseState.WHISTLED, title="夜市占道")
    assert "夜市占道" not in page(world, "water", "/calls/")
    assert "夜市占道" not in page(world, "officer", "/calls/")


def test_calls_follow_each_other_without_a_gap(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "PAGE", 2)
    for n in range(3):
        now = timezone.now() - timedelta(days=n + 1)
        bring_to(world, CaseState.WHISTLED, title=f"第{n}件", now=now)
    client = as_person(world, "urban")
    first = client.get("/calls/")
    second = client.get(f"/calls/{first.context['next_url']}")
    titles = [row.call.case.title for answer in (first, second) for row in answer.context["rows"]]
    assert titles == ["第0件", "第1件", "第2件"]


def test_every_queue_has_a_name_of_its_own() -> None:
    assert [queue.name for queue in QUEUES.values()] == list(QUEUES)
    assert len({str(queue.label) for queue in QUEUES.values()}) == len(QUEUES)


def test_a_building_is_named_with_its_estate_in_every_list(world: World) -> None:
    estate = grids.make_estate(world.street, "邮电小区")
    building = grids.make_building(world.grid, "3栋", estate=estate)
    call = lead_call(make_late(bring_to(world, CaseState.WHISTLED, place=building), hours=1))
    grids.give_post(world.people["worker"], Role.BUILDING_INFORMANT, building)
    for name, url in {
        ("dispatcher", "/cases/"),
        ("dispatcher", "/cases/overdue/"),
        ("dispatcher", f"/cases/{call.case.number}/"),
        ("urban", "/calls/"),
    }:
        assert "<li>邮电小区3栋</li>" in page(world, name, url), url
    assert "信息员(楼栋) 邮电小区3栋" in page(world, "worker", "/home/")


def test_departments_and_people_are_offered_by_pinyin(world: World) -> None:
    for name in ("张三", "阿强", "李四"):
        grids.give_post(grids.make_person(display_name=name), Role.GRID_WORKER, world.grid)
    case = bring_to(world, CaseState.REGISTERED, title="登记了的")
    html = page(world, "officer", f"/cases/{case.number}/")
    order = [html.index(name) for name in ("阿强", "李四", "张三")]
    assert order == sorted(order)
    grids.make_department(world.street, "公安派出所", code="ZZ")
    html = page(world, "dispatcher", "/cases/?filters=1")
    order = [html.index(f">{name}<") for name in ("公安派出所", "自来水公司", "综合执法中队")]
    assert order == sorted(order)
