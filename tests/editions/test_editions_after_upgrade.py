"""An edition that an earlier version made: looked at once, renewed from its own files, or left as it is with the reason."""

from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from conftest import STARTER

from climate_visualizer import __version__
from climate_visualizer.editions.checks.gate import Concern
from climate_visualizer.editions.importing.pipeline import held
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.publishing import rebuild
from climate_visualizer.editions.publishing.publish import publish, stored
from climate_visualizer.editions.read import TABLES, current_id
from climate_visualizer.sources.table import SourceError

OLD, NEW = "2031-04-18-0123456789", "2032-04-18-0123456789"
INPUTS = [{"source": "se_smhi", "file_name": "a.xlsx", "sha256": "0a" * 32, "new": True}]


def made(edition_id, tables=None, **facts):
    candidate = read_starter(STARTER)
    manifest = {**candidate.manifest, "id": edition_id, "starter": False, **facts}
    return replace(candidate, manifest=manifest, tables=tables or candidate.tables)


@pytest.fixture
def root(tmp_path):
    """The starter's figures as a publisher's, of an earlier version."""
    publish(made(OLD, code_version="0.0.1", inputs=INPUTS), tmp_path / "editions")
    return tmp_path / "editions"


@pytest.fixture
def asked(monkeypatch):
    """What was asked to be built again, and with what is answered."""
    calls, answers = [], []

    def rebuilt(inputs, var, recipes=None, beside=()):
        calls.append((inputs, len(beside)))
        if isinstance(answers[-1], Exception):
            raise answers[-1]
        return answers[-1]

    monkeypatch.setattr(rebuild, "rebuilt", rebuilt)
    return calls, answers


def manifest_of(root, edition_id):
    return json.loads((root / edition_id / "manifest.json").read_text(encoding="utf-8"))


def test_one_that_comes_out_the_same_is_looked_at_once(root, asked, tmp_path):
    calls, answers = asked
    answers.append(made(OLD))
    assert rebuild.ensure_renewed(tmp_path, root, STARTER) == OLD == current_id(root)
    assert manifest_of(root, OLD)["looked_at_by"] == __version__ and calls == [(INPUTS, 0)]
    assert rebuild.ensure_renewed(tmp_path, root, STARTER) == OLD and len(calls) == 1


def test_one_that_comes_out_another_is_published_with_what_it_renews(root, asked, tmp_path, monkeypatch):
    calls, answers = asked
    answers.append(made(NEW))
    compared = []
    monkeypatch.setattr(
        rebuild, "examine", lambda new, old: compared.append((new.id, old.id)) or (Concern("sign", False, "One."),)
    )
    assert rebuild.ensure_renewed(tmp_path, root, STARTER) == NEW == current_id(root)
    found = manifest_of(root, NEW)
    assert (found["renews"], found["inputs"]) == (OLD, INPUTS) and compared == [(NEW, OLD)]
    assert found["concerns"] == [Concern("sign", False, "One.").as_dict()] and held(root) == {}
    assert stored(root) == [OLD, NEW] and len(calls) == 1


def test_one_that_is_held_leaves_the_old_one_current_and_is_not_tried_again(root, asked, tmp_path, monkeypatch):
    calls, answers = asked
    answers.append(made(NEW))
    monkeypatch.setattr(rebuild, "examine", lambda new, old: (Concern("sign", True, "One."),))
    assert rebuild.ensure_renewed(tmp_path, root, STARTER) == OLD == current_id(root)
    assert held(root) == {NEW: []} and manifest_of(root, OLD)["looked_at_by"] == __version__
    assert rebuild.ensure_renewed(tmp_path, root, STARTER) == OLD and len(calls) == 1


def test_one_whose_files_are_lost_stays_and_the_log_says_why(root, asked, tmp_path, monkeypatch, caplog):
    _, answers = asked
    answers.append(SourceError("The kept bytes are lost."))
    told = []
    monkeypatch.setattr(rebuild, "_stuck", lambda manifest, var: told[:])
    for stuck, why in (([], "The kept bytes are lost."), (["One.", "Two."], "One. Two.")):
        told[:] = stuck
        caplog.clear()
        assert rebuild.ensure_renewed(tmp_path, root, STARTER) == OLD == current_id(root)
        (record,) = [one for one in caplog.records if one.name == "climate_visualizer"]
        assert record.levelname == "WARNING" and record.getMessage() == (
            f"edition {OLD} was made by an earlier version and cannot be built again; it stays as it is. {why}"
        )


def test_which_editions_are_from_before():
    whole = {"recipes": rebuild.recipes(), "tables": dict.fromkeys(TABLES), "code_version": __version__}
    assert not rebuild._is_from_before(whole)
    assert rebuild._is_from_before({**whole, "recipes": {}})
    assert rebuild._is_from_before({name: one for name, one in whole.items() if name != "recipes"})
    fewer = {**whole, "tables": dict.fromkeys(list(TABLES)[1:])}
    assert rebuild._is_from_before(fewer)
    earlier = {**whole, "code_version": "0.0.9"}
    assert rebuild._is_from_before(earlier) and not rebuild._is_from_before({**earlier, "looked_at_by": __version__})
    assert rebuild._is_from_before({**earlier, "looked_at_by": "0.0.9"})
    assert not rebuild._is_from_before({**whole, "code_version": "999.0.0"})
    assert rebuild._version("0.10.2") > rebuild._version("0.9.11") and rebuild._version("1.2.dev3") == (1, 2)


def test_one_whose_rebuilding_gives_other_tables_or_is_none_says_so(root, asked, tmp_path):
    _, answers = asked
    answers.append(made(OLD))
    into = tmp_path / "into"
    assert rebuild.rebuild_every(tmp_path, root, into) == {OLD: []}
    assert manifest_of(into, OLD)["inputs"] == INPUTS
    tables = read_starter(STARTER).tables
    answers.append(made(OLD, {**tables, "population": tables["population"].with_columns(pl.col("persons") + 1)}))
    assert rebuild.rebuild_every(tmp_path, root, tmp_path / "again") == {OLD: [f"{rebuild.SAME} by version 0.0.1"]}
    answers.append(SourceError("The kept bytes are lost."))
    assert rebuild.rebuild_every(tmp_path, root, into) == {OLD: ["it cannot be built again (The kept bytes are lost.)"]}
