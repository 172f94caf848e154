"""回访 and 重开: what the reporter said, in one choice."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import closing, following
from cases.actions.following import NOTE_MAX, Heard
from cases.forms.verb import VerbForm, words
from cases.models import Case
from cases.vocabulary import Satisfaction

SOLVED, UNREACHED = "solved", "unreached"
REASONABLE, UNREASONABLE = "unsolved_reasonable", "unsolved_unreasonable"
NOT_SAID = ("", _("没有说"))

OUTCOMES = (
    (
        _("已解决"),
        [(f"{SOLVED}:{value}", label) for value, label in Satisfaction.choices]
        + [(f"{SOLVED}:", _("没有评价"))],
    ),
    (_("没有解决"), [(REASONABLE, _("诉求合理,再办一轮")), (UNREASONABLE, _("诉求不合理"))]),
    (_("没有接通"), [(UNREACHED, _("没有接通,换个时段再打"))]),
)


class FollowUpForm(VerbForm):
    """One choice says reached, solved and satisfied; the rest is for when there is more to say."""

    called = {"reached": "outcome", "solved": "outcome", "reasonable": "outcome"}
    outcome = forms.ChoiceField(
        label=_("居民怎么说"),
        choices=OUTCOMES,
        widget=forms.RadioSelect(attrs={"class": "choices choices--two"}),
        error_messages={"required": _("请选择回访结果。")},
    )
    note = words(_("居民原话"), most=NOTE_MAX, rows=2)
    satisfaction = forms.ChoiceField(
        label=_("没有解决时,对结果是否满意"),
        choices=[NOT_SAID, *Satisfaction.choices],
        required=False,
    )
    process_satisfaction = forms.ChoiceField(
        label=_("对办理过程是否满意"),
        choices=[NOT_SAID, *Satisfaction.choices],
        required=False,
    )

    def heard(self) -> Heard:
        said = self.cleaned_data
        outcome, _colon, rating = said["outcome"].partition(":")
        if outcome == UNREACHED:
            return Heard(reached=False, note=said["note"])
        solved = outcome == SOLVED
        return Heard(
            reached=True,
            solved=solved,
            satisfaction=rating if solved else said["satisfaction"],
            process_satisfaction=said["process_satisfaction"],
            reasonable=None if solved else outcome == REASONABLE,
            note=said["note"],
        )

    def act(self, *, now: datetime) -> Case:
        return following.record_follow_up(self.case.number, by=self.by, now=now, heard=self.heard())


class ReopenForm(VerbForm):
    reason = words(_("为什么要重开"), most=NOTE_MAX, missing=_("请写明为什么要重开。"))

    def act(self, *, now: datetime) -> Case:
        return closing.reopen(self.case.number, by=self.by, now=now, **self.cleaned_data)
