"""核查: pass, or send back with what is not done."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import checking
from cases.actions.handling import NOTE_MAX
from cases.forms.verb import VerbForm, words
from cases.models import Case
from cases.vocabulary import CallRole
from cases.workflow import CallState


class PassCheckForm(VerbForm):
    note = words(_("核查情况"), most=NOTE_MAX, rows=2)

    def act(self, *, now: datetime) -> Case:
        return checking.pass_check(self.case.number, by=self.by, now=now, **self.cleaned_data)


class ReworkForm(VerbForm):
    reason = words(_("哪里没有办好"), most=NOTE_MAX, missing=_("请写明哪里没有办好。"))
    calls = forms.TypedMultipleChoiceField(
        label=_("一起退回的协办部门"),
        help_text=_("主办部门总是一起退回。"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answered = self.case.calls.filter(
            state=CallState.ANSWERED, role=CallRole.ASSIST, whistle__round=self.case.round
        )
        choices = [
            (call.pk, call.department.name) for call in answered.select_related("department")
        ]
        field = self.fields["calls"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields["calls"]

    def act(self, *, now: datetime) -> Case:
        return checking.rework(
            self.case.number,
            by=self.by,
            now=now,
            reason=self.cleaned_data["reason"],
            calls=self.cleaned_data.get("calls"),
        )
