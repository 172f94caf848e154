"""Forms that hand what they hold to an action, and show what the action refuses."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from grids.rules.naming import in_order
from journal.refusals import Invalid, Refusal


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ActingForm(forms.Form):
    """Words of an action's refusal stand at their fields, or above the form."""

    def blame(self, refusal: Refusal) -> None:
        if not isinstance(refusal, Invalid):
            return self.add_error(None, str(refusal.sentence))
        for name, reasons in refusal.fields.items():
            for reason in reasons:
                self.add_error(name if name in self.fields else None, reason)
        return None


def offer(field: forms.Field, rows: QuerySet[Any, Model]) -> None:
    """What a field lets choose from, by pinyin."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    none = [] if field.empty_label is None else [("", field.empty_label)]
    field.choices = [*none, *((row.pk, str(row)) for row in in_order(rows))]


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def until_field() -> forms.DateField:
    """The first day on which it is over."""
    return day_field(
        _("离任日期"), required=False, help_text=_("从这一天起不再任职；长期任职不填。")
    )
