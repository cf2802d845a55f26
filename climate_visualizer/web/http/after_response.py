"""Work after the response has been sent, so that response times leak nothing about accounts."""

import logging
from collections.abc import Callable

from allauth.core.context import request_context
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from climate_visualizer.web.http.request_notes import RequestNote

_log = logging.getLogger("climate_visualizer.afterwards")
Handler = Callable[[HttpRequest], HttpResponse]
WAITING: RequestNote[tuple[Callable[[], None], ...]] = RequestNote("waiting", ())


def afterwards(request: HttpRequest, call: Callable[[], object]) -> None:
    """Call something when the answer has been sent, in the language of the request; a failure is a line in the log."""
    spoken = translation.get_language() or "en"

    def late() -> None:
        try:
            with request_context(request), translation.override(spoken):
                call()
        except Exception:
            _log.exception("what was left for after an answer failed")

    WAITING.leave(request, (*WAITING.of(request), late))


def answered(handle: Handler) -> Handler:
    """Hand what waits to the answer, whose `close` the server calls after the last byte (tried on granian)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        closers: list[Callable[[], None]] = getattr(response, "_resource_closers")  # noqa: B009  # Django has no public way in
        closers.extend(WAITING.of(request))
        return response

    return middleware
