"""What files were read as: kept, never trusted, never needed."""

import shutil
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from climate_visualizer.editions.importing import parse_cache, pipeline
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.ingest import known_imports, read_files, rebuild
from climate_visualizer.editions.read import current_id
from climate_visualizer.sources.table import FRAMES


@pytest.fixture
def var(releases, tmp_path) -> Path:
    found = tmp_path / "var"
    shutil.copytree(releases[0], found)
    return found


def folders(var: Path) -> list[Path]:
    return sorted((var / parse_cache.READINGS).iterdir())


def files(var: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders(var) for path in folder.iterdir()}


def test_every_import_is_kept_as_it_was_read_and_gives_the_same_edition(var):
    assert len(folders(var)) == len(known_imports(var)) == 4
    found = [parse_cache.kept(folder.name, var) for folder in folders(var)]
    read = {one.origin.sha256: one for one in read_files("se_smhi", (), var, afresh=True).read}
    assert {one.origin for one in found} == {one.origin for one in read.values()}
    for one in found:
        for part in FRAMES:
            kept, fresh = getattr(one, part), getattr(read[one.origin.sha256], part)
            assert (kept is None) == (fresh is None)
            if kept is not None:
                assert kept.schema == fresh.schema
                assert_frame_equal(kept, fresh)
    assert rebuild(var).id == current_id(var / "editions")


def test_what_is_kept_is_used_and_not_written_again(var):
    first = build(read_files("se_smhi", (), var).read).id
    before = {path: path.stat().st_mtime_ns for path in files(var)}
    assert build(read_files("se_smhi", (), var).read).id == first == current_id(var / "editions")
    assert {path: path.stat().st_mtime_ns for path in files(var)} == before


@pytest.mark.parametrize("damage", ["flipped", "lost", "torn", "all"])
def test_what_is_damaged_is_read_again(var, damage):
    whole = files(build_first(var))
    path = next(path for path in whole if path.name == "emissions.parquet")
    if damage == "flipped":
        content = bytearray(whole[path])
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif damage == "lost":
        path.unlink()
    elif damage == "torn":
        (path.parent / parse_cache.ABOUT).write_text('{"origin": ')
    else:
        shutil.rmtree(var / parse_cache.READINGS)
    assert build(read_files("se_smhi", (), var).read).id == current_id(var / "editions")
    assert {one: one.read_bytes() for one in whole} == whole


def build_first(var: Path) -> Path:
    read_files("se_smhi", (), var)
    return var


def test_other_code_reads_again_and_what_it_leaves_is_forgotten(var, monkeypatch):
    before = folders(build_first(var))
    monkeypatch.setattr(parse_cache, "_code", lambda: "another version")
    assert build(read_files("se_smhi", (), var).read).id == current_id(var / "editions")
    assert set(folders(var)).isdisjoint(before)
    assert len(folders(var)) == len(before)


def test_what_is_no_import_any_more_is_forgotten(var, releases):
    build_first(var)
    pipeline.hold(releases[2].id, "A trial.", var, var / "editions")
    read_files("se_smhi", (), var)
    assert len(folders(var)) == len(known_imports(var)) == 3
