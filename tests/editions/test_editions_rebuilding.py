"""Raw first: bytes and where they came from are kept before they are read, and every edition comes out of them again."""

import io
import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from climate_visualizer import __version__
from climate_visualizer.editions.importing.ingest import SNAPSHOTS, keep_download, known_imports
from climate_visualizer.editions.importing.pipeline import bring_in, held
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing.publish import publish, stored
from climate_visualizer.editions.publishing.rebuild import rebuild_every
from climate_visualizer.editions.read import MANIFEST
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.snapshots import load, note, noted
from climate_visualizer.sources.table import SourceError

FLAT = "GCB2022v27_MtCO2_flat.csv"


@pytest.fixture(scope="module")
def kept(real_data, tmp_path_factory):
    """A folder with the starter set, three imports of the world, and a slipped one that is held."""
    var = tmp_path_factory.mktemp("kept")
    root = var / "editions"
    publish(read_starter(SHIPPED), root)
    flat = (real_data / "world_gcb" / FLAT).read_bytes()
    bring_in("world_gcb", [(FLAT, flat)], var, root)
    bring_in(
        "world_population",
        [("Population.csv", (real_data / "world_population/Population.csv").read_bytes())],
        var,
        root,
    )
    lines = flat.decode().splitlines()
    slipped = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[-8:] = [str(float(cell) / 1000) if cell else "" for cell in cells[-8:]]
        slipped.append(",".join(cells))
    outcome = bring_in("world_gcb", [("GCB2022v28_MtCO2_flat.csv", "\n".join(slipped).encode())], var, root)
    assert outcome.held and held(root)
    return var


def test_every_edition_comes_out_of_the_kept_files_bit_for_bit(kept, tmp_path):
    found = rebuild_every(kept, kept / "editions", tmp_path)
    assert len(found) == 4 and not any(found.values())
    for edition_id in stored(kept / "editions"):
        for path in (kept / "editions" / edition_id).glob("*.parquet"):
            assert path.read_bytes() == (tmp_path / edition_id / path.name).read_bytes()


def test_two_releases_of_sweden_come_out_again(releases, tmp_path):
    var, before, after, _ = releases
    found = rebuild_every(var, var / "editions", tmp_path)
    assert {before.id, after.id} <= set(found)
    assert found[before.id] == found[after.id] == []


def test_the_command_says_what_does_not_come_out_again(kept, settings, tmp_path):
    settings.VAR, settings.EDITIONS = tmp_path / "var", tmp_path / "var" / "editions"
    shutil.copytree(kept, settings.VAR)
    said = io.StringIO()
    call_command("editions", "rebuild", "--every-into", str(tmp_path / "one"), stdout=said)
    assert "4 editions come out of the kept files bit for bit" in said.getvalue()
    first = known_imports(settings.VAR)[-1]
    inputs = {one: _inputs(settings.EDITIONS, one) or () for one in stored(settings.EDITIONS)}
    wrong = next(one for one, of in inputs.items() if of and first.sha256 not in {entry["sha256"] for entry in of})
    path = settings.EDITIONS / wrong / MANIFEST
    manifest = json.loads(path.read_text())
    manifest["tables"]["emissions"]["sha256"] = "0" * 64
    manifest["code_version"] = "0.0.1"
    path.write_text(json.dumps(manifest))
    said = io.StringIO()
    call_command("editions", "rebuild", "--every-into", str(tmp_path / "same"), stdout=said)
    assert f"{wrong} has the same figures, written another way by version 0.0.1." in said.getvalue()
    assert "3 editions come out" in said.getvalue()
    manifest["code_version"] = __version__
    path.write_text(json.dumps(manifest))
    (settings.VAR / SNAPSHOTS / first.sha256[:2] / first.sha256).unlink()
    with pytest.raises(CommandError) as problem:
        call_command("editions", "rebuild", "--every-into", str(tmp_path / "two"))
    assert "emissions differs" in str(problem.value)
    assert "cannot be built again" in str(problem.value)


def _inputs(root, edition_id):
    return json.loads((root / edition_id / MANIFEST).read_text()).get("inputs")


def test_the_manifest_says_which_files_an_edition_was_read_from(kept):
    for edition_id in stored(kept / "editions"):
        inputs = _inputs(kept / "editions", edition_id) or []
        assert all(load(one["sha256"], kept / SNAPSHOTS) for one in inputs)


def test_what_is_downloaded_is_kept_with_its_origin_before_it_is_read(tmp_path):
    sent = Download(b"<html>", FLAT, "https://zenodo.org/x", {"etag": '"1"'})
    keep_download("world_gcb", sent, tmp_path)
    with pytest.raises(SourceError):
        bring_in("world_gcb", [(FLAT, b"<html>")], tmp_path, tmp_path / "editions")
    (path,) = (tmp_path / SNAPSHOTS).glob("*/*.json")
    record = json.loads(path.read_text())
    assert load(path.stem, tmp_path / SNAPSHOTS) == b"<html>"
    assert record["address"] == "https://zenodo.org/x" and record["headers"] == {"etag": '"1"'}
    assert record["licence"] == "CC BY 4.0" and record["received"] and record["file_name"] == FLAT
    assert "release_date" not in record


def test_the_record_says_the_publishers_release_date_once_it_is_read(kept):
    digest = next(one.sha256 for one in known_imports(kept) if one.source == "world_gcb")
    record = noted(digest, kept / SNAPSHOTS)
    assert record["release_date"] == "2021-12-31" and record["address"] == ""


def test_what_was_noted_first_stays(tmp_path):
    note("ab12", tmp_path, {"address": "one"})
    note("ab12", tmp_path, {"address": "two", "title": "T"})
    assert noted("ab12", tmp_path) == {"address": "one", "title": "T"}
    (tmp_path / "ab" / "ab12.json").write_text("torn")
    assert noted("ab12", tmp_path) == {}
