"""Which photo one may see, and what is in it."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from cases.models import Case, Evidence
from journal.refusals import NotFound

if TYPE_CHECKING:
    from accounts.models import User


def seen_photo(pk: UUID, *, user: "User") -> Evidence:
    """Attached: whoever sees the case. Not yet: only who uploaded it. Raises NotFound."""
    evidence = Evidence.objects.filter(pk=pk).first()
    if evidence is None:
        raise photo_not_found()
    if evidence.case_id is None:
        if evidence.uploader_id != user.pk:
            raise photo_not_found()
    elif not Case.objects.visible_to(user).filter(pk=evidence.case_id).exists():
        raise photo_not_found()
    return evidence


def content_of(file: FieldFile) -> bytes:
    """The bytes of a JPEG. Raises NotFound when the file is gone."""
    try:
        with file.open("rb") as photo:
            content: bytes = photo.read()
    except FileNotFoundError as error:
        raise photo_not_found() from error
    return content


def photo_not_found() -> NotFound:
    return NotFound(_("没有找到这张照片,或它不在您的管辖范围内。"))
