"""The back office: for staff, and for the three administrators while their post is in force."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.backends import platform_roles


class AdminSite(admin.AdminSite):
    site_title = site_header = _("后台管理")
    index_title = _("后台管理")

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) or bool(platform_roles(request.user))
