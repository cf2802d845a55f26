"""Secrets: encrypted at rest, changed by a command, in no log and no open folder; unsafe settings; limits of signing in."""

import fcntl
import json
import logging
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Event

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialApp
from built_once import prepared
from conftest import DAY, ROOT
from django.apps import apps
from django.test import Client
from web import officers
from web.post_office import letters

from climate_visualizer.config import environment, startup
from climate_visualizer.sources.reading.download import ensure_public
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web import sealed
from climate_visualizer.web.alerts.models import Subscription
from climate_visualizer.web.http.logs import JsonLines
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.workspace.accounts import single_sign_on
from climate_visualizer.web.workspace.accounts.resealing import reseal_all
from climate_visualizer.web.workspace.models import SignIn

ONE, OTHER = (
    "the first key of an installation, long enough to be taken",
    "the second key of an installation, as long as that",
)


def test_processes_that_start_at_once_have_one_key(tmp_path, monkeypatch):
    """Also one that comes while the file is there and nothing is in it yet."""
    path, looked, read_text = tmp_path / "secret-key", Event(), Path.read_text

    def look(*arguments, **named):
        text = read_text(*arguments, **named)
        looked.set()
        return text

    monkeypatch.setattr(Path, "read_text", look)
    with ThreadPoolExecutor(2) as pool:
        with path.open("w") as writing:
            fcntl.flock(writing, fcntl.LOCK_EX)
            second = pool.submit(environment.secret, "KEY_OF_NOBODY", path)
            looked.wait()
            writing.write(ONE)
        assert second.result() == ONE
        path.unlink()
        keys = set(pool.map(lambda _: environment.secret("KEY_OF_NOBODY", path), range(20)))
    assert keys == {path.read_text()}
    assert len(path.read_text()) >= 50 and stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_that_was_left_empty_gets_a_key(tmp_path):
    path = tmp_path / "secret-key"
    path.touch()
    assert environment.secret("KEY_OF_NOBODY", path) == path.read_text() != ""


