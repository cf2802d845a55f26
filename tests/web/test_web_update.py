"""Updating: real files from a real server on loopback, fetched, imported and published; nothing bad gets out."""

import io
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from conftest import ROOT
from django.core.management import CommandError, call_command
from sources import smhi_2025
from waiting import CEILING
from web.file_publisher import Publisher, published

from climate_visualizer.editions.importing import source_states
from climate_visualizer.editions.importing.starter import ensure_edition
from climate_visualizer.editions.read import Edition, current_edition, current_id, load_edition
from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.web.management.commands import watch
from climate_visualizer.web.management.commands.update import fetching

pytestmark = pytest.mark.django_db  # housekeeping after an update asks the database


@pytest.fixture
def publisher(settings) -> Iterator[Publisher]:
    with published() as found:
        settings.SOURCES_AT = found.address
        yield found


@pytest.fixture
def var(settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    settings.EDITIONS = tmp_path / "editions"
    return tmp_path


def _json_stat(real_data: Path, areas: pl.DataFrame) -> bytes:
    """Statistics Sweden's own figures for 2023 in the form in which its database answers."""
    name = "be0101_tabhel2023.xlsx"
    people = se_scb.read((real_data / "se_scb" / name).read_bytes(), file_name=name, areas=areas)
    joined = people.population.join(areas, on="area_id").sort("area_id")
    region = ["00" if area == "SE" else area.removeprefix("SE-") for area in joined["area_id"]]
    label = dict(zip(region, joined["name"], strict=True)) | {"00": "Riket"}
    values = [number for persons in joined["persons"] for number in (persons, None)]
    answer = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängden efter region och år",
        "updated": "2024-02-22T07:00:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [len(region), 1, 2],
        "dimension": {
            "Region": {"category": {"index": {code: n for n, code in enumerate(region)}, "label": label}},
            "ContentsCode": {"category": {"index": ["BE0101N1"], "label": {"BE0101N1": "Folkmängd"}}},
            "Tid": {"category": {"index": {"2023": 0, "2026": 1}}},
        },
        "value": values,
    }
    return json.dumps(answer, ensure_ascii=False).encode()


@pytest.fixture
def everything(publisher, real_data) -> Publisher:
    """What publishers serve, carbon dioxide of the release that the starter set is of: an older one would not replace it."""
    smhi, areas = real_data / "se_smhi", smhi_2025.codes(real_data)
    publisher.files = {
        "/api/v2/tables/TAB638/data": _json_stat(real_data, areas),
        "CO2": smhi_2025.workbook(real_data, areas),
        "GGT": (smhi / "smhi_lansrapport_2023-06_sub-GGT_county-0_municipality-0.xlsx").read_bytes(),
        "CH4": (smhi / "smhi_lansrapport_2023-06_sub-CH4_county-0_municipality-0.xlsx").read_bytes(),
    }
    return publisher


def update() -> str:
    out = io.StringIO()
    call_command("update", stdout=out)
    return out.getvalue()


def test_from_the_starter_set_to_all_of_sweden_by_one_command(var, settings, everything, sweden, real_data):
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    with pytest.raises(CommandError, match="sub=N2O"):
        update()
    edition = current_edition(settings.EDITIONS)
    assert {"CO2", "GHG", "CH4"} <= set(edition.gases()) and edition.manifest["beside"] == []
    assert len(edition.areas) == 312
    assert edition.areas == sweden.areas
    assert _differs_most(edition, smhi_2025.figures(real_data)) < 0.01
    assert edition.persons("SE", 2023).tolist() == sweden.persons("SE", 2023).tolist()


def _differs_most(edition: Edition, issued: pl.DataFrame) -> float:
    """The most tonnes by which a municipality's total in any year is another than the publisher's."""
    ids = {area.name: area.id for area in edition.areas if area.kind == "municipality"}
    whole = (pl.col("sector") == "total") & (pl.col("subsector") == "total")
    have = edition.figures("SE", "CO2").filter(whole)
    have = have.select(pl.col("area_id").cast(pl.String), "year", now="tonnes")
    wanted = issued.filter(pl.col("sector") == smhi_2025.ALL)
    wanted = wanted.with_columns(area_id=pl.col("municipality").replace_strict(ids))
    both = wanted.join(have, on=["area_id", "year"], how="left")
    assert both.height and both["now"].null_count() == 0
    return (both["now"] - both["tonnes"]).abs().max()


def test_what_is_unchanged_is_not_sent_again_and_changes_nothing(var, settings, everything):
    everything.files["N2O"] = everything.files["CH4"]
    first = _finish(settings)
    everything.asked.clear()
    assert update().count("nothing new") == 2
    assert current_id(settings.EDITIONS) == first
    assert all(tag for path, tag in everything.asked if not path.endswith("/TAB638"))  # this asks when it was updated


def _finish(settings) -> str:
    update()
    found = current_id(settings.EDITIONS)
    assert found
    return found


def test_a_page_in_the_place_of_a_workbook_leaves_the_starters_figures_and_a_later_run_succeeds(
    var, settings, everything
):
    """SMHI's CO2 away at the first update loses nothing: what else came is in, and budgets are those of before."""
    before = current_edition_of(ensure_edition(settings.EDITIONS, settings.DATA / "starter"), settings)
    whole = everything.files["CO2"]
    everything.files["CO2"] = b"<!doctype html><title>Moved</title>"
    with pytest.raises(CommandError, match="web page"):
        update()
    between = current_edition(settings.EDITIONS)
    assert between.manifest["beside"] == ["se_smhi"] and "GHG" in between.gases()
    assert between.cube("SE").area_ids == before.cube("SE").area_ids
    assert (between.cube("SE").totals == before.cube("SE").totals).all()
    wrong = source_states.states(settings.VAR)["se_smhi"]
    assert ("web page" in wrong.wrong and not wrong.good and "GHG" in wrong.came) or "Växthusgaser" in wrong.came
    everything.files["CO2"] = whole
    everything.files["N2O"] = everything.files["CH4"]
    table = update()
    assert current_edition(settings.EDITIONS).manifest["beside"] == []
    assert source_states.states(settings.VAR)["se_smhi"].wrong == ""
    assert "source" in table and "last good" in table


