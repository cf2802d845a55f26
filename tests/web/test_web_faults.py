"""What may go wrong between a file and a page: each time the old edition is still served, and a later run succeeds."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT, SWEDEN
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from waiting import CEILING

from climate_visualizer.editions.importing.ingest import known_imports
from climate_visualizer.editions.publishing.publish import faults, point_at, stored
from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.web import current
from climate_visualizer.web.pages.common.page_middleware import one_edition

pytestmark = pytest.mark.django_db  # the state of the service tells of the database too
CO2 = SWEDEN["se_smhi"][0]


@pytest.fixture
def var(settings, earlier_var) -> Path:
    """A folder with the earlier release imported and published, and nothing newer."""
    settings.VAR, settings.EDITIONS = earlier_var, earlier_var / "editions"
    return earlier_var


def start(var: Path, real_data: Path, **others) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "import_statistics", "se_smhi", str(real_data / "se_smhi" / CO2)]
    environment = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **others
    )


def ensure_sound(var: Path) -> str:
    """The current edition can be read, every stored one is whole, and what is remembered can be read again."""
    root = var / "editions"
    edition = current_edition(root)
    assert len(edition.areas) == 312
    assert [fault for edition_id in stored(root) for fault in faults(edition_id, root)] == []
    assert len(known_imports(var)) >= 4
    return edition.id


def finish(var: Path, real_data: Path) -> None:
    """The later run; two of processes of their own are in `test_two_imports_at_once_wait_for_each_other`."""
    call_command("import_statistics", "se_smhi", str(real_data / "se_smhi" / CO2))
    assert ensure_sound(var).startswith("2024-04-18")


def test_killed_at_any_moment_the_old_edition_is_served_and_a_later_run_succeeds(var, real_data):
    """Killed with SIGKILL as soon as each trace of progress is there, and at moments between."""
    before = current_id(var / "editions")
    snapshots = len(list((var / "snapshots").rglob("*/*")))
    moments = [
        lambda: True,
        lambda: len(list((var / "snapshots").rglob("*/*"))) > snapshots,
        lambda: any((var / "editions").glob(".building-*")),
        lambda: len(stored(var / "editions")) > 1,
        lambda: current_id(var / "editions") != before,
    ]
    for reached in moments:
        process = start(var, real_data)
        while not reached() and process.poll() is None:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=CEILING)
        assert ensure_sound(var) in {before, *stored(var / "editions")}
    finish(var, real_data)


def test_two_imports_at_once_wait_for_each_other(var, real_data):
    both = [start(var, real_data) for _ in range(2)]
    for process in both:
        _, problem = process.communicate(timeout=CEILING)
        assert process.returncode == 0, problem
    assert ensure_sound(var).startswith("2024-04-18")
    assert len(known_imports(var)) == len({entry.sha256 for entry in known_imports(var)})
    assert len(stored(var / "editions")) == 2


def test_a_disk_that_takes_no_more_is_a_sentence(var, real_data):
    """A limit on what a file may hold, below what the edition needs."""
    before = current_id(var / "editions")
    process = start(var, real_data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    _, problem = process.communicate(timeout=CEILING)
    assert process.returncode == 1
    assert problem.count("\n") == 1
    assert "could not be written" in problem
    assert ensure_sound(var) == before
    finish(var, real_data)


@pytest.mark.parametrize("file", ["emissions.parquet", "manifest.json"])
def test_a_damaged_edition_is_found_and_built_anew(var, real_data, client, settings, file):
    """Half a manifest or a flipped bit: the health check says so, and a rebuild from the kept files heals it."""
    edition_id = current_id(settings.EDITIONS)
    path = settings.EDITIONS / edition_id / file
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert faults(edition_id, settings.EDITIONS)
    from climate_visualizer.editions.read import load_edition

    load_edition.cache_clear()
    assert client.get("/health").status_code == 503
    call_command("editions", "rebuild")
    load_edition.cache_clear()
    assert ensure_sound(var) == edition_id
    assert client.get("/health").status_code == 200


def test_one_flipped_bit_is_found(var):
    root = var / "editions"
    path = root / current_id(root) / "emissions.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    assert "is not what was written" in faults(current_id(root), root)[0]


def test_a_torn_list_of_imports_is_a_sentence(var, real_data):
    kept = (var / "imports.json").read_text()
    (var / "imports.json").write_text(kept[:40])
    process = start(var, real_data)
    _, problem = process.communicate(timeout=CEILING)
    assert process.returncode == 1
    assert "imports.json" in problem
    assert problem.count("\n") == 1
    (var / "imports.json").write_text(kept)
    finish(var, real_data)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2020, 2, 29), date(2049, 12, 31)])
def test_a_clock_that_is_wrong_breaks_no_page(client, settings, on_starter, day):
    """A day before the statistics, one before the budget starts, and one at the end of the path."""
    settings.AS_OF = day
    for path in ("/sv/se/nykoping/", "/en/se/sverige/?limit=1.5", "/sv/", "/api/v1/areas/SE-0480/budget"):
        assert client.get(path).status_code == 200, path
    assert client.get("/health").json()["as_of"] == day.isoformat()


def test_a_clock_that_went_back_while_files_came_changes_nothing(var, real_data):
    """What counts is the release's own date, not the moment at which it came."""
    old = time.time() - 20 * 365 * 86400
    for path in (var / "snapshots").rglob("*/*"):
        os.utime(path, (old, old))
    finish(var, real_data)


def test_a_request_under_way_ends_on_the_edition_it_began_with(client, settings, releases, tmp_path):
    """A new edition is published in the middle of a request: this one keeps to the old, the next has the new."""
    settings.VAR = shutil.copytree(releases[0], tmp_path / "var")
    settings.EDITIONS = settings.VAR / "editions"
    after = current_id(settings.EDITIONS)
    seen = []

    def answer(request):
        seen.append(current.edition().id)
        point_at(releases[1].id, settings.EDITIONS)
        seen.append(current.edition().id)
        return HttpResponse()

    one_edition(answer)(RequestFactory().get("/"))
    assert seen == [after, after]
    assert client.get("/health").json()["edition"] == releases[1].id
    point_at(after, settings.EDITIONS)
    assert client.get("/health").json()["edition"] == after
