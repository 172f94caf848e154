"""What a person changes about his own account."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from journal.actions import audit
from journal.actors import Actor
from journal.fields import hash_phone
from journal.masks import plain_phone


def set_preferences(
    user: User, *, language: str | None = None, elder_mode: bool | None = None
) -> None:
    """Only how pages look to this person: no trace is kept of it."""
    if language is not None:
        user.language = language
    if elder_mode is not None:
        user.elder_mode = elder_mode
    user.save(update_fields=["language", "elder_mode"])


@transaction.atomic
def change_password(user: User, new_password: str, *, by: Actor, now: datetime) -> None:
    user.set_password(new_password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    _audit_user(user, "password_changed", by=by, now=now)


@transaction.atomic
def set_phone(user: User, phone: str, *, by: Actor, now: datetime) -> None:
    """The number is stored encrypted, with the hash it is found by."""
    user.phone, user.phone_hash = plain_phone(phone), hash_phone(phone)
    user.save(update_fields=["phone", "phone_hash"])
    _audit_user(user, "phone_changed", by=by, now=now)


def note_sign_in(user: User, *, by: Actor, now: datetime, ip: str | None = None) -> None:
    _audit_user(user, "signed_in", by=by, now=now, ip=ip)


def _audit_user(
    user: User, action: str, *, by: Actor, now: datetime, ip: str | None = None
) -> None:
    audit(by=by, now=now, action=action, object_kind="user", object_key=user.username, ip=ip)