def current_edition_of(edition_id: str, settings) -> Edition:
    return load_edition(settings.EDITIONS / edition_id)


def test_a_database_that_is_away_at_the_first_update_loses_nothing(var, settings, everything):
    """Without Statistics Sweden's list SMHI's report stands on the areas that the starter set has, or waits for the list."""
    before = current_edition_of(ensure_edition(settings.EDITIONS, settings.DATA / "starter"), settings)
    everything.files["N2O"] = everything.files["CH4"]
    people = everything.files.pop("/api/v2/tables/TAB638/data")
    with pytest.raises(CommandError):
        update()
    now = current_edition(settings.EDITIONS)
    assert set(before.cube("SE").area_ids) <= set(now.cube("SE").area_ids)
    assert now.persons("SE", 2022)[0] == before.persons("SE", 2022)[0]
    everything.files["/api/v2/tables/TAB638/data"] = people
    update()
    assert len(current_edition(settings.EDITIONS).cube("SE").area_ids) == 312


def test_what_would_be_done_is_said_and_nothing_is_changed(var, settings, everything):
    before = ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    everything.files["N2O"] = everything.files["CH4"]
    everything.files["GGT"] = b"<!doctype html><title>Moved</title>"
    there = {path: path.stat().st_mtime_ns for path in settings.VAR.rglob("*") if path.is_file()}
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("sources", "check", stdout=out)
    said = out.getvalue()
    assert "would be edition" in said and "web page" in said
    assert current_id(settings.EDITIONS) == before
    now = {path: path.stat().st_mtime_ns for path in settings.VAR.rglob("*") if path.is_file()}
    assert {path for path, time in now.items() if there.get(path) != time} <= {settings.VAR / ".import-lock"}
    call_command("sources", "list", stdout=out)
    assert "never" in out.getvalue()


def test_a_publisher_that_is_down_is_a_sentence(var, settings, publisher):
    before = ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    with pytest.raises(CommandError) as down:
        update()
    lines = str(down.value).splitlines()
    figures = [path for path, _ in publisher.asked if not path.endswith("/TAB638")]  # this asks when it was updated
    assert len(lines) == len(figures) and all("answered 404" in line for line in lines)
    assert current_id(settings.EDITIONS) == before


def test_a_torn_memory_of_downloads_means_that_all_is_fetched_again(var, settings, everything):
    (var / "downloads.json").write_text("{")
    everything.files["N2O"] = everything.files["CH4"]
    assert "is current" in update()


def test_the_watch_publishes_what_comes_and_goes_on_when_something_fails(var, settings, everything, real_data, caplog):
    """First an older release, then nothing, then the newer one; a publisher that answers rubbish stops nothing."""
    before = ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    old = real_data / "se_smhi" / "smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx"
    newest, everything.files["CO2"] = everything.files["CO2"], old.read_bytes()
    everything.files["N2O"] = everything.files["CH4"]
    call_command("watch", "--every", "0.05", "--checks", "4")
    first = current_id(settings.EDITIONS)
    assert first != before
    assert current_edition(settings.EDITIONS).manifest["beside"] == ["se_smhi"]  # the starter set is of a later release
    people = everything.files.pop("/api/v2/tables/TAB638/data")
    everything.files["CO2"] = newest
    call_command("watch", "--every", "0.05", "--checks", "3")
    assert current_edition(settings.EDITIONS).manifest["beside"] == []
    assert any(record.levelname == "ERROR" and record.fields["source"] == "se_scb" for record in caplog.records)
    everything.files["/api/v2/tables/TAB638/data"] = people
    assert "nothing new" in update()


def test_the_pace_has_jitter_and_failures_shorten_it():
    dice = random.Random(1)
    waits = [watch.wait(86400.0, 0, dice) for _ in range(20)]
    assert all(0.9 * 86400 <= one <= 1.1 * 86400 for one in waits)
    assert len(set(waits)) == 20
    assert 54 <= watch.wait(86400.0, 1, dice) <= 66
    assert 108 <= watch.wait(86400.0, 2, dice) <= 132
    assert watch.wait(86400.0, 60, dice) <= 1.1 * 86400
    assert {name: watch.pace(name) for name in fetching()} == {"se_scb": 86400.0, "se_smhi": 86400.0}


def test_the_watch_stops_when_it_is_told_to(tmp_path, publisher):
    # The publisher answers that it has nothing: one that is dead would be asked again and again, for a quarter of a minute.
    environment = {
        **os.environ,
        "CLIMATE_VISUALIZER_VAR": str(tmp_path),
        "CLIMATE_VISUALIZER_SOURCES_AT": publisher.address,
    }
    command = [sys.executable, "manage.py", "watch", "--every", "0.2"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    first = json.loads(process.stderr.readline())
    assert first["source"] == "se_scb"
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=CEILING)
    assert process.returncode == 0
    assert json.loads(rest.splitlines()[-1])["message"] == "stopped"


def test_an_unusable_pace_is_a_sentence():
    with pytest.raises(CommandError, match="above zero"):
        call_command("watch", "--every", "0")
