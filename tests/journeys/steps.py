"""The steps of the main way, each within its budget of taps."""

from django.urls import reverse

from tests.journeys.photos import photo
from tests.journeys.visitor import Visitor

TITLE = "2栋楼道堆放杂物"


def report_with_photo(worker: Visitor, title: str = TITLE) -> str:
    """Four taps; one more for the person to call back. Returns the number."""
    worker.go_home()
    with worker.within(4 + 1):
        worker.tap(worker.link("上报"))
        worker.attach("照片", [photo()])
        worker.choose("暴露垃圾")
        worker.type("一句话说明", title)
        worker.tap(worker.main.get_by_text("联系人和其他"))
        worker.type("称呼", "张女士")
        worker.type("电话", "13800001234")
        worker.tap(worker.button("上报"))
    worker.sees("已上报,编号")
    return worker.path.strip("/").rpartition("/")[2]


def open_from(visitor: Visitor, queue: str, title: str = TITLE) -> None:
    """One tap from home."""
    visitor.go_home()
    visitor.tap(visitor.section(queue).get_by_role("link", name=title))
    visitor.sees("办理经过")


def verify(officer: Visitor) -> None:
    with officer.within(2):
        open_from(officer, "待登记")
        officer.tap(officer.button("登记"))
    officer.sees("现在是“已登记”")


def hand_up(officer: Visitor) -> None:
    officer.tap(officer.link("上交"))
    officer.type("已经做过什么", "多次劝导,住户不肯清理。")
    officer.tap(officer.button("上交"))
    officer.sees("现在是“街道研判”")


def whistle(dispatcher: Visitor) -> None:
    """The directory has named the lead and an assistant already."""
    with dispatcher.within(4):
        open_from(dispatcher, "街道研判")
        dispatcher.sees("派单目录:")
        dispatcher.choose("综合执法")
        dispatcher.tap(dispatcher.button("吹哨"))
    dispatcher.sees("现在是“已吹哨”")


def claim(department: Visitor) -> None:
    department.go_home()
    with department.within(1):
        department.tap(department.section("待应哨").get_by_role("button", name="认领"))
    department.sees("已完成“认领”")


def answer_with_photo(department: Visitor, result: str) -> None:
    department.go_home()
    with department.within(4):
        department.tap(department.section("待答卷").get_by_role("link", name="答卷"))
        department.type("办理结果", result)
        department.attach("处理后的照片", [photo("after.jpg")])
        department.tap(department.button("答卷"))
    department.sees("已完成“答卷”")


def pass_check(officer: Visitor) -> None:
    with officer.within(2):
        open_from(officer, "待核查")
        officer.tap(officer.button("核查通过"))
    officer.sees("现在是“待回访”")


def call_back(clerk: Visitor) -> None:
    """The next call is one tap away, the record three."""
    clerk.go_home()
    with clerk.within(1):
        clerk.tap(clerk.link("下一个电话"))
        clerk.sees("怎么说")
    with clerk.within(3 - 1):
        clerk.choose("非常满意")
        clerk.tap(clerk.button("回访"))
    clerk.sees("现在是“已结案”")


def find_on_dashboard(leader: Visitor, title: str = TITLE) -> None:
    leader.go_home()
    leader.tap(leader.link("看板"))
    leader.tap(leader.main.get_by_role("link", name="办结").first)
    leader.sees(title)
    assert leader.path.startswith(reverse("dashboard"))
