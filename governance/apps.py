from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = _("平台")


class AdminSiteConfig(AdminConfig):
    default_site = "governance.admin.AdminSite"
