"""The pictures of the README and the docs, taken on the demo street: `make screenshots`.

No test of the suite: pytest finds this file only when it is named.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import ViewportSize

from cases.models import Case, Evidence
from cases.workflow import CaseState
from demo.actions.loading import load_demo
from tests.factories.accounts import PASSWORD
from tests.journeys.conftest import DESK, PHONE, OpenWindow
from tests.journeys.photos import photo
from tests.journeys.visitor import Visitor

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
MAX_BYTES = 150 * 1024
Way = Callable[[Visitor], None]


@dataclass(frozen=True)
class Picture:
    """Who looks at what, on which screen."""

    name: str
    who: str
    size: ViewportSize
    go: Way


def page(name: str, *arguments: str) -> Way:
    return lambda visitor: visitor.open(reverse(name, args=arguments))


def first_of(state: CaseState) -> Way:
    """The newest case in this state that has photos."""

    def go(visitor: Visitor) -> None:
        shown = Evidence.objects.filter(case__state=state).values("case")
        visitor.open(reverse("case", args=[Case.objects.filter(pk__in=shown).latest("pk").number]))

    return go


def tracked(visitor: Visitor) -> None:
    case = Case.objects.filter(state=CaseState.FOLLOW_UP, source="resident").latest("pk")
    visitor.open(reverse("track_case", args=[case.track_code]))


def half_written_report(visitor: Visitor) -> None:
    visitor.open(reverse("case_new"))
    visitor.attach("照片", [photo()])
    visitor.main.get_by_role("group", name="是什么事").get_by_role("radio").first.check()


def large(visitor: Visitor) -> None:
    """A building head has it from the start."""
    visitor.page.locator("html.elder").wait_for()


PICTURES = (
    Picture("worker-home", "grid.worker", PHONE, page("home")),
    Picture("worker-report", "grid.worker", PHONE, half_written_report),
    Picture("head-elder-mode", "building.head", PHONE, large),
    Picture("department-calls", "dept.urban", PHONE, page("home")),
    Picture("resident-track", "", PHONE, tracked),
    Picture("officer-home", "community.officer", DESK, page("home")),
    Picture("street-whistle", "street.officer", DESK, first_of(CaseState.STREET_REVIEW)),
    Picture("street-overdue", "street.officer", DESK, page("overdue")),
    Picture("follow-up", "followup.clerk", DESK, page("follow_up_next")),
    Picture("leader-dashboard", "street.leader", DESK, page("dashboard")),
    Picture("leader-map", "street.leader", DESK, page("map")),
    Picture("admin-setup", "street.admin", DESK, page("setup")),
)


@pytest.mark.usefixtures("transactional_db")
def test_take_every_picture(open_window: OpenWindow) -> None:
    load_demo(now=timezone.now(), password=PASSWORD)
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        visitor = open_window(size=picture.size)
        if picture.who:
            visitor.sign_in(picture.who)
        picture.go(visitor)
        keep(picture.name, visitor.page.screenshot(animations="disabled"))


def keep(name: str, png: bytes) -> None:
    file = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(png)).save(file, quality=82, method=6)
    assert file.stat().st_size <= MAX_BYTES, file
