"""A file that reads well and leaves no edition: it is set aside with a sentence, and every other source goes on."""

import io
import json
import shutil

import pytest
from conftest import WORLD as WHOLE
from conftest import own_world
from django.core.management import CommandError, call_command

from climate_visualizer.editions.importing.files_aside import files_set_aside
from climate_visualizer.editions.importing.ingest import (
    SNAPSHOTS,
    Import,
    known_imports,
    made_from_all,
    rebuilt,
    remember,
)
from climate_visualizer.editions.importing.parse_cache import READINGS
from climate_visualizer.editions.importing.pipeline import annotate, bring_in, tried, try_again
from climate_visualizer.editions.importing.starter import ensure_edition, starter_tables
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing.rebuild import ensure_renewed
from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.sources.snapshots import keep
from climate_visualizer.sources.table import SourceError

NEWER = "GCB2023v36_MtCO2_flat.csv"


def test_a_table_of_one_nation_stops_neither_its_source_nor_another(tmp_path, real_data):
    var = own_world(real_data, tmp_path)
    root = var / "editions"
    before, imports = current_id(root), known_imports(var)
    short = one_nation((real_data / "world_gcb" / NEWER).read_bytes())
    for bringing in (tried, bring_in):
        with pytest.raises(
            SourceError, match=f"{NEWER} leaves no edition, so it does not count as imported: .*unknown area"
        ):
            bringing("world_gcb", [(NEWER, short)], var, root)
        assert (current_id(root), known_imports(var)) == (before, imports)
    igcc = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    budgets = bring_in("world_igcc", [(igcc.name, igcc.read_bytes())], var, root)
    assert budgets.edition_id == current_id(root) != before
    assert [entry.file_name for entry in known_imports(var)] == [WHOLE, igcc.name]


# What is stuck already: files that an earlier version took in, or that were damaged by hand.


def kept(source, name, content, var):
    """Count a file as imported, as an earlier version did."""
    entry = Import(source, name, keep(content, var / SNAPSHOTS))
    remember([*known_imports(var), entry], var)
    return entry


def one_nation(newer):
    head, *lines = newer.splitlines(keepends=True)
    few = [line for line in lines if line.startswith((b'"Sweden"', b'"International '))]
    return head + b"".join(line for line in few if int(line.split(b",")[2]) >= 2010)


@pytest.fixture
def stuck(tmp_path, settings, real_data):
    """The starter set, the world's emissions, and a table of one nation that leaves no edition and counts as imported."""
    settings.VAR = own_world(real_data, tmp_path)
    settings.EDITIONS = settings.VAR / "editions"
    return kept("world_gcb", NEWER, one_nation((real_data / "world_gcb" / NEWER).read_bytes()), settings.VAR)


@pytest.fixture
def igcc(real_data):
    path = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    return path.name, path.read_bytes()


def test_a_file_that_is_stuck_already_is_left_out_named_and_stops_nothing(stuck, settings, igcc):
    outcome = bring_in("world_igcc", [igcc], settings.VAR, settings.EDITIONS)
    assert not outcome.held and outcome.edition_id == current_id(settings.EDITIONS) != outcome.before
    (left,) = outcome.batch.left_out
    assert left.sha256 == stuck.sha256
    assert f"{NEWER}: It leaves no edition: " in left.sentence and "unknown area" in left.sentence
    assert f"python manage.py sources set-aside {stuck.sha256[:12]} --reason '...'" in left.sentence
    names = [entry.file_name for entry in known_imports(settings.VAR)]
    assert names == [WHOLE, NEWER, igcc[0]], "it counts again as soon as it can be used"
    manifest = json.loads((settings.EDITIONS / outcome.edition_id / "manifest.json").read_text(encoding="utf-8"))
    assert [(one["file_name"], one["new"]) for one in manifest["inputs"]] == [(WHOLE, False), (igcc[0], True)]
    assert rebuilt(manifest["inputs"], settings.VAR, beside=starter_tables(SHIPPED)).id == outcome.edition_id


def test_two_that_are_stuck_are_both_left_out(stuck, settings, igcc):
    few = (settings.VAR / SNAPSHOTS / stuck.sha256[:2] / stuck.sha256).read_bytes()
    again = kept("world_gcb", "GCB2025v15_MtCO2_flat.csv", few.replace(b",2010,", b",2009,"), settings.VAR)
    outcome = tried("world_igcc", [igcc], settings.VAR, settings.EDITIONS)
    assert {one.file_name for one in outcome.batch.left_out} == {NEWER, again.file_name}
    assert outcome.edition_id not in (None, current_id(settings.EDITIONS)) and not outcome.held


