"""Personal values at rest: an encrypted text field, and a keyed hash to find them by.

`settings.FIELD_KEY` holds one or more secrets, separated by commas. The first one encrypts, all of
them decrypt. The last one, the oldest, also makes the keyed hashes: rotate by putting a new secret
in front, and keep the oldest for as long as hashes made with it are to be found.
"""

import base64
import hashlib
import hmac
import os
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from journal.masks import plain_phone

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField

VERSION = "v1"
NONCE_BYTES = 12


class UnreadableValue(Exception):
    """A stored value that no secret of this installation opens, or that was tampered with."""


@cache
def _derive(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"journal:{purpose}".encode())
    return hkdf.derive(secret.encode())


def _secrets() -> list[str]:
    secrets = [secret.strip() for secret in settings.FIELD_KEY.split(",") if secret.strip()]
    if not secrets:
        raise ImproperlyConfigured("FIELD_KEY holds no secret.")
    return secrets


def _key_id(secret: str) -> str:
    return _derive(secret, "key-id").hex()[:8]


def encrypt(plain: str) -> str:
    """`v1.<key id>.<nonce and ciphertext>`; the prefix is authenticated with the text."""
    secret = _secrets()[0]
    prefix = f"{VERSION}.{_key_id(secret)}"
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_derive(secret, "field")).encrypt(nonce, plain.encode(), prefix.encode())
    return f"{prefix}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    prefix, _, body = stored.rpartition(".")
    for secret in _secrets():
        if prefix == f"{VERSION}.{_key_id(secret)}":
            return _open(secret, prefix, body)
    raise UnreadableValue("no secret in FIELD_KEY opens this value")


def _open(secret: str, prefix: str, body: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(body)
        nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
        return AESGCM(_derive(secret, "field")).decrypt(nonce, sealed, prefix.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise UnreadableValue("the stored value is damaged") from error


def keyed_hash(value: str, purpose: str) -> str:
    """A stable fingerprint to look a value up by; writing variants of one value share it.

    Full-width characters, spaces, dashes and letter case do not count. Nothing gives "".
    """
    folded = unicodedata.normalize("NFKC", value).upper()
    plain = "".join(char for char in folded if unicodedata.category(char) not in {"Pd", "Cf"})
    plain = "".join(plain.split())
    if not plain:
        return ""
    key = _derive(_secrets()[-1], f"hash:{purpose}")
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def hash_phone(phone: str) -> str:
    """The keyed hash of a phone number, with or without +86."""
    return keyed_hash(plain_phone(phone), "phone")


class EncryptedTextField(TextField):
    """Text only the application can read. Find it by a keyed hash beside it, never by value."""

    description = "Encrypted text"

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        return encrypt(plain) if plain else plain

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Every comparison but `isnull` would be against ciphertext: Django raises FieldError."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None