def test_what_is_encrypted_opens_with_its_key_or_as_an_earlier_one_and_with_no_other(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = ONE, []
    closed = sealed.seal("hemligt")
    assert "hemligt" not in closed
    assert sealed.unseal(closed) == "hemligt"
    assert sealed.unseal("as an older version wrote it") == "as an older version wrote it"
    settings.SECRET_KEY = OTHER
    with pytest.raises(sealed.Unreadable, match="SECRET_KEY_FALLBACKS"):
        sealed.unseal(closed)
    settings.SECRET_KEY_FALLBACKS = [ONE]
    newer = sealed.reseal(closed)
    settings.SECRET_KEY_FALLBACKS = []
    assert sealed.unseal(newer) == "hemligt"
    assert sealed.seal("") == sealed.unseal("") == ""


@pytest.mark.django_db
def test_second_factors_and_sign_in_secrets_of_an_older_version_are_encrypted_by_the_migration():
    someone = officers.person("anna@example.org")
    app = Authenticator.objects.create(user=someone, type="totp", data={"secret": "DESZ4321"})
    codes = Authenticator.objects.create(user=someone, type="recovery_codes", data={"seed": "0badc0de", "used_mask": 3})
    provider = SocialApp.objects.create(provider="openid_connect", provider_id="org-1", name="x", secret="hush" * 40)
    way = SignIn.objects.create(organisation=officers.organisation(), app=provider, domains=["nykoping.se"])
    migration = import_module("climate_visualizer.web.workspace.migrations.0005_secrets_are_encrypted")
    for _ in range(2):
        migration.encrypt(apps, None)
    rows = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert not re.search("DESZ4321|0badc0de", rows)
    app.refresh_from_db()
    codes.refresh_from_db()
    assert sealed.unseal(app.data["secret"]) == "DESZ4321"
    assert (sealed.unseal(codes.data["seed"]), codes.data["used_mask"]) == ("0badc0de", 3)
    provider.refresh_from_db()
    way.refresh_from_db()
    assert provider.secret == ""
    assert single_sign_on.opened(way) == "hush" * 40


@pytest.mark.django_db
def test_everything_is_encrypted_anew_and_what_no_key_opens_is_counted(settings, on_starter):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = ONE, []
    someone = officers.person("anna@example.org")
    Authenticator.objects.create(user=someone, type="totp", data={"secret": sealed.seal("DESZ4321")})
    Authenticator.objects.create(user=someone, type="webauthn", data={"credential": {}})
    lost = officers.person("lost@example.org")
    officers.follower("a@example.org")
    settings.SECRET_KEY = OTHER
    Authenticator.objects.create(user=lost, type="totp", data={"secret": sealed.seal("LOST1234")})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a third key, which is the newest and as long as others", [ONE]
    assert reseal_all() == (2, 1)
    settings.SECRET_KEY_FALLBACKS = []
    assert sealed.unseal(Authenticator.objects.get(user=someone, type="totp").data["secret"]) == "DESZ4321"
    assert sealed.unseal(Subscription.objects.get().secret).startswith("whsec_")
    client = Client()
    EmailAddress.objects.filter(user=lost).update(verified=True)
    answer = client.post("/accounts/login/?lang=en", {"login": "lost@example.org", "password": officers.PASSWORD})
    told = client.post(f"{answer['Location']}", {"code": "123456"})
    assert told.status_code == 503, "a factor that cannot be read lets nobody in"
    assert "krypterades med" in told.content.decode()


def test_a_key_is_changed_by_a_command_and_folders_are_their_owners_alone(tmp_path):
    """In processes of their own, from an installation whose files others could read."""
    facts = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "SECRET_KEY")}
    facts |= {"CLIMATE_VISUALIZER_VAR": str(tmp_path / "var"), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}

    def run(*arguments: str, **others: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env={**facts, **others}, capture_output=True, text=True, umask=0o022)
        return done.stdout + done.stderr[-2000:]

    prepared(tmp_path / "var")
    (tmp_path / "var").chmod(0o755)
    (tmp_path / "var" / "database.sqlite3").chmod(0o644)
    run("manage.py", "prepare")
    open_to_others = [path for path in (tmp_path / "var", *(tmp_path / "var").rglob("*")) if _mode(path) & 0o077]
    assert open_to_others == []
    write = (
        "import django; django.setup()\nfrom climate_visualizer.web.outbox.posting import post\n"
        "post('trial', 'a@example.org', 'Hello', 'the text')"
    )
    read = (
        "import django; django.setup()\nfrom climate_visualizer.web.outbox.models import Message\n"
        "from climate_visualizer.web.sealed import unseal\nprint(unseal(Message.objects.get().text))"
    )
    assert run("-c", write) == ""
    before = (tmp_path / "var" / "secret-key").read_text()
    assert "1 secrets are encrypted" in run("manage.py", "change_key", "--new")
    assert (tmp_path / "var" / "secret-key").read_text() != before
    assert run("-c", read) == "the text\n"
    assert "1 secrets are encrypted" in run("manage.py", "change_key", "--forget")
    assert not (tmp_path / "var" / "secret-keys-before").exists()
    assert run("-c", read) == "the text\n"
    assert "cannot be read" in run("manage.py", "change_key", SECRET_KEY=ONE)
    assert "set from outside" in run("manage.py", "change_key", "--new", SECRET_KEY=ONE)
    assert "1 secrets are encrypted" in run(
        "manage.py", "change_key", SECRET_KEY=ONE, SECRET_KEY_FALLBACKS=(tmp_path / "var" / "secret-key").read_text()
    )


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


# What is written down


@pytest.mark.parametrize(
    "path",
    [
        "/sv/alerts/confirm/eyJzIjoiYTc5:1xXAM9:r4TQmdGLfXzOhMn6mEg3bWnpRaLKNWj3/",
        "/sv/alerts/leave/short-key/",
        "/sv/received/confirm/gAAAAABabc/",
        "/sv/received/change/abc-def_1/",
        "/en/workspace/invitation/kX9_abc/",
        "/sv/workspace/preview/InV1aWQi:1xX:abc/",
        "/accounts/password/reset/key/3k-set-password/",
        "/accounts/confirm-email/MQ:1xX:abc/",
    ],
)
def test_no_link_that_opens_something_is_in_the_log(path):
    token = path.strip("/").rpartition("/")[2]
    record = logging.LogRecord("x", 20, "", 0, f"Internal Server Error: {path}", None, None)
    record.fields = {"path": path, "lines": [path], "reason": f"Could not send to anna.ek@example.org: {path}"}
    written = JsonLines().format(record)
    assert token not in written
    assert "example.org" not in written
    assert json.loads(written)["path"].startswith(path.removesuffix(f"{token}/"))


@pytest.mark.parametrize(
    "path",
    [
        "/sv/gb/bournemouth-christchurch-and-poole/explore/",
        "/sv/workspace/6ae79d3c-9622-4aef-9767-d50f62c207c7/people/",
        "/api/v1/editions/2024-04-18-c877c820f3",
        "/static/site.3f2a9c0d1b7e.css",
        "/sv/workspace/6ae79d3c-9622-4aef-9767-d50f62c207c7/content/new/note/SE-0480/",
    ],
)
def test_what_opens_nothing_is_in_the_log_as_it_is(path):
    record = logging.LogRecord("x", 20, "", 0, "request", None, None)
    record.fields = {"path": path}
    assert json.loads(JsonLines().format(record))["path"] == path


