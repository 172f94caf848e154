"""/api/v1/evidence/: a photo, sent before it is attached to what it shows, and fetched."""

from functools import wraps
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, parser_classes
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.actions.evidence import upload_evidence
from cases.api.requests import KEY, actor_of, answer_once, user_of
from cases.rules.permissions import require_sight
from cases.rules.showing import content_of, seen_photo
from cases.serializers.parts import EvidenceItem
from cases.serializers.refusals import UNENTITLED, UNFIT, UNKNOWN, UNSEEN, UNTIMELY
from cases.serializers.uploads import CappedUpload, UploadBody
from journal.actions import Answer


@extend_schema(
    operation_id="evidence_upload",
    parameters=[KEY],
    request={"multipart/form-data": UploadBody},
    responses={200: EvidenceItem, 201: EvidenceItem} | UNFIT | UNKNOWN | UNENTITLED | UNTIMELY,
)
@api_view(["POST"])
@parser_classes([MultiPartParser])
def _upload(request: Request) -> Response:
    """Keep a photo, upright and without its metadata; its id goes into a report or a verb."""
    by, now = actor_of(request), timezone.now()
    require_sight(by)
    sent = UploadBody(data=request.data)
    sent.is_valid(raise_exception=True)
    said = sent.arguments()

    def do() -> Answer:
        evidence = upload_evidence(said["file"], kind=said["kind"], by=by, now=now)
        return Answer(201, dict(EvidenceItem(evidence).data))

    def content() -> bytes:
        photo: bytes = said["file"].read()
        said["file"].seek(0)
        return photo + str(said["kind"]).encode()

    return answer_once(request, do, now=now, content=content)


@wraps(_upload)
def upload(request: HttpRequest) -> HttpResponseBase:
    """The size is watched from the first byte, whoever reads the request first."""
    request.upload_handlers.insert(0, CappedUpload(request))
    return _upload(request)


JPEG = {(200, "image/jpeg"): OpenApiTypes.BINARY}


@extend_schema(operation_id="evidence_retrieve", responses=JPEG | UNKNOWN | UNSEEN)
@api_view(["GET"])
def photo(request: Request, pk: UUID) -> HttpResponse:
    """The photo as JPEG, to whoever sees its case; before it is attached, to who uploaded it."""
    return _jpeg(seen_photo(pk, user=user_of(request)).photo)


@extend_schema(operation_id="evidence_thumb", responses=JPEG | UNKNOWN | UNSEEN)
@api_view(["GET"])
def thumb(request: Request, pk: UUID) -> HttpResponse:
    """The same, small."""
    return _jpeg(seen_photo(pk, user=user_of(request)).thumb)


def _jpeg(file: FieldFile) -> HttpResponse:
    return HttpResponse(content_of(file), content_type="image/jpeg")
