"""How many taps each role needs from home for what it does all day. The main way counts its own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.workflow import CaseState
from tests.factories.cases import World, bring_to
from tests.journeys.conftest import PHONE, Arrive
from tests.journeys.pages import fill_street, track_page
from tests.journeys.photos import photo
from tests.journeys.steps import open_from

TITLE = "5栋楼下电动车飞线充电"


def waiting(street: World, state: CaseState, **said: object) -> Case:
    """A case that has just come to this state."""
    now = timezone.now() - timedelta(hours=8)
    return bring_to(street, state, now=now, title=TITLE, place=street.building, **said)


def test_a_grid_worker_reports_with_a_photo_in_four_taps(arrive: Arrive) -> None:
    worker = arrive("worker", size=PHONE)
    with worker.within(4):
        worker.tap(worker.link("上报"))
        worker.attach("照片", [photo()])
        worker.choose("路灯不亮")
        worker.type("一句话说明", TITLE)
        worker.tap(worker.button("上报"))
    worker.sees("已上报,编号")
    assert Case.objects.get().evidence.count() == 1


def test_a_grid_worker_closes_a_case_in_three_taps(arrive: Arrive, street: World) -> None:
    waiting(street, CaseState.IN_HAND)
    worker = arrive("worker", size=PHONE)
    with worker.within(3):
        open_from(worker, "我在办的", TITLE)
        worker.type("办理结果", "线已拆除,车已移到充电棚。")
        worker.tap(worker.button("办结"))
    worker.sees("现在是“待核查”")


def test_a_building_head_reports_in_three_taps(arrive: Arrive) -> None:
    head = arrive("head", size=PHONE)
    with head.within(3):
        head.tap(head.link("上报"))
        head.choose("水管漏水")
        head.type("一句话说明", TITLE)
        head.tap(head.button("上报"))
    head.sees("已上报,编号")


def test_a_building_head_finds_the_grid_worker_in_one_tap(arrive: Arrive, street: World) -> None:
    head, worker = arrive("head", size=PHONE), street.people["worker"]
    call = head.section("我的网格员").get_by_role("link", name=worker.display_name)
    assert call.get_attribute("href") == f"tel:{worker.phone}"


def test_a_building_head_confirms_in_two_taps_what_is_fixed(arrive: Arrive, street: World) -> None:
    waiting(street, CaseState.CHECKING, by="head")
    head = arrive("head", size=PHONE)
    with head.within(2):
        open_from(head, "请您确认", TITLE)
        head.tap(head.button("核查通过"))
    head.sees("现在是“待回访”")


def test_a_community_officer_assigns_in_three_taps(arrive: Arrive, street: World) -> None:
    waiting(street, CaseState.REGISTERED)
    officer = arrive("officer")
    with officer.within(3):
        open_from(officer, "待交办", TITLE)
        officer.choose(street.people["worker"].display_name)
        officer.tap(officer.button("交办"))
    officer.sees("现在是“办理中”")


def test_a_clerk_reopens_in_two_taps(arrive: Arrive, street: World) -> None:
    waiting(street, CaseState.CLOSED)
    clerk = arrive("clerk")
    with clerk.within(2):
        open_from(clerk, "近期结案", TITLE)
        clerk.type("为什么要重开", "居民来电,线又拉上了。")
        clerk.tap(clerk.button("重开"))
    clerk.sees("现在是“已登记”")


def test_a_leader_sees_what_is_late_in_one_tap_and_opens_it_in_two(
    arrive: Arrive, street: World
) -> None:
    fill_street(street)
    leader = arrive("leader")
    with leader.within(2):
        leader.tap(leader.link("逾期墙"))
        leader.sees("超期最久的排在最前")
        leader.tap(leader.main.get_by_role("listitem").get_by_role("link").first)
        leader.sees("办理经过")


def test_a_leader_exports_the_month_in_three_clicks(arrive: Arrive, street: World) -> None:
    fill_street(street)
    leader = arrive("leader")
    with leader.within(3):
        leader.tap(leader.link("看板"))
        leader.tap(leader.link("本月"))
        leader.sees(f"{timezone.localdate():%Y-%m-01} 至")
        with leader.page.expect_download() as download:
            leader.tap(leader.link("导出 Excel"))
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_reports_in_four_taps_and_looks_it_up_in_two(
    arrive: Arrive, street: World, javascript: bool
) -> None:
    resident = arrive(size=PHONE, javascript=javascript)
    resident.go_home(reverse("front"))
    with resident.within(4):
        resident.tap(resident.link("我要上报"))
        resident.choose("噪音扰民")
        resident.choose(street.community.name)
        resident.type("请说说是什么事", "楼下烧烤摊半夜还在放音响")
        resident.tap(resident.button("提交"))
    resident.sees("查询码")
    code = resident.main.locator("#code").inner_text()

    resident.go_home(reverse("front"))
    with resident.within(2):
        resident.tap(resident.link("查办理进度"))
        resident.type("查询码", code.lower())
        resident.tap(resident.button("查询"))
    resident.sees("楼下烧烤摊半夜还在放音响")


def test_a_resident_rates_in_two_taps(arrive: Arrive, street: World) -> None:
    waiting(street, CaseState.FOLLOW_UP)
    resident = arrive(size=PHONE)
    resident.open(track_page(CaseState.FOLLOW_UP))
    with resident.within(2):
        resident.choose("解决了")
        resident.tap(resident.button("满意"))
    resident.sees("已结案")
