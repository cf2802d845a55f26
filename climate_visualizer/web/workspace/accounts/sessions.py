"""Sessions that end, and second factors that count from when they are set up."""

import time
from collections.abc import Callable

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from climate_visualizer.web.http.cookies import is_inside
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import User

BEGAN, SEEN = "began", "seen"
NOTED_EVERY = 60


@receiver(user_logged_in)
def begin(request: HttpRequest, user: User, **_: object) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


@receiver(authenticator_added)
def strengthened(request: HttpRequest, user: User, authenticator: Authenticator, **_: object) -> None:
    """A session in which a factor was set up has shown it."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", type=str(authenticator.type), id=authenticator.pk)
        audit.record("second-factor.added", actor=user, after={"type": str(authenticator.type)})


@receiver(authenticator_removed)
def weakened(user: User, authenticator: Authenticator, **_: object) -> None:
    """Say that a factor is gone."""
    audit.record("second-factor.removed", actor=user, before={"type": str(authenticator.type)})


def has_ended(session: SessionBase, now: int) -> bool:
    """Whether a session has lasted, or rested, too long."""
    began, last_seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    return now - began > settings.SESSION_ENDS_AFTER or now - last_seen > settings.SESSION_RESTS_AT_MOST


def ending(handle: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """End sessions that are too old or too long unused; note at most once a minute that one is used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_inside(request) and request.user.is_authenticated:
            now = int(time.time())
            if has_ended(request.session, now):
                logout(request)
            elif now - request.session[SEEN] >= NOTED_EVERY:
                request.session[SEEN] = now
        return handle(request)

    return middleware
