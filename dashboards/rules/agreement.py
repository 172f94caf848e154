"""How a figure and the list behind it agree: the one may count whistles, the other shows cases."""

from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from cases.models import Call, Case, FollowUp, Whistle
from clocks.models import Clock
from dashboards.rules.figures import Figure
from dashboards.rules.frames import Frame

UNITS: dict[type[Model], Any] = {
    Case: ngettext_lazy("%(count)s 件案件", "%(count)s 件案件", "count"),
    Whistle: ngettext_lazy("%(count)s 次吹哨", "%(count)s 次吹哨", "count"),
    Call: ngettext_lazy("%(count)s 项应哨任务", "%(count)s 项应哨任务", "count"),
    Clock: ngettext_lazy("%(count)s 项时限", "%(count)s 项时限", "count"),
    FollowUp: ngettext_lazy("%(count)s 次回访", "%(count)s 次回访", "count"),
}


def agreement(figure: Figure, frame: Frame, which: str, cases: int) -> str:
    """One sentence; "" when the figure counts cases itself."""
    rows = figure.rows(frame, which)
    if rows.model is Case:
        return ""
    number = rows.count()
    said = {"counted": _in_words(rows.model, number), "cases": _in_words(Case, cases)}
    figure_says = figure.count(frame, which)
    if figure_says != number:
        said["weighted"] = _plain(figure_says)
        return _("%(counted)s,折算后计 %(weighted)s,涉及 %(cases)s。") % said
    return _("%(counted)s,涉及 %(cases)s。") % said


def _in_words(model: type[Model], count: int) -> str:
    return str(UNITS[model] % {"count": count})


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
