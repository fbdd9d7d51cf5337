"""What is kept sealed: readable only with the key, which is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class CannotOpen(ValueError):
    """The key is not the one it was sealed with."""


def seal(text: str) -> bytes:
    """Encrypt and sign `text` (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _fernet().encrypt(text.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The text again. Raises `CannotOpen`."""
    try:
        return _fernet().decrypt(bytes(sealed)).decode()
    except InvalidToken as wrong:
        raise CannotOpen from wrong


def _fernet() -> Fernet:
    secret = settings.CONTACT_KEY or f"contacts of reporters {settings.SECRET_KEY}"
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))
