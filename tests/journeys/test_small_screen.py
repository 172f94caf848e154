"""The main pages of every role on a narrow phone: they fit, fingers hit, axe has no complaint."""

from importlib import resources

import pytest
from django.urls import reverse

from tests.factories.cases import World
from tests.journeys.conftest import PHONE, Arrive
from tests.journeys.pages import PAGES, fill_street, too_wide
from tests.journeys.visitor import Visitor

FINGER, ELDER_FINGER, ELDER_TEXT = 44, 60, 18
# A box or a row that is tapped as a whole counts as a whole; links inside a sentence do not count.
TOO_SMALL = """(least) => [...document.querySelectorAll(
  "button, summary, select, textarea, input:not([type=hidden]), a")]
  .map((el) => el.matches("[type=radio], [type=checkbox]") ? el.closest("label") || el : el)
  .map((el) => getComputedStyle(el, "::after").position === "absolute" ? el.offsetParent : el)
  .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.matches(".skip"))
  .filter((el) => getComputedStyle(el).display !== "inline")
  .map((el) => [el, el.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < least || box.height < least))
  .map(([el, box]) => `${el.tagName} ${el.innerText || el.name} ${box.width}×${box.height}`)"""
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
VIOLATIONS = """async (tags) => (await axe.run({ runOnly: tags })).violations
  .map((rule) => `${rule.id}: ${rule.nodes[0].html}`)"""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


SMALL_TEXT = """(least) => [...document.querySelectorAll("body *")]
  .filter((el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((el) => el.checkVisibility({ visibilityProperty: true }) && !el.matches(".sr-only"))
  .filter((el) => parseFloat(getComputedStyle(el).fontSize) < least)
  .map((el) => `${el.tagName} ${el.innerText} ${getComputedStyle(el).fontSize}`)"""


def faults(visitor: Visitor, finger: int = FINGER) -> list[str]:
    """What is wrong with the page that is open."""
    small = visitor.page.evaluate(TOO_SMALL, finger)
    visitor.page.evaluate(AXE)
    violated = visitor.page.evaluate(VIOLATIONS, TAGS)
    return [
        *too_wide(visitor),
        *(f"too small for a finger: {what}" for what in small),
        *(f"axe: {rule}" for rule in violated),
    ]


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "resident")
def test_every_page_fits_a_phone_a_finger_and_a_screen_reader(
    arrive: Arrive, street: World, who: str
) -> None:
    fill_street(street)
    visitor = arrive(who, size=PHONE)
    found = {}
    for path in PAGES[who]():
        visitor.open(path)
        found[path] = faults(visitor)
    assert not {path: wrong for path, wrong in found.items() if wrong}


@pytest.mark.parametrize("who", ["", "head"], ids=["resident", "head"])
def test_elder_mode_has_large_text_and_large_targets(
    arrive: Arrive, street: World, who: str
) -> None:
    fill_street(street)
    visitor = arrive(who, size=PHONE)
    if not who:  # a building head has it from the start
        visitor.open(reverse("front"))
        visitor.tap(visitor.page.get_by_role("banner").get_by_role("button", name="长辈模式"))
    visitor.page.locator("html.elder").wait_for()
    found = {}
    for path in PAGES[who]():
        visitor.open(path)
        found[path] = [
            *faults(visitor, ELDER_FINGER),
            *visitor.page.evaluate(SMALL_TEXT, ELDER_TEXT),
        ]
    assert not {path: wrong for path, wrong in found.items() if wrong}
