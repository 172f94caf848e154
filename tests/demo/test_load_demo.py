"""The command: it fills an empty database and leaves every other one alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from demo.actions.standing import is_unfinished
from grids.models import Place
from tests.factories.grids import make_street

pytestmark = pytest.mark.django_db


def _load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", "--processes=1", *arguments, stdout=out)
    return out.getvalue()


def test_a_street_that_stands_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    make_street()
    before = Place.objects.count()
    assert "没有改动" in _load("--if-empty")
    with pytest.raises(CommandError, match="已有街道"):
        _load("--password=demo-street-2026")
    assert Place.objects.count() == before


def test_without_a_password_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        _load()
    assert not Place.objects.exists()


def test_what_was_interrupted_goes_on_from_the_street(monkeypatch: pytest.MonkeyPatch) -> None:
    _load("--password=demo-street-2026", "--cases=0")
    assert is_unfinished()
    places = Place.objects.count()
    said = _load("--password=demo-street-2026", "--cases=12", "--if-empty")
    assert "案件 12/12" in said
    assert (Case.objects.count(), Place.objects.count()) == (12, places)
    assert "没有改动" in _load("--password=demo-street-2026", "--if-empty")
