"""The tracking page: what a resident reads there, and what he is told after he has spoken."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.checking import pass_check
from cases.actions.following import Heard, record_follow_up
from cases.models import Case
from cases.views import limits
from cases.vocabulary import Source
from cases.workflow import CaseState
from clocks.models import Clock
from tests.factories.cases import HOUR, NOW, World, bring_to, make_case

pytestmark = pytest.mark.django_db
FORM = 'name="satisfaction"'
UNSOLVED = {"solved": "no", "satisfaction": "dissatisfied", "note": "还在漏,请打 13912345678"}


def page(client: Client, case: Case) -> str:
    return client.get(f"/track/{case.track_code}/").content.decode()


def rated(world: World, client: Client, **said: str) -> Case:
    case = bring_to(world, CaseState.FOLLOW_UP)
    answer = client.post(f"/track/{case.track_code}/rate/", UNSOLVED | said)
    assert answer.status_code == 302
    return case


def clocks(case: Case) -> list[tuple[str, datetime]]:
    return list(Clock.objects.of("case", [case.pk]).order_by("pk").values_list("state", "due_at"))


# --- rating --------------------------------------------------------------------------------------


def test_the_form_is_gone_after_a_rating_and_a_second_one_changes_nothing(
    world: World, client: Client
) -> None:
    case = rated(world, client)
    before = clocks(case), case.events.count()
    assert FORM not in page(client, case)
    answer = client.post(f"/track/{case.track_code}/rate/", UNSOLVED)
    assert answer.status_code == 409
    assert "您已经评价过了" in answer.content.decode()
    assert case.follow_ups.count() == 1
    assert (clocks(case), case.events.count()) == before


def test_who_said_unsolved_reads_his_own_words_and_that_he_will_be_called(
    world: World, client: Client
) -> None:
    shown = page(client, rated(world, client))
    assert "已收到您的评价" in shown
    assert "没有解决 · 不满意" in shown
    assert "还在漏,请打 139****5678" in shown
    assert "回访员会给您打电话" in shown
    assert "请您评价" not in shown


def test_who_said_solved_reads_that_the_case_is_closed(world: World, client: Client) -> None:
    shown = page(client, rated(world, client, solved="yes", satisfaction="satisfied"))
    assert "已收到您的评价" in shown
    assert "解决了 · 满意" in shown
    assert "30 天内可以在下面要求重办" in shown


def test_a_rating_that_comes_too_late_is_told_in_a_resident_s_words(
    world: World, client: Client
) -> None:
    case = bring_to(world, CaseState.CLOSED)
    answer = client.post(f"/track/{case.track_code}/rate/", UNSOLVED)
    assert answer.status_code == 409
    assert "情况已经变了" in answer.content.decode()
    assert "可以这样做的状态" not in answer.content.decode()


def test_the_words_of_the_clerk_are_not_shown(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.FOLLOW_UP)
    heard = Heard(reached=True, solved=False, reasonable=False, note="无理取闹")
    record_follow_up(case.number, by=world["clerk"], now=NOW + 20 * HOUR, heard=heard)
    assert "无理取闹" not in page(client, case)


# --- asking again --------------------------------------------------------------------------------


def test_who_asked_again_reads_his_words_and_what_happens_next(
    world: World, client: Client
) -> None:
    case = bring_to(world, CaseState.CLOSED, now=timezone.now() - 10 * HOUR)
    client.post(f"/track/{case.track_code}/reopen/", {"reason": "又堵了"})
    shown = page(client, case)
    assert "已收到您的重办要求" in shown
    assert "又堵了" in shown
    assert "案件已重新登记" in shown
    assert 'name="reason"' not in shown


def test_asking_again_twice_is_told_in_a_resident_s_words(world: World, client: Client) -> None:
    case = bring_to(world, CaseState.CLOSED, now=timezone.now() - 10 * HOUR)
    url = f"/track/{case.track_code}/reopen/"
    client.post(url, {"reason": "又堵了"})
    answer = client.post(url, {"reason": "又堵了"})
    assert answer.status_code == 409
    assert "情况已经变了" in answer.content.decode()
    assert "已收到您的重办要求" in answer.content.decode()


# --- what he reads -------------------------------------------------------------------------------


def test_a_resident_reads_what_he_wrote_and_where_with_numbers_masked(
    world: World, client: Client
) -> None:
    words = {"category": world.category.code, "place": world.community.code}
    words |= {"text": "水管漏了,我的电话 13912345678", "where": "3栋楼下"}
    client.post("/report/", words)
    shown = page(client, Case.objects.get())
    assert "水管漏了,我的电话 139****5678\n\n3栋楼下" in shown
    assert world.community.name in shown
    assert "13912345678" not in shown


def test_what_staff_wrote_into_a_case_stays_inside(world: World, client: Client) -> None:
    case = make_case(world, source=Source.RESIDENT, text="住户情绪激动")
    assert "住户情绪激动" not in page(client, case)


def test_visible_to_residents_stands_only_where_they_read_the_text(
    world: World, client: Client
) -> None:
    case = bring_to(world, CaseState.CHECKING)
    pass_check(case.number, by=world["officer"], now=NOW + 9 * HOUR, note="楼道已清空")
    client.force_login(world.people["officer"])
    inside = client.get(f"/cases/{case.number}/").content.decode()
    checked, before = inside.split("<b>核查通过</b>")[1].split("</li>", 1)
    assert "楼道已清空" in checked
    assert "居民可见" not in checked
    assert "居民可见" in before
    assert "楼道已清空" not in page(client, case)


# --- the code ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["ABCDEFGH23", "AB/CD", "-", "查询码"])
def test_a_wrong_code_stays_in_its_field_with_the_reason_beside_it(
    world: World, client: Client, typed: str
) -> None:
    answer = client.get("/track/", {"code": typed})
    assert answer.status_code == 404
    assert f'value="{typed}"' in answer.content.decode()
    assert "没有这个查询码" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_link_with_a_wrong_code_leads_to_the_same_form(world: World, client: Client) -> None:
    answer = client.get("/track/ABCDEFGH23/")
    assert answer.status_code == 404
    assert 'value="ABCDEFGH23"' in answer.content.decode()
    assert 'action="/track/"' in answer.content.decode()


def test_wrong_codes_in_the_form_are_limited(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.tracking.WRONG_CODES", limits.Limit("wrong", "2/m"))
    statuses = [client.get("/track/", {"code": "ABCDEFGH23"}).status_code for _ in range(3)]
    assert statuses == [404, 404, 429]


# --- the token -----------------------------------------------------------------------------------


@pytest.fixture
def without_cookies() -> Client:
    return Client(enforce_csrf_checks=True)


def test_a_report_without_its_token_comes_back_with_everything_typed(
    world: World, without_cookies: Client
) -> None:
    words = {"category": world.category.code, "place": world.community.code}
    words |= {"text": "垃圾桶满了三天", "where": "3栋楼下", "phone": "13800001234"}
    answer = without_cookies.post("/report/", words)
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "请再提交一次" in shown
    assert "有地方需要改一下" not in shown
    assert "登录" not in shown.split("<main")[1]
    for word in ("垃圾桶满了三天", 'value="3栋楼下"', 'value="13800001234"', "checked"):
        assert word in shown
    assert not Case.objects.exists()


def test_sent_again_from_the_page_that_came_back_the_report_is_taken(
    world: World, without_cookies: Client
) -> None:
    words = {"category": world.category.code, "place": world.community.code, "text": "漏水"}
    shown = without_cookies.post("/report/", words).content.decode()
    token = shown.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = without_cookies.post("/report/", {**words, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert Case.objects.get().title == "漏水"


def test_a_rating_without_its_token_comes_back_with_everything_typed(
    world: World, without_cookies: Client
) -> None:
    case = bring_to(world, CaseState.FOLLOW_UP)
    answer = without_cookies.post(f"/track/{case.track_code}/rate/", UNSOLVED)
    shown = answer.content.decode()
    assert answer.status_code == 403
    assert "请再提交一次" in shown
    assert "还在漏" in shown
    assert FORM in shown
    assert not case.follow_ups.exists()


def test_a_reopening_without_its_token_comes_back_with_everything_typed(
    world: World, without_cookies: Client
) -> None:
    case = bring_to(world, CaseState.CLOSED)
    answer = without_cookies.post(f"/track/{case.track_code}/reopen/", {"reason": "又堵了"})
    assert answer.status_code == 403
    assert "又堵了" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED


def test_neither_code_nor_token_ends_in_words(world: World, without_cookies: Client) -> None:
    answer = without_cookies.post("/track/ABCDEFGH23/rate/", UNSOLVED)
    assert answer.status_code == 404
    assert "没有这个查询码" in answer.content.decode()
