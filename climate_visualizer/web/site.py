"""Absolute addresses from SITE_ADDRESS alone: no header of a request decides where a link in a mail or on a page leads."""

from urllib.parse import urlsplit

from django.conf import settings


def address(path: str) -> str:
    """An address of this site, from a path that begins with a slash."""
    return f"{origin()}{path}"


def origin() -> str:
    """Scheme, host and port, without a slash at the end."""
    parts = urlsplit(settings.SITE_ADDRESS)
    return f"{parts.scheme}://{parts.netloc}"


def host() -> str:
    """The name of the site."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"
