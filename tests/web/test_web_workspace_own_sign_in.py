"""An organisation's own sign-in, against a real OpenID provider on loopback, and against a SAML one that signs."""

import json
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
import zlib
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from django.test import Client
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from web.officers import member, organisation, person, signed_in
from web.post_office import letters

from climate_visualizer.web.http import ssrf
from climate_visualizer.web.sealed import is_sealed
from climate_visualizer.web.workspace.accounts import invitations, single_sign_on
from climate_visualizer.web.workspace.models import Audit, Invitation, Membership, SignIn, User

pytestmark = pytest.mark.usefixtures("on_starter")
PEOPLE = {
    "anna": {"email": "anna@nykoping.se", "email_verified": True, "name": "Anna Ek"},
    "eve": {"email": "anna@elsewhere.example", "email_verified": True, "name": "Eve"},
    "doubtful": {"email": "anna@nykoping.se", "email_verified": False, "name": "Anna"},
    "boss": {"email": "boss@nykoping.se", "email_verified": True, "name": "Bo Ström"},
}


@pytest.fixture(scope="module")
def provider():
    """An OpenID provider with three people: its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    known = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *known]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 30
    while True:
        try:
            assert httpx.get(f"{address}/.well-known/openid-configuration", trust_env=False).status_code == 200
            break
        except httpx.TransportError:
            assert time.monotonic() < until
    yield address
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(autouse=True)
def direct(settings, db):
    settings.SIGN_IN_HERE = True
    cache.clear()


@pytest.fixture
def place(provider, on_starter):
    """An organisation whose owner has set its own sign-in, which the operator has confirmed."""
    made = organisation()
    owner = signed_in(member(made, "owner").user)
    form = {"kind": "openid_connect", "server": provider, "client_id": "climate", "secret": "hush"}
    assert owner.post(f"/sv/workspace/{made.pk}/settings/sign-in/", form).status_code == 302
    page = owner.get(f"/sv/workspace/{made.pk}/settings/sign-in/").content.decode()
    assert "Väntar" in page
    assert "hush" not in page
    assert "hush" not in json.dumps(list(Audit.objects.values_list("before", "after")))
    SignIn.objects.update(domains=["nykoping.se"])
    return made


def sign_in(client, place, sub, back=""):
    """Through the provider and back: the last answer of ours."""
    begin = single_sign_on.address(SignIn.objects.select_related("app").get(organisation=place), back)
    page = client.get(begin)
    assert page.status_code == 200
    assert "form-action 'self' https: http://127.0.0.1:*" in page["Content-Security-Policy"]
    away = client.post(begin)
    assert away.status_code == 302
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    answered = httpx.post(away["Location"], data={"sub": sub}, trust_env=False)
    assert answered.status_code == 302, answered.text
    home = urlsplit(answered.headers["Location"])
    return client.get(f"{home.path}?{home.query}")


def invited(place, email, role="editor", callbacks=None):
    with callbacks(execute=True):
        invitations.invite(place, email, role, by=None)
    return re.search(r"/sv/workspace/invitation/[^/]+/", letters()[-1].body).group(0)


def test_somebody_invited_joins_through_their_own_sign_in(client, place, django_capture_on_commit_callbacks):
    link = invited(place, "anna@nykoping.se", callbacks=django_capture_on_commit_callbacks)
    page = client.get(link).content.decode()
    assert re.search(r"/accounts/oidc/org-\w+/login/", page)
    done = sign_in(client, place, "anna", link)
    assert done["Location"] == link
    assert client.post(link)["Location"] == f"/sv/workspace/{place.pk}/"
    assert client.get(f"/sv/workspace/{place.pk}/").status_code == 200
    anna = User.objects.get(email="anna@nykoping.se")
    assert (anna.name, anna.has_usable_password()) == ("Anna Ek", False)
    again = Client()
    assert sign_in(again, place, "anna")["Location"] == "/sv/workspace/"
    assert again.get(f"/sv/workspace/{place.pk}/").status_code == 200


def test_an_invitation_that_was_opened_waits_for_who_signs_in_by_another_way(
    client, place, django_capture_on_commit_callbacks
):
    client.get(invited(place, "anna@nykoping.se", callbacks=django_capture_on_commit_callbacks))
    assert sign_in(client, place, "anna")["Location"] == "/sv/workspace/"
    page = client.get("/sv/workspace/").content.decode()
    assert "Du har öppnat en inbjudan till Nyköpings kommun" in page
    assert "inte medlem" not in page
    assert client.post("/sv/workspace/")["Location"] == f"/sv/workspace/{place.pk}/"
    assert client.get("/sv/workspace/")["Location"] == f"/sv/workspace/{place.pk}/", "it is used up"
    stranger = signed_in(person("eve@example.org"))
    session = stranger.session
    session["invited"] = str(Invitation.objects.get().pk)
    session.save()
    assert "Du har öppnat" not in stranger.get("/sv/workspace/").content.decode()


def test_a_publisher_still_shows_a_second_factor_unless_the_provider_asks_for_one(
    client, place, django_capture_on_commit_callbacks
):
    link = invited(place, "boss@nykoping.se", "publisher", callbacks=django_capture_on_commit_callbacks)
    client.get(link)
    sign_in(client, place, "boss", link)
    client.post(link)
    there = f"/sv/workspace/{place.pk}/"
    assert "second-factor" in client.get(there)["Location"]
    SignIn.objects.update(has_second_factor=True)
    assert client.get(there).status_code == 200
    other = organisation("Trosa kommun", ("SE-0488",))
    Membership.objects.create(organisation=other, user=User.objects.get(email="boss@nykoping.se"), role="publisher")
    assert "second-factor" in client.get(f"/sv/workspace/{other.pk}/")["Location"], "one's word counts for oneself only"


def test_nobody_gets_in_who_is_not_invited(client, place):
    closed = sign_in(client, place, "anna")
    assert "inbjudan" in closed.content.decode()
    assert not User.objects.filter(email="anna@nykoping.se").exists()


def test_a_provider_is_not_believed_about_other_peoples_addresses(client, place, django_capture_on_commit_callbacks):
    link = invited(place, "anna@elsewhere.example", callbacks=django_capture_on_commit_callbacks)
    client.get(link)
    refused = sign_in(client, place, "eve", link)
    assert refused.status_code == 403
    assert "inte en som den får gå i god för" in refused.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_a_provider_does_not_take_over_an_account_that_is_there(client, place):
    anna = person("anna@nykoping.se")
    answer = sign_in(client, place, "anna")
    assert client.get("/sv/workspace/account/").status_code == 302, answer
    assert not SocialAccount.objects.filter(user=anna).exists()


def test_a_way_that_is_not_confirmed_does_not_exist(client, place):
    way = SignIn.objects.select_related("app").get()
    begin = single_sign_on.address(way)
    assert client.post("/sv/workspace/sign-in/", {"email": "x@nykoping.se"})["Location"] == begin
    SignIn.objects.update(domains=[])
    assert client.get(begin).status_code == 404
    assert client.post("/sv/workspace/sign-in/", {"email": "x@nykoping.se"}).status_code == 422


def test_a_provider_that_says_that_an_address_is_not_verified_is_believed(
    client, place, django_capture_on_commit_callbacks
):
    link = invited(place, "anna@nykoping.se", callbacks=django_capture_on_commit_callbacks)
    client.get(link)
    refused = sign_in(client, place, "doubtful", link)
    assert refused.status_code == 403
    assert "inte är kontrollerad" in refused.content.decode()


def test_another_provider_is_confirmed_anew(place):
    owner = signed_in(Membership.objects.get(role="owner").user)
    path = f"/sv/workspace/{place.pk}/settings/sign-in/"
    for server in ("http://login.example.org", "ftp://login.example.org", "login", "https://"):
        wrong = owner.post(path, {"kind": "openid_connect", "server": server, "client_id": "x"})
        assert wrong.status_code == 422, server
    same = {"kind": "openid_connect", "server": SignIn.objects.get().app.settings["server_url"], "client_id": "new"}
    owner.post(path, same)
    assert SignIn.objects.get().domains == ["nykoping.se"]
    way = SignIn.objects.get()
    assert way.app.secret == "", "the library's own field is in the clear"
    assert is_sealed(way.secret)
    assert single_sign_on.opened(way) == "hush"
    owner.post(path, {**same, "server": "https://9.9.9.9"})
    assert SignIn.objects.get().domains == []
    assert SignIn.objects.get().app.secret == ""


def test_only_ones_own_organisations_sign_in_is_offered_to_connect(place):
    mine = signed_in(Membership.objects.get(role="owner").user)
    assert place.name in mine.get("/accounts/3rdparty/").content.decode()
    other = signed_in(person("other@example.org"))
    assert place.name not in other.get("/accounts/3rdparty/").content.decode()


METADATA = """<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:idp">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">
<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{certificate}
</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService
Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example.org/sso"/></md:IDPSSODescriptor>
</md:EntityDescriptor>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a{id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>urn:idp</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">
anna-1</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
NotOnOrAfter="{later}" Recipient="{acs}" InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{before}" NotOnOrAfter="{later}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement>
<saml:Attribute Name="urn:oasis:names:tc:SAML:attribute:subject-id"><saml:AttributeValue>anna-1</saml:AttributeValue>
</saml:Attribute><saml:Attribute Name="urn:oid:0.9.2342.19200300.100.1.3"><saml:AttributeValue>{email}</saml:AttributeValue>
</saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
ID="_r{id}" Version="2.0" IssueInstant="{now}" Destination="{acs}" InResponseTo="{asked}"><saml:Issuer>urn:idp</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
HOST = "budget.example.org"


class Identity:
    """A SAML identity provider: its key, its metadata on loopback, and the answers that it signs."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp")])
        now = datetime.now(UTC)
        made = x509.CertificateBuilder(name, name, self.key.public_key(), 1, now, now + timedelta(days=1))
        self.certificate = made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
        self.address = ""

    def metadata(self) -> bytes:
        return METADATA.format(certificate="".join(self.certificate.splitlines()[1:-1])).encode()

    def answer(self, request: str, email: str, *, signed: bool = True) -> str:
        now = datetime.now(UTC)
        facts = {
            "id": secrets.token_hex(8),
            "now": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "before": f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}",
            "later": f"{now + timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
            "acs": re.search(r'AssertionConsumerServiceURL="([^"]+)"', request).group(1),
            "asked": re.search(r' ID="([^"]+)"', request).group(1),
            "audience": re.search(r"<saml:Issuer>([^<]+)<", request).group(1),
            "email": email,
        }
        assertion = ASSERTION.format(**facts)
        if signed:
            encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
            key = self.key.private_bytes(encoding, form, serialization.NoEncryption()).decode()
            assertion = OneLogin_Saml2_Utils.add_sign(assertion, key, self.certificate).decode()
        return b64encode(RESPONSE.format(assertion=assertion, **facts).encode()).decode()


@pytest.fixture
def identity():
    provider = Identity()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(provider.metadata())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_port}/metadata"
    yield provider
    server.shutdown()
    thread.join()
    server.server_close()


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
    with ssrf.session(here=True) as session:
        assert session.get(f"http://localhost:{port}/").status_code == 200
    ssrf.ensure_outside("https://1.1.1.1/")
    ssrf.ensure_outside("https://nowhere.invalid/")
