"""Signing in, by password or by code."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Language
from accounts.rules.attempts import count_failure, may_try

if TYPE_CHECKING:
    from accounts.models import User


class SignInForm(forms.Form):
    """Says the same for a wrong name and a wrong password, and stops guessing."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    WRONG = _("用户名或密码不对。请核对后再试。")
    TOO_MANY = _("连续输错的次数太多,请 15 分钟后再试。忘记密码请联系街道管理员。")

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "username" in given and "password" in given:
            self.user = self._authenticated(given["username"], given["password"])
        return given

    def _authenticated(self, username: str, password: str) -> "User":
        if not may_try(self.request, username):
            raise forms.ValidationError(self.TOO_MANY, code="too_many")
        user = authenticate(self.request, username=username, password=password)
        if user is None:
            count_failure(self.request, username)
            raise forms.ValidationError(self.WRONG, code="wrong")
        return user


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("登录码"),
        help_text=_("纸条上的 8 位字母和数字,不分大小写。"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


class PreferencesForm(forms.Form):
    """Each switch may be sent alone."""

    language = forms.ChoiceField(
        label=_("语言"), choices=Language.choices, required=False, widget=forms.RadioSelect
    )
    elder_mode = forms.TypedChoiceField(
        label=_("长辈模式"),
        help_text=_("字更大,按钮更大。"),
        choices=[("1", _("打开")), ("0", _("关闭"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
