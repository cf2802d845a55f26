"""The operator: admin behind a second factor, held editions, giving out, erasing, backup, restore, the demonstration."""

import io
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from conftest import DAY, ROOT
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from web.officers import PASSWORD, member, organisation, person, signed_in

from climate_visualizer.editions import intake
from climate_visualizer.editions.gate import Concern
from climate_visualizer.editions.read import current_id
from climate_visualizer.editions.starter import read_starter
from climate_visualizer.web import published
from climate_visualizer.web.alerts.models import Delivery, Event, Seen, Subscription
from climate_visualizer.web.workspace import demo, documents, invitations
from climate_visualizer.web.workspace.models import Audit, Document, Invitation, Organisation, User, Version

pytestmark = pytest.mark.usefixtures("on_starter")
NOTE = {"title_sv": "Möte", "body_sv": "Text", "title_en": "", "body_en": ""}


def run(*arguments, **options) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


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
def held(settings):
    """An edition that the gate holds: its id."""
    candidate = read_starter(ROOT / "data" / "starter")
    candidate.manifest["id"] = "2030-01-01-0123456789"
    concern = Concern("national-jump", True, "Sweden's total jumped by 40 per cent.")
    intake.store(intake.with_concerns(candidate, (concern,)), settings.EDITIONS)
    intake._note_held(settings.EDITIONS, {candidate.id: []})
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


def test_an_organisation_and_its_first_owner_come_by_command(mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        said = run(
            "organisation", "Trosa kommun", area=["SE-0488"], owner="Olle@Example.org", site="https://b.example/"
        )
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
    invitations.invite(place, officer.email, "editor", by=None, address=str)
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


def follower(mail: str) -> Subscription:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    one = Subscription.objects.create(
        kind="mail", area_id="SE-0480", language="sv", mail=mail, asked_at=now, confirmed_at=now
    )
    facts = {"key": f"e{Event.objects.count()}", "kind": "goals", "area_id": "SE-0480", "happened_at": now}
    event = Event.objects.create(facts={"organisation": "Kommunen", "title": "Mål"}, **facts)
    Delivery.objects.create(subscription=one, event=event, due_at=now)
    return one


def test_somebody_without_an_account_gets_and_has_erased_what_is_kept_by_their_address():
    follower("resident@example.org")
    other = follower("other@example.org")
    invitations.invite(organisation(), "resident@example.org", "editor", by=None, address=str)
    found = json.loads(run("export_person", "Resident@example.org"))
    assert set(found) == {"alerts", "invitations"}
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


POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"


@pytest.fixture
def away(tmp_path):
    """Runs a command on another installation: its own folder and database."""

    def make(name, database=""):
        var = tmp_path / name
        facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
        facts["DATABASE_URL"] = database or f"sqlite:///{var / 'database.sqlite3'}"

        def command(*arguments, status=0):
            done = subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=facts,
                capture_output=True,
                text=True,
                timeout=120,
            )
            assert done.returncode == status, done.stderr
            return done.stdout + done.stderr

        return command

    return make


