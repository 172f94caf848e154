"""The people who sign in, and the one-time tickets that let them in without a password."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager
from journal.fields import EncryptedTextField


class Language(models.TextChoices):
    ZH_HANS = "zh-hans", _("简体中文")
    EN = "en", _("English")


class User(AbstractBaseUser, PermissionsMixin):
    """One person. What he may do comes from his posts, not from here."""

    username = models.CharField(
        _("用户名"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个用户名已有人使用。")},
    )
    display_name = models.CharField(_("姓名"), max_length=60)
    phone = EncryptedTextField(_("手机号"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    language = models.CharField(
        _("语言"), max_length=10, choices=Language.choices, default=Language.ZH_HANS
    )
    # Unknown until the person chooses; till then the posts decide.
    elder_mode = models.BooleanField(_("长辈模式"), null=True, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    is_staff = models.BooleanField(_("可进入后台"), default=False)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    date_joined = models.DateTimeField(_("建立时间"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = verbose_name_plural = _("账号")
        constraints = (
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_any_case",
                violation_error_message=_("这个用户名已有人使用。"),
            ),
        )

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name


class SignInTicket(models.Model):
    """A link and a short code that let one person in, once. Only their hashes are kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tickets")
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(_("签发时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("登录凭条")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("issued_at")), name="ticket_expires_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__lte=F("expires_at")),
                name="ticket_used_before_expiry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d}"

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at
