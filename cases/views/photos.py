"""Photos leave only through here: to who sees the case, or to who holds its code."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from cases.models import Evidence
from cases.rules.showing import content_of, photo_not_found, seen_photo
from cases.rules.tracking import find_tracked, public_photos
from cases.views.limits import WRONG_CODES, over_limit

KEPT_SECONDS = 3600


@login_required
def evidence_photo(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _send(seen_photo(pk, user=_user(request)).photo)


@login_required
def evidence_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _send(seen_photo(pk, user=_user(request)).thumb)


def track_photo(request: HttpRequest, code: str, pk: UUID) -> HttpResponse:
    """For residents: a photo of the public part of their case; `?thumb` for the small one."""
    case = find_tracked(code, wrong=lambda: over_limit(WRONG_CODES, request))
    for photo in public_photos(case):
        if photo.pk == pk:
            return _send(photo.thumb if "thumb" in request.GET else photo.photo)
    raise photo_not_found()


def fresh_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A photo a resident has just uploaded and not sent yet; its id cannot be guessed."""
    photo = Evidence.objects.filter(pk=pk, case__isnull=True, uploader__isnull=True).first()
    if photo is None:
        raise photo_not_found()
    return _send(photo.thumb)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _send(file: FieldFile) -> HttpResponse:
    response = HttpResponse(content_of(file), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
