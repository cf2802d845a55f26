"""An organisation's own sign-in, against a real OpenID provider on loopback."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from web.identity_providers import direct, invited, provider
from web.officers import member, organisation, person, signed_in

from climate_visualizer.web.sealed import is_sealed
from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.models import Audit, Invitation, Membership, SignIn, User

assert direct and provider  # fixtures, found by their names
pytestmark = pytest.mark.usefixtures("on_starter")


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
