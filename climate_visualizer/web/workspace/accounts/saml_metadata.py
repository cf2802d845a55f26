"""SAML metadata of this site for an organisation's provider: at once, without asking the provider, and valid for years."""

from __future__ import annotations

from datetime import timedelta

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.saml.utils import build_sp_config
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.models import SignIn

VALID_FOR = timedelta(days=3653)  # some providers import it as a file, once


def addresses(sign_in: SignIn) -> list[tuple[str, str]]:
    """What a provider asks for, by the name that it has in SAML."""
    where = [("Entity ID", "saml_metadata"), ("ACS", "saml_acs"), ("Metadata", "saml_metadata")]
    return [(name, address(reverse(view, args=[sign_in.app.client_id]))) for name, view in where]


def metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """The same for a way that waits for its confirmation: the provider has to be set up before."""
    app = get_object_or_404(SocialApp, provider="saml", client_id=organization_slug)
    security = {
        "metadataValidUntil": int((timezone.now() + VALID_FOR).timestamp()),
        "wantAssertionsSigned": True,
        "allowSingleLabelDomains": True,  # the site's own address, which whoever runs it has chosen
    }
    config = {"strict": True, "sp": build_sp_config(request, app.settings, organization_slug), "security": security}
    written = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(written, content_type="application/samlmetadata+xml")
