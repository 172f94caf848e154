"""The sweep by hand."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.cases import NOW, make_case, make_world

pytestmark = pytest.mark.django_db


def _sweep(*options: str) -> str:
    out = StringIO()
    call_command("sweep_clocks", *options, stdout=out)
    return out.getvalue().strip()


def test_a_sweep_fires_what_has_passed_and_says_how_much() -> None:
    case = make_case(make_world())
    later = (NOW + timedelta(days=1)).isoformat()
    assert _sweep(f"--now={NOW.isoformat()}") == "fired=0"
    assert _sweep(f"--now={later}") != "fired=0"
    case.refresh_from_db()
    assert case.breached_at is not None
    assert _sweep(f"--now={later}") == "fired=0"


def test_a_moment_without_a_zone_is_the_streets_own() -> None:
    make_case(make_world())
    assert _sweep("--now=2026-06-03 14:30") != "fired=0"


def test_without_a_moment_it_is_now() -> None:
    assert _sweep() == "fired=0"


def test_a_moment_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(CommandError, match="tomorrow"):
        _sweep("--now=tomorrow")
