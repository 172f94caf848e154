"""Photos: uploaded first, attached once, by the one who uploaded them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.record import CaseEvent
from cases.vocabulary import EvidenceKind


def photo_path(evidence: "Evidence", name: str) -> str:
    return f"evidence/{evidence.id.hex[:2]}/{evidence.id.hex}.jpg"


def thumb_path(evidence: "Evidence", name: str) -> str:
    return f"evidence/{evidence.id.hex[:2]}/{evidence.id.hex}_t.jpg"


class Evidence(models.Model):
    """One photo, re-encoded; when and where it was taken is kept here, not in the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("种类"), max_length=8, choices=EvidenceKind)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="evidence")
    event = models.ForeignKey(CaseEvent, models.CASCADE, null=True, related_name="evidence")
    photo = models.FileField(upload_to=photo_path)
    thumb = models.FileField(upload_to=thumb_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("拍摄时间"), null=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("证据")
        verbose_name_plural = _("证据")
        ordering = ("uploaded_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(case__isnull=True, event__isnull=True)
                | models.Q(case__isnull=False, event__isnull=False),
                name="evidence_attached_pair",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
