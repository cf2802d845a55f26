"""An upgrade finds an edition that an earlier version made: it is built again from its own files, and the old one stays."""

import io
import json
import shutil

import pytest
from conftest import ROOT, SWEDEN
from django.core.management import call_command

from climate_visualizer.editions.checks.gate import Concern
from climate_visualizer.editions.importing.ingest import remember
from climate_visualizer.editions.importing.pipeline import bring_in, held
from climate_visualizer.editions.publishing.publish import point_at, stored
from climate_visualizer.editions.publishing.rebuild import ensure_renewed
from climate_visualizer.editions.read import MANIFEST, TABLES, WORLD_TABLES, current_id, load_edition

STARTER = ROOT / "climate_visualizer" / "data" / "starter"


@pytest.fixture(scope="module")
def imported(real_data, tmp_path_factory):
    var = tmp_path_factory.mktemp("upgrade")
    for source, names in SWEDEN.items():
        bring_in(source, [(name, (real_data / source / name).read_bytes()) for name in names], var, var / "editions")
    return var


@pytest.fixture
def old(imported, tmp_path):
    """The same folder as a version made it that had no tables of the world: (var, root, the new id, the old id)."""
    var = tmp_path / "var"
    shutil.copytree(imported, var)
    root, new_id = var / "editions", current_id(imported / "editions")
    old_id = new_id[:11] + "0123456789"
    (root / new_id).rename(root / old_id)
    for name in WORLD_TABLES:
        (root / old_id / f"{name}.parquet").unlink()
    manifest = manifest_of(root, old_id)
    tables = {name: facts for name, facts in manifest["tables"].items() if name not in WORLD_TABLES}
    rewritten(root, old_id, {**manifest, "id": old_id, "code_version": "0.1.0", "tables": tables})
    point_at(old_id, root)
    return var, root, new_id, old_id


def manifest_of(root, edition_id):
    return json.loads((root / edition_id / MANIFEST).read_text())


def rewritten(root, edition_id, manifest):
    (root / edition_id / MANIFEST).write_text(json.dumps(manifest))
    load_edition.cache_clear()


@pytest.mark.django_db
def test_prepare_builds_it_again_and_keeps_the_old_one(old, settings, client):
    settings.VAR, settings.EDITIONS = old[0], old[1]
    for path in ("/sv/se/nykoping/", "/sv/", "/api/v1/areas/SE-0480/budget", "/api/v1/editions"):
        assert client.get(path).status_code == 200, path
    said = io.StringIO()
    settings.STATIC_ROOT = old[0] / "static"  # that of all tests is read by others meanwhile
    call_command("prepare", stdout=said)
    assert f"Edition {old[2]} is current." in said.getvalue()
    assert current_id(old[1]) == old[2]
    assert set(stored(old[1])) >= {old[2], old[3]}
    manifest = manifest_of(old[1], old[2])
    assert manifest["renews"] == old[3]
    assert set(manifest["tables"]) == set(TABLES)
    assert manifest["inputs"] == manifest_of(old[1], old[3])["inputs"]
    assert not load_edition(old[1] / old[2]).nations.is_empty()
    assert client.get("/api/v1/areas/SE-0480/budget").json()["edition"] == old[2]
    assert ensure_renewed(old[0], old[1], STARTER) == old[2]


def test_what_does_not_say_its_files_is_built_from_all_that_were_imported(old):
    var, root, new_id, old_id = old
    manifest = manifest_of(root, old_id)
    del manifest["inputs"]
    rewritten(root, old_id, manifest)
    assert ensure_renewed(var, root, STARTER) == new_id


@pytest.mark.parametrize("gone", ["snapshots", "list"])
def test_without_its_files_it_stays_and_the_log_says_so(old, gone, caplog):
    var, root, _, old_id = old
    if gone == "snapshots":
        shutil.rmtree(var / "snapshots")
    else:
        remember([], var)
        rewritten(root, old_id, {k: v for k, v in manifest_of(root, old_id).items() if k != "inputs"})
    assert ensure_renewed(var, root, STARTER) == old_id == current_id(root)
    assert "made by an earlier version and cannot be built again" in caplog.text


def test_a_renewed_edition_that_contradicts_the_old_one_is_held(old, monkeypatch):
    var, root, new_id, old_id = old
    found = (Concern("scale", True, "Made up."),)
    monkeypatch.setattr("climate_visualizer.editions.publishing.rebuild.examine", lambda *both: found)
    assert ensure_renewed(var, root, STARTER) == old_id
    assert held(root) == {new_id: []}
    assert manifest_of(root, new_id)["concerns"][0]["sentence"] == "Made up."
    shutil.rmtree(var / "snapshots")  # it is not tried again at each start
    assert ensure_renewed(var, root, STARTER) == old_id


def test_the_same_figures_by_a_newer_version_are_the_same_edition(imported, tmp_path):
    var = tmp_path / "var"
    shutil.copytree(imported, var)
    root = var / "editions"
    edition_id = current_id(root)
    rewritten(root, edition_id, {**manifest_of(root, edition_id), "code_version": "0.1.0"})
    assert ensure_renewed(var, root, STARTER) == edition_id
    noted = manifest_of(root, edition_id)["looked_at_by"]
    shutil.rmtree(var / "snapshots")
    assert ensure_renewed(var, root, STARTER) == edition_id
    assert manifest_of(root, edition_id)["looked_at_by"] == noted


def test_a_starter_set_and_a_torn_manifest_are_left_to_what_cares_for_them(tmp_path, old):
    fresh = ensure_renewed(tmp_path / "fresh", tmp_path / "fresh" / "editions", STARTER)
    assert manifest_of(tmp_path / "fresh" / "editions", fresh)["starter"]
    var, root, _, old_id = old
    path = root / old_id / MANIFEST
    path.write_text(path.read_text()[:50])
    assert ensure_renewed(var, root, STARTER) == old_id
