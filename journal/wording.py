"""How words are put together in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def listed(words: Iterable[str]) -> str:
    """供水、供电、供气; in English: water, power, gas."""
    return _("、").join(words)
