"""Middleware that refuses a request before any page is asked: an unknown Host, a long address, a method that is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.http.request_notes import REFUSED_FOR
from climate_visualizer.web.pages.common.errors import friendly

Handler = Callable[[HttpRequest], HttpResponse]
LONGEST_ADDRESS = 4096  # characters; a drawn path and every choice take some hundred
READING: tuple[str, ...] = ("GET", "HEAD", "OPTIONS")
# Where people work: every page there, of allauth and the admin too, is a form or has one.
WORKING: tuple[str, ...] = ("GET", "HEAD", "POST", "OPTIONS")


def known_host(handle: Handler) -> Handler:
    """A Host that is not ours is a page and a word in the request's line of the log, where Django wrote a traceback."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            REFUSED_FOR.leave(request, f"unknown host {request.META.get('HTTP_HOST', '')[:100]!r}")
            request.META["HTTP_HOST"] = next(
                (host for host in settings.ALLOWED_HOSTS if host[0] not in "*."), "localhost"
            )
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
            return friendly(request, 400, words_of=421)
        if len(request.path_info) + len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
            request.path = request.path_info = request.path_info[:100]
            request.META["QUERY_STRING"] = ""
            return friendly(request, 414)
        return handle(request)

    return middleware


class methods:  # noqa: N801  # middleware is named as a function
    """HEAD wherever GET is; whatever else an address does not take is 405 with Allow, and OPTIONS says what it takes."""

    sync_capable, async_capable = True, False

    def __init__(self, handle: Handler) -> None:
        self._handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.method
        if asked == "HEAD" and request.path_info.startswith("/api/"):
            request.method = "GET"  # the API's library knows no HEAD; the server sends the head alone
        response = self._handle(request)
        request.method = asked
        if response.status_code == 405:
            return _not_allowed(request, response.headers.get("Allow", ""))
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_: object) -> HttpResponse | None:
        if is_inside(request):
            allowed = WORKING
        elif getattr(view, "csrf_exempt", False):  # public forms and the API say themselves what they take
            return None
        else:
            allowed = READING
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ", ".join(allowed)})
        return None if request.method in allowed else HttpResponse(status=405, headers={"Allow": ", ".join(allowed)})


def _not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    names = [name.strip() for name in allow.split(",") if name.strip()]
    if "GET" in names and "HEAD" not in names:
        names.insert(names.index("GET") + 1, "HEAD")
    response = friendly(request, 405)
    response.headers["Allow"] = ", ".join(names or READING)
    return response
