"""CORS and the request log: middleware for every answer."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from climate_visualizer.web.database.patience import reading
from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.http.request_notes import REFUSED_FOR
from climate_visualizer.web.monitoring.counters import count

Handler = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("climate_visualizer.requests")
OPEN = ("/api/", "/embed/", "/oembed", "/badge/", "/files/", "/editions/")


def open_api(handle: Handler) -> Handler:
    """Anybody's page may read the API, figures and files; nothing there is secret or can be changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(OPEN):
            return handle(request)
        response = HttpResponse(status=204) if request.method == "OPTIONS" else handle(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return middleware


def log_requests(handle: Handler) -> Handler:
    """Method, path, status and time of every request; no address of a reader."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = handle(request)
        seconds = time.perf_counter() - began
        count(request.path_info, response.status_code, seconds)
        fields = {
            "method": request.method,
            "path": request.path[:300],
            "status": response.status_code,
            "milliseconds": round(seconds * 1000, 1),
        }
        if why := REFUSED_FOR.of(request):
            fields["refused"] = why
        _log.info("request", extra={"fields": fields})
        return response

    return middleware


def patient(handle: Handler) -> Handler:
    """Readers wait 2 seconds for the database at most, and not at all while it is known to be away; people at work wait more."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_inside(request):
            return handle(request)
        with reading():
            return handle(request)

    return middleware


def kept_redirects(handle: Handler) -> Handler:
    """A redirect of public pages may be kept for a minute too, by readers and by a shared cache in front."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        is_redirect = response.status_code in (301, 302) and request.method in ("GET", "HEAD")
        if is_redirect and not (response.has_header("Cache-Control") or response.cookies):
            patch_cache_control(response, public=True, max_age=60, s_maxage=60)
        return response

    return middleware
