"""Absolute addresses from SITE_ADDRESS alone: no header of a request decides where a link in a mail or on a page leads.

Its path is what every path of the site begins with (`/klimat` of https://example.org/klimat): the proxy in front may pass it on
or take it off.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from urllib.parse import urljoin, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

Handler = Callable[[HttpRequest], HttpResponse]


def rooted(path: str) -> str:
    """The path of a page here, from one that begins with a slash: with what the site stands below before it."""
    return f"{settings.BELOW}{path}"


def unrooted(path: str) -> str:
    """A path without what the site stands below."""
    return path.removeprefix(settings.BELOW) if path.startswith(f"{settings.BELOW}/") else path


def below(handle: WSGIApplication) -> WSGIApplication:
    """WSGI: take off what the site stands below, where the proxy in front has passed it on; Django adds it to what it writes."""

    def application(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked = environ.get("PATH_INFO", "")
        if settings.BELOW and (asked == settings.BELOW or asked.startswith(f"{settings.BELOW}/")):
            environ["PATH_INFO"] = asked[len(settings.BELOW) :] or "/"
        return handle(environ, start)

    return application


def address(path: str) -> str:
    """An address of this site, from a path that begins with a slash."""
    site = urlsplit(settings.SITE_ADDRESS)
    below = site.path.rstrip("/")
    return f"{site.scheme}://{site.netloc}{'' if below and path.startswith(f'{below}/') else below}{path}"


def host() -> str:
    """The name of the site."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"


def on_site(handle: Handler) -> Handler:
    """Have every address that is built for a request, by our code or a library's, begin as SITE_ADDRESS does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = weakref.proxy(request)  # held by what the request holds, it would wait for the collector of cycles

        def build(location: str | None = None) -> str:
            wanted = asked.get_full_path() if location is None else str(location)
            if urlsplit(wanted).scheme:
                return str(iri_to_uri(wanted))
            if not wanted.startswith("/"):
                wanted = urljoin(asked.path, wanted)
            return str(iri_to_uri(address("/" + wanted.lstrip("/"))))

        setattr(request, "build_absolute_uri", build)  # noqa: B010  # for this request alone
        return handle(request)

    return middleware
