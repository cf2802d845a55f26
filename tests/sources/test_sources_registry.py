"""The folder is the registry, every source has its card, and snapshots keep bytes untouched."""

from __future__ import annotations

import hashlib
import os
from datetime import date

import pytest

from climate_visualizer.sources import origin, registry, snapshots
from climate_visualizer.sources.table import SourceError


def test_every_source_in_the_folder_is_known_by_its_name():
    assert set(registry.sources()) == set(registry.readers()) >= {"gb_desnz", "se_scb", "se_smhi"}
    for name, module in registry.sources().items():
        assert module.__name__.rpartition(".")[2] == module.SOURCE == name
        assert registry.reader(name) is module.read


def test_an_unknown_source_is_a_sentence_with_the_known_ones():
    with pytest.raises(SourceError, match="There is no source 'smhi'; choose one of: .*se_scb, se_smhi"):
        registry.reader("smhi")


@pytest.mark.parametrize("source", registry.sources())
def test_every_source_has_a_full_card(source):
    card = origin.facts(source)["card"]
    wanted = {
        "publisher",
        "publisher_sv",
        "title",
        "title_sv",
        "licence",
        "url",
        "address",
        "cadence",
        "poll",
        "status",
    }
    assert wanted <= set(card)
    assert card["url"].startswith("https://") and card["address"].startswith("https://")
    assert card["status"] in {"measured", "modelled", "estimated", "projected"}


def test_an_origin_holds_the_card_and_the_hash_of_the_bytes():
    found = origin.origin_of("se_scb", content=b"abc", file_name="f.xlsx", title="T", release_date="2024-04-18")
    assert found.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert date.fromisoformat(found.as_dict()["release_date"]) == date(2024, 4, 18)
    assert found.as_dict()["publisher"] == "Statistics Sweden"


def test_bytes_are_kept_once_under_their_hash(tmp_path):
    digest = snapshots.keep(b"figures", tmp_path)
    path = tmp_path / digest[:2] / digest
    assert path.read_bytes() == snapshots.load(digest, tmp_path) == b"figures"
    assert path.stat().st_mode & 0o777 == 0o600
    os.utime(path, (1, 1))
    assert snapshots.keep(b"figures", tmp_path) == digest
    assert path.stat().st_mtime == 1


def test_bytes_that_are_not_kept_are_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        snapshots.load("0" * 64, tmp_path)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        snapshots.write_atomically(tmp_path / "taken", b"figures")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
