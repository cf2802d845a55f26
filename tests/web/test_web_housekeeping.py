"""What is thrown away by a stated rule, and what never is."""

from __future__ import annotations

import os
import shutil
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from climate_visualizer.editions.importing.ingest import SNAPSHOTS, known_imports
from climate_visualizer.editions.publishing.publish import stored
from climate_visualizer.sources.snapshots import keep, note
from climate_visualizer.web.monitoring import housekeeping
from climate_visualizer.web.monitoring.housekeeping import keep_house
from climate_visualizer.web.workspace.models import Document, Organisation, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(settings, releases, tmp_path):
    """A site with five editions, three of them old copies."""
    settings.VAR = shutil.copytree(releases[0], tmp_path / "var")
    settings.EDITIONS = settings.VAR / "editions"
    for number in range(3):
        shutil.copytree(settings.EDITIONS / releases[1].id, settings.EDITIONS / f"1999-01-0{number + 1}-aaaaaaaaaa")
    settings.KEEP_EDITIONS = 2
    return releases[1].id, releases[2].id


def test_old_editions_go_but_for_what_something_published_refers_to(many, settings):
    here = Organisation.objects.create(name="Nyköping", kind="municipality")
    document = Document.objects.create(organisation=here, area_id="SE-0480", kind="climate-budget", key="2027")
    Version.objects.create(document=document, number=1, content={"edition": "1999-01-02-aaaaaaaaaa"})
    assert keep_house()["editions"] == 2
    assert stored(settings.EDITIONS) == ["1999-01-02-aaaaaaaaaa", *many]
    assert keep_house()["editions"] == 0


def test_kept_bytes_that_nothing_needs_go_after_a_month(many, settings):
    snapshots = settings.VAR / SNAPSHOTS
    digest = keep(b"a file that no reader could read", snapshots)
    note(digest, snapshots, {"file_name": "odd.xlsx"})
    assert keep_house()["files"] == 0, "it is new"
    past = time.time() - 40 * 86_400
    for path in snapshots.glob("??/*"):
        os.utime(path, (past, past))
    assert keep_house()["files"] == 1
    assert not list(snapshots.glob(f"??/{digest}*"))
    assert all((snapshots / one.sha256[:2] / one.sha256).is_file() for one in known_imports(settings.VAR))


def test_ended_sessions_go(on_starter):
    for hours in (-1, 1):
        session = SessionStore()
        session.create()
        Session.objects.filter(pk=session.session_key).update(expire_date=timezone.now() + timedelta(hours=hours))
    assert keep_house()["sessions"] == 1
    assert Session.objects.count() == 1


def test_what_cannot_be_thrown_away_now_stops_nothing(on_starter, monkeypatch):
    def failing() -> int:
        raise OSError("The disk is read-only.")

    monkeypatch.setitem(housekeeping._rules, "editions", failing)
    done = keep_house()
    assert "editions" not in done
    assert done["sessions"] == 0
