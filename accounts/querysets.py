"""Finding and making users."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Value
from django.db.models.functions import Lower

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """By name, whatever the case of its letters; uses the unique index on LOWER(username)."""
        folded = self.alias(folded=Lower("username"))
        return folded.get(folded=Lower(Value(username or "")))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A user; without a password one who signs in by link or code."""
        if not username:
            raise ValueError("a user needs a username")
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            username, password, **{**fields, "is_staff": True, "is_superuser": True}
        )
