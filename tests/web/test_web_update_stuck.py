"""Files of every source that were taken in once and are of no use now: updates and the watch go on, and say so each time."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from web.file_publisher import Publisher, published

from climate_visualizer.editions.importing.files_aside import files_left_out
from climate_visualizer.editions.importing.ingest import SNAPSHOTS, Import, known_imports, remember
from climate_visualizer.editions.importing.pipeline import annotate
from climate_visualizer.editions.importing.starter import ensure_edition
from climate_visualizer.editions.publishing.rebuild import ensure_renewed
from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.sources.registry import readers
from climate_visualizer.sources.snapshots import digest_of, keep

pytestmark = pytest.mark.django_db  # housekeeping after an update asks the database

LIST, GASES = "/world_igcc/contents/data/carbon_budget", "/world_igcc/contents/data/greenhouse_gas_emissions"


@pytest.fixture
def publisher(settings) -> Iterator[Publisher]:
    with published() as found:
        settings.SOURCES_AT = found.address
        yield found


@pytest.fixture
def budgets(settings, tmp_path, publisher, real_data) -> Publisher:
    """The starter set, and a publisher that has a new table of the world's remaining budgets."""
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    settings.SOURCES = ["world_igcc"]
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    path = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    entries = [{"name": path.name, "download_url": f"{publisher.address}/raw/budgets.csv"}]
    gases = real_data / "world_igcc" / "greehouse_gas_emissions_co2eq.csv"
    publisher.files = {
        LIST: json.dumps(entries).encode(),
        GASES: json.dumps([{"name": gases.name, "download_url": f"{publisher.address}/raw/gases.csv"}]).encode(),
        "/raw/budgets.csv": path.read_bytes(),
        "/raw/gases.csv": gases.read_bytes(),
    }
    return publisher


def stuck(var: Path) -> list[Import]:
    """A file of every source, of bytes that no reader takes, counted as imported as by an earlier version; one is lost too."""
    entries = [
        Import(source, f"{source}.csv", keep(f"no reader takes this, {source}\n".encode(), var / SNAPSHOTS))
        for source in readers()
    ]
    entries.append(Import("se_scb", "lost.xlsx", "0" * 64))
    remember([*known_imports(var), *entries], var)
    return entries


def update() -> tuple[str, list[str]]:
    """What an update says, and the sentences on what is wrong."""
    out = io.StringIO()
    try:
        call_command("update", stdout=out)
    except CommandError as problem:
        return out.getvalue(), str(problem).splitlines()
    return out.getvalue(), []


def test_one_of_every_source_stops_no_update_and_is_told_each_time(settings, budgets):
    entries, before = stuck(settings.VAR), current_id(settings.EDITIONS)
    told, wrong = update()
    assert "is current" in told and current_id(settings.EDITIONS) != before
    assert "2025-05-02" in told
    for entry in entries:
        (said,) = [one for one in wrong if f"sources set-aside {entry.sha256[:12]}" in one]
        assert said.startswith(f"{entry.source} has a file from earlier") and entry.file_name in said
    assert len(wrong) == len(entries)
    again, still = update()
    assert "nothing new" in again and sorted(still) == sorted(wrong), "also on a day on which nothing comes"
    files = io.StringIO()
    call_command("sources", "files", stdout=files)
    assert files.getvalue().count("LEFT OUT: ") == len(entries)
    for entry in entries[-2:]:  # it is done, so the exit code is 0, and what is wrong with the others is told beside
        beside = io.StringIO()
        call_command("sources", "set-aside", entry.sha256[:12], "--reason", "No use.", stdout=files, stderr=beside)
        assert f"{entry.file_name} is set aside." in files.getvalue()
        assert entries[0].sha256[:12] in beside.getvalue() and entry.sha256[:12] not in beside.getvalue()
    assert {one.sha256 for one in files_left_out(settings.VAR)} == {one.sha256 for one in entries[:-2]}
    with pytest.raises(CommandError, match=r"things are wrong, as said above. Nothing was changed"):
        call_command("sources", "check", stdout=files)  # a check answers for all of them


def test_a_good_file_is_imported_beside_a_stuck_one_and_that_is_no_failure(settings, budgets, real_data):
    (entry, *_) = stuck(settings.VAR)
    path = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    told, beside = io.StringIO(), io.StringIO()
    call_command("import_statistics", "world_igcc", str(path), stdout=told, stderr=beside)
    assert "is current." in told.getvalue() and entry.sha256[:12] in beside.getvalue()
    kept = settings.VAR / SNAPSHOTS / digest_of(path.read_bytes())[:2] / digest_of(path.read_bytes())
    kept.write_bytes(b"half")
    bad = path.with_name("greehouse_gas_emissions_co2eq.csv")
    call_command("import_statistics", "world_igcc", str(bad), stdout=told, stderr=beside)
    assert f"The kept bytes of {path.name} are lost or damaged" in beside.getvalue(), "it goes on as it was read"


def test_the_watch_goes_on_and_logs_them_and_takes_back_what_can_be_used(settings, budgets, real_data, caplog):
    whole = next((real_data / "world_igcc").glob("2023-04-29__*.csv"))
    damaged = Import("world_igcc", whole.name, keep(whole.read_bytes(), settings.VAR / SNAPSHOTS))
    path = settings.VAR / SNAPSHOTS / damaged.sha256[:2] / damaged.sha256
    path.write_bytes(b"half")
    entries = [damaged, *stuck(settings.VAR)]
    remember([damaged, *known_imports(settings.VAR)], settings.VAR)
    call_command("watch", "--every", "0.05", "--checks", "2")
    said = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert all(any(entry.sha256[:12] in one for one in said) for entry in entries)
    assert days(settings.EDITIONS) == {"2025-05-02", "2023-12-31"}
    path.write_bytes(whole.read_bytes())
    call_command("watch", "--every", "0.05", "--checks", "2")
    assert days(settings.EDITIONS) == {"2025-05-02", "2023-12-31", "2023-04-29"}, "though nothing new came"
    assert damaged.sha256 not in {one.sha256 for one in files_left_out(settings.VAR)}


def days(root: Path) -> set[str]:
    """The releases of the world's budgets and gases that the current edition is made of."""
    return {one["release_date"] for one in current_edition(root).origins if one["source"] == "world_igcc"}


def test_the_start_of_a_newer_version_writes_down_what_the_next_update_tells(settings, budgets):
    update()
    path, edition_id = settings.EDITIONS, current_id(settings.EDITIONS)
    came = known_imports(settings.VAR)
    manifest = path / str(edition_id) / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    bad = Import("world_gdp", "gdp.csv", keep(b"a,b\n1,2\n", settings.VAR / SNAPSHOTS))
    remember([*came, bad], settings.VAR)
    inputs = [*facts["inputs"], {"source": bad.source, "file_name": bad.file_name, "sha256": bad.sha256, "new": False}]
    annotate(str(edition_id), path, {"code_version": "0.5.1", "inputs": inputs})
    assert ensure_renewed(settings.VAR, path, settings.DATA / "starter") == edition_id
    assert [one.sha256 for one in files_left_out(settings.VAR)] == [bad.sha256]
    told, wrong = update()
    assert "nothing new" in told and len(wrong) == 1 and bad.sha256[:12] in wrong[0]
