"""A street is set up without a programmer."""

from django.urls import reverse
from playwright.sync_api import FilePayload

from grids.models import Department
from tests.factories.cases import World
from tests.journeys.conftest import PHONE, Arrive

SHEET = """部门编码,部门名称,类型,值班电话
LD,路灯管理所,公用事业单位,010-12345678
,没有编码的部门,,
"""


def test_an_administrator_gives_a_building_head_a_code_to_come_in_by(
    arrive: Arrive, street: World
) -> None:
    admin, head = arrive("admin"), arrive(size=PHONE)
    admin.tap(admin.link("街道设置"))
    admin.tap(admin.link("人员"))
    admin.tap(admin.link(street.people["head"].display_name))
    admin.tap(admin.button("发一次性登录码"))
    code = admin.main.locator("#code-1").inner_text()

    head.open(reverse("enter_code"))
    head.type("登录码", code)
    head.tap(head.button("登录"))
    head.sees("我的网格员")


def test_an_administrator_imports_a_sheet_and_reads_which_row_is_wrong(arrive: Arrive) -> None:
    admin = arrive("admin")
    admin.open(reverse("setup_imports"))
    admin.tap(admin.main.get_by_role("link", name="部门").last)
    sheet = FilePayload(name="部门.csv", mimeType="text/csv", buffer=SHEET.encode("gb18030"))
    admin.attach("表格文件", [sheet])
    admin.tap(admin.button("导入"))
    admin.sees("导入结果")
    admin.sees("部门编码")
    assert Department.objects.filter(name="路灯管理所").exists()
    assert not Department.objects.filter(name="没有编码的部门").exists()
