"""Validation of settings: what is unsafe is refused at the start, in a sentence with the value and the remedy."""

from __future__ import annotations

import re
from email.utils import getaddresses
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from climate_visualizer.config.environment import split

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")  # as the name comes in a request's Host
LOCAL = ("127.0.0.1", "localhost", "[::1]", "::1", "testserver")
SHORTEST_KEY, LEAST_LETTERS = 50, 5  # as Django's own check asks
SHORTEST_TOKEN = 20  # letters and digits by chance: 10^31 guesses or more
LEAST_MEMORY = 300  # megabytes; a worker begins with 180, and with all of a country's figures holds 250 to 330


def secret_key(key: str) -> str:
    """A key that cannot be guessed."""
    if _can_be_guessed(key):
        raise ImproperlyConfigured(
            f"SECRET_KEY has {len(key)} characters, {len(set(key))} of them different; give at least {SHORTEST_KEY}, such as "
            "`openssl rand -base64 48` makes, or leave it out: then one is made and kept in the var folder."
        )
    return key


def earlier_keys(keys: list[str]) -> list[str]:
    """Keys of before: what is signed under them is believed, so they are as good as the present one."""
    for number, key in enumerate(keys, start=1):
        if _can_be_guessed(key):
            raise ImproperlyConfigured(
                f"Number {number} of SECRET_KEY_FALLBACKS has {len(key)} characters, {len(set(key))} of them different; whoever "
                "guesses it can sign links: leave it out, and run change_key before if it still opens something."
            )
    return keys


def _can_be_guessed(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < LEAST_LETTERS


def token(value: str) -> str:
    """A bearer token that can be sent in a header and cannot be guessed; empty for none."""
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value):
        raise ImproperlyConfigured(
            f"METRICS_TOKEN has {len(value)} characters; give at least {SHORTEST_TOKEN} letters and digits, such as "
            "`openssl rand -hex 20` makes, or leave it out: then metrics are for this machine alone."
        )
    return value


def hosts(names: list[str]) -> list[str]:
    """Host names one by one: whoever may choose the host may choose where links lead."""
    for name in names:
        if not HOST.fullmatch(name.lower().lstrip(".")):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS has '{name}'; write each host name that readers use, such as budget.example.org, without "
                "port or path, and with åäö as its xn-- name."
            )
    return names


def _is_local(host: str) -> bool:
    return host in LOCAL


def site_address(value: str, allowed: list[str], port: int, *, behind_tls: bool) -> str:
    """The address that readers know the site by; without one, the first public host, or this machine."""
    if not value:
        public = next((name.lstrip(".") for name in allowed if not _is_local(name)), "")
        if public and behind_tls:
            return f"https://{public}"
        return f"http://{public or '127.0.0.1'}:{port}"
    url = split(value)
    if url and (url.username or url.password):
        raise ImproperlyConfigured(
            "SITE_ADDRESS has a name or a password in it; write it as https://budget.example.org."
        )
    if not url or not _is_origin(value) or url.query or url.fragment:
        raise ImproperlyConfigured(f"SITE_ADDRESS is '{value}'; write it as https://budget.example.org.")
    return value.rstrip("/")


def _is_origin(address: str) -> bool:
    """Whether an address has a kind of web and a host that a request can have."""
    url = split(address)
    if not url or url.scheme not in ("http", "https") or not url.hostname:
        return False
    return bool(HOST.fullmatch(f"[{url.hostname}]" if ":" in url.hostname else url.hostname))


def origins(addresses: list[str]) -> list[str]:
    """Origins whose forms are taken: kind and host, `https://*.example.org` for all hosts of a domain."""
    for address in addresses:
        if not _is_origin(address.replace("://*.", "://", 1)):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS has '{address}'; write each with its kind, such as https://forms.example.org."
            )
    return addresses


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


def mail_addresses(name: str, addresses: list[str]) -> list[str]:
    """Addresses that can be written to."""
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise ImproperlyConfigured(
                f"{name} has '{address}', which is no mail address; separate several with commas."
            ) from None
    return addresses


def contact(address: str) -> str:
    """The one address that readers write to; empty for none."""
    if address:
        mail_addresses("CONTACT", [address])
    return address


def sender(value: str) -> str:
    """Who mail is from: one address, with or without a name before it."""
    mailboxes = getaddresses([value])
    try:
        if len(mailboxes) != 1 or "\n" in value or "\r" in value:
            raise ValidationError("one address")
        validate_email(mailboxes[0][1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"MAIL_FROM is '{value.splitlines()[0]}'; write one address, such as Climate budget <climate@example.org>."
        ) from None
    return value


def database(url: str) -> dj_database_url.DBConfig:
    """SQLite or PostgreSQL; the address, which may hold a password, is not told."""
    kind = url.partition(":")[0]
    wrong = (
        f"DATABASE_URL begins with '{kind[:20]}'; write postgres://user:password@host/name, or leave it out for SQLite."
    )
    if kind not in ("postgres", "postgresql", "sqlite"):
        raise ImproperlyConfigured(wrong)
    try:
        database_config = dj_database_url.parse(url)
    except ValueError as problem:
        raise ImproperlyConfigured(wrong) from problem
    if not database_config.get("NAME") or database_config["NAME"] == ":memory:":
        raise ImproperlyConfigured(
            "DATABASE_URL names no database; write postgres://user:password@host/name, or leave it out for SQLite."
        )
    if kind != "sqlite":
        database_config["ENGINE"] = "climate_visualizer.web.database.postgresql"
    return database_config
