"""Reading settings from the environment, loudly: a value that cannot be used is one sentence, at the start."""

from __future__ import annotations

import os
import secrets
import tomllib
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def switch(name: str, default: str = "0") -> bool:
    """On for 1, true, yes and on; off for 0, false, no and off."""
    value = text(name, default).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is '{value}'; set it to 1 or 0.")


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def day(name: str) -> date | None:
    value = text(name)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is '{value}'; write a day as 2026-11-23, or leave it out for today."
        ) from None


def port(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit() or not 1 <= int(value) <= 65535:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a number from 1 to 65535.")
    return int(value)


def address(name: str) -> str:
    """The address of another site, without a slash at the end; empty where there is none."""
    value = text(name).rstrip("/")
    parts = urlsplit(value)
    if value and not (parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.username):
        raise ImproperlyConfigured(f"{name} is '{value}'; write an address such as https://budget.example.org.")
    return value


def languages(folder: Path) -> list[tuple[str, str]]:
    """Code and name of every language that has a `language.toml` in the folder, in their order; the folder is the registry."""
    found = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/language.toml")]
    return [(one["code"], one["name"]) for one in sorted(found, key=lambda one: int(one["order"]))]


def secret(name: str, kept_in: Path) -> str:
    """A secret from the environment, or one that is made once and kept in a file only its owner reads."""
    value = text(name)
    if value:
        return value
    try:
        return kept_in.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    kept_in.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(48)
    try:
        with os.fdopen(os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made)
    except FileExistsError:
        return kept_in.read_text(encoding="utf-8").strip()
    return made


def lines(kept_in: Path) -> list[str]:
    """What a file has, line by line; nothing where there is none."""
    try:
        return [line.strip() for line in kept_in.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError:
        return []


def number(name: str, default: int, *, least: int = 1) -> int:
    """A whole number, above zero unless told."""
    value = text(name, str(default))
    if not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a whole number from {least}.")
    return int(value)


BACKENDS = {"console": "console", "file": "filebased", "smtp": "smtp", "smtp+tls": "smtp", "smtps": "smtp"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(name: str, default: str) -> dict[str, Any]:
    """Where mail goes: console:, file:/a/folder, smtp://host, smtp+tls://user:password@host:587 or smtps://..."""
    value = text(name, default)
    found = urlsplit(value)
    if found.scheme not in BACKENDS or (found.scheme in MAIL_PORTS and not found.hostname):
        raise ImproperlyConfigured(
            f"{name} begins with '{found.scheme}:'; write console:, file:/a/folder, smtp://host, "
            "smtp+tls://user:password@host:587 or smtps://user:password@host."
        )
    return {
        "scheme": found.scheme,
        "backend": f"django.core.mail.backends.{BACKENDS[found.scheme]}.EmailBackend",
        "path": found.path,
        "host": found.hostname or "",
        "port": found.port or MAIL_PORTS.get(found.scheme, 25),
        "user": unquote(found.username or ""),
        "password": unquote(found.password or ""),
    }
