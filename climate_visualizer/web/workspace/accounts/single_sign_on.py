"""Single sign-on (OpenID Connect, SAML) of an organisation: its settings, and finding it by a person's address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.http import ssrf
from climate_visualizer.web.sealed import Unreadable, seal, unseal
from climate_visualizer.web.workspace.models import Organisation, SignIn

log = logging.getLogger("climate_visualizer.sign_in")
KINDS = [("openid_connect", "OpenID Connect"), ("saml", "SAML")]
METADATA_KEPT = 4 * 3600


def find(email: str) -> SignIn | None:
    """The way to sign in of the organisation that vouches for an address."""
    domain = email.rpartition("@")[2].strip().lower()
    sign_ins = SignIn.objects.select_related("app", "organisation")
    return next((sign_in for sign_in in sign_ins if domain and sign_in.vouches_for(f"@{domain}")), None)


def address(sign_in: SignIn, back: str = "") -> str:
    """Where signing in that way begins."""
    provider = sign_in.app.get_provider(None)
    return str(provider.get_login_url(None, **({"next": back} if back else {})))


class SignInForm(forms.Form):
    """What an owner knows of their provider. It works once the operator has confirmed the domains."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    server = forms.CharField(
        label=_("Address of the provider"),
        max_length=300,
        help_text=_(
            "OpenID Connect: the issuer, such as https://login.example.org. SAML: the address of the metadata."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    client_id = forms.CharField(label=_("Client id, or entity id for SAML"), max_length=190)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=190,
        required=False,
        help_text=_("Left empty, the one that is set stays. SAML needs none."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_server(self) -> str:
        """Only addresses with TLS and on the open internet, unless a setting lets this machine be tried with."""
        server = str(self.cleaned_data["server"]).strip().rstrip("/")
        url = urlsplit(server)
        if url.scheme == "http" and url.hostname in ssrf.HERE and settings.SIGN_IN_HERE:
            return server
        if not url.hostname or url.scheme != "https" or url.username:
            raise forms.ValidationError(_("Write an address that begins with https://."))
        try:
            ssrf.ensure_outside(server)
        except SourceError:
            raise forms.ValidationError(
                _("That address leads into a private network; the provider has to be reachable on the internet.")
            ) from None
        return server

    def save(self, organisation: Organisation) -> SignIn:
        """Set it, and forget the domains that were confirmed for another provider."""
        facts = self.cleaned_data
        sign_in = SignIn.objects.select_related("app").filter(organisation=organisation).first()
        app = sign_in.app if sign_in else SocialApp(provider_id=f"org-{organisation.pk.hex}")
        same = bool(sign_in) and (app.provider, _server(app)) == (facts["kind"], facts["server"])
        is_saml = facts["kind"] == "saml"  # whose addresses name the organisation by the app's client id
        app.provider, app.name = facts["kind"], organisation.name[:40]
        app.client_id = app.provider_id if is_saml else facts["client_id"]
        secret = seal(facts["secret"]) or (sign_in.secret if sign_in and same else "")
        app.secret = ""  # it stands in the way, encrypted: the library's own field is in the clear, and short
        app.settings = _settings(facts)
        with transaction.atomic():
            app.save()
            if sign_in is None:
                return SignIn.objects.create(organisation=organisation, app=app, secret=secret)
            sign_in.secret = secret
            if not same:
                sign_in.domains, sign_in.has_second_factor = [], False
            sign_in.save()
        return sign_in


def opened(sign_in: SignIn) -> str:
    """A provider's secret; empty where it cannot be read any more, which the provider then refuses."""
    try:
        return unseal(sign_in.secret)
    except Unreadable as problem:
        log.error("a sign-in secret cannot be read", extra={"fields": {"way": sign_in.pk, "reason": str(problem)}})
        return ""


def _server(app: SocialApp) -> str:
    return str(app.settings.get("server_url") or app.settings.get("idp", {}).get("metadata_url", ""))


def _settings(facts: Mapping[str, object]) -> dict[str, object]:
    if facts["kind"] == "openid_connect":
        return {"server_url": facts["server"], "oauth_pkce_enabled": True}
    return {
        "idp": {"entity_id": facts["client_id"], "metadata_url": facts["server"]},
        "advanced": {"reject_idp_initiated_sso": True, "strict": True, "want_assertion_signed": True},
    }


def learn_metadata(app: SocialApp) -> None:
    """Keep what a SAML provider says of itself where allauth looks for it, before allauth would fetch it by its own means.

    Raises `requests.RequestException` where the provider is away, or is somewhere that is not called.
    """
    facts = app.settings["idp"]
    where, entity_id = facts["metadata_url"], facts["entity_id"]
    name = f"saml.metadata.{where}.{entity_id}"
    if cache.get(name) is None:
        with ssrf.session(allow_local=settings.SIGN_IN_HERE) as session:
            answer = session.get(where)
        answer.raise_for_status()
        cache.set(name, OneLogin_Saml2_IdPMetadataParser.parse(answer.content, entity_id=entity_id), METADATA_KEPT)


def initial(organisation: Organisation) -> dict[str, str]:
    """What is set, without the secret."""
    sign_in = SignIn.objects.select_related("app").filter(organisation=organisation).first()
    if sign_in is None:
        return {}
    client = sign_in.app.settings.get("idp", {}).get("entity_id") or sign_in.app.client_id
    return {"kind": sign_in.app.provider, "server": _server(sign_in.app), "client_id": client}


def callback(sign_in: SignIn) -> str:
    """The address that the provider is to send people back to."""
    if sign_in.app.provider == "saml":
        return reverse("saml_acs", args=[sign_in.app.client_id])
    return reverse("openid_connect_callback", args=[sign_in.app.provider_id])
