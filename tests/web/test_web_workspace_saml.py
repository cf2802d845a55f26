"""An organisation's own sign-in by SAML, against a provider that signs its answers."""

import re
import zlib
from base64 import b64decode
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from web.identity_providers import HOST, Identity, direct, identity, invited
from web.officers import member, organisation, signed_in

from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.models import SignIn, User

assert direct and identity  # fixtures, found by their names
pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.fixture
def saml(identity, on_starter, settings):
    """An organisation that signs in by SAML, confirmed: the way."""
    settings.SITE_ADDRESS = f"http://{HOST}"
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    form = {"kind": "saml", "server": identity.address, "client_id": "urn:idp"}
    assert owner.post(f"/sv/workspace/{made.pk}/settings/sign-in/", form).status_code == 302
    SignIn.objects.update(domains=["nykoping.se"])
    assert single_sign_on.initial(made) == form
    return SignIn.objects.select_related("app", "organisation").get()


def test_saml_is_set_up_from_what_the_site_says_before_the_provider_answers(identity, on_starter):
    """Entity ID, ACS and metadata at once, while the provider is away and nobody has confirmed anything."""
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    path = f"/sv/workspace/{made.pk}/settings/sign-in/"
    identity.metadata = lambda: 1 / 0
    owner.post(path, {"kind": "saml", "server": identity.address, "client_id": "urn:idp"})
    page = owner.get(path).content.decode()
    slug = SignIn.objects.get().app.client_id
    base = f"http://testserver/accounts/saml/{slug}"
    assert page.count(f"{base}/metadata/") == 2
    assert f"{base}/acs/" in page
    told = Client().get(f"/accounts/saml/{slug}/metadata/")
    assert told.status_code == 200
    written = told.content.decode()
    assert f'entityID="{base}/metadata/"' in written
    until = re.search(r'validUntil="(\d{4})', written).group(1)
    assert int(until) >= datetime.now(UTC).year + 9
    assert Client().get("/accounts/saml/org-none/metadata/").status_code == 404


def begin_saml(client, way, back=""):
    """To the identity provider's door: what it is asked."""
    away = urlsplit(client.post(single_sign_on.address(way, back))["Location"])
    assert f"{away.scheme}://{away.netloc}{away.path}" == "https://idp.example.org/sso"
    query = parse_qs(away.query)
    return zlib.decompress(b64decode(query["SAMLRequest"][0]), -15).decode()


def test_somebody_invited_joins_by_saml(identity, saml, django_capture_on_commit_callbacks):
    client = Client(headers={"host": HOST})
    link = invited(saml.organisation, "anna@nykoping.se", callbacks=django_capture_on_commit_callbacks)
    client.get(link)
    request = begin_saml(client, saml, link)
    answer = {"SAMLResponse": identity.answer(request, "anna@nykoping.se")}
    done = client.post(single_sign_on.callback(saml), answer, follow=True)
    assert done.redirect_chain[-1][0] == link, done.content.decode()
    assert client.post(link)["Location"] == f"/sv/workspace/{saml.organisation.pk}/"
    assert client.get(f"/sv/workspace/{saml.organisation.pk}/").status_code == 200
    Client(headers={"host": HOST}).get("/accounts/login/")
    replayed = Client(headers={"host": HOST})
    told = replayed.post(single_sign_on.callback(saml), answer, follow=True).content.decode()
    assert "hör inte till den här webbläsaren" in told or "går inte att lita på" in told
    assert "roll" not in told
    assert replayed.get("/sv/workspace/account/").status_code == 302, "an answer is good for who asked, once"


@pytest.mark.parametrize("how", ["unsigned", "another key", "another domain", "nonsense"])
def test_saml_takes_no_word_that_is_not_its_providers(identity, saml, how, django_capture_on_commit_callbacks):
    client = Client(headers={"host": HOST})
    email = "anna@elsewhere.example" if how == "another domain" else "anna@nykoping.se"
    client.get(invited(saml.organisation, email, callbacks=django_capture_on_commit_callbacks))
    request = begin_saml(client, saml)
    signer = Identity() if how == "another key" else identity
    answer = "bm9uc2Vuc2U=" if how == "nonsense" else signer.answer(request, email, signed=how != "unsigned")
    response = client.post(single_sign_on.callback(saml), {"SAMLResponse": answer}, follow=True)
    assert response.status_code in (200, 401, 403, 502)
    assert "Third-Party" not in response.content.decode()
    assert client.get("/sv/workspace/account/").status_code == 302
    assert not User.objects.filter(email=email).exists()
