"""The operator: admin behind a second factor, held editions, giving out, erasing, the demonstration."""

import io
import json
import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from conftest import ROOT
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from web.officers import PASSWORD, follower, member, organisation, person, run, signed_in

from climate_visualizer.editions.checks.gate import Concern
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.read import current_id
from climate_visualizer.web import published
from climate_visualizer.web.alerts.models import Delivery
from climate_visualizer.web.workspace.accounts import invitations
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.demonstration import demo
from climate_visualizer.web.workspace.models import Audit, Document, Invitation, Organisation, User

pytestmark = pytest.mark.usefixtures("on_starter")

NOTE = {"title_sv": "Möte", "body_sv": "Text", "title_en": "", "body_en": ""}


@pytest.fixture
def operator(db):
    return person("drift@example.org", is_staff=True, is_superuser=True)


def test_the_operators_pages_ask_who_one_is_and_for_a_second_factor(client, operator):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=/admin/"
    weak = signed_in(operator, strong=False)
    assert "second-factor" in weak.get("/admin/login/?next=/admin/")["Location"]
    assert weak.get("/admin/workspace/organisation/").status_code == 302
    officer = signed_in(member(organisation(), "owner").user)
    assert officer.get("/admin/login/?next=/admin/").status_code == 403
    assert officer.get("/admin/workspace/audit/").status_code == 302
    assert signed_in(operator).get("/admin/login/")["Location"] == "/admin/"
    staff = signed_in(person("staff@example.org", is_staff=True))
    assert staff.get("/admin/editions/").status_code == 403


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_operator_sees_organisations_people_and_the_history_and_changes_no_history(operator, lang):
    place = organisation()
    row = documents.make(place, "SE-0480", "note", NOTE, by=member(place, "editor").user)
    client = signed_in(operator)
    one = f"workspace/organisation/{place.pk}/change/"
    for path in ("", "workspace/organisation/", one, "workspace/user/", "workspace/audit/"):
        response = client.get(f"/admin/{path}?lang={lang}", follow=True)
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()
    entry = Audit.objects.get()
    assert client.get(f"/admin/workspace/audit/{entry.pk}/change/").status_code == 200
    assert client.post(f"/admin/workspace/audit/{entry.pk}/change/", {"what": "x"}).status_code == 403
    assert client.post(f"/admin/workspace/audit/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/workspace/organisation/{place.pk}/delete/", {"post": "yes"}).status_code == 403
    assert row.document.organisation_id == place.pk


def test_the_operator_makes_an_organisation(operator):
    client = signed_in(operator)
    form = {"name": "Trosa kommun", "kind": "municipality", "website": "", "colour": "", "logo_text": ""}
    for prefix in ("areas", "memberships", "sign_in"):
        form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    form |= {"areas-TOTAL_FORMS": "1", "areas-0-area_id": "SE-0488"}
    response = client.post("/admin/workspace/organisation/add/", form)
    assert response.status_code == 302, response.content.decode()
    made = Organisation.objects.get()
    assert made.area_ids == ["SE-0488"]
    assert Audit.objects.get(what="organisation.made").actor == operator.pk
    changed = {**form, "areas-INITIAL_FORMS": "1", "areas-0-id": made.areas.get().pk, "areas-0-organisation": made.pk}
    changed |= {"name": "Trosa", "areas-0-area_id": "SE-0480"}
    assert client.post(f"/admin/workspace/organisation/{made.pk}/change/", changed).status_code == 302
    row = Audit.objects.get(what="organisation.changed")
    assert (row.organisation, row.actor) == (made, operator.pk)
    assert row.before == {"name": "Trosa kommun", "areas": ["SE-0488"]}
    assert row.after == {"name": "Trosa", "areas": ["SE-0480"]}


@pytest.fixture
def held(settings, on_own_starter):
    """An edition that the gate holds: its id."""
    candidate = read_starter(ROOT / "climate_visualizer" / "data" / "starter")
    candidate.manifest["id"] = "2030-01-01-0123456789"
    concern = Concern("national-jump", True, "Sweden's total jumped by 40 per cent.")
    pipeline.store(pipeline.with_concerns(candidate, (concern,)), settings.EDITIONS)
    pipeline._note_held(settings.EDITIONS, {candidate.id: []})
    return candidate.id


def test_a_held_edition_is_published_with_a_written_reason(operator, held, settings, client):
    strong = signed_in(operator)
    page = strong.get("/admin/editions/").content.decode()
    assert held in page
    assert "jumped by 40 per cent" in page
    for form, says in [
        ({"edition": held, "reason": "ok"}, "Skriv varför"),
        ({"edition": "2031-01-01-0000000000", "reason": "A good and long reason"}, "hålls inte inne"),
    ]:
        refused = strong.post("/admin/editions/", form)
        assert refused.status_code == 422
        assert says in refused.content.decode()
    assert current_id(settings.EDITIONS) != held
    assert strong.post("/admin/editions/", {"edition": held, "reason": "SMHI confirms the figures."}).status_code == 302
    assert current_id(settings.EDITIONS) == held
    row = Audit.objects.get(what="edition.published")
    assert (row.actor, row.after["reason"]) == (operator.pk, "SMHI confirms the figures.")
    assert "Ingen utgåva hålls inne" in strong.get("/admin/editions/").content.decode()
    assert client.get("/health").json()["edition"] == held


