"""Another lead than the suggested one: the page asks for the reason as soon as it is chosen."""

import pytest
from playwright.sync_api import expect

from cases.workflow import CaseState
from tests.factories.cases import World
from tests.factories.street import fill
from tests.journeys import steps
from tests.journeys.conftest import DESK, PHONE, Arrive

TITLE = "3栋1单元楼道堆放杂物"
WHY = "不按派单目录的理由"


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_reason_is_asked_for_when_another_lead_is_chosen(
    arrive: Arrive, street: World, javascript: bool, size: object
) -> None:
    fill(street, [CaseState.STREET_REVIEW])
    officer = arrive("dispatcher", javascript=javascript, size=size)
    steps.open_from(officer, "街道研判", TITLE)
    why = officer.main.get_by_label(WHY)
    expect(why).to_be_hidden()
    lead = officer.main.get_by_label("主办部门")
    lead.select_option(label="自来水公司")
    expect(why).to_be_visible()
    lead.select_option(label="综合执法中队")
    expect(why).to_be_hidden()
    lead.select_option(label="自来水公司")
    officer.choose("综合执法")
    officer.refusals = {400}
    officer.tap(officer.button("吹哨"))
    officer.sees("请写明理由")
    expect(officer.main.get_by_label("主办部门").locator(":checked")).to_have_text("自来水公司")
    officer.type(WHY, "水管在漏,先由自来水公司牵头。")
    officer.tap(officer.button("吹哨"))
    officer.sees("现在是“已吹哨”")
    officer.sees("不按派单目录的理由:水管在漏")
