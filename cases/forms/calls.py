"""应哨: a department claims its call and answers it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.actions import calls
from cases.actions.handling import NOTE_MAX
from cases.forms.photos import PhotoForm, PhotosField
from cases.forms.verb import CallForm, words
from cases.models import Case
from cases.vocabulary import EvidenceKind


class ClaimForm(CallForm):
    def act(self, *, now: datetime) -> Case:
        return calls.claim(self.call.pk, by=self.by, now=now)


class AnswerForm(PhotoForm, CallForm):
    result = words(_("办理结果"), most=NOTE_MAX, missing=_("请写明办理结果。"))
    photos = PhotosField(kind=EvidenceKind.AFTER, label=_("处理后的照片"))

    def act(self, *, now: datetime) -> Case:
        return calls.answer(
            self.call.pk,
            by=self.by,
            now=now,
            result=self.cleaned_data["result"],
            evidence=self.evidence(),
        )
