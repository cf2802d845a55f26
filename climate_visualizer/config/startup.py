"""Validation of settings: what is unsafe is refused at the start, in a sentence with the value and the remedy."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

LOCAL = ("127.0.0.1", "localhost", "[::1]", "::1", "testserver")
SHORTEST_KEY, LEAST_LETTERS = 50, 5  # as Django's own check asks


def secret_key(key: str) -> str:
    """A key that cannot be guessed."""
    if len(key) < SHORTEST_KEY or len(set(key)) < LEAST_LETTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters, {len(set(key))} of them different; give at least {SHORTEST_KEY}, such as "
            "`openssl rand -base64 48` makes, or leave it out: then one is made and kept in the var folder."
        )
    return key


def hosts(names: list[str]) -> list[str]:
    """Host names one by one: whoever may choose the host may choose where links lead."""
    for name in names:
        if "*" in name or "/" in name:
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has '{name}'; write each host name that readers use, such as budget.example.org."
            )
    return names


def _is_local(host: str) -> bool:
    return host in LOCAL


def site_address(said: str, allowed: list[str], port: int, *, behind_tls: bool) -> str:
    """The address that readers know the site by; without one, the first public host, or this machine."""
    if not said:
        public = next((name.lstrip(".") for name in allowed if not _is_local(name)), "")
        if public and behind_tls:
            return f"https://{public}"
        return f"http://{public or '127.0.0.1'}:{port}"
    try:
        parts = urlsplit(said)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        sound, parts = False, urlsplit("")
    if not sound or parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"SITE_ADDRESS is '{said}'; write it as https://budget.example.org.")
    if parts.username or parts.password:
        raise ImproperlyConfigured(
            "SITE_ADDRESS has a name or a password in it; write it as https://budget.example.org."
        )
    return said.rstrip("/")


def path_of(site: str) -> str:
    """The path below which the site's addresses begin: `/klimat` of https://example.org/klimat, empty for a site of its own."""
    path = urlsplit(site).path.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_.~-]+)*", path) or "/." in path:
        raise ImproperlyConfigured(
            f"SITE_ADDRESS has the path '{path}'; write letters, digits and hyphens, as in https://example.org/klimat."
        )
    return path


def ensure_debug_is_private(debug: bool, allowed: list[str], site: str) -> None:
    """Pages of errors with settings and code in them are for this machine alone."""
    public = next((name for name in (*allowed, urlsplit(site).hostname or "") if not _is_local(name)), "")
    if debug and public:
        raise ImproperlyConfigured(f"DEBUG is on and the site is {public}; leave DEBUG out before readers.")


def mail_addresses(name: str, said: list[str]) -> list[str]:
    """Addresses that can be written to."""
    for one in said:
        try:
            validate_email(one)
        except ValidationError:
            raise ImproperlyConfigured(
                f"{name} has '{one}', which is no mail address; separate several with commas."
            ) from None
    return said


def database(said: str) -> Any:
    """SQLite or PostgreSQL; the address, which may hold a password, is not told."""
    kind = said.partition(":")[0]
    wrong = (
        f"DATABASE_URL begins with '{kind[:20]}'; write postgres://user:password@host/name, or leave it out for SQLite."
    )
    if kind not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured(wrong)
    try:
        found = dj_database_url.parse(said)
    except ValueError as problem:
        raise ImproperlyConfigured(wrong) from problem
    if kind != "sqlite" and not found.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL names no database; write postgres://user:password@host/name.")
    return found
