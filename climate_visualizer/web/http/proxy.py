"""The reverse proxy in front: which of the headers that the site needs of it are missing, said in the log and to the operator."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
NEEDED = ("X-Forwarded-Proto", "X-Forwarded-For")
ASKED_DIRECTLY = (
    "/health",
    "/metrics",
    "/editions/",
)  # by programs on this machine and by nodes that follow, past the proxy
KEPT_FOR = 86_400
KEY = "proxy-lacks"
_log = logging.getLogger("climate_visualizer.proxy")
_said: set[str] = set()
_lock = Lock()


def heard(handle: Handler) -> Handler:
    """Behind a proxy, notice a request that came without its headers; once a process for each of them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.BEHIND_TLS and not request.path_info.startswith(ASKED_DIRECTLY):
            for name in NEEDED:
                if name not in request.headers and name not in _said:
                    _note(name)
        return handle(request)

    return middleware


def lacking() -> tuple[str, ...]:
    """The headers that were missing within the last day, for the operator's page."""
    return tuple(name for name in NEEDED if cache.get(f"{KEY}-{name}")) if settings.BEHIND_TLS else ()


def _note(name: str) -> None:
    with _lock:
        if name in _said:
            return
        _said.add(name)
    _log.warning(
        "BEHIND_TLS_PROXY is set and a request came without %s; deploy/nginx.conf has the lines that pass it on", name
    )
    try:
        cache.set(f"{KEY}-{name}", True, KEPT_FOR)
    except DatabaseError:
        _log.warning("the operator's page cannot be told that %s is missing: the database does not answer", name)