@pytest.mark.django_db
def test_links_come_from_the_sites_own_address_whatever_host_is_asked(client, settings, on_starter, mailoutbox):
    settings.SITE_ADDRESS = "https://budget.example.org"
    ours = officers.organisation()
    owner = officers.signed_in(officers.member(ours, "owner").user)
    odd = {"host": "127.0.0.1:6666"}
    client.post("/accounts/password/reset/", {"email": "owner@example.org"}, headers=odd)
    owner.post(f"/sv/workspace/{ours.pk}/people/invite/", {"email": "d@example.org", "role": "editor"}, headers=odd)
    client.post("/sv/se/nykoping/follow/", {"mail": "e@example.org"}, headers=odd)
    assert len(letters()) == 3
    for letter in letters():
        assert "https://budget.example.org/" in letter.body
        assert "127.0.0.1" not in letter.body
    for path in ("/sv/se/nykoping/", "/sitemap.xml", "/llms.txt", "/sv/changes.atom", "/robots.txt"):
        page = client.get(path, headers=odd).content.decode()
        assert "6666" not in page
        assert "https://budget.example.org/" in page


# Settings


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (lambda: startup.secret_key("x"), "1 characters"),
        (lambda: startup.secret_key("a" * 60), "1 of them different"),
        (lambda: startup.hosts(["*"]), "'\\*'"),
        (lambda: startup.hosts(["https://a.se/"]), "host name"),
        (lambda: startup.ensure_debug_is_private(True, ["a.se"], "http://127.0.0.1"), "a.se"),
        (lambda: startup.ensure_debug_is_private(True, ["127.0.0.1"], "https://b.se"), "b.se"),
        (lambda: startup.mail_addresses("OPERATORS", ["notamail"]), "notamail"),
        (lambda: startup.database("nonsense"), "nonsense"),
        (lambda: startup.database("mysql://a:hemligt@b/c"), "^(?!.*hemligt).*$"),
        (lambda: startup.database("postgres://a:b@c"), "names no database"),
        (lambda: startup.database("sqlite:"), "names no database"),
        *(
            (lambda name=name: startup.hosts([name]), "xn--")
            for name in (".", "a b", "a.se:80", "åäö.se", ";", "*.a.se")
        ),
        *(
            (lambda said=said: startup.origins([said]), "with its kind")
            for said in ("a.se", "*", "https://", "ftp://a.se")
        ),
        *((lambda said=said: startup.sender(said), "one address") for said in ("x", "a@", "A <b>", "a@b.se, c@d.se")),
        (lambda: startup.sender('"A" <a@b.se>\nBcc: c@d.se'), "one address"),
        (lambda: startup.contact("a b"), "CONTACT has 'a b'"),
        (lambda: startup.earlier_keys([ONE, "short"]), "Number 2 of SECRET_KEY_FALLBACKS has 5"),
        *((lambda said=said: startup.token(said), "METRICS_TOKEN") for said in ("x", "åäö" * 10, "a b" * 10)),
        *(
            (lambda said=said: startup.site_address(said, [], 8000, behind_tls=True), "https://budget.example.org")
            for said in (
                *("budget.example.org", "ftp://x", "https://", "https://a:b@c", "https://a?b", "https://a:99999"),
                *("https://a b", "https://*", "https://[::1"),
            )
        ),
    ],
)
def test_a_setting_that_is_unsafe_is_refused_in_a_sentence(check, said):
    with pytest.raises(startup.ImproperlyConfigured, match=said):
        check()


@pytest.mark.parametrize(
    ("name", "said", "read"),
    [
        *(
            ("EMAIL_URL", said, environment.mail)
            for said in ("smtp://h:abc", "smtp://h:99999", "smtp://[::1", "smtp+tls://h:0")
        ),
        *(("EMAIL_URL", said, environment.mail) for said in ("file:", "file:mail", "x", "smtp:", "http://a")),
        *(("FOLLOW", said, environment.address) for said in ("http://[::1", "http://a:abc", "ftp://a", "http://")),
        *(("HOURS", said, environment.number) for said in ("9" * 30, "²", "-1", "1.5")),
    ],
)
def test_a_setting_that_cannot_be_read_is_refused_by_its_name_and_tells_no_password(monkeypatch, name, said, read):
    monkeypatch.setenv(name, said.replace("://h", "://me:hemligt@h"))
    with pytest.raises(startup.ImproperlyConfigured, match=f"^{name} (?!.*hemligt)"):
        read(name, *([""] if read is environment.mail else [5] if read is environment.number else []))


