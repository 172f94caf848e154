"""What a viewer may choose: a period, a place, a department."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST = date(2000, 1, 1)
YEAR = 365


def periods(today: date) -> dict[str, tuple[date, date]]:
    """The named periods, each with its first and last day."""
    return {
        "today": (today, today),
        "week": (today - timedelta(days=today.weekday()), today),
        "month": (today.replace(day=1), today),
        "year": (today - timedelta(days=YEAR - 1), today),
    }


PERIOD_LABELS = {
    "today": gettext_lazy("今天"),
    "week": gettext_lazy("本周"),
    "month": gettext_lazy("本月"),
    "year": gettext_lazy("近 365 天"),
}


class FrameForm(forms.Form):
    since = forms.DateField(
        label=gettext_lazy("从"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("到"), required=False, widget=forms.DateInput({"type": "date"})
    )
    place = forms.CharField(required=False, max_length=30, widget=forms.HiddenInput)
    department = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(_("开始日期不能晚于结束日期。"))
        if since and since < EARLIEST:
            raise ValidationError(_("开始日期太早,请从 2000 年以后选。"))
        return cleaned
