"""The back office: open to staff only, and to nobody without the permission for a model."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class AdminSite(admin.AdminSite):
    site_title = site_header = _("后台管理")
    index_title = _("后台管理")
