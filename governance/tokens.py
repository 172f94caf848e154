"""The token of a request: knox's, and what cannot be one is refused like a wrong one."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication as KnoxTokenAuthentication
from rest_framework.exceptions import AuthenticationFailed


class TokenAuthentication(KnoxTokenAuthentication):  # type: ignore[misc]  # knox has no types
    def authenticate_credentials(self, token: bytes) -> Any:
        try:
            return super().authenticate_credentials(token)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(_("令牌不正确,请重新取得。")) from error


class TokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call]  # it registers itself
    """How the API's description names it."""

    target_class = "governance.tokens.TokenAuthentication"
