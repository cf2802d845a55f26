"""What allauth leaves to a site: who may have an account, where people come back to, whose word on addresses is taken."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from climate_visualizer.web.http import ssrf
from climate_visualizer.web.http.after_response import afterwards
from climate_visualizer.web.outbox.posting import post_mail
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.site import host
from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.models import Invitation, SignIn, User
from climate_visualizer.web.workspace.models.users import tidy

INVITED = "invited"


def home() -> str:
    """The way into the workspace in the language of the page."""
    code = get_language() or CODES[0]
    return reverse("workspace:home", args=[code if code in CODES else CODES[0]])


def _note_failure(email: str) -> None:
    person = User.objects.filter(email=email).first()
    if person is not None:
        audit.record("session.failed", actor=None, subject=person.pk)


class Accounts(DefaultAccountAdapter):
    """Accounts are made from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return f"/{get_language() or CODES[0]}/"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, with the site's own address whatever host was asked."""
        facts = {"request": None, "email": email, "current_site": {"name": host(), "domain": host()}, **context}
        post_mail(template_prefix.rpartition("/")[2], self.render_mail(template_prefix, email, facts))

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very host, also where any host name is answered."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        email = tidy(str(credentials.get("email", "")))
        afterwards(request, lambda: _note_failure(email))


class Social(DefaultSocialAccountAdapter):
    """An organisation's own sign-in is believed about the addresses whose domain the operator has confirmed."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        way = SignIn.objects.filter(app__provider_id=sociallogin.account.provider).first()
        addresses = sociallogin.email_addresses
        if way is None or not addresses or not all(way.vouches_for(address.email) for address in addresses):
            sentence = _("The address that your organisation’s sign-in gave is not one that it may vouch for here.")
            raise ImmediateHttpResponse(problem(request, 403, _("You could not be signed in"), sentence))
        for address in addresses:
            address.verified = True

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Only what the operator has confirmed; where all are asked for, those of one's own organisations."""
        confirmed = {way.app_id: way for way in SignIn.objects.select_related("organisation") if way.domains}
        apps = [app for app in super().list_apps(request, provider, client_id) if app.pk in confirmed]
        if provider or client_id:
            return apps
        person = getattr(request, "user", None)
        mine = set(person.memberships.values_list("organisation_id", flat=True)) if person and person.pk else ()
        return [app for app in apps if confirmed[app.pk].organisation_id in mine]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """An organisation's app; a SAML provider's own word is fetched first, by a session that stays outside."""
        app = super().get_app(request, provider, client_id)
        if app.provider == "saml":
            single_sign_on.learn_metadata(app)
        return app

    def get_requests_session(self) -> Any:
        """What allauth calls providers with: it never calls into our own network."""
        return ssrf.session(here=settings.SIGN_IN_HERE)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Whoever has opened their invitation in this browser, and signs in with the invited address."""
        invitation = Invitation.objects.filter(pk=request.session.get(INVITED)).first()
        addresses = {address.email.lower() for address in sociallogin.email_addresses}
        return invitation is not None and invitation.is_open and invitation.email in addresses

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        person: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name") or "", data.get("last_name") or "")
        person.name = (data.get("name") or " ".join(parts).strip())[:120]
        person.email = person.email.lower()
        return person
