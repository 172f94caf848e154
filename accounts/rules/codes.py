"""The two ways a ticket is written: a link for phones, a short code for paper.

Only hashes are stored. The code leaves out what people confuse: 0 and O, 1, I and L.
"""

import hashlib
import secrets

from journal.fields import keyed_hash

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
TOKEN_BYTES = 24


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code() -> str:
    """ABCD-EFGH."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(code: str) -> str:
    """The same for small letters, missing dashes and added spaces."""
    return keyed_hash(code, "ticket-code")