@pytest.mark.parametrize("how", ["damaged", "lost", "refused"])
def test_a_file_that_can_be_read_no_more_is_left_out_and_comes_back_when_it_can(
    tmp_path, settings, real_data, igcc, how
):
    """The gate holds an edition that lacks what the one before had; without a file that gave nothing there is a new one."""
    root = tmp_path / "editions"
    ensure_edition(root, settings.DATA / "starter")
    before, after = igcc, (WHOLE, (real_data / "world_gcb" / WHOLE).read_bytes())
    bring_in("world_igcc", [before], tmp_path, root)
    (entry,) = known_imports(tmp_path)
    path, whole = tmp_path / SNAPSHOTS / entry.sha256[:2] / entry.sha256, before[1]
    shutil.rmtree(tmp_path / READINGS)
    if how == "refused":  # a file of bytes that no reader of this version takes
        entry = kept("world_igcc", "2024-05-01__refused.csv", b"a,b\n1,2\n", tmp_path)
    elif how == "lost":
        path.unlink()
    else:
        path.write_bytes(whole[:-9])
    outcome = tried("world_gcb", [after], tmp_path, root)
    (left,) = outcome.batch.left_out
    assert (left.sha256, entry.file_name in left.sentence) == (entry.sha256, True)
    assert outcome.edition_id not in (None, outcome.before) and outcome.held == (how != "refused")
    assert not outcome.batch.problems, "what is left out is said once"
    path.write_bytes(whole)
    again = tried("world_gcb", [after], tmp_path, root)
    assert not again.held and bool(again.batch.left_out) == (how == "refused")


def test_an_edition_that_has_figures_of_the_starter_set_is_rebuilt_as_it_is(stuck, settings, capsys):
    before = current_id(settings.EDITIONS)
    remember([one for one in known_imports(settings.VAR) if one != stuck], settings.VAR)
    call_command("editions", "rebuild")
    assert f"Edition {before} is current." in capsys.readouterr().out
    call_command("editions", "rebuild", "--every-into", str(settings.VAR / "again"))


@pytest.mark.parametrize("how", ["damaged", "set aside"])
def test_a_lost_list_of_areas_takes_no_country_away_and_holds_nobody_elses_news(
    tmp_path, settings, real_data, igcc, how
):
    """Without the official list nothing else of the country can be read: the starter set's stands in again."""
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    for folder, source, names in (
        ("se_scb", "se_scb", ("kommunlankod_2023.xls", "be0101_tabhel2023.xlsx")),
        ("se_smhi_extracts", "se_smhi", ("2025-06-18_co2_municipality_sectors.json",)),
    ):
        files = [(name, (real_data / folder / name).read_bytes()) for name in names]
        bring_in(source, files, tmp_path, settings.EDITIONS)
    whole = current_edition(settings.EDITIONS)
    assert whole.manifest["beside"] == []
    lists = next(one for one in known_imports(tmp_path) if one.file_name.endswith(".xls"))
    if how == "damaged":
        (tmp_path / SNAPSHOTS / lists.sha256[:2] / lists.sha256).write_bytes(b"half")
        shutil.rmtree(tmp_path / READINGS)
    else:
        call_command("sources", "set-aside", lists.file_name, "--reason", "A trial.")
    outcome = bring_in("world_igcc", [igcc], tmp_path, settings.EDITIONS)
    assert not outcome.held
    assert [one.file_name for one in outcome.batch.left_out] == ([lists.file_name] if how == "damaged" else [])
    now = current_edition(settings.EDITIONS)
    assert now.manifest["beside"] == ["se_scb"]
    assert now.cube("SE").area_ids == whole.cube("SE").area_ids
    assert now.persons("SE", 2023).tolist() == whole.persons("SE", 2023).tolist()


