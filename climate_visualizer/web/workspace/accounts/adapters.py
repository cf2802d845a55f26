"""allauth adapters: who may sign up, where sign-in leads, and which providers' verified addresses we trust."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from climate_visualizer.web.http import ssrf
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.after_response import afterwards
from climate_visualizer.web.http.client_address import client
from climate_visualizer.web.outbox import limits
from climate_visualizer.web.outbox.posting import post_mail
from climate_visualizer.web.page_language import CODES
from climate_visualizer.web.sealed import seal, unseal
from climate_visualizer.web.site import host
from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.models import Invitation, SignIn, User
from climate_visualizer.web.workspace.models.users import tidy

INVITED = "invited"
ASKED_FOR = ("email_confirmation", "email_confirmation_signup", "password_reset_key")  # what anybody can have sent


def home() -> str:
    """The way into the workspace in the language of the page."""
    code = get_language() or CODES[0]
    return reverse("workspace:home", args=[code if code in CODES else CODES[0]])


def _note_failure(email: str) -> None:
    person = User.objects.filter(email=email).first()
    if person is not None:
        audit.record("session.failed", actor=None, subject=person.pk)


# A person mistypes a few times; thirty within five minutes, over all accounts, is what a whole office behind one address does.
BY_ACCOUNT, BY_CLIENT = (limits.Limit(5, 300),), (limits.Limit(30, 300),)


def _tries(request: HttpRequest, credentials: Mapping[str, object]) -> list[tuple[str, str, tuple[limits.Limit, ...]]]:
    """What a try at signing in counts for; a client that is not known counts for no other."""
    email_address, where = tidy(str(credentials.get("email", ""))), client(request)
    of_account = ("sign-in", f"{email_address} {where}", BY_ACCOUNT)
    return [of_account, ("sign-in from", where, BY_CLIENT)] if where else [of_account]


class SecondFactors(DefaultMFAAdapter):
    """Secrets of apps and seeds of recovery codes are encrypted at rest."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)


class Accounts(DefaultAccountAdapter):
    """Accounts are made from invitations only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return path_to("home", get_language() or CODES[0])

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, object]) -> None:
        """Into the outbox, with the site's own address whatever host was asked."""
        kind = template_prefix.rpartition("/")[2]
        if kind in ASKED_FOR and not limits.count("address", email, limits.TO_ADDRESS):
            return
        if "ip" in context:
            context = {**context, "ip": client(self.request) or "–"}
        facts = {"request": None, "email": email, "current_site": {"name": host(), "domain": host()}, **context}
        post_mail(kind, self.render_mail(template_prefix, email, facts))

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very host, also where any host name is answered."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the library's limits: who is not known is nobody else, so that nobody is limited for another."""
        return client(request) or f"unknown-{uuid4()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        """Count a try by account and client together, and by client alone: no stranger's tries lock anybody out."""
        for question, asker, most in _tries(request, credentials):
            if not limits.count(question, asker, most):
                raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: object) -> object:
        person = super().authenticate(request, **credentials)
        for question, asker, _most in _tries(request, credentials) if person else ():
            limits.take_back(question, asker)
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        super().authentication_failed(request, **credentials)
        email = tidy(str(credentials.get("email", "")))
        afterwards(request, lambda: _note_failure(email))


def _is_unverified(claims: Mapping[str, object]) -> bool:
    """Whether a provider says in so many words that an address is not verified; most say nothing."""
    claim_sets = (claims, claims.get("userinfo") or {}, claims.get("id_token") or {})
    return any(
        str(claim_set.get("email_verified", "")).lower() == "false"
        for claim_set in claim_sets
        if isinstance(claim_set, dict)
    )


class Social(DefaultSocialAccountAdapter):
    """An organisation's own sign-in is believed about the addresses whose domain the operator has confirmed."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        sign_in = SignIn.objects.filter(app__provider_id=sociallogin.account.provider).first()
        addresses = sociallogin.email_addresses
        if sign_in is None or not addresses or not all(sign_in.vouches_for(address.email) for address in addresses):
            sentence = _("The address that your organisation’s sign-in gave is not one that it may vouch for here.")
            raise ImmediateHttpResponse(problem(request, 403, _("You could not be signed in"), sentence))
        if _is_unverified(sociallogin.account.extra_data or {}):
            sentence = _(
                "Your organisation’s sign-in says itself that your address is not verified. Ask those who run it."
            )
            raise ImmediateHttpResponse(problem(request, 403, _("You could not be signed in"), sentence))
        for address in addresses:
            address.verified = True

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[object]:
        """Only what the operator has confirmed; where all are asked for, those of one's own organisations."""
        confirmed = {
            sign_in.app_id: sign_in for sign_in in SignIn.objects.select_related("organisation") if sign_in.domains
        }
        apps = [app for app in super().list_apps(request, provider, client_id) if app.pk in confirmed]
        for app in apps:
            app.secret = single_sign_on.opened(confirmed[app.pk])
        if provider or client_id:
            return apps
        person = getattr(request, "user", None)
        mine = set(person.memberships.values_list("organisation_id", flat=True)) if person and person.pk else ()
        return [app for app in apps if confirmed[app.pk].organisation_id in mine]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> object:
        """An organisation's app; a SAML provider's own word is fetched first, by a session that stays outside."""
        app = super().get_app(request, provider, client_id)
        if app.provider == "saml":
            single_sign_on.learn_metadata(app)
        return app

    def get_requests_session(self) -> object:
        """What allauth calls providers with: it never calls into our own network."""
        return ssrf.session(allow_local=settings.SIGN_IN_HERE)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whoever has opened their invitation in this browser, and signs in with the invited address."""
        opened = request.session.get(INVITED)
        invitation = Invitation.objects.filter(pk=opened).first() if opened else None
        addresses = {address.email.lower() for address in sociallogin.email_addresses}
        return invitation is not None and invitation.is_open and invitation.email in addresses

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str | None]) -> User:
        person: User = super().populate_user(request, sociallogin, data)
        names = (data.get("first_name") or "", data.get("last_name") or "")
        person.name = (data.get("name") or " ".join(names).strip())[:120]
        person.email = person.email.lower()
        return person
