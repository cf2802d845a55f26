"""Content-Security-Policy of every answer: no inline script or style, no third party, no frame."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

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
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=()")
        return response

    return middleware
