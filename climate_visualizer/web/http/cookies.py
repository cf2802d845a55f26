"""Session, sign-in and CSRF middleware for signed-in paths only: public pages set no cookie and stay cacheable."""

import re
from collections.abc import Awaitable, Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from climate_visualizer.web.page_language import CODES, preferred
from climate_visualizer.web.site import rooted, unrooted

Handler = Callable[[HttpRequest], HttpResponse]
INSIDE = re.compile(r"^/(?:accounts|admin|[\w-]+/workspace)(?:/|$)")
REMEMBERED = "language"


def is_inside(request: HttpRequest) -> bool:
    """Whether an address is one where people work: the workspace, their account, the operator's pages."""
    return bool(INSIDE.match(request.path_info))


class _Inside(MiddlewareMixin):
    """A middleware of Django's that leaves every other address alone."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        return super().__call__(request) if is_inside(request) else self.get_response(request)


class Sessions(_Inside, SessionMiddleware):
    """Sessions, inside."""


class Csrf(_Inside, CsrfViewMiddleware):
    """Forms that only our own pages can send, inside."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: tuple[object, ...],
        callback_kwargs: dict[str, object],
    ) -> HttpResponseForbidden | None:
        return super().process_view(request, callback, callback_args, callback_kwargs) if is_inside(request) else None


class Authentication(_Inside, AuthenticationMiddleware):
    """Who is signed in, inside."""


class Messages(_Inside, MessageMiddleware):
    """What the last form has to say, inside; its cookie is for the pages of this site alone where others stand beside it."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if (cookie := answer.cookies.get(CookieStorage.cookie_name)) is not None:
            cookie["path"] = rooted("/")
        return answer


def _wanted(request: HttpRequest) -> str:
    """The language of an inside page: of its address, asked for, of where sign-in leads, of last time, the browser's."""
    candidates = (
        request.path_info.lstrip("/").partition("/")[0],
        request.GET.get("lang", ""),
        unrooted(request.GET.get("next", "")).lstrip("/").partition("/")[0],
        request.COOKIES.get(REMEMBERED, ""),
    )
    return next((code for code in candidates if code in CODES), None) or preferred(request)


def private(handle: Handler) -> Handler:
    """Inside pages are in the reader's language, are kept by no cache, and are found by no search engine."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_inside(request):
            return handle(request)
        code = _wanted(request)
        with translation.override(code):
            response = handle(request)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
        response.headers.setdefault("Content-Language", code)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if request.COOKIES.get(REMEMBERED) != code and response.status_code == 200:
            response.set_cookie(
                REMEMBERED, code, path=rooted("/"), secure=request.is_secure(), httponly=True, samesite="Lax"
            )
        return response

    return middleware
