"""Error pages of the workspace: 403, CSRF failures and refusals as a sentence and a way on."""

from __future__ import annotations

from collections.abc import Callable
from urllib.error import URLError

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from lxml.etree import LxmlError
from onelogin.saml2.errors import OneLogin_Saml2_Error
from requests import RequestException

from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.web.sealed import Unreadable
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.permissions import Refused

AWAY = (RequestException, URLError, OneLogin_Saml2_Error, LxmlError)

OWN = ("/accounts/oidc/", "/accounts/saml/")
UNANSWERED = gettext_noop(
    "The answer of your organisation’s sign-in was not asked for in this browser, or has been used already. Begin again from "
    "the page to sign in."
)


def problem(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    """A page that says what is wrong."""
    facts = {"status": status, "title": title, "sentence": sentence}
    return render(request, "workspace/problem.html", facts, status=status)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role does not have it; at an organisation's own sign-in, its answer was not for this browser."""
    if request.path_info.startswith(OWN):
        return problem(request, 403, _("You could not be signed in"), _(UNANSWERED))
    sentence = _("Your role does not include this. An owner of the organisation can change your role.")
    return problem(request, 403, _("You may not do this"), sentence)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that was not sent from our own page, or from one that had grown old."""
    sentence = _("The form was too old, or did not come from this site. Go back, reload the page and send it again.")
    return problem(request, 403, _("Nothing has been changed"), sentence)


class friendly:  # noqa: N801  # middleware is named as a function
    """Turn what the workspace raises into pages."""

    sync_capable, async_capable = True, False

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self._handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._handle(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, policies.NotNow):
            return problem(request, 409, _("That is not possible now"), str(exception))
        if isinstance(exception, Unreadable):
            sentence = _("The key that it was encrypted under is not here. Whoever runs this site can put it back.")
            return problem(request, 503, _("A secret cannot be read"), sentence)
        if isinstance(exception, AWAY) and request.path_info.startswith(OWN):
            sentence = _("It does not answer, or not as it should. Try again later, or sign in with your password.")
            return problem(request, 502, _("Your organisation’s sign-in is away"), sentence)
        if isinstance(exception, NoBudget):
            sentence = _(
                "The statistics of this area are not of carbon dioxide alone, so there is no budget to plan with yet."
            )
            return problem(request, 409, _("That is not possible now"), sentence)
        if isinstance(exception, kinds.UnknownKind):
            raise Http404(str(exception)) from exception
        return None
