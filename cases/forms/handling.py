"""处置: assign and reassign, up and down, contact, note, resolve."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import handling
from cases.actions.handling import NOTE_MAX, people_for
from cases.forms.choices import people_groups
from cases.forms.photos import PhotoForm, PhotosField
from cases.forms.verb import VerbForm, words
from cases.models import Case
from cases.vocabulary import EvidenceKind


def _public() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("居民可以看到"), required=False, help_text=_("不选,只有工作人员能看到。")
    )


class AssignForm(VerbForm):
    """The first worker of the case's own grid is already chosen."""

    to = forms.ChoiceField(
        label=_("交给谁办"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择交给谁办。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_for(self.case).exclude(pk=self.case.handler_id or 0)
        groups = people_groups(self.case, people, timezone.localdate())
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = groups
        field.initial = groups[0][1][0][0] if groups else None

    def act(self, *, now: datetime) -> Case:
        return handling.assign(self.case.number, by=self.by, now=now, **self.cleaned_data)


class ReassignForm(AssignForm):
    def act(self, *, now: datetime) -> Case:
        return handling.reassign(self.case.number, by=self.by, now=now, **self.cleaned_data)


class HandUpForm(VerbForm):
    note = words(
        _("已经做过什么,为什么办不了"),
        most=NOTE_MAX,
        missing=_("请写明已经做过什么、为什么办不了。"),
    )

    def act(self, *, now: datetime) -> Case:
        return handling.hand_up(self.case.number, by=self.by, now=now, **self.cleaned_data)


class SendDownForm(VerbForm):
    note = words(_("交回后怎样办理"), most=NOTE_MAX, missing=_("请写明交回后怎样办理。"))

    def act(self, *, now: datetime) -> Case:
        return handling.send_down(self.case.number, by=self.by, now=now, **self.cleaned_data)


class ContactForm(VerbForm):
    note = words(_("联系情况"), most=NOTE_MAX, missing=_("请写明与居民联系的情况。"))
    public = _public()

    def act(self, *, now: datetime) -> Case:
        return handling.contact(self.case.number, by=self.by, now=now, **self.cleaned_data)


class NoteForm(PhotoForm, VerbForm):
    text = words(_("跟进情况"), most=NOTE_MAX, missing=_("请写明跟进的情况。"))
    photos = PhotosField()
    public = _public()

    def act(self, *, now: datetime) -> Case:
        return handling.add_note(
            self.case.number,
            by=self.by,
            now=now,
            text=self.cleaned_data["text"],
            evidence=self.evidence(),
            public=self.cleaned_data["public"],
        )


class ResolveForm(PhotoForm, VerbForm):
    photo_fields = ("before", "photos")
    result = words(
        _("办理结果"), most=NOTE_MAX, missing=_("请写明办理结果。"), hint=_("居民会看到这段话。")
    )
    photos = PhotosField(kind=EvidenceKind.AFTER, label=_("处理后的照片"))
    before = PhotosField(kind=EvidenceKind.BEFORE, label=_("处理前的照片"))

    def act(self, *, now: datetime) -> Case:
        return handling.resolve(
            self.case.number,
            by=self.by,
            now=now,
            result=self.cleaned_data["result"],
            evidence=[*self.evidence("before"), *self.evidence()],
        )
