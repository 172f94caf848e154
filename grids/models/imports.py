"""What came of each uploaded file; the file itself is not kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """`refusals` holds [row number, heading, reason] for every refused cell."""

    sheet = models.CharField(_("表格"), max_length=20)
    street = models.ForeignKey(
        "grids.Place", models.PROTECT, related_name="+", verbose_name=_("街道")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    at = models.DateTimeField(_("导入时间"))
    file_name = models.CharField(_("文件名"), max_length=200)
    imported = models.PositiveIntegerField(_("已导入"))
    unchanged = models.PositiveIntegerField(_("无变化"))
    refused = models.PositiveIntegerField(_("被拒绝"))
    refusals = models.JSONField(_("拒绝原因"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")
        default_permissions = ()
        indexes = [models.Index(fields=["street", "-at"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d %H:%M}"
