"""Photos in a form: several at once, and what was uploaded stays when another field is wrong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.actions.evidence import upload_evidence
from cases.models import Evidence
from cases.vocabulary import EvidenceKind
from journal.actors import Actor
from journal.refusals import Invalid

PHOTOS = _("照片")
PHOTOS_MAX = 20
Sent = tuple[list[Any], list[str]]


class PhotosInput(forms.FileInput):
    """A camera, a gallery, and the photos kept from an earlier try, each with a box to drop it."""

    template_name = "cases/photo_input.html"
    allow_multiple_selected = True
    kept: tuple[Evidence, ...] = ()

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Sent:
        named = data.getlist(f"{name}_kept") if isinstance(data, MultiValueDict) else []
        return files.getlist(name), named

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs) | {"kept": self.kept}


class PhotosField(forms.Field):
    """Cleaned: (files, ids of photos kept from before)."""

    widget: type[PhotosInput] | PhotosInput = PhotosInput

    def __init__(
        self, *, kind: str = EvidenceKind.SCENE, label: Any = PHOTOS, most: int = PHOTOS_MAX
    ) -> None:
        super().__init__(required=False, label=label)
        self.kind, self.most = kind, most

    def clean(self, value: Sent) -> Sent:
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return any(data or ())


class PhotoForm(forms.Form):
    """A form with photos: `keep_photos` after validation, then `evidence(field)` are their ids."""

    photo_fields: ClassVar[tuple[str, ...]] = ("photos",)

    def keep_photos(self, *, by: Actor, now: datetime) -> None:
        """Upload what came along; a file that is no photo is told, the others are kept."""
        for name in self.photo_fields:
            field = self.fields[name]
            if isinstance(field, PhotosField):
                self._keep(name, field, by=by, now=now)

    def _keep(self, name: str, field: PhotosField, *, by: Actor, now: datetime) -> None:
        files, ids = self.cleaned_data.get(name, ([], []))
        kept = list(_still_free(ids, by=by))[: field.most]
        room = field.most - len(kept)
        if len(files) > room:
            sentence = _("最多 %(most)s 张照片,多出的没有上传。") % {"most": field.most}
            self.add_error(name, sentence)
        for file in files[:room]:
            try:
                kept.append(upload_evidence(file, kind=field.kind, by=by, now=now))
            except Invalid as refusal:
                self.add_error(name, [f"{file.name}:{text}" for text in refusal.fields["file"]])
        field.widget.kept = tuple(kept)

    def evidence(self, name: str = "photos") -> list[str]:
        return [str(photo.pk) for photo in self.fields[name].widget.kept]


def _still_free(ids: list[str], *, by: Actor) -> "list[Evidence]":
    """The uploader's own photos that are attached to nothing yet."""
    wanted = [pk for pk in ids if _is_uuid(pk)]
    if not wanted:
        return []
    return list(Evidence.objects.filter(pk__in=wanted, uploader=by.user, case__isnull=True))


def _is_uuid(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True
