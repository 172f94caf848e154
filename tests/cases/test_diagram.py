"""The drawing in the docs is the table, not a memory of it."""

from django.conf import settings
from django.utils import translation

from cases.rules.diagram import page


def test_the_committed_drawing_equals_the_table() -> None:
    drawn = (settings.BASE_DIR / "docs" / "states.md").read_text(encoding="utf-8")
    with translation.override("zh-hans"):
        assert drawn == page()
