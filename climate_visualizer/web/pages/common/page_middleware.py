"""Middleware that needs error pages: one edition from start to end, what was refused unread, a database that is away."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from climate_visualizer.editions.read import NoEdition, current_edition
from climate_visualizer.server.gateway import REFUSED
from climate_visualizer.web import current
from climate_visualizer.web.pages.common.errors import away, friendly
from climate_visualizer.web.published import Away

Handler = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("climate_visualizer.requests")


def one_edition(handle: Handler) -> Handler:
    """A request ends on the edition it began with, also when a new one is published meanwhile."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            current.hold(current_edition(settings.EDITIONS))
        except NoEdition as problem:
            _log.error("no edition", extra={"fields": {"reason": str(problem)}})
            return handle(request) if request.path_info == "/health" else friendly(request, 503)
        try:
            return handle(request)
        finally:
            current.hold(None)

    return middleware


def refused(handle: Handler) -> Handler:
    """What the server refused before it was read is said in the site's look: too large, too slow, broken off."""

    def middleware(request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if not status:
            return handle(request)
        response = friendly(request, status)
        response.headers["Connection"] = "close"  # what is left of the body is not waited for
        return response

    return middleware


class while_away:  # noqa: N801  # middleware is named as a function
    """503 with what was typed, and a line in the log, where the database is away; a traceback a request told no more."""

    sync_capable, async_capable = True, False

    def __init__(self, handle: Handler) -> None:
        self._handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._handle(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (Away, OperationalError, InterfaceError)):
            return None
        _log.warning("answered without the database", extra={"fields": {"reason": str(exception).strip()[:200]}})
        return away(request)