def test_an_organisation_and_its_first_owner_come_by_command(settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.SITE_ADDRESS = "https://b.example"
    with django_capture_on_commit_callbacks(execute=True):
        said = run("organisation", "Trosa kommun", area=["SE-0488"], owner="Olle@Example.org")
    assert "olle@example.org" in said.lower()
    assert "https://b.example/sv/workspace/invitation/" in mailoutbox[0].body
    assert Invitation.objects.get().role == "owner"
    with pytest.raises(CommandError, match="SE-9999"):
        run("organisation", "X", area=["SE-9999"], owner="a@example.org")
    with pytest.raises(CommandError, match="'nobody' is no"):
        run("organisation", "X", area=["SE-0488"], owner="nobody")
    assert Organisation.objects.count() == 1


def test_a_person_gets_everything_and_is_erased_to_a_pseudonym():
    place = organisation()
    member(place, "owner")
    officer = member(place, "editor", "anna@example.org").user
    version = documents.make(place, "SE-0480", "note", NOTE, by=officer)
    invitations.invite(place, officer.email, "editor", by=None)
    EmailAddress.objects.create(user=officer, email="anna.ek@example.org", verified=True)
    for mail in ("anna@example.org", "anna.ek@example.org"):
        follower(mail)
    client = signed_in(officer)
    found = json.loads(run("export_person", "Anna@Example.org"))
    assert {row["mail"] for row in found["alerts"]} == {"anna@example.org", "anna.ek@example.org"}
    assert found["invitations"][0]["role"] == "editor"
    assert found["account"]["email"] == officer.email
    assert found["memberships"] == [found["memberships"][0] | {"organisation__name": place.name, "role": "editor"}]
    assert found["versions"][0]["content"] == NOTE
    assert {row["what"] for row in found["history"]} == {"document.made", "person.exported"}
    assert "password" not in json.dumps(found["account"])

    said = run("erase_person", officer.email)
    assert f"#{str(officer.pk)[:8]}" in said
    everything = io.StringIO()
    call_command("dumpdata", stdout=everything)
    assert "anna" not in everything.getvalue().lower()
    version.refresh_from_db()
    assert (version.author, version.content) == (None, NOTE)
    assert client.get("/sv/workspace/").status_code == 302
    assert not [one for one in Session.objects.all() if one.get_decoded().get("_auth_user_id") == str(officer.pk)]
    assert not EmailAddress.objects.filter(email=officer.email).exists()
    history = signed_in(User.objects.get(email="owner@example.org")).get(f"/sv/workspace/{place.pk}/history/")
    assert f"#{str(officer.pk)[:8]}" in history.content.decode()
    with pytest.raises(CommandError, match="Nobody here"):
        run("erase_person", officer.email)


def test_somebody_without_an_account_gets_and_has_erased_what_is_kept_by_their_address():
    follower("resident@example.org")
    other = follower("other@example.org")
    invitations.invite(organisation(), "resident@example.org", "editor", by=None)
    found = json.loads(run("export_person", "Resident@example.org"))
    assert set(found) == {"alerts", "invitations", "mail", "senders"}
    assert [row["area_id"] for row in found["alerts"]] == ["SE-0480"]
    assert "secret" not in json.dumps(found)
    assert "no account" in run("erase_person", "resident@example.org")
    everything = run("dumpdata")
    assert "resident" not in everything
    assert [one.subscription_id for one in Delivery.objects.all()] == [other.pk]
    for command in ("export_person", "erase_person"):
        with pytest.raises(CommandError, match="nothing is kept by it"):
            run(command, "resident@example.org")


def test_the_last_owner_is_not_erased():
    owner = member(organisation(), "owner").user
    with pytest.raises(CommandError, match="needs an owner|behöver en ägare"):
        run("erase_person", owner.email)
    assert User.objects.filter(pk=owner.pk).exists()


def test_a_demonstration_is_made_once_and_says_what_it_is(client):
    first = run("demo")
    assert re.search(r"owner\s+owner@demo.example\s+password \w{14}", first)
    made = Document.objects.count()
    assert made >= 2
    again = run("demo")
    assert Document.objects.count() == made
    assert Organisation.objects.count() == 1
    assert first != again
    published.forget()
    page = client.get("/sv/se/nykoping/").content.decode()
    assert "klimatbudget" in page
    assert "Exempel, påhittat" in page
    password = re.search(r"owner@demo.example\s+password (\w+)\n\s+second factor[^:]*: (\d+)", again)
    client.post("/accounts/login/", {"login": "owner@demo.example", "password": password.group(1)})
    assert client.post("/accounts/2fa/authenticate/", {"code": password.group(2)})["Location"] == "/sv/workspace/"
    assert demo.area() == "SE-0480"


@pytest.mark.django_db(transaction=True)
def test_an_operator_made_by_command_confirms_the_address_sets_up_a_factor_and_is_in(client, monkeypatch, mailoutbox):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    run("createsuperuser", interactive=False, email="Drift@Example.org")
    made = User.objects.get()
    assert (made.email, made.is_staff, made.is_superuser) == ("drift@example.org", True, True)
    assert User.objects.get_by_natural_key("DRIFT@example.org ") == made
    with pytest.raises(CommandError, match="already taken|redan"):
        run("createsuperuser", interactive=False, email="DRIFT@example.org")
    entry = {"login": "Drift@example.org", "password": PASSWORD}
    assert "confirm-email" in client.post("/accounts/login/", entry)["Location"]
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mailoutbox[-1].body).group(1)
    client.post(link)
    client.post("/accounts/login/", entry)
    assert "second-factor" in client.get("/admin/login/?next=/admin/")["Location"]
    assert client.get("/admin/").status_code == 302, "not without a second factor"
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret, int(time.time() // 30)))})
    assert client.get("/admin/").status_code == 200


def test_what_an_operator_changes_about_people_is_in_the_audit_and_names_nobody(operator):
    place = organisation()
    editor = member(place, "editor")
    client, someone = signed_in(operator), editor.user
    form = {"email": someone.email, "name": "Edith", "language": "en", "is_active": "on", "is_staff": "on"}
    assert client.post(f"/admin/workspace/user/{someone.pk}/change/", form).status_code == 302
    row = Audit.objects.get(what="operator.changed")
    assert (row.actor, row.subject) == (operator.pk, str(someone.pk))
    assert row.before == {"language": "sv", "is_staff": False}
    assert row.after == {"language": "en", "is_staff": True}
    form = {"name": place.name, "kind": place.kind, "areas-TOTAL_FORMS": "0", "areas-INITIAL_FORMS": "0"}
    form |= {"sign_in-TOTAL_FORMS": "0", "sign_in-INITIAL_FORMS": "0"}
    form |= {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1", "memberships-0-id": str(editor.pk)}
    form |= {
        "memberships-0-user": str(someone.pk),
        "memberships-0-role": "owner",
        "memberships-0-organisation": place.pk,
    }
    assert client.post(f"/admin/workspace/organisation/{place.pk}/change/", form).status_code == 302
    row = Audit.objects.get(what="organisation.changed")
    assert (row.before, row.after) == (
        {"roles": {str(someone.pk): "editor"}},
        {"roles": {str(someone.pk): "owner"}},
    )
    address = EmailAddress.objects.get(user=someone)
    gone = client.post(f"/admin/account/emailaddress/{address.pk}/delete/", {"post": "yes"})
    assert gone.status_code == 302
    assert Audit.objects.get(what="operator.removed").subject == f"emailaddress: {address.pk}"
    assert (
        client.post("/admin/account/emailaddress/add/", {"user": someone.pk, "email": "b@example.org"}).status_code
        == 302
    )
    assert Audit.objects.get(what="operator.added").before is None
    assert "example.org" not in str(list(Audit.objects.values()))
    owner = signed_in(User.objects.get(pk=someone.pk))
    history = owner.get(f"/sv/workspace/{place.pk}/history/").content.decode()
    assert "ändrade inställningarna" in history
    assert "Roller" in history
    assert f"#{str(someone.pk)[:8]}: Redaktör" in history


def test_the_operator_takes_away_a_lost_factor_and_reads_who_did_what(operator):
    someone = member(organisation(), "owner").user
    TOTP.activate(someone, generate_totp_secret())
    client, path = signed_in(operator), "/admin/workspace/user/"
    form = {"action": "take_away_second_factors", "_selected_action": [str(someone.pk)]}
    assert "1 inloggningsfaktor är borttagen" in client.post(path, form, follow=True).content.decode()
    assert "0 inloggningsfaktorer" in client.post(path, form, follow=True).content.decode()
    assert not Authenticator.objects.exists()
    row = Audit.objects.get(what="second-factor.removed")
    assert (row.actor, row.subject, row.before) == (operator.pk, str(someone.pk), {"type": "totp"})
    rows = client.get("/admin/workspace/audit/?what=second-factor.removed").content.decode()
    assert "tog bort en andra faktor" in rows
    assert str(someone.pk)[:8] in rows
    assert client.get("/admin/mfa/authenticator/").status_code == 404, "nobody reads the secrets of second factors"
