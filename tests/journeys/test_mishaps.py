"""What goes wrong on a busy day, told in words, with nothing lost."""

from pathlib import Path

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions import issue_ticket
from cases.models import Case
from cases.workflow import CaseState
from journal.actors import system
from tests.factories.cases import World
from tests.factories.street import fill
from tests.journeys.conftest import PHONE, Arrive
from tests.journeys.photos import photo, text_named_jpg
from tests.journeys.steps import claim
from tests.journeys.visitor import Visitor

TITLE = "井盖松动,车过会响"
TEXT = "幸福路和建设路路口,靠近公交站一侧。"
MAX_BYTES = 20 * 1024 * 1024


def write(worker: Visitor) -> None:
    worker.open(reverse("case_new"))
    worker.choose("道路破损")
    worker.type("一句话说明", TITLE)
    worker.type("详细情况", TEXT)


def too_big(folder: Path) -> Path:
    file = folder / "big.jpg"
    with file.open("wb") as empty:
        empty.truncate(MAX_BYTES + 1)
    return file


def has_everything(worker: Visitor) -> None:
    expect(worker.main.get_by_label("一句话说明")).to_have_value(TITLE)
    expect(worker.main.get_by_label("详细情况")).to_have_value(TEXT)
    expect(worker.main.get_by_label("道路破损")).to_be_checked()


def test_the_draft_survives_a_session_that_ends_while_typing(arrive: Arrive, street: World) -> None:
    worker = arrive("worker", size=PHONE)
    write(worker)
    worker.page.context.clear_cookies(name="sessionid")
    worker.tap(worker.button("上报"))
    worker.page.wait_for_url("**/login/**")
    worker.sign_in_here(street.people["worker"].username)
    worker.page.wait_for_url(f"**{reverse('case_new')}")
    has_everything(worker)
    worker.tap(worker.button("上报"))
    worker.sees("已上报,编号")
    worker.open(reverse("case_new"))
    expect(worker.main.get_by_label("一句话说明")).to_have_value("")
    assert Case.objects.get().title == TITLE


def test_a_form_whose_cookies_are_gone_says_what_to_do_and_keeps_the_draft(
    arrive: Arrive, street: World
) -> None:
    worker = arrive("worker", size=PHONE)
    write(worker)
    worker.page.context.clear_cookies()
    worker.refusals.add(403)
    worker.tap(worker.button("上报"))
    expect(worker.main.get_by_text("填写的文字已经保存在这台设备上")).to_be_visible()
    worker.tap(worker.link("重新登录"))
    worker.sign_in_here(street.people["worker"].username)
    worker.page.wait_for_url(f"**{reverse('case_new')}")
    has_everything(worker)


def test_a_form_whose_cookies_are_gone_shows_the_words_when_there_are_no_scripts(
    arrive: Arrive,
) -> None:
    worker = arrive("worker", javascript=False)
    write(worker)
    worker.page.context.clear_cookies()
    worker.refusals.add(403)
    worker.tap(worker.button("上报"))
    expect(worker.main.get_by_label("您写的文字在这里")).to_have_value(f"{TITLE}\n\n{TEXT}")
    expect(worker.main.get_by_text("保存在这台设备上")).to_be_hidden()


def test_a_double_click_is_one_case(arrive: Arrive) -> None:
    worker = arrive("worker")
    write(worker)
    worker.button("上报").dblclick()
    worker.sees("已上报,编号")
    assert Case.objects.count() == 1


def test_a_double_click_without_scripts_is_one_case(arrive: Arrive) -> None:
    worker = arrive("worker", javascript=False)
    write(worker)
    worker.button("上报").dblclick()
    worker.sees("编号")
    assert Case.objects.count() == 1


def test_a_text_named_jpg_is_refused_in_words_and_the_rest_is_kept(arrive: Arrive) -> None:
    worker = arrive("worker", size=PHONE)
    write(worker)
    worker.attach("照片", [photo("good.jpg"), text_named_jpg()])
    worker.refusals.add(400)
    worker.tap(worker.button("上报"))
    worker.sees("scene.jpg:这个文件不是能打开的照片")
    has_everything(worker)
    expect(worker.main.get_by_alt_text("已上传的照片 1")).to_be_visible()
    worker.tap(worker.button("上报"))
    worker.sees("已上报,编号")
    assert Case.objects.get().evidence.count() == 1


def test_a_photo_over_twenty_megabytes_is_not_even_sent(arrive: Arrive, tmp_path: Path) -> None:
    worker = arrive("worker", size=PHONE)
    write(worker)
    worker.attach("照片", too_big(tmp_path))
    worker.tap(worker.button("上报"))
    said = worker.main.locator("input[type=file]").first
    expect(said).to_have_js_property("validity.customError", value=True)
    has_everything(worker)


def test_a_photo_over_twenty_megabytes_is_refused_in_words_and_the_rest_is_kept(
    arrive: Arrive, tmp_path: Path
) -> None:
    worker = arrive("worker", javascript=False)
    write(worker)
    worker.attach("照片", too_big(tmp_path))
    worker.refusals.add(400)
    worker.tap(worker.button("上报"))
    worker.sees("照片超过 20 MB")
    has_everything(worker)


def test_the_slower_of_two_who_claim_reads_who_was_faster(arrive: Arrive, street: World) -> None:
    fill(street, [CaseState.WHISTLED])
    fast, slow = arrive("urban"), arrive("urban2", size=PHONE)
    claim(fast)
    slow.refusals.add(409)
    slow.tap(slow.section("待应哨").get_by_role("button", name="认领"))
    slow.sees(street.people["urban"].display_name)
    slow.sees("您这一步没有执行")
    slow.sees("已吹哨")


def test_a_building_head_comes_in_by_a_one_time_link(arrive: Arrive, street: World) -> None:
    ticket = issue_ticket(street.people["head"], by=system("tests"), now=timezone.now())
    head = arrive(size=PHONE)
    head.open(reverse("sign_in_by_ticket", args=[ticket.link_token]))
    head.tap(head.button("登录"))
    head.sees("我的网格员")
    head.page.locator("html.elder").wait_for()


def test_a_resident_s_report_without_cookies_comes_back_whole_and_is_sent_again(
    arrive: Arrive,
) -> None:
    resident = arrive(size=PHONE, javascript=False)
    resident.open(reverse("public_report"))
    resident.tap(resident.main.get_by_role("radio").first)
    resident.tap(resident.main.get_by_role("group", name="在哪个社区?").get_by_role("radio").first)
    resident.type("请说说是什么事", TEXT)
    resident.attach("照片", [photo("scene.jpg")])
    resident.page.context.clear_cookies()
    resident.refusals.add(403)
    resident.tap(resident.button("提交"))
    resident.sees("您写的都还在,请再提交一次")
    expect(resident.main.get_by_label("请说说是什么事")).to_have_value(TEXT)
    expect(resident.main.get_by_alt_text("已上传的照片 1")).to_be_visible()
    resident.tap(resident.button("提交"))
    resident.sees("查询码")
    assert Case.objects.get().evidence.count() == 1
