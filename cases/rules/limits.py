"""Which limit a clock gets: the field's defaults, unless the street has its own rule.

Source of the defaults: the field's table of limits by urgency (特急, 紧急, 咨询, 一般, 复杂).
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from cases.models import Case, LimitRule
from cases.vocabulary import ClockKind, Urgency
from clocks.rules.limits import Limit, Unit
from clocks.rules.stages import default_stages

K, U = ClockKind, Urgency
_HOUR_24 = Limit(24, Unit.HOURS)
_DAY = Limit(1, Unit.WORKING_DAYS)

ALWAYS = {
    K.VERIFY: Limit(1, Unit.WORKING_HOURS),
    K.FIRST_CONTACT: _HOUR_24,
    K.CHECK: _DAY,
    K.FOLLOW_UP: Limit(1, Unit.DAY_ENDS),
}
BY_URGENCY: dict[tuple[str, str], Limit] = {
    (U.CRITICAL, K.VERIFY): Limit(15, Unit.MINUTES),
    (U.CRITICAL, K.CLAIM): Limit(30, Unit.MINUTES),
    (U.CRITICAL, K.FINISH): Limit(2, Unit.HOURS),
    (U.URGENT, K.VERIFY): Limit(15, Unit.MINUTES),
    (U.URGENT, K.CLAIM): Limit(1, Unit.HOURS),
    (U.URGENT, K.FINISH): _HOUR_24,
    (U.INQUIRY, K.CLAIM): _DAY,
    (U.INQUIRY, K.FINISH): Limit(3, Unit.WORKING_DAYS),
    (U.GENERAL, K.CLAIM): _DAY,
    (U.GENERAL, K.FINISH): Limit(7, Unit.WORKING_DAYS),
    (U.COMPLEX, K.CLAIM): _DAY,
    (U.COMPLEX, K.FINISH): Limit(15, Unit.WORKING_DAYS),
}
LABELS = {
    U.CRITICAL: gettext_noop("特急事项的默认时限"),
    U.URGENT: gettext_noop("紧急事项的默认时限"),
    U.INQUIRY: gettext_noop("咨询事项的默认时限"),
    U.GENERAL: gettext_noop("一般事项的默认时限"),
    U.COMPLEX: gettext_noop("复杂事项的默认时限"),
}


@dataclass(frozen=True)
class ChosenLimit:
    """A limit and the frozen record of why it was chosen (shape: `source, label, version, …`)."""

    limit: Limit
    rule: dict[str, Any]


def default_limit(kind: str, urgency: str) -> Limit:
    return BY_URGENCY.get((urgency, kind)) or ALWAYS[ClockKind(kind)]


def choose_limit(case: Case, kind: str, at: datetime) -> ChosenLimit:
    """The most specific rule in force then for street, category and urgency, or the default.

    The label is kept as it is written here and translated when a clock explains itself.
    """
    stages = default_stages(critical=case.urgency == Urgency.CRITICAL)
    rule = _rule_in_force(case, kind, at)
    if rule is None:
        frozen = {
            "source": "default",
            "label": _default_label(kind, case.urgency),
            "version": 0,
            "urgency": case.urgency,
            "stages": stages,
        }
        return ChosenLimit(default_limit(kind, case.urgency), frozen)
    frozen = {
        "source": f"rule:{rule.pk}",
        "label": _label_of(rule),
        "version": rule.version,
        "basis": rule.basis,
        "urgency": case.urgency,
        "stages": stages,
    }
    return ChosenLimit(Limit(rule.amount, Unit(rule.unit)), frozen)


def limit_until(moment: datetime, start: datetime) -> ChosenLimit:
    """A promise somebody else gave, as whole days; its moment caps them."""
    days = max(math.ceil((moment - start) / timedelta(days=1)), 0)
    frozen = {
        "source": "promise",
        "label": gettext_noop("来件写明的期限"),
        "version": 0,
        "stages": default_stages(critical=False),
    }
    return ChosenLimit(Limit(days, Unit.DAYS), frozen)


def _default_label(kind: str, urgency: str) -> str:
    if (urgency, kind) in BY_URGENCY:
        return LABELS[Urgency(urgency)]
    return gettext_noop("默认时限")


def _label_of(rule: LimitRule) -> str:
    if rule.category_id:
        return gettext_noop("对这类事项另定的时限")
    return gettext_noop("本街道另定的时限") if rule.street_id else gettext_noop("另定的时限")


def _rule_in_force(case: Case, kind: str, at: datetime) -> LimitRule | None:
    line = [category.pk for category in case.category.ancestry()]
    rules = (
        LimitRule.objects.filter(kind=kind, since__lte=at)
        .filter(Q(until__isnull=True) | Q(until__gt=at))
        .filter(Q(street=case.street_id) | Q(street__isnull=True))
        .filter(Q(category__in=line) | Q(category__isnull=True))
        .filter(urgency__in=("", case.urgency))
    )

    def specific(rule: LimitRule) -> tuple[bool, int, bool]:
        depth = -line.index(rule.category_id) if rule.category_id else -len(line)
        return (rule.street_id is not None, depth, bool(rule.urgency))

    return max(rules, key=specific, default=None)
