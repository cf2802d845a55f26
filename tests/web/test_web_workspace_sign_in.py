"""Signing in: invitations, second factors, throttling, enumeration, forgery, redirects, sessions that end."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from web.officers import PASSWORD, member, organisation, person, signed_in

from climate_visualizer.web.workspace.accounts import invitations, sessions
from climate_visualizer.web.workspace.models import Audit, Invitation, Membership, User

pytestmark = pytest.mark.usefixtures("on_starter", "unthrottled")


@pytest.fixture
def unthrottled(db):
    cache.clear()


def code_of(secret: str, at: float | None = None) -> str:
    return format_hotp_value(hotp_value(secret, int((at or time.time()) // 30)))


def with_app(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def log_in(client, email, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password, **extra})


@pytest.fixture
def invited(django_capture_on_commit_callbacks, mailoutbox):
    def make(email="ny@example.org", role="editor"):
        place = organisation()
        owner = member(place, "owner")
        client = signed_in(owner.user)
        with django_capture_on_commit_callbacks(execute=True):
            sent = client.post(f"/sv/workspace/{place.pk}/people/invite/", {"email": email, "role": role})
        assert sent.status_code == 302
        link = re.search(r"http://testserver(/sv/workspace/invitation/\S+)", mailoutbox[-1].body).group(1)
        return place, client, link

    return make


def test_whoever_is_invited_makes_an_account_and_is_in(invited, mailoutbox):
    place, _, link = invited("Ny@Example.org")
    assert mailoutbox[0].to == ["ny@example.org"]
    assert "Nyköpings kommun" in mailoutbox[0].subject
    newcomer = Client()
    assert "Du är inbjuden till Nyköpings kommun" in newcomer.get(link).content.decode()
    weak = newcomer.post(link, {"name": "Ny", "password": "kort"})
    assert weak.status_code == 422
    assert "12 tecken" in weak.content.decode()
    done = newcomer.post(link, {"name": "Nya Nilsson", "password": PASSWORD})
    assert done["Location"] == f"/sv/workspace/{place.pk}/"
    assert newcomer.get(done["Location"]).status_code == 200
    assert Membership.objects.get(user__email="ny@example.org").role == "editor"
    assert [row.what for row in Audit.objects.order_by("at")] == ["person.invited", "member.joined"]


def test_a_link_works_once_and_a_replay_says_so(invited):
    _, _, link = invited()
    assert Client().post(link, {"name": "Ny", "password": PASSWORD}).status_code == 302
    again = Client().get(link)
    assert again.status_code == 410
    assert "redan använd" in again.content.decode()
    assert Client().post(link, {"name": "Annan", "password": PASSWORD}).status_code == 410
    assert User.objects.filter(email="ny@example.org").count() == 1


def test_expired_revoked_and_forged_links_are_pages_that_say_so(invited):
    place, owner, link = invited()
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=invitation.made_at)
    expired = Client().get(link)
    assert (expired.status_code, "har gått ut" in expired.content.decode()) == (410, True)
    Invitation.objects.update(expires_at=invitation.expires_at)
    assert Client().get(link).status_code == 200
    path = f"/sv/workspace/{place.pk}/people/invitations/{invitation.pk}/"
    assert owner.post(path, {"revoke": "1"}).status_code == 302
    revoked = Client().get(link)
    assert (revoked.status_code, "dragits tillbaka" in revoked.content.decode()) == (410, True)
    forged = Client().get(link[:-5] + "AAAA/")
    assert (forged.status_code, "ingen sådan inbjudan" in forged.content.decode()) == (404, True)


def test_sending_again_makes_the_old_link_useless(invited, django_capture_on_commit_callbacks, mailoutbox):
    place, owner, link = invited()
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(f"/en/workspace/{place.pk}/people/invitations/{Invitation.objects.get().pk}/", {})
    assert Client().get(link).status_code == 404
    newer = re.search(r"http://testserver(/en/workspace/invitation/\S+)", mailoutbox[-1].body).group(1)
    assert Client().get(newer).status_code == 200


def test_an_invitation_is_for_its_own_address(invited):
    _, _, link = invited()
    other = signed_in(person("annan@example.org"))
    assert "gäller ny@example.org" in other.get(link).content.decode()
    assert other.post(link).status_code == 409
    person("ny@example.org")
    known = Client().get(link).content.decode()
    assert f"/accounts/login/?next={link}" in known


def test_a_second_factor_is_asked_for_and_a_code_works_once(client):
    owner = member(organisation(), "owner").user
    secret = with_app(owner)
    first = log_in(client, owner.email)
    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(f"/sv/workspace/{owner.memberships.get().organisation_id}/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    code = code_of(secret)
    done = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert done["Location"] == "/sv/workspace/"
    assert client.get(f"/sv/workspace/{owner.memberships.get().organisation_id}/").status_code == 200
    replayer = Client()
    log_in(replayer, owner.email)
    assert replayer.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_factor_opens_the_door_at_once(client):
    owner = member(organisation(), "owner").user
    there = f"/sv/workspace/{owner.memberships.get().organisation_id}/"
    log_in(client, owner.email)
    assert "second-factor" in client.get(there)["Location"]
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 302, "the password is asked for again first"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert Authenticator.objects.filter(user=owner, type="totp").exists()
    assert client.get(there).status_code == 200
    assert Audit.objects.filter(what="second-factor.added", actor=owner.pk).exists()


def test_signing_in_is_throttled(client):
    someone = person("someone@example.org")
    answers = [log_in(client, someone.email, "wrong").content.decode() for _ in range(7)]
    assert "För många" in answers[-1]
    assert "För många" in log_in(client, someone.email).content.decode(), "the right password does not help now"
    assert Audit.objects.filter(what="session.failed", subject=str(someone.pk)).count() >= 5


def _plain(response) -> str:
    page = re.sub(r'value="\w{64}"', "", response.content.decode())
    return re.sub(r"[\w.]+@example\.org", "ADDRESS", page)


@pytest.mark.parametrize(
    ("path", "field"),
    [("/accounts/login/", "login"), ("/accounts/password/reset/", "email"), ("/sv/workspace/sign-in/", "email")],
)
def test_nobody_learns_whether_an_address_has_an_account(path, field):
    person("there@example.org")
    form = {"password": "wrong wrong wrong"} if field == "login" else {}
    known = Client().post(path, {**form, field: "there@example.org"})
    unknown = Client().post(path, {**form, field: "never@example.org"})
    assert known.status_code == unknown.status_code
    assert known.get("Location") == unknown.get("Location")
    assert _plain(known) == _plain(unknown)


def test_nobody_makes_an_account_without_an_invitation(client):
    assert "inbjudan" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", {"email": "me@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/password/reset/",
        "/sv/workspace/account/",
        "/accounts/2fa/totp/activate/",
    ],
)
def test_a_form_from_elsewhere_is_refused(path):
    client = signed_in(person("someone@example.org"), enforce_csrf_checks=True)
    response = client.post(path, {"login": "someone@example.org", "password": PASSWORD})
    assert response.status_code == 403
    assert "Ingenting har ändrats" in response.content.decode()


@pytest.mark.parametrize("step", ["publish", "withdraw", "restore", "preview"])
def test_a_forged_form_changes_nothing_in_the_workspace(step):
    from climate_visualizer.web.workspace.content import documents

    place = organisation()
    owner = member(place, "owner").user
    version = documents.make(place, "SE-0480", "note", {"title_sv": "A", "body_sv": "B"}, by=owner)
    client = signed_in(owner, enforce_csrf_checks=True)
    path = f"/sv/workspace/{place.pk}/content/{version.document_id}/{step}/"
    assert client.post(path, {"based_on": "1"}).status_code == 403
    assert not Audit.objects.exclude(what="document.made").exists()


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(client, where):
    someone = person("someone@example.org")
    response = log_in(client, someone.email, next=where)
    assert response["Location"] == "/sv/workspace/"
    strong = signed_in(someone)
    assert strong.get("/sv/workspace/second-factor/", {"next": where})["Location"] == "/sv/workspace/"
    out = strong.post("/accounts/logout/", {"next": where})
    assert out["Location"] == "/sv/"


def test_sessions_end_when_they_are_old_or_unused(settings):
    someone = person("someone@example.org")
    now = int(time.time())
    for began, seen, status in [
        (now - settings.SESSION_ENDS_AFTER - 5, now, 302),
        (now - 9000, now - settings.SESSION_RESTS_AT_MOST - 5, 302),
        (now - 9000, now - 300, 200),
    ]:
        client = signed_in(someone)
        session = client.session
        session["began"], session["seen"] = began, seen
        session.save()
        assert client.get("/sv/workspace/account/").status_code == status
    assert client.session["seen"] >= now, "use is noted"
    assert sessions.has_ended({}, now), "a session of unknown age is over"


def test_cookies_are_out_of_reach_of_scripts(client, settings):
    someone = person("someone@example.org")
    client.get("/accounts/login/")
    response = log_in(client, someone.email)
    for name in ("sessionid", "csrftoken"):
        cookie = response.cookies.get(name) or client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_changing_the_password_and_the_address_is_open_to_everybody(client):
    someone = person("someone@example.org")
    client.force_login(someone)
    log_in(client, someone.email)
    for path in ("password/change/", "email/", "3rdparty/", "2fa/", "logout/"):
        assert client.get(f"/accounts/{path}").status_code == 200, path


def test_an_invitation_replaces_an_open_one(invited, django_capture_on_commit_callbacks):
    place, _, link = invited()
    with django_capture_on_commit_callbacks(execute=True):
        invitations.invite(place, "ny@example.org", "reader", by=None)
    assert Client().get(link).status_code == 410


def test_the_last_owner_stays_and_everybody_else_may_leave():
    place = organisation()
    owner, reader = member(place, "owner"), member(place, "reader")
    client = signed_in(owner.user)
    path = f"/sv/workspace/{place.pk}/people/{owner.pk}/"
    for form in ({"role": "editor"}, {"remove": "1", "sure": "1"}):
        refused = client.post(path, form)
        assert refused.status_code == 409
        assert "behöver en ägare" in refused.content.decode()
    left = signed_in(reader.user).post(f"/sv/workspace/{place.pk}/people/{reader.pk}/", {"remove": "1", "sure": "1"})
    assert left["Location"] == "/sv/workspace/"
    assert client.post(path, {"role": "king"}).status_code == 422
    second = member(place, "owner", "second@example.org")
    assert client.post(path, {"role": "editor"}).status_code == 302
    assert Membership.objects.get(pk=owner.pk).role == "editor"
    rows = {row.what: row for row in Audit.objects.all()}
    assert (rows["member.role"].before, rows["member.role"].after) == ({"role": "owner"}, {"role": "editor"})
    assert rows["member.left"].subject == str(reader.user.pk)
    assert second.role == "owner"
