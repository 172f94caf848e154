"""Sentences of Django and of its REST framework are plain Chinese, and none of ours is stale."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import polib
import pytest
import rest_framework
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms.fields import Field
from django.utils import translation
from rest_framework import serializers

from governance.catalogues import PLACEHOLDER
from grids.forms.people import AppointForm, EndPostForm
from grids.kinds import Kind

OVERRIDES = polib.pofile(str(settings.BASE_DIR / "locale/zh_Hans/LC_MESSAGES/django.po"))
BROKEN_LINE = re.compile(r"""["']\s*\n\s*["']""")


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """A request in English leaves its language behind in this thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(scope="module")
def sources() -> str:
    """The code of both packages, its broken strings in one piece."""
    folders = [Path(str(package.__file__)).parent for package in (django, rest_framework)]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return BROKEN_LINE.sub("", code).replace('\\"', '"')


def test_every_sentence_is_still_said_by_one_of_the_packages(sources: str) -> None:
    said = [text for entry in OVERRIDES for text in (entry.msgid, entry.msgid_plural) if text]
    assert not [text for text in said if text not in sources]


def test_every_sentence_keeps_to_the_values_it_is_given() -> None:
    for entry in OVERRIDES:
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid)), text


def _forms_below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for below in form.__subclasses__():
        yield below
        yield from _forms_below(below)


def test_a_choice_that_must_be_made_names_what_to_choose() -> None:
    """Every form that a page shows, by the addresses that lead to it."""
    import_module(settings.ROOT_URLCONF)
    raw = {
        f"{form.__name__}.{name}"
        for form in _forms_below(forms.BaseForm)
        if not form.__module__.startswith(("django.", "tests.")) and hasattr(form, "base_fields")
        for name, field in form.base_fields.items()
        if field.required and isinstance(field.widget, forms.RadioSelect)
        if field.error_messages["required"] == Field.default_error_messages["required"]
    }
    assert not raw


def _said(form: forms.Form) -> dict[str, str]:
    return {name: str(texts[0]) for name, texts in form.errors.items()}


def test_what_is_left_empty_is_asked_for() -> None:
    form = EndPostForm({})
    assert _said(form) == {"until": "请填写或选择这一项。"}


def test_what_is_too_long_says_how_long_it_is_and_may_be() -> None:
    form = AppointForm({"name": "长" * 300}, kind=Kind.GRID)
    assert _said(form)["name"] == "最多 60 个字,现在有 300 个字。"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.DateField(), "昨天", "请填日期,例如 2026-06-01。"),
        (forms.IntegerField(), "三", "请填整数,例如 12。"),
        (forms.FloatField(), "三", "请填数字,例如 3.5。"),
        (forms.FloatField(max_value=90), "91", "不能大于 90。"),
        (forms.EmailField(), "张三", "请填完整的电子邮箱,例如 name@example.com。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "b", "“b”不在可选的范围内,请重新选择。"),
        (forms.CharField(min_length=3), "ab", "至少 3 个字,现在有 2 个字。"),
        (forms.FileField(), None, "请填写或选择这一项。"),
    ],
)
def test_a_field_says_what_to_put_in(field: forms.Field, value: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        field.clean(value)
    assert wrong.value.messages == [sentence]


@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("a1b2", ["密码太短,至少要 10 位。"]),
        ("8306472915", ["密码不能全是数字,请加上字母。"]),
        ("1234567890", ["这个密码太常见,容易被人猜到,请换一个。", "密码不能全是数字,请加上字母。"]),
    ],
)
def test_a_weak_password_is_told_in_chinese(password: str, sentences: list[str]) -> None:
    with pytest.raises(ValidationError) as wrong:
        validate_password(password)
    assert wrong.value.messages == sentences


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (serializers.CharField(), "", "请填写或选择这一项。"),
        (serializers.CharField(max_length=3), "四个字长", "最多 3 个字。"),
        (serializers.ChoiceField(["a"]), "b", "“b”不在可选的范围内。"),
        (serializers.DateTimeField(), "昨天", "日期和时间请写成 YYYY-MM-DD"),
        (serializers.BooleanField(), "也许", "请填 true 或 false。"),
    ],
)
def test_a_program_is_told_in_chinese(
    field: "serializers.Field[Any, Any, Any, Any]", value: str, sentence: str
) -> None:
    with pytest.raises(serializers.ValidationError) as wrong:
        field.run_validation(value)
    [told] = wrong.value.detail
    assert str(told).startswith(sentence)
