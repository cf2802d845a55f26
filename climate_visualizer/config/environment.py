"""Reading settings from the environment, loudly: a value that cannot be used is one sentence, at the start."""

from __future__ import annotations

import fcntl
import os
import secrets
import tomllib
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """A value without space around it, nor the quotes that `--env-file` of a container hands on where systemd takes them off."""
    value = os.environ.get(name, "").strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]
    return (value[1:-1].strip() if quoted else value) or default


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
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


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
    url = split(value)
    is_usable = url and url.scheme in ("http", "https") and url.hostname and not url.query and not url.username
    if value and not is_usable:
        raise ImproperlyConfigured(f"{name} is '{value}'; write an address such as https://budget.example.org.")
    return value


def split(address: str) -> SplitResult | None:
    """The parts of an address; None where it is none: a port that is no number, half an IPv6 address."""
    try:
        url = urlsplit(address)
        return None if url.port == 0 else url  # asking for the port is what refuses one that is none
    except ValueError:
        return None


def languages(folder: Path) -> list[tuple[str, str]]:
    """Code and name of every language that has a `language.toml` in the folder, in their order; the folder is the registry."""
    descriptions = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/language.toml")]
    if not any(description["code"] == "en" for description in descriptions):
        raise ImproperlyConfigured(
            f"CLIMATE_VISUALIZER_LOCALE is '{folder}', which has no en/language.toml; leave it out for the languages that come "
            "with the project."
        )
    return [
        (description["code"], description["name"])
        for description in sorted(descriptions, key=lambda description: int(description["order"]))
    ]


def secret(name: str, kept_in: Path) -> str:
    """A secret from the environment, or one that is made once and kept in a file only its owner reads."""
    value = text(name)
    if value:
        return value
    try:
        known_secret = kept_in.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        known_secret = ""
    return known_secret or _made_once(kept_in)


def _made_once(kept_in: Path) -> str:
    """A new secret, or the one that another process, which started at the same moment, has made or is writing now."""
    with os.fdopen(os.open(kept_in, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known_secret = file.read().strip()
        if not known_secret:
            known_secret = secrets.token_urlsafe(48)
            file.write(known_secret)
            file.flush()
    return known_secret


def lines(kept_in: Path) -> list[str]:
    """What a file has, line by line; nothing where there is none."""
    try:
        return [line.strip() for line in kept_in.read_text(encoding="utf-8").splitlines() if line.strip()]
    except FileNotFoundError:
        return []


MOST = 10**9  # what is beyond it has been typed by mistake, and would not fit a day or a C integer later


def number(name: str, default: int, *, least: int = 1, most: int = MOST) -> int:
    """A whole number, above zero unless told."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a whole number from {least} to {most}.")
    return int(value)


BACKENDS = {"console": "console", "file": "filebased", "smtp": "smtp", "smtp+tls": "smtp", "smtps": "smtp"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail(name: str, default: str) -> dict[str, object]:
    """Where mail goes: console:, file:/a/folder, smtp://host, smtp+tls://user:password@host:587 or smtps://..."""
    url = split(text(name, default))
    if not url or not _leads_somewhere(url):
        complaint = (
            f"begins with '{url.scheme}:'" if url else "cannot be read"
        )  # not told whole: it may hold a password
        raise ImproperlyConfigured(
            f"{name} {complaint}; write console:, file:/a/folder, smtp://host, "
            "smtp+tls://user:password@host:587 or smtps://user:password@host."
        )
    return {
        "scheme": url.scheme,
        "backend": f"django.core.mail.backends.{BACKENDS[url.scheme]}.EmailBackend",
        "path": url.path,
        "host": url.hostname or "",
        "port": url.port or MAIL_PORTS.get(url.scheme, 25),
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
    }


def _leads_somewhere(url: SplitResult) -> bool:
    """Whether an address of mail has what its kind needs: a host, or a folder from the root on."""
    if url.scheme == "file":
        return url.path.startswith("/")
    return url.scheme in BACKENDS and (url.scheme not in MAIL_PORTS or bool(url.hostname))
