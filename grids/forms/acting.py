"""Forms that hand what they hold to an action, and show what the action refuses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput())


def until_field() -> forms.DateField:
    """The first day on which it is over."""
    return day_field(
        _("离任日期"), required=False, help_text=_("从这一天起不再任职；长期任职不填。")
    )
