"""Photos come in, are made harmless, and are attached once by their uploader."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import CaseEvent, Evidence
from cases.rules.photos import read_photo
from journal.actors import Actor
from journal.refusals import Invalid

MAX_ATTACHED = 20


@transaction.atomic
def upload_evidence(
    file: BinaryIO, *, kind: str, by: Actor, now: datetime, taken_at: datetime | None = None
) -> Evidence:
    """Keep a photo (JPEG, PNG or WebP, ≤ 20 MB) upright, re-encoded, without its metadata.

    Raises Invalid when it is too large or not an image by content.
    """
    photo = read_photo(file)
    evidence = Evidence(
        kind=kind,
        uploader=by.user,
        width=photo.width,
        height=photo.height,
        size=len(photo.jpeg),
        sha256=photo.sha256,
        taken_at=taken_at or photo.taken_at,
        lat=photo.lat,
        lng=photo.lng,
        uploaded_at=now,
    )
    evidence.photo.save("photo.jpg", ContentFile(photo.jpeg), save=False)
    evidence.thumb.save("thumb.jpg", ContentFile(photo.thumb), save=False)
    evidence.save(force_insert=True)
    return evidence


def attach(ids: Sequence[str], *, event: CaseEvent, by: Actor) -> None:
    """Tie uploaded photos to what they show. Each once, and only by who uploaded it."""
    if not ids:
        return
    wanted = _as_uuids(ids)
    free = Evidence.objects.filter(pk__in=wanted, case__isnull=True, uploader=by.user)
    if free.update(case=event.case, event=event) != len(wanted):
        raise Invalid({"evidence": [_("有照片找不到、不是您上传的,或已经用过。请重新选择照片。")]})


def _as_uuids(ids: Sequence[str]) -> set[UUID]:
    try:
        wanted = {UUID(str(item)) for item in ids}
    except ValueError as error:
        raise Invalid({"evidence": [_("照片编号不正确。")]}) from error
    if len(wanted) > MAX_ATTACHED:
        raise Invalid({"evidence": [_("一次最多附 %(max)s 张照片。") % {"max": MAX_ATTACHED}]})
    return wanted