@pytest.fixture
def refused(tmp_path, settings, real_data):
    """The starter set and Norway's only file, whose bytes this version refuses, and which an earlier one read."""
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    ensure_edition(settings.EDITIONS, settings.DATA / "starter")
    path = real_data / "no_miljodirektoratet" / "2026-04-24_klimagassutslipp_telemark.csv"
    bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], settings.VAR, settings.EDITIONS)
    (entry,) = known_imports(settings.VAR)
    content = b"a,b\n1,2\n"
    changed = Import(entry.source, entry.file_name, keep(content, settings.VAR / SNAPSHOTS))
    remember([changed], settings.VAR)
    for about in (settings.VAR / READINGS).glob("*/about.json"):
        about.write_text(about.read_text(encoding="utf-8").replace(entry.sha256, changed.sha256), encoding="utf-8")
        about.parent.rename(about.parent.with_name("of-other-code"))
    return changed


def test_a_countrys_only_file_that_this_version_refuses_goes_on_as_it_was_read_before(refused, settings, igcc):
    before = current_edition(settings.EDITIONS)
    outcome = bring_in("world_igcc", [igcc], settings.VAR, settings.EDITIONS)
    assert not outcome.held and outcome.edition_id == current_id(settings.EDITIONS)
    assert outcome.batch.left_out == ()
    (told,) = outcome.batch.of_earlier
    assert "this version cannot read; it goes on as it was read before" in told
    assert f"python manage.py sources set-aside {refused.sha256[:12]} --reason" in told
    now = current_edition(settings.EDITIONS)
    assert now.id != before.id and now.figures("NO", "GHG").equals(before.figures("NO", "GHG"))
    assert [one["as_before"] for one in now.manifest["inputs"] if one["source"] == refused.source] == [True]
    assert [one.file_name for one in try_again(settings.VAR, settings.EDITIONS).batch.unusable] == [refused.file_name]
    files = io.StringIO()
    call_command("sources", "files", stdout=files)
    assert "AS IT WAS READ BEFORE: " in files.getvalue()
    shutil.rmtree(settings.VAR / READINGS)
    assert tried("world_igcc", [igcc], settings.VAR, settings.EDITIONS).held, "without it the country would be gone"


def test_the_operator_sets_a_file_aside_and_takes_it_back(stuck, settings, igcc):
    told = io.StringIO()
    with pytest.raises(CommandError, match="takes a reason"):
        call_command("sources", "set-aside", NEWER)
    with pytest.raises(CommandError, match="'sources files' lists them|sources files"):
        call_command("sources", "set-aside", "other.csv", "--reason", "No.")
    call_command("sources", "set-aside", stuck.sha256[:12], "--reason", "It has one nation alone.", stdout=told)
    assert f"{NEWER} is set aside." in told.getvalue() and "Nothing changed" in told.getvalue()
    call_command("sources", "files", stdout=told)
    assert f"{stuck.sha256[:12]}  world_gcb  {NEWER}  set aside on " in told.getvalue()
    assert not bring_in("world_igcc", [igcc], settings.VAR, settings.EDITIONS).batch.left_out
    few = (settings.VAR / SNAPSHOTS / stuck.sha256[:2] / stuck.sha256).read_bytes()
    with pytest.raises(SourceError, match=f"{NEWER} was set aside on .* take-back {stuck.sha256[:12]}"):
        bring_in("world_gcb", [(NEWER, few)], settings.VAR, settings.EDITIONS)
    with pytest.raises(CommandError, match="leaves no edition"):  # it is no better than it was, and stays aside
        call_command("sources", "take-back", NEWER)
    assert [one.sha256 for one in files_set_aside(settings.VAR)] == [stuck.sha256]
    with pytest.raises(CommandError, match=r"(?s)Held \(world-budget-changed\).* what was current stays"):
        call_command("sources", "set-aside", igcc[0], "--reason", "A trial.", stdout=told)
    call_command("sources", "take-back", igcc[0], stdout=told)
    assert f"{igcc[0]} is used again." in told.getvalue()
    assert [one.file_name for one in known_imports(settings.VAR)] == [WHOLE, igcc[0]]


def test_starting_a_newer_version_names_the_file_that_its_edition_cannot_be_built_of(stuck, settings, caplog):
    before = current_id(settings.EDITIONS)
    annotate(before, settings.EDITIONS, {"code_version": "0.5.1", "inputs": made_from_all(settings.VAR)})
    assert ensure_renewed(settings.VAR, settings.EDITIONS, settings.DATA / "starter") == before
    assert f"{NEWER}: It leaves no edition" in caplog.text
    assert f"sources set-aside {stuck.sha256[:12]}" in caplog.text
