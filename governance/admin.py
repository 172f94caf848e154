"""The back office: for superusers, and for administrators while their post is in force."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.backends import platform_roles


class AdminSite(admin.AdminSite):
    site_title = site_header = _("后台管理")
    index_title = _("后台管理")

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not (user.is_active and user.is_authenticated):
            return False
        return user.is_superuser or bool(platform_roles(user))
