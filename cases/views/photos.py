"""Photos leave only through here: to who sees the case, or to who holds its code."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Evidence
from cases.rules.tracking import find_tracked, public_photos
from cases.views.limits import WRONG_CODES, over_limit
from journal.refusals import NotFound

KEPT_SECONDS = 3600


@login_required
def evidence_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _send(_seen(request, pk).photo)


@login_required
def evidence_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _send(_seen(request, pk).thumb)


def track_photo(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """For residents: a photo of the public part of their case; `?thumb` for the small one."""
    case = find_tracked(code, wrong=lambda: over_limit(WRONG_CODES, request))
    for photo in public_photos(case):
        if photo.pk == pk:
            return _send(photo.thumb if "thumb" in request.GET else photo.photo)
    raise _not_found()


def fresh_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photo a resident has just uploaded and not sent yet; its id cannot be guessed."""
    photo = Evidence.objects.filter(pk=pk, case__isnull=True, uploader__isnull=True).first()
    if photo is None:
        raise _not_found()
    return _send(photo.thumb)


def _seen(request: HttpRequest, pk: UUID) -> Evidence:
    """Attached: whoever sees the case. Not yet: only who uploaded it."""
    assert isinstance(request.user, User)
    evidence = Evidence.objects.filter(pk=pk).first()
    if evidence is None:
        raise _not_found()
    if evidence.case_id is None:
        if evidence.uploader_id != request.user.pk:
            raise _not_found()
    elif not Case.objects.visible_to(request.user).filter(pk=evidence.case_id).exists():
        raise _not_found()
    return evidence


def _send(file: FieldFile) -> HttpResponse:
    try:
        with file.open("rb") as photo:
            response = HttpResponse(photo.read(), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise _not_found() from error
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response


def _not_found() -> NotFound:
    return NotFound(_("没有找到这张照片,或它不在您的管辖范围内。"))
