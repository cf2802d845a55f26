"""Encryption at rest (Fernet) of what a copy of the database must not give away: second factors, secrets, keys, letters."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "sealed:"  # tells what is encrypted from what an older version wrote in the clear


class Unreadable(Exception):
    """Something was encrypted under a key that is not here any more."""


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    """Each key stretched to one of Fernet's, the newest first: that one encrypts, all decrypt."""
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    stretched = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"climate-visualizer/sealed/1").derive(key.encode())
    return base64.urlsafe_b64encode(stretched)


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def is_sealed(text: str) -> bool:
    return text.startswith(MARK)


def seal(text: str) -> str:
    """A text encrypted under the newest key; nothing stays nothing."""
    return MARK + _box(_keys()).encrypt(text.encode()).decode() if text else ""


def unseal(text: str) -> str:
    """The text again; one that was never encrypted comes back as it is. Raises `Unreadable`."""
    if not is_sealed(text):
        return text
    try:
        return _box(_keys()).decrypt(text.removeprefix(MARK).encode()).decode()
    except InvalidToken as problem:
        raise Unreadable(
            "This was encrypted under another SECRET_KEY; put that key back, or name it in SECRET_KEY_FALLBACKS."
        ) from problem


def reseal(text: str) -> str:
    """The same under the newest key, whether it was encrypted before or not."""
    return seal(unseal(text))


def link_token(text: str) -> str:
    """A text encrypted for the address of a link, with the moment in it."""
    return _box(_keys()).encrypt(text.encode()).decode().rstrip("=")


def read_link_token(token: str, *, within: int) -> str:
    """What a link carries, for so many seconds; raises `Unreadable`."""
    try:
        return _box(_keys()).decrypt((token + "=" * (-len(token) % 4)).encode(), ttl=within).decode()
    except (InvalidToken, UnicodeError) as problem:
        raise Unreadable("The link is too old, or is not one of ours.") from problem
