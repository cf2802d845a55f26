"""Work after the response has been sent, so that response times leak nothing about accounts."""

import logging
from collections.abc import Callable

from allauth.core.context import request_context
from django.http import HttpRequest, HttpResponse
from django.utils import translation

_log = logging.getLogger("climate_visualizer.afterwards")
Handler = Callable[[HttpRequest], HttpResponse]


def afterwards(request: HttpRequest, call: Callable[[], object]) -> None:
    """Call something when the answer has been sent, in the language of the request; a failure is a line in the log."""
    spoken = translation.get_language() or "en"

    def late() -> None:
        try:
            with request_context(request), translation.override(spoken):
                call()
        except Exception:
            _log.exception("what was left for after an answer failed")

    waiting = getattr(request, "waiting", [])
    request.waiting = [*waiting, late]


def answered(handle: Handler) -> Handler:
    """Hand what waits to the answer, whose `close` the server calls after the last byte (tried on granian)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        for late in getattr(request, "waiting", ()):
            response._resource_closers.append(late)  # Django has no public way in
        return response

    return middleware
