"""The main pages of every role on a narrow phone: they fit, fingers hit, axe has no complaint."""

from importlib import resources

import pytest

from tests.factories.cases import World
from tests.journeys.conftest import PHONE, Arrive
from tests.journeys.pages import PAGES, fill_street
from tests.journeys.visitor import Visitor

OVERFLOW = "document.scrollingElement.scrollWidth - innerWidth"
FINGER = 44
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


def faults(visitor: Visitor) -> list[str]:
    """What is wrong with the page that is open."""
    over = visitor.page.evaluate(OVERFLOW)
    small = visitor.page.evaluate(TOO_SMALL, FINGER)
    visitor.page.evaluate(AXE)
    violated = visitor.page.evaluate(VIOLATIONS, TAGS)
    return [
        *([f"{over} pixels too wide"] if over > 0 else []),
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
