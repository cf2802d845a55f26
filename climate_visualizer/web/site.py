"""Absolute addresses from SITE_ADDRESS alone: no header of a request decides where a link in a mail or on a page leads."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

Handler = Callable[[HttpRequest], HttpResponse]


def address(path: str) -> str:
    """An address of this site, from a path that begins with a slash."""
    parts = urlsplit(settings.SITE_ADDRESS)
    below = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{'' if below and path.startswith(f'{below}/') else below}{path}"


def host() -> str:
    """The name of the site."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"


def on_site(handle: Handler) -> Handler:
    """Have every address that is built for a request, by our code or a library's, begin as SITE_ADDRESS does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        def build(location: str | None = None) -> str:
            wanted = request.get_full_path() if location is None else str(location)
            if urlsplit(wanted).scheme:
                return str(iri_to_uri(wanted))
            if not wanted.startswith("/"):
                wanted = urljoin(request.path, wanted)
            return str(iri_to_uri(address("/" + wanted.lstrip("/"))))

        request.build_absolute_uri = build
        return handle(request)

    return middleware
