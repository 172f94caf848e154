"""核查登记: verify, decline, correct."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import registering
from cases.actions.registering import Correction
from cases.forms.choices import category_by_code, category_groups, place_by_code, place_groups
from cases.forms.verb import VerbForm, words
from cases.models import Case
from cases.rules.reports import TEXT_MAX
from cases.vocabulary import DeclineReason, RequestKind, Urgency

REASON_MAX = 500


class RightForm(VerbForm):
    """Category, urgency and place as they are now; what is changed here is put right."""

    urgency = forms.ChoiceField(
        label=_("轻重缓急"),
        choices=Urgency.choices,
        widget=forms.RadioSelect(attrs={"class": "choices choices--inline"}),
        error_messages={"required": _("请选择轻重缓急。")},
    )
    category = forms.ChoiceField(label=_("分类"), error_messages={"required": _("请选择分类。")})
    place = forms.ChoiceField(label=_("地点"), error_messages={"required": _("请选择地点。")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case, today = self.case, timezone.localdate()
        groups = category_groups()
        if case.category.code not in {code for _name, group in groups for code, _label in group}:
            groups.insert(0, ("", [(case.category.code, case.category.shown_name)]))
        self._offer("category", groups, case.category.code)
        within = case.community_id or case.street_id
        self._offer("place", place_groups([within], today, also=case.place), case.place.code)
        self.fields["urgency"].initial = case.urgency

    def _offer(self, name: str, groups: Any, chosen: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices, field.initial = groups, chosen

    def right(self) -> Correction:
        said = self.cleaned_data
        return Correction(
            category=category_by_code(said["category"]),
            urgency=said["urgency"],
            place=place_by_code(said["place"]),
        )


class VerifyForm(RightForm):
    answer = words(_("当场答复"), most=TEXT_MAX, hint=_("咨询可以当场答复,答复后转核查。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.urgency != Urgency.INQUIRY and self.case.kind != RequestKind.INQUIRY:
            del self.fields["answer"]

    def act(self, *, now: datetime) -> Case:
        answer = self.cleaned_data.get("answer", "")
        return registering.verify(
            self.case.number, by=self.by, now=now, right=self.right(), answer=answer
        )


class CorrectForm(RightForm):
    reason = words(
        _("更正的原因"),
        most=REASON_MAX,
        missing=_("请写明更正的原因。"),
        hint=_("时限会从原来的起点重新计算,并写明变化。"),
    )

    def act(self, *, now: datetime) -> Case:
        reason = self.cleaned_data["reason"]
        return registering.correct(
            self.case.number, by=self.by, now=now, right=self.right(), reason=reason
        )


class DeclineForm(VerbForm):
    reason = forms.ChoiceField(
        label=_("不予受理的原因"),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择不予受理的原因。")},
    )
    advice = words(
        _("告诉居民可以怎么办"),
        most=TEXT_MAX,
        missing=_("请写明居民可以向哪里反映,怎样反映。"),
        hint=_("居民会看到这段话。"),
    )

    def act(self, *, now: datetime) -> Case:
        return registering.decline(self.case.number, by=self.by, now=now, **self.cleaned_data)
