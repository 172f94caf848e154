"""Accounts in the back office: made and closed by the system administrator, never deleted.

Administrators exclude each other: nobody but a superuser touches another staff account, or decides
who may enter the back office.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from journal.actions import audit
from journal.actors import Actor

if TYPE_CHECKING:
    UserAdminBase = BaseUserAdmin[User]
    PasswordForm = AdminPasswordChangeForm[User]
else:
    UserAdminBase = BaseUserAdmin
    PasswordForm = AdminPasswordChangeForm

GRANTS = ("is_staff", "is_superuser", "groups")


class HandedOutPasswordForm(PasswordForm):
    """A password somebody else has chosen is changed at the next sign-in."""

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = True
        return super().save(commit)


@admin.register(User)
class UserAdmin(UserAdminBase):
    """The phone number is not shown: it belongs to the person, not to the account."""

    change_password_form = HandedOutPasswordForm
    list_display = ("username", "display_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("username", "display_name")
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password", "display_name")}),
        (_("设置"), {"fields": ("language", "elder_mode", "must_change_password")}),
        (_("权限"), {"fields": ("is_active", *GRANTS)}),
        (_("时间"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "display_name", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["last_login", "date_joined", *(() if _may_grant(request) else GRANTS)]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_staff and obj != request.user and not _may_grant(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What a person did stays his: an account is switched off instead."""
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool
    ) -> None:
        if not change:
            obj.must_change_password = obj.has_usable_password()
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        _audit(request, "account_made", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> LogEntry:
        _audit(request, "account_changed", obj)
        return super().log_change(request, obj, message)


def _may_grant(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_superuser


def _audit(request: HttpRequest, action: str, account: User) -> None:
    assert isinstance(request.user, User)
    audit(
        by=Actor(user=request.user),
        now=timezone.now(),
        action=action,
        object_kind="user",
        object_key=account.username,
    )
