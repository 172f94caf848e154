"""A limit is a value and a unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Unit(TextChoices):
    MINUTES = "minutes", _("分钟")
    HOURS = "hours", _("小时")
    WORKING_HOURS = "working_hours", _("工作小时")
    DAYS = "days", _("自然日")
    WORKING_DAYS = "working_days", _("工作日")
    DAY_ENDS = "day_ends", _("工作日下班前")

    @property
    def is_working(self) -> bool:
        """Counts working time only; the others run day and night."""
        return self in {Unit.WORKING_HOURS, Unit.WORKING_DAYS, Unit.DAY_ENDS}


@dataclass(frozen=True)
class Limit:
    """`DAY_ENDS` n: by the close of the n-th working day after the day of the start."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < (1 if self.unit is Unit.DAY_ENDS else 0):
            raise ValueError(f"a limit of {self.amount} {self.unit} cannot be kept")

    def as_json(self) -> dict[str, int | str]:
        return {"amount": self.amount, "unit": self.unit.value}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        return cls(int(value["amount"]), Unit(value["unit"]))

    def length(self, working_day: timedelta) -> timedelta:
        """How much time it allows; a working day counts as its whole working time.

        `DAY_ENDS` is no length: how much it allows depends on the hour of the start.
        """
        lengths = {
            Unit.MINUTES: timedelta(minutes=1),
            Unit.HOURS: timedelta(hours=1),
            Unit.WORKING_HOURS: timedelta(hours=1),
            Unit.DAYS: timedelta(days=1),
        }
        return self.amount * lengths.get(self.unit, working_day)

    def __str__(self) -> str:
        n = self.amount
        match self.unit:
            case Unit.MINUTES:
                text = ngettext("%(n)d 分钟", "%(n)d 分钟", n)
            case Unit.HOURS:
                text = ngettext("%(n)d 小时", "%(n)d 小时", n)
            case Unit.WORKING_HOURS:
                text = ngettext("%(n)d 个工作小时", "%(n)d 个工作小时", n)
            case Unit.DAYS:
                text = ngettext("%(n)d 个自然日", "%(n)d 个自然日", n)
            case Unit.WORKING_DAYS:
                text = ngettext("%(n)d 个工作日", "%(n)d 个工作日", n)
            case Unit.DAY_ENDS:
                text = ngettext("次日起第 %(n)d 个工作日下班前", "次日起第 %(n)d 个工作日下班前", n)
        return text % {"n": n}
