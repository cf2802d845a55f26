"""What every answer has: a strict policy, one edition from start to end, a line in the log."""

import logging
import re
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from climate_visualizer.editions.read import NoEdition, current_edition
from climate_visualizer.server.gateway import REFUSED
from climate_visualizer.web import current
from climate_visualizer.web.pages.common.errors import friendly

Handler = Callable[[HttpRequest], HttpResponse]
_log = logging.getLogger("climate_visualizer.requests")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

OPEN = ("/api/", "/embed/", "/oembed", "/badge/", "/files/")


# A form that begins a sign-in elsewhere is answered with a redirect to there, which browsers hold against form-action too.
ELSEWHERE = re.compile(r"^/accounts/(?:oidc|saml)/[^/]+/login/$")


def _policy(request: HttpRequest) -> str:
    if not ELSEWHERE.match(request.path_info):
        return POLICY
    trial = " http://127.0.0.1:*" if settings.SIGN_IN_HERE else ""
    return POLICY.replace("form-action 'self'", f"form-action 'self' https:{trial}")


def strict_policy(handle: Handler) -> Handler:
    """No inline script or style, no third party, no frame."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        response.headers.setdefault("Content-Security-Policy", _policy(request))
        if "frame-ancestors *" not in response.headers["Content-Security-Policy"]:
            response.headers["X-Frame-Options"] = "DENY"  # what others may frame says so itself
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response

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


def one_edition(handle: Handler) -> Handler:
    """A request ends on the edition it began with, also when a new one is published meanwhile."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            current.hold(current_edition(settings.EDITIONS))
        except NoEdition as problem:
            _log.error("no edition", extra={"fields": {"reason": str(problem)}})
            return handle(request) if request.path == "/health" else friendly(request, 503)
        try:
            return handle(request)
        finally:
            current.hold(None)

    return middleware


def open_api(handle: Handler) -> Handler:
    """Anybody's page may read the API, figures and files; nothing there is secret or can be changed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OPEN):
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
        fields = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        _log.info("request", extra={"fields": fields})
        return response

    return middleware
