"""Categories in the language of the reader: pages, forms and the history; programs get both."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.actions.registering import Correction, correct
from cases.forms.choices import category_groups
from cases.models import Category, DirectoryEntry
from cases.rules.directory import suggest
from cases.workflow import CaseState
from journal.actors import person
from tests.factories.api import get
from tests.factories.cases import World, bring_to, make_category
from tests.factories.grids import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A request in English leaves its language behind in this thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def branch(world: World) -> Category:
    """环境卫生 above 暴露垃圾, both with an English name."""
    above = make_category("环境卫生", name_en="Cleanliness", leaf=False)
    world.category.name_en, world.category.parent = "Litter", above
    world.category.save(update_fields=["name_en", "parent"])
    return above


def _in_english(world: World | None = None, name: str = "") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["django_language"] = "en"
    if world:
        user = world.people[name]
        user.language = "en"
        user.save(update_fields=["language"])
        client.force_login(user)
    return client


def test_a_category_is_named_in_english_only_to_who_reads_english_and_if_it_has_a_name() -> None:
    named, unnamed = Category(name="供水", name_en="Water"), Category(name="供电")
    assert (named.shown_name, str(named)) == ("供水", "供水")
    with translation.override("en"):
        assert (named.shown_name, str(named), unnamed.shown_name) == ("Water", "Water", "供电")


def test_a_resident_chooses_among_english_categories(branch: Category) -> None:
    english, chinese = _in_english().get("/report/"), Client().get("/report/")
    assert "Cleanliness" in english.content.decode()
    assert "环境卫生" not in english.content.decode()
    assert "环境卫生" in chinese.content.decode()
    assert "Cleanliness" not in chinese.content.decode()


def test_a_resident_follows_a_case_in_english(world: World, branch: Category) -> None:
    case = bring_to(world, CaseState.REGISTERED)
    page = _in_english().get(f"/track/{case.track_code}/").content.decode()
    assert "<dd>Litter</dd>" in page


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("worker", "/cases/new/"),
        ("officer", "/cases/?filters=1"),
        ("officer", "/cases/{number}/"),
        ("officer", "/cases/{number}/correct/"),
    ],
)
def test_staff_read_and_choose_categories_in_english(
    world: World, branch: Category, name: str, url: str
) -> None:
    case = bring_to(world, CaseState.REGISTERED)
    page = _in_english(world, name).get(url.format(number=case.number)).content.decode()
    assert "Litter" in page
    assert "暴露垃圾" not in page
    assert "环境卫生" not in page


def test_choices_cost_one_query_in_either_language(branch: Category) -> None:
    for language, above in (("zh-hans", "环境卫生"), ("en", "Cleanliness")):
        with translation.override(language), CaptureQueriesContext(connection) as asked:
            assert above in dict(category_groups())
        assert len(asked) == 1


def test_the_directory_and_the_history_name_categories_in_english(
    world: World, branch: Category
) -> None:
    DirectoryEntry.objects.create(category=branch, place=world.street, lead=world.urban)
    case = bring_to(world, CaseState.REGISTERED)
    water = make_category("供水", name_en="Water")
    by = person(world.people["officer"])
    correct(case.number, by=by, now=NOW, right=Correction(category=water), reason="选错了")
    story = _in_english(world, "officer").get(f"/cases/{case.number}/").content.decode()
    assert "Litter → Water" in story
    with translation.override("en"):
        suggestion = suggest(world.category, world.street)
    assert suggestion is not None
    assert "Cleanliness" in suggestion.reason


def test_programs_get_the_chinese_name_and_the_english_one_beside_it(
    world: World, branch: Category
) -> None:
    nameless = make_category("供电")
    with translation.override("en"):
        answer = get(world.people["worker"], "categories/").json()["results"]
    named = {row["code"]: (row["name"], row["name_en"]) for row in answer}
    assert named[branch.code] == ("环境卫生", "Cleanliness")
    assert named[nameless.code] == ("供电", "")
