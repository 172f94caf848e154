"""Who reads English finds no Chinese on the main pages but what people themselves have written."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import User
from cases.models import Case, CaseEvent, Category, DirectoryEntry
from grids.models import Department, Place
from tests.factories.cases import World
from tests.journeys.conftest import PHONE, Arrive
from tests.journeys.pages import PAGES, fill_street, too_wide
from tests.journeys.visitor import Visitor

CHINESE = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\u3000-\u303f\uff00-\uffef0-9]*")
# Everything that can be read or heard, folded parts and messages of scripts included.
WORDS = """() => {
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  document.querySelectorAll("[lang^=zh]:not(html), .person__mark").forEach((word) => word.remove());
  const told = ["placeholder", "aria-label", "title", "alt", "data-confirm", "content"];
  const attributes = [...document.querySelectorAll("*")].flatMap(
    (element) => told.map((name) => element.getAttribute(name) || ""));
  const words = document.getElementById("words")?.textContent;
  const scripts = Object.values(JSON.parse(words || "{}"));
  return [document.title, document.body.innerText, ...attributes, ...scripts].join("\\n");
}"""


def written_by_people() -> list[str]:
    """Names and texts of the database, the longest first."""
    return sorted(filter(None, _written()), key=len, reverse=True)


def _written() -> Iterator[str]:
    for model in (Place, Department, Category):
        yield from model.objects.values_list("name", flat=True)
    yield from User.objects.values_list("display_name", flat=True)
    yield from DirectoryEntry.objects.values_list("basis", flat=True)
    for title, text in Case.objects.values_list("title", "text"):
        yield from (title, text)
    for text, data in CaseEvent.objects.values_list("text", "data"):
        yield from (text, *(said for said in data.values() if isinstance(said, str)))
    yield from ("张*", "简体中文")


def chinese_on(visitor: Visitor, data: list[str]) -> list[str]:
    words = str(visitor.page.evaluate(WORDS))
    for known in data:
        words = words.replace(known, "")
    return sorted(set(CHINESE.findall(words)))


def switch_to_english(visitor: Visitor) -> None:
    """On a phone the button is in the menu of who is signed in."""
    banner = visitor.page.get_by_role("banner")
    if visitor.path != reverse("front"):
        visitor.tap(banner.locator("summary"))
    visitor.tap(banner.locator("button[value=en]:visible"))
    visitor.page.locator("html[lang=en]").wait_for()


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "resident")
def test_an_english_page_fits_a_phone_and_has_no_chinese_left(
    arrive: Arrive, street: World, who: str
) -> None:
    fill_street(street)
    data, visitor = written_by_people(), arrive(who, size=PHONE)
    visitor.open(reverse("home" if who else "front"))
    switch_to_english(visitor)
    left = {}
    for path in PAGES[who]():
        visitor.open(path)
        left[path] = [*chinese_on(visitor, data), *too_wide(visitor)]
    assert not {path: words for path, words in left.items() if words}
