"""Identity providers on loopback: one of OpenID with known people, and one of SAML that signs its answers."""

import json
import re
import secrets
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
from attended import attended
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.cache import cache
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from ports import free_port
from stories.serving import end
from waiting import CEILING, until
from web.post_office import letters

from climate_visualizer.web.workspace.accounts import invitations

PEOPLE = {
    "anna": {"email": "anna@nykoping.se", "email_verified": True, "name": "Anna Ek"},
    "eve": {"email": "anna@elsewhere.example", "email_verified": True, "name": "Eve"},
    "doubtful": {"email": "anna@nykoping.se", "email_verified": False, "name": "Anna"},
    "boss": {"email": "boss@nykoping.se", "email_verified": True, "name": "Bo Ström"},
}


@pytest.fixture(scope="module")
def provider():
    """An OpenID provider with three people: its address."""
    port = free_port()
    claims_of_people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *claims_of_people]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _answers(address), "the provider")
        yield address
    finally:
        end(process)


def _answers(address: str) -> bool:
    try:
        response = httpx.get(f"{address}/.well-known/openid-configuration", trust_env=False, timeout=CEILING)
    except httpx.TransportError:
        return False
    return response.status_code == 200


@pytest.fixture(autouse=True)
def direct(settings, db):
    settings.SIGN_IN_HERE = True
    cache.clear()


def invited(place, email, role="editor", callbacks=None):
    with callbacks(execute=True):
        invitations.invite(place, email, role, by=None)
    return re.search(r"/sv/workspace/invitation/[^/]+/", letters()[-1].body).group(0)


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
        builder = x509.CertificateBuilder(name, name, self.key.public_key(), 1, now, now + timedelta(days=1))
        self.certificate = builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
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
    provider.address = f"http://127.0.0.1:{server.server_port}/metadata"
    with attended(server):
        yield provider
