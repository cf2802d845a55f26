"""Backup and restore, on one kind of database and from one to the other, also when the restoring is killed."""

import io
import json
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime

import pytest
from built_once import prepared
from conftest import DAY, ROOT
from django.core.management import CommandError
from waiting import CEILING
from web.officers import follower, organisation, person, run

from climate_visualizer.editions.read import current_id
from climate_visualizer.web.alerts.models import Delivery, Event, Seen, Subscription
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.models import Audit, User, Version

pytestmark = pytest.mark.usefixtures("on_own_starter")

NOTE = {"title_sv": "Möte", "body_sv": "Text", "title_en": "", "body_en": ""}


POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"


# Each command as an operator types it, in one process: starting Python anew for each takes longer than what it does.
TYPED = """
import json, sys
from django.core.management import execute_from_command_line
for words in json.loads(sys.argv[1]):
    execute_from_command_line(["manage.py", *words])
"""
FACTS = ("dumpdata", "--skip-checks", "workspace", "account", "mfa", "alerts")


class Installation:
    """Another installation with its own folder and database, on which commands are typed, each a tuple of words."""

    def __init__(self, var, database=""):
        self.var = var
        self.facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
        self.facts |= {"DATABASE_URL": database or f"sqlite:///{var / 'database.sqlite3'}", "PYTHONPATH": str(ROOT)}
        self.facts |= {"DJANGO_SETTINGS_MODULE": "climate_visualizer.config.settings"}

    def __call__(self, *commands, status=0):
        """What they say."""
        done = self.run(TYPED, json.dumps(commands))
        assert done.returncode == status, done.stderr
        return done.stdout + done.stderr

    def run(self, program, *arguments):
        words = [sys.executable, "-c", program, *arguments]
        return subprocess.run(words, cwd=ROOT, env=self.facts, capture_output=True, text=True, timeout=CEILING)

    @property
    def edition(self):
        return (self.var / "editions" / "current").read_text()


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """An installation with a demonstration organisation, its backup, and the rows that this holds; nobody changes it."""
    folder = tmp_path_factory.mktemp("archived")
    here, archive = Installation(folder / "here"), folder / "backup.tar.gz"
    prepared(here.var)
    said = here(("prepare",), ("demo",), ("backup", str(archive)), FACTS)
    assert "rows" in said.partition('[{"model"')[0]
    return here, archive, _facts(said)


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


def _facts(said: str) -> list:
    """The rows in what commands said, of which the last is `FACTS`."""
    rows = json.JSONDecoder().raw_decode(said, said.rindex('[{"model"'))[0]
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


def test_a_backup_is_private_and_holds_neither_secrets_nor_the_database_itself(archived):
    _, archive, _ = archived
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert any(name.startswith("var/editions/") for name in names)
    assert not [name for name in names if "secret" in name or "sqlite" in name]


def test_a_backup_made_on_sqlite_is_restored_on_postgresql_and_back(archived, tmp_path, own_postgres):
    here, archive, kept = archived
    there, again = Installation(tmp_path / "there", own_postgres), Installation(tmp_path / "again")
    prepared(again.var)
    back = tmp_path / "back.tar.gz"
    assert _facts(there(("restore", str(archive)), FACTS)) == kept
    assert there.edition == here.edition
    assert "--replace" in there(("restore", str(archive)), status=1)
    changed = _facts(there(("backup", str(back)), ("demo",), FACTS))  # new passwords, so that something differs
    assert _facts(again(("restore", str(back)), FACTS)) == kept != changed
    assert _facts(there(("restore", str(back), "--replace"), FACTS)) == kept


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
from climate_visualizer.web.workspace.administration import backup as keeping_safe

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


OTHERS = "from climate_visualizer.web.workspace.models import User; User.objects.update(name='Somebody else')"


def test_a_backup_is_restored_on_sqlite_also_when_the_restoring_was_killed(archived, tmp_path):
    here, archive, kept = archived
    there = Installation(tmp_path / "there")
    assert _facts(there(("restore", str(archive)), FACTS)) == kept
    before = _facts(there(("shell", "--no-imports", "-c", OTHERS), FACTS))
    assert before != kept
    for name, moment in MOMENTS.items():
        assert there.run(DYING.format(moment=moment), str(archive)).returncode == -9, name
        if name == "while the rows are replaced":
            assert _facts(there(FACTS)) == before
        after = _facts(there(("restore", str(archive), "--replace"), FACTS))
        assert there.edition == here.edition != "", name
        assert not list(there.var.glob(".restoring-*")), name
        assert after == kept, name


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


def test_rows_of_an_older_version_come_back_under_the_names_of_now(tmp_path):
    follower("resident@example.org")
    Delivery.objects.update(written_at=datetime(2026, 11, 23, 12, 0, 0, 123, UTC))
    before = Delivery.objects.get()
    run("backup", str(tmp_path / "backup.tar.gz"))
    with tarfile.open(tmp_path / "backup.tar.gz") as source:
        manifest = json.loads(source.extractfile("manifest.json").read())
        rows = json.loads(source.extractfile("rows.json").read())
    for row in rows:
        if row["model"] == "alerts.delivery":
            row["fields"] |= {"sent_at": row["fields"].pop("written_at"), "attempts": 1, "held_until": None}
    _archive(tmp_path / "older.tar.gz", manifest, json.dumps(rows).encode())
    run("restore", str(tmp_path / "older.tar.gz"), replace=True)
    assert Delivery.objects.get().written_at == before.written_at is not None


def test_what_is_no_backup_is_refused_and_changes_nothing(tmp_path, settings):
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