@pytest.fixture
def own_postgres():
    """A database of our own on the PostgreSQL to try with, for one test."""
    import psycopg

    address, name = os.environ.get(POSTGRES), f"restore_{os.getpid()}"
    if not address and not os.environ.get("CI"):
        pytest.skip(f"There is no PostgreSQL to try with; set {POSTGRES} to its address.")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{address.rpartition('/')[0]}/{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _facts(command) -> list:
    rows = json.loads(command("dumpdata", "workspace", "account", "mfa", "alerts").partition("\n{")[0])
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_a_backup_made_on_sqlite_is_restored_on_sqlite(away, tmp_path):
    _there_and_back(away("here"), away("there"), tmp_path)


def test_a_backup_made_on_sqlite_is_restored_on_postgresql_and_back(away, tmp_path, own_postgres):
    _there_and_back(away("here"), away("there", own_postgres), tmp_path)


def _there_and_back(here, there, tmp_path):
    here("prepare")
    here("demo")
    archive = tmp_path / "backup.tar.gz"
    assert "rows" in here("backup", str(archive))
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert any(name.startswith("var/editions/") for name in names)
    assert not [name for name in names if "secret" in name or "sqlite" in name]
    there("restore", str(archive))
    assert _facts(there) == _facts(here)
    assert (tmp_path / "there" / "editions" / "current").read_text() == (
        tmp_path / "here" / "editions" / "current"
    ).read_text()
    assert "--replace" in there("restore", str(archive), status=1)
    back = tmp_path / "back.tar.gz"
    there("backup", str(back))
    there("demo")  # new passwords, so that something differs
    here("restore", str(back), "--replace")
    assert _facts(here) != _facts(there)
    there("restore", str(back), "--replace")
    assert _facts(here) == _facts(there)


MOMENTS = {
    "while the rows are replaced": "keeping_safe.connection.check_constraints = die",
    "between the files": "keeping_safe._swap = nth(2, keeping_safe._swap)",
    "with a folder in hand": "os.rename = nth(2, os.rename)",
}
DYING = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from climate_visualizer.web.workspace import keeping_safe

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def nth(number, real):
    calls = []
    def call(*arguments):
        calls.append(arguments)
        return die() if len(calls) == number else real(*arguments)
    return call

{moment}
call_command("restore", sys.argv[1], replace=True)
"""


def test_a_restoring_that_is_killed_is_begun_again(away, tmp_path):
    here, there = away("here"), away("there")
    archive = tmp_path / "backup.tar.gz"
    here("prepare")
    here("demo")
    here("backup", str(archive))
    kept = _facts(here)
    there("prepare")
    there("demo")  # other passwords: something differs from what the archive has
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(tmp_path / "there"), "PYTHONPATH": str(ROOT)}
    facts |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'there' / 'database.sqlite3'}"}
    facts |= {"CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    before, there_now = _facts(there), tmp_path / "there" / "editions" / "current"
    assert before != kept
    for name in MOMENTS:
        command = [sys.executable, "-c", DYING.format(moment=MOMENTS[name]), str(archive)]
        assert subprocess.run(command, cwd=ROOT, env=facts, capture_output=True).returncode == -9, name
        if name == "while the rows are replaced":
            assert _facts(there) == before
        there("restore", str(archive), "--replace")
        assert there_now.read_text().startswith("2024"), name
        assert not list((tmp_path / "there").glob(".restoring-*")), name
    assert _facts(there) == kept


def test_a_folder_that_cannot_be_put_in_place_leaves_the_one_that_was_there(tmp_path, settings, monkeypatch):
    run("backup", str(tmp_path / "backup.tar.gz"))
    current, real = current_id(settings.EDITIONS), os.rename

    def full(old, new):
        if "/var/editions" in str(old):
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(OSError, match="No space"):
        run("restore", str(tmp_path / "backup.tar.gz"), replace=True)
    assert current_id(settings.EDITIONS) == current


def test_a_site_in_use_is_replaced_only_when_asked_for(tmp_path):
    archive = tmp_path / "backup.tar.gz"
    run("backup", str(archive))
    person("someone@example.org")
    with pytest.raises(CommandError, match="--replace"):
        run("restore", str(archive))
    assert User.objects.count() == 1
    assert "rows are back" in run("restore", str(archive), replace=True)
    assert not User.objects.exists()


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


def test_whoever_follows_is_followed_up_after_a_restore_as_before(tmp_path):
    one = follower("resident@example.org")
    Seen.objects.create(what="edition", mark="2026-01-01-0123456789")
    secret, due = one.secret, Delivery.objects.get()
    run("backup", str(tmp_path / "backup.tar.gz"))
    Subscription.objects.all().delete()
    Event.objects.all().delete()
    Seen.objects.all().delete()
    run("restore", str(tmp_path / "backup.tar.gz"), replace=True)
    assert Subscription.objects.get().secret == secret
    assert (Delivery.objects.get().pk, Delivery.objects.get().event.key) == (due.pk, "e0")
    assert Seen.objects.get().mark == "2026-01-01-0123456789"
    assert Delivery.objects.create(
        subscription=one, event=follower("b@example.org").deliveries.get().event, due_at=one.asked_at
    )


def test_a_moment_comes_back_to_the_microsecond(tmp_path):
    place = organisation()
    moment = datetime(2026, 11, 23, 12, 0, 0, 123, UTC)
    Audit.objects.create(organisation=place, what="document.made", at=moment)
    run("backup", str(tmp_path / "backup.tar.gz"))
    run("restore", str(tmp_path / "backup.tar.gz"), replace=True)
    assert Audit.objects.get().at == moment


def test_what_is_no_backup_is_refused_and_changes_nothing(away, tmp_path, settings):
    place = organisation()
    documents.make(place, "SE-0480", "note", NOTE, by=None)
    archive = tmp_path / "backup.tar.gz"
    run("backup", str(archive))
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    text = tmp_path / "text.tar.gz"
    text.write_text("nothing")
    newer = tmp_path / "newer.tar.gz"
    bad_row = tmp_path / "bad.tar.gz"
    with tarfile.open(archive) as source:
        manifest = json.loads(source.extractfile("manifest.json").read())
        rows = source.extractfile("rows.json").read()
    _archive(newer, {**manifest, "migrations": ["workspace.9999_later"]}, rows)
    _archive(bad_row, manifest, rows.replace(b'"kind": "note"', b'"sort": "note"'))
    current = current_id(settings.EDITIONS)
    for path, says in [(broken, "damaged"), (text, "no backup"), (newer, "9999_later"), (bad_row, "does not fit")]:
        with pytest.raises(CommandError, match=says):
            run("restore", str(path), replace=True)
        assert Version.objects.get().content == NOTE
        assert current_id(settings.EDITIONS) == current
    assert not [path for path in settings.VAR.iterdir() if path.name.startswith(".restoring")]


def _archive(path, manifest, rows):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {"manifest.json": json.dumps(manifest).encode(), "rows.json": rows}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
