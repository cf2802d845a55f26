"""Middleware that needs error pages: one edition from start to end, and what the server refused before it was read."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from climate_visualizer.editions.read import NoEdition, current_edition
from climate_visualizer.server.gateway import REFUSED
from climate_visualizer.web import current
from climate_visualizer.web.pages.common.errors import friendly

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
