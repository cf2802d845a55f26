"""What an edition changed is worked out once and kept: the same as asking for one area at a time, whatever is pruned later."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from climate_visualizer.beside import change_log
from climate_visualizer.beside.area_changes import changed
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.memory import varied
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.edition_changes import of_area
from climate_visualizer.editions.publishing.previous import lineage, remember_earlier
from climate_visualizer.editions.publishing.publish import point_at, roll_back
from climate_visualizer.editions.read import current_id, load_edition
from climate_visualizer.methods import recipes
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.publishers import world_igcc


@pytest.fixture
def var(releases, tmp_path) -> Path:
    """A copy of two releases of Sweden, the newer one current."""
    return Path(shutil.copytree(releases[0], tmp_path / "var"))


def newest_step(root: Path) -> change_log.Step:
    return change_log.step(change_history.folder_of(*change_history.chain(lineage(root), root)[0], root))


def test_a_kept_step_says_of_every_area_what_comparing_two_editions_says(var, releases, day):
    """The naive second way: both editions in memory, one area after the other."""
    _, before, after, _ = releases
    step = newest_step(var / "editions")
    choices = default_choices("SE", day, edition=after)
    there = [area.id for area in after.areas if area.country == "SE"]
    assert {area_id for area_id in there if of_area(before, after, area_id).height} == set(step.areas)
    for area_id in [*there[::12], "SE-1881", "SE"]:
        assert step.changed(area_id) == changed(before, Question(after, area_id, choices, day))
        assert step.figures(area_id).to_dicts() == of_area(before, after, area_id).to_dicts()


@pytest.fixture(scope="module")
def issued(world, real_data):
    """Every nation, with a budget of the world that a publisher has issued as a table."""
    path = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    found = world_igcc.read(path.read_bytes(), file_name=path.name, areas=None)
    return varied(world, "issued", world_budgets=found.world_budgets)


def with_lower_world(after):
    """An edition that differs by its world budgets alone, which are a tenth lower."""
    table = after.world_budgets
    lower = pl.DataFrame({**table.to_dict(), "gigatonnes": table["gigatonnes"] * 0.9}, schema=table.schema)
    return varied(after, "a lower world", world_budgets=lower)


def with_other_overhead(after):
    """An edition that differs by one step of Sweden's method."""
    recipes = {name: [{**step} for step in of] for name, of in after.recipes.items()}
    for step in recipes["se-uppsala-2023"]:
        if "of_tonnes" in step:
            step["tonnes"] *= 2
    return varied(after, "another overhead", manifest={**after.manifest, "recipes": recipes})


@pytest.mark.parametrize(("reason", "country"), [("world", "IN"), ("world", "JP"), ("method", "SE")])
def test_a_step_says_what_a_new_world_budget_or_method_does(issued, day, reason, country):
    before = with_lower_world(issued) if reason == "world" else with_other_overhead(issued)
    areas, figures = change_log.work_out(before, issued, as_of=day)
    assert figures.is_empty()
    told = {row["area_id"]: row for row in areas.iter_rows(named=True)}
    choices = default_choices(country, day, edition=issued)
    ids = [area.id for area in issued.areas if area.country == country][:3]
    assert ids
    for area_id in ids:
        found = changed(before, Question(issued, area_id, choices, day))
        move, name = (found.world, "world_t") if reason == "world" else (found.method, "method_t")
        assert move is not None
        assert told[area_id][name] == pytest.approx(move.remaining_t)
        assert told[area_id]["remaining_from_t"] == pytest.approx(found.remaining_from_t)


def test_what_an_edition_with_the_world_of_before_knows_is_read_once_for_all_countries(issued, day, monkeypatch):
    before, read, asked = with_lower_world(issued), recipes._read, []
    recipes.load_methods.cache_clear()
    monkeypatch.setattr(recipes, "_read", lambda path, *facts: asked.append(path) or read(path, *facts))
    areas, _ = change_log.work_out(before, issued, as_of=day)
    assert areas.filter(pl.col("world_t").is_not_null())["area_id"].n_unique() > 100, "each nation is a country"
    assert max(Counter(asked).values()) <= 3, "one edition of before, one of now, one of now with the world of before"


def test_a_budget_is_told_by_the_choices_it_was_worked_out_for_alone(var, day):
    step = newest_step(var / "editions")
    choices = default_choices("SE", day)
    own, other = (step.changed("SE-0480", one) for one in (choices, replace(choices, limit=1.5, likelihood=50)))
    assert own == step.changed("SE-0480") == step.changed("SE-0480", replace(choices, start=choices.start + 3))
    assert own.remaining_from_t is not None
    assert other.years == own.years
    assert other.remaining_from_t is other.remaining_to_t is other.world is None


def test_pruning_takes_no_history_and_no_edition_is_read_for_it(var, releases):
    root = var / "editions"
    before = newest_step(root).changed("SE-0480")
    shutil.rmtree(root / releases[1].id)
    pipeline.prune(root, 1)
    load_edition.cache_clear()
    assert newest_step(root).changed("SE-0480") == before
    assert change_history.faults(root) == []
    assert not [one for one in load_edition.in_memory() if one == releases[1].id]


def test_editions_from_before_steps_were_kept_get_them_once(var, releases, day):
    root = var / "editions"
    written = newest_step(root).changed("SE-0480")
    shutil.rmtree(root / change_history.FOLDER)
    assert change_log.ensure(root, lineage(root), as_of=day) == 1
    assert newest_step(root).changed("SE-0480") == written
    assert change_log.ensure(root, lineage(root), as_of=day) == 0


def test_a_lost_edition_in_between_is_stepped_over(var, releases, day):
    root = var / "editions"
    shutil.rmtree(root / change_history.FOLDER)
    remember_earlier((releases[1].id, "2023-12-01-0000000000"), root)
    assert change_log.ensure(root, lineage(root), as_of=day) == 1
    assert change_history.chain(lineage(root), root) == ((releases[1].id, releases[2].id),)


def test_going_back_writes_the_step_back_and_forth(var, releases):
    root, (_, first, second, _) = var / "editions", releases
    assert roll_back(root) == first.id
    back = change_log.step(change_history.folder_of(second.id, first.id, root))
    there = change_log.step(change_history.folder_of(first.id, second.id, root))
    assert back.changed("SE-0480").remaining_from_t == there.changed("SE-0480").remaining_to_t
    assert change_history.chain(lineage(root), root) == (), "the page tells nothing of what was taken back"
    point_at(second.id, root)
    assert current_id(root) == second.id
    assert change_history.chain(lineage(root), root) == ((first.id, second.id),)


def test_a_damaged_step_is_a_sentence_and_is_written_anew(var, releases, day):
    root, (_, first, second, _) = var / "editions", releases
    folder = change_history.folder_of(first.id, second.id, root)
    (folder / "figures.parquet").write_bytes(b"PAR1")
    (fault,) = change_history.faults(root)
    assert "figures.parquet is not what was written; delete the folder" in fault
    shutil.rmtree(folder)
    assert change_log.ensure(root, lineage(root), as_of=day) == 1
    assert change_history.faults(root) == []


def test_steps_that_lead_nowhere_any_more_go(var, releases):
    root, (_, first, second, _) = var / "editions", releases
    assert change_history.forget(lineage(root), (first.id, second.id), root) == []
    assert change_history.forget(("x",), ("y",), root) == [f"{first.id}..{second.id}"]
