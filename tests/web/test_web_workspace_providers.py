"""Providers of sign-in that are away, or lead inside a private network, whatever they speak."""

from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from web.identity_providers import HOST, direct, identity, provider
from web.officers import member, organisation, signed_in

from climate_visualizer.web.http import ssrf
from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.models import SignIn

assert direct and identity and provider  # fixtures, found by their names
pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.mark.parametrize("kind", ["openid_connect", "saml"])
def test_a_provider_that_is_away_is_a_page_that_says_so(kind):
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    form = {"kind": kind, "server": "http://127.0.0.1:9/metadata", "client_id": "urn:idp"}
    owner.post(f"/sv/workspace/{made.pk}/settings/sign-in/", form)
    SignIn.objects.update(domains=["nykoping.se"])
    way = SignIn.objects.select_related("app").get()
    response = Client(headers={"host": HOST}).post(single_sign_on.address(way))
    assert response.status_code in (200, 502)
    assert "inloggning" in response.content.decode()


INSIDE = [
    "127.0.0.1",
    "[::1]",
    "10.0.0.7",
    "192.168.1.1",
    "169.254.169.254",
    "[fd00::1]",
    "0.0.0.0",
    "[::ffff:10.0.0.1]",
]


@pytest.mark.parametrize("host", [*INSIDE, "localhost", "127.1", "2130706433"])
def test_a_provider_inside_a_private_network_is_refused(settings, host):
    settings.SIGN_IN_HERE = False
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    for scheme in ("https", "http"):
        form = {"kind": "openid_connect", "server": f"{scheme}://{host}/", "client_id": "x"}
        answer = owner.post(f"/sv/workspace/{made.pk}/settings/sign-in/", form)
        assert answer.status_code == 422, (scheme, host)
    assert not SignIn.objects.exists()


@pytest.mark.parametrize("kind", ["openid_connect", "saml"])
def test_a_provider_whose_name_has_come_to_lead_inside_is_not_called(settings, identity, provider, kind):
    """The address was let in while it led outside, or while trials were allowed; every call looks again."""
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    server = identity.address if kind == "saml" else provider
    form = {"kind": kind, "server": server.replace("127.0.0.1", "localhost"), "client_id": "urn:idp"}
    assert owner.post(f"/sv/workspace/{made.pk}/settings/sign-in/", form).status_code == 302
    SignIn.objects.update(domains=["nykoping.se"])
    way = SignIn.objects.select_related("app").get()
    client = Client(headers={"host": HOST})
    settings.SIGN_IN_HERE = False
    refused = client.post(single_sign_on.address(way))
    assert refused.status_code in (401, 502)
    assert "Location" not in refused
    settings.SIGN_IN_HERE, settings.SITE_ADDRESS = True, f"http://{HOST}"
    assert client.post(single_sign_on.address(way)).status_code == 302


def test_a_session_for_outside_refuses_before_anything_is_sent_and_follows_no_one_inside(identity):
    port = urlsplit(identity.address).port
    asked = []
    identity.metadata = lambda: asked.append(1) or b""
    with ssrf.session() as session:
        for address in (f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", f"https://127.0.0.1:{port}/"):
            with pytest.raises(requests.ConnectionError, match="private address"):
                session.get(address)
    assert asked == []
    with ssrf.session(allow_local=True) as session:
        assert session.get(f"http://localhost:{port}/").status_code == 200
    ssrf.ensure_outside("https://1.1.1.1/")
    ssrf.ensure_outside("https://nowhere.invalid/")
