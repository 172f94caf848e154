"""Photos on their way in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from rest_framework import serializers

from cases.serializers.bodies import Data
from cases.vocabulary import EvidenceKind


class CappedUpload(FileUploadHandler):
    """Lets one byte more than the limit through and drops the rest as it arrives.

    The sender hears a clear answer after a 100 MB upload, and nothing of it fills memory or disk.
    Stands before the handlers that keep what is left.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        room = settings.EVIDENCE_MAX_BYTES + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """What is left is kept by the handlers after this one."""


class UploadBody(serializers.Serializer[Data]):
    """One photo: JPEG, PNG or WebP, at most 20 MB."""

    file = serializers.FileField(allow_empty_file=True)
    kind = serializers.ChoiceField(EvidenceKind.choices)

    def arguments(self) -> Data:
        return dict[str, Any](self.validated_data)
