"""People for tests."""

from itertools import count
from typing import Any

from accounts.models import User

PASSWORD = "a-long-enough-passphrase"
_numbers = count(1)


def make_user(username: str = "", *, password: str | None = None, **fields: Any) -> User:
    """A user who signs in by ticket; with `password` also by password."""
    number = next(_numbers)
    fields.setdefault("display_name", f"张{number}")
    return User.objects.create_user(username or f"user{number}", password, **fields)