def test_quotes_that_an_env_file_of_a_container_hands_on_are_no_part_of_a_value(monkeypatch):
    for said, meant in (
        ('"Climate <a@b.se>"', "Climate <a@b.se>"),
        ("'x y'", "x y"),
        ('"Åsa, kommun" <a@b.se>', '"Åsa, kommun" <a@b.se>'),
        ('"', '"'),
    ):
        monkeypatch.setenv("MAIL_FROM", said)
        assert environment.text("MAIL_FROM") == meant
    assert startup.sender('"Åsa, kommun" <a@b.se>') == '"Åsa, kommun" <a@b.se>'


def test_languages_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(startup.ImproperlyConfigured, match="en/language.toml"):
        environment.languages(tmp_path)


@pytest.mark.parametrize(
    ("said", "allowed", "behind", "address"),
    [
        ("https://budget.example.org/klimat/", [], True, "https://budget.example.org/klimat"),
        ("", ["127.0.0.1", "localhost"], False, "http://127.0.0.1:8000"),
        ("", ["127.0.0.1", "budget.example.org"], True, "https://budget.example.org"),
        ("", ["budget.example.org"], False, "http://budget.example.org:8000"),
    ],
)
def test_the_sites_address_is_what_is_set_or_its_first_public_host(said, allowed, behind, address):
    assert startup.site_address(said, allowed, 8000, behind_tls=behind) == address


def test_the_check_before_readers_finds_nothing_and_browsers_keep_to_tls(tmp_path):
    facts = {**os.environ, "BEHIND_TLS_PROXY": "1", "ALLOWED_HOSTS": "budget.example.org", "SITE_ADDRESS": ""}
    facts["CLIMATE_VISUALIZER_VAR"] = str(tmp_path)
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = subprocess.run(
        [sys.executable, "manage.py", "diffsettings", "--all"], cwd=ROOT, env=facts, capture_output=True, text=True
    ).stdout
    assert "SECURE_HSTS_SECONDS = 31536000" in told


@pytest.mark.parametrize(
    "inside",
    [
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "fec0::1",
        "2001::1",
        "fd00::1",
    ],
)
def test_an_address_that_leads_inside_by_another_way_is_not_public(inside):
    with pytest.raises(SourceError, match="private address"):
        ensure_public(inside, "hook.example")
    ensure_public("2606:4700:4700::1111", "hook.example")


# Signing in


def _try(email: str, password: str, where: str, **options) -> int:
    return (
        Client()
        .post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=where, **options)
        .status_code
    )


@pytest.mark.django_db
def test_nobody_locks_somebody_else_out(on_starter):
    officers.person("publisher@example.org")
    for _ in range(8):
        assert _try("publisher@example.org", "wrong", "192.0.2.1") == 200
    assert _try("publisher@example.org", officers.PASSWORD, "192.0.2.1") == 200, "who guesses is kept out"
    assert _try("publisher@example.org", officers.PASSWORD, "192.0.2.2") == 302, "its owner elsewhere is not"
    for number in range(40):
        _try(f"invented{number}@example.org", "wrong", "192.0.2.3")
    assert _try("publisher@example.org", officers.PASSWORD, "192.0.2.3") in (200, 429), "who guesses names is kept out"
    for _ in range(12):
        assert _try("publisher@example.org", officers.PASSWORD, "192.0.2.4") == 302, "signing in counts for nothing"


@pytest.mark.django_db
def test_nobody_locks_everybody_out_behind_a_proxy_that_does_not_say_for_whom_it_asks(settings, on_starter):
    settings.BEHIND_TLS = True
    officers.person("publisher@example.org")
    for number in range(60):
        _try(f"invented{number}@example.org", "wrong", "127.0.0.1")
    assert _try("publisher@example.org", officers.PASSWORD, "127.0.0.1") == 302
    said = {"headers": {"x-forwarded-for": "198.51.100.1"}}
    for _ in range(8):
        _try("publisher@example.org", "wrong", "127.0.0.1", **said)
    assert _try("publisher@example.org", officers.PASSWORD, "127.0.0.1", **said) == 200
    other = {"headers": {"x-forwarded-for": "198.51.100.1, 198.51.100.2"}}
    assert _try("publisher@example.org", officers.PASSWORD, "127.0.0.1", **other) == 302
    assert Message.objects.count() == 0
