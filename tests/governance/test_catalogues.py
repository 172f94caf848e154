"""Every text is in both languages, and what is not would be found."""

from pathlib import Path

from babel.messages.catalog import Catalog
from django.core.management import call_command

from governance.catalogues import collect, compare, read_english, update


def test_every_text_of_the_source_is_in_english() -> None:
    call_command("check_translations", verbosity=0)


def test_texts_of_python_and_of_templates_are_collected(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% load i18n %}{% translate "首页" %}', encoding="utf-8")
    (tmp_path / "code.py").write_text('x = _("案件")\ny = pgettext("state", "挂账")', "utf-8")
    found = collect(tmp_path)
    assert {(message.id, message.context) for message in found if message.id} == {
        ("首页", None),
        ("案件", None),
        ("挂账", "state"),
    }


def test_what_is_missing_stale_or_loses_a_placeholder_is_named() -> None:
    source, english = Catalog(locale="en"), Catalog(locale="en")
    for text in ("有", "没有", "%(n)s 件"):
        source.add(text)
    english.add("有", string="There")
    english.add("%(n)s 件", string="cases")
    english.add("旧", string="Old")
    found = compare(source, english)
    assert (found.missing, found.stale, found.broken) == (["没有"], ["旧"], ["%(n)s 件"])


def test_an_update_keeps_the_english_that_is_known(tmp_path: Path) -> None:
    source, english = Catalog(locale="en"), Catalog(locale="en")
    source.add("有")
    source.add("新")
    english.add("有", string="There")
    english.add("旧", string="Old")
    file = tmp_path / "en" / "django.po"
    update(source, english, file)
    written = read_english(file)
    assert {message.id: message.string for message in written if message.id} == {
        "有": "There",
        "新": "",
    }
