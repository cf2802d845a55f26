"""Rows of the change log: every area's by both editions' own choices, against asking for one area at a time."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from conftest import STARTER

from climate_visualizer.beside import change_causes, change_log
from climate_visualizer.beside.area_changes import changed
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.memory import varied
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.publish import store
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.sources.table import WORLD_BUDGETS

AREAS = ("SE", "SE-04", "SE-0480", "SE-1881")
NAMES = ("method", "limit", "likelihood", "sharing", "vintage", "scope", "trend", "rate")
FIRST, LATER, IDS = "igcc-2024", "igcc-2025", ("2031-04-18-0123456789", "2032-04-18-0123456789")


def budgets(*vintages):
    """World budgets from the start given, of limits and likelihoods with what is left."""
    rows = [
        (vintage, vintage, "P", "https://example.org", start, limit, likelihood, gigatonnes, 1.3, 40.0)
        for vintage, start, cells in vintages
        for limit, likelihood, gigatonnes in cells
    ]
    return pl.DataFrame(rows, schema=WORLD_BUDGETS, orient="row")


OLD = (FIRST, 2025, ((1.5, 50, 130.0), (1.5, 83, 30.0), (2.0, 50, 1100.0), (2.0, 83, 800.0)))
NEW_CELLS = ((1.5, 50, 90.0), (1.5, 67, 40.0), (1.5, 83, 20.0), (2.0, 50, 1050.0), (2.0, 67, 900.0), (2.0, 83, 700.0))
NEW = (LATER, 2026, NEW_CELLS)


def with_world(edition, name, *vintages):
    return varied(edition, name, world_budgets=budgets(*vintages), manifest={**edition.manifest, "id": name})


def larger(edition, name):
    """The same with a national budget of 15 Mt more for every limit."""
    method = "se-uppsala-2023"
    steps = [
        {**step, "cells": [{**cell, "tonnes": cell["tonnes"] + 15_000_000} for cell in step["cells"]]}
        if "cells" in step
        else step
        for step in edition.recipes[method]
    ]
    return varied(
        edition, name, manifest={**edition.manifest, "id": name, "recipes": {**edition.recipes, method: steps}}
    )


def rows_of(before, question, sizes=None):
    after = question.edition
    mixed = change_log.Mixed(change_causes.with_world_of(after, before), change_causes.with_recipes_of(after, before))
    rows = change_log._of_country(before, mixed, question, sizes or {})
    assert all(set(row) | {"years"} == set(change_history.AREAS) for row in rows)
    return {row["area_id"]: row for row in rows}


@pytest.mark.parametrize("likelihood", ["83", "67", "50"])
def test_what_is_left_before_is_by_the_vintage_and_likelihood_that_the_edition_before_has(starter, day, likelihood):
    """The newest edition's vintage is not in the one before, nor is the likelihood of 67 %: the nearest there is 83 %."""
    before, after = with_world(starter, "first", OLD), with_world(starter, "later", OLD, NEW)
    query = {"method": "world-per-head", "limit": "2.0", "likelihood": likelihood}
    question = ask(after, "SE", query, as_of=day)
    assert question.choices.vintage == LATER and question.choices.likelihood == int(likelihood)
    rows = rows_of(before, question)
    assert list(rows) == [area.id for area in after.areas]
    was_gt = {"83": 800.0, "67": 800.0, "50": 1100.0}[likelihood]
    now_gt = {"83": 700.0, "67": 900.0, "50": 1050.0}[likelihood]
    for area_id in AREAS:
        row, one = rows[area_id], Question(after, area_id, question.choices, day)
        told = changed(before, one)
        assert told.world is not None and told.method is None
        assert (row["world_from_gt"], row["world_to_gt"]) == (told.world.from_gt, told.world.to_gt) == (was_gt, now_gt)
        assert (row["world_from_start"], row["world_to_start"]) == (told.world.from_start, told.world.to_start)
        assert row["world_t"] == pytest.approx(told.world.remaining_t, rel=1e-9)
        assert row["remaining_from_t"] == pytest.approx(told.remaining_from_t)
        assert row["remaining_to_t"] == pytest.approx(told.remaining_to_t)
        assert row["world_t"] == pytest.approx(row["remaining_to_t"] - row["remaining_from_t"]), (
            "statistics are the same"
        )
        days = (row["used_up_from"], row["used_up_to"], row["world_used_up_from"], row["world_used_up_to"])
        assert days == (told.used_up_from, told.used_up_to, told.world.used_up_from, told.world.used_up_to)
        assert days[:2] == days[2:]
        if area_id == "SE-0480":
            assert (days[0] != days[1]) == (likelihood != "50")
        assert row["method"] is row["method_t"] is row["method_used_up_from"] is row["method_used_up_to"] is None
        assert (row["gas"], row["size_t"]) == ("CO2", 0.0)
        assert (
            row["choices"]
            == f"world-per-head 2.0 {likelihood} {question.choices.sharing} {LATER} territorial nowcast today"
        )


def test_new_steps_of_a_method_are_told_of_every_area_by_name(starter, day):
    before = larger(starter, "more")
    question = ask(starter, "SE", as_of=day)
    rows = rows_of(before, question, {"SE-04": 12.5})
    for area_id in AREAS:
        row, told = rows[area_id], changed(before, Question(starter, area_id, question.choices, day))
        assert row["method"] == told.method.method == "se-uppsala-2023"
        assert row["method_t"] == pytest.approx(told.method.remaining_t) and row["method_t"] < 0
        assert row["remaining_from_t"] == pytest.approx(told.remaining_from_t) and row[
            "remaining_to_t"
        ] == pytest.approx(told.remaining_to_t)
        days = (row["method_used_up_from"], row["method_used_up_to"])
        assert days == (told.method.used_up_from, told.method.used_up_to) == (row["used_up_from"], row["used_up_to"])
        assert days[0] > days[1]
        assert {row[name] for name in row if name.startswith("world_")} == {None}
        assert row["size_t"] == (12.5 if area_id == "SE-04" else 0.0)


def test_where_neither_world_nor_method_moved_the_areas_whose_figures_did_are_told_of(starter, day):
    question = ask(starter, "SE", as_of=day)
    before = varied(starter, "same")
    assert rows_of(before, question) == rows_of(before, question, {"NO-1": 3.0}) == {}
    rows = rows_of(before, question, {"SE-0480": 3.0})
    assert list(rows) == ["SE-0480"] and rows["SE-0480"]["world_t"] is rows["SE-0480"]["method"] is None
    national = ask(with_world(starter, "later", NEW), "SE", as_of=day)
    assert not change_causes.world_differs(with_world(starter, "first", OLD), national), "its budget is a published one"


def test_areas_without_a_budget_are_told_of_without_one(starter, day, monkeypatch):
    question = ask(starter, "SE", as_of=day)
    whole = change_log.assess_all(question)
    left, until = whole.remaining_t.copy(), whole.used_up_at.copy()
    place = list(whole.area_ids).index("SE-0480")
    left[place] = math.nan
    monkeypatch.setattr(change_log, "assess_all", lambda asked: replace(whole, remaining_t=left, used_up_at=until))
    found = change_log._standings(question)
    assert len(found) == len(whole.area_ids) - 1 and "SE-0480" not in found
    at = list(whole.area_ids).index("SE-04")
    assert found["SE-04"] == (float(whole.remaining_t[at]), change_log.told_day(float(until[at])))
    row = rows_of(varied(starter, "same"), question, {"SE-0480": 3.0})["SE-0480"]
    assert row["remaining_from_t"] is row["remaining_to_t"] is row["used_up_from"] is row["used_up_to"] is None

    def refuse(asked):
        raise change_log.NoBudget("none")

    monkeypatch.setattr(change_log, "assess_all", refuse)
    assert change_log._standings(question) == {}


def test_a_world_differs_by_the_figure_and_by_the_choices_that_had_to_be_others(starter, day):
    first = with_world(starter, "first", OLD)

    def differs(before, edition, **query):
        question = ask(
            edition, "SE", {"method": "world-per-head", "limit": "2.0", "likelihood": "50"} | query, as_of=day
        )
        found = change_causes.world_differs(before, question)
        assert (change_causes.world_move(before, question) is not None) == found
        return found

    assert not differs(first, varied(first, "same"))
    low, high, *warm = OLD[2]
    fewer = [(limit, likelihood, gigatonnes - 100) for limit, likelihood, gigatonnes in warm]
    assert differs(first, with_world(starter, "another", (FIRST, 2025, (low, high, *fewer))))
    assert not differs(first, with_world(starter, "other-cell", (FIRST, 2025, ((1.5, 50, 131.0), high, *warm))))
    renamed = with_world(starter, "renamed", (LATER, 2025, OLD[2]))
    assert differs(first, renamed), "the same figure under another vintage is told of"


def test_the_choices_of_a_row_are_read_by_name_and_told_from_others(starter, day):
    choices = ask(starter, "SE", as_of=day).choices
    told = change_log.named(choices)
    assert tuple(told) == NAMES == change_log.NAMES
    assert told["limit"] == "2.0" and told["likelihood"] == "83" and told["method"] == "se-uppsala-2023"
    row = {
        **dict.fromkeys(change_history.AREAS),
        "area_id": "SE-0480",
        "choices": " ".join(told.values()),
        "remaining_from_t": 5.0,
        "remaining_to_t": 7.0,
        "used_up_from": date(2030, 1, 2),
        "used_up_to": date(2031, 3, 4),
        "world_t": 2.0,
        "world_from_gt": 10.0,
        "world_to_gt": 11.0,
        "world_from_start": 2025,
        "world_to_start": 2026,
        "world_used_up_from": date(2030, 5, 6),
        "world_used_up_to": date(2031, 7, 8),
        "method": "m",
        "method_t": 3.0,
        "method_used_up_from": date(2032, 5, 6),
        "method_used_up_to": date(2033, 7, 8),
        "years": json.dumps([[2020, "revised", 1.0, 2.0, 100.0, "transport"], [2019, "new", None, 4.0, None, ""]]),
    }
    quiet = {**row, "world_t": None, "method": None, "years": "[]", "choices": "one two"}
    by_area = {
        "SE-0480": row,
        "SE-04": quiet,
        **{name: quiet | {name: row[name]} for name in ("world_t", "method", "years")},
    }
    step = change_log.Step(STARTER, change_history.About("a", "b", "2026-01-01", ""), by_area)
    assert step.choices("SE-0480") == told and step.choices("SE-04") == {}
    assert [step.has_words(one) for one in ("SE-0480", "world_t", "method", "years", "SE-04", "SE-1")] == [
        1,
        1,
        1,
        1,
        0,
        0,
    ]
    years = (
        change_log.YearChange(2020, "revised", 1.0, 2.0, 100.0, "transport"),
        change_log.YearChange(2019, "new", None, 4.0, None, ""),
    )
    whole = change_log.Changed(
        "a",
        "b",
        years,
        5.0,
        7.0,
        date(2030, 1, 2),
        date(2031, 3, 4),
        change_causes.WorldMove(10.0, 11.0, 2025, 2026, 2.0, date(2030, 5, 6), date(2031, 7, 8)),
        change_causes.MethodMove("m", 3.0, date(2032, 5, 6), date(2033, 7, 8)),
    )
    assert step.changed("SE-0480") == step.changed("SE-0480", choices) == whole
    assert step.changed("SE-0480", replace(choices, pathway="linear", start=2030)) == whole
    without = change_log.Changed("a", "b", years, None, None, None, None)
    for name, value in {"likelihood": 50, "rate": "five-years", "trend": "line", "vintage": "x"}.items():
        assert step.changed("SE-0480", replace(choices, **{name: value})) == without, name
    assert step.without_budget("SE-0480") == without
    nothing = step.changed("SE-04")
    assert nothing.world is None and nothing.method is None and nothing.years == ()


@pytest.fixture
def root(tmp_path):
    """Two editions of the starter's figures, counted as a publisher's: the second has half as much in one year."""
    candidate = read_starter(STARTER)
    halved = pl.when(pl.col("year") == 2020).then(pl.col("tonnes") / 2).otherwise(pl.col("tonnes"))
    tables = {**candidate.tables, "emissions": candidate.tables["emissions"].with_columns(halved.alias("tonnes"))}
    for edition_id, figures in zip(IDS, (candidate.tables, tables), strict=True):
        store(
            replace(candidate, manifest={**candidate.manifest, "id": edition_id, "starter": False}, tables=figures),
            tmp_path,
        )
    return tmp_path


def _manifest(root, edition_id, **facts):
    path = root / edition_id / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **facts}), encoding="utf-8")


def test_a_step_is_written_once_with_its_day_and_the_newest_files_day(root, day, starter):
    assert change_log.ensure(root, IDS, as_of=day) == 1 and change_log.ensure(root, IDS, as_of=day) == 0
    folder = change_history.folder_of(*IDS, root)
    about = change_history.read_about(folder)
    newest = max(one["release_date"] for one in starter.origins)
    assert (about.before, about.after, about.day, about.released) == (*IDS, day.isoformat(), newest)
    step = change_log.step(folder)
    sizes = [row["size_t"] for row in step.areas.values()]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 312 == len(set(step.areas))
    figures = step.figures("SE-0480")
    assert step.areas["SE-0480"]["size_t"] == pytest.approx(figures["change_t"].abs().sum())
    (year,) = step.changed("SE-0480").years
    assert (year.year, year.kind, year.to_t) == (2020, "revised", pytest.approx(year.from_t / 2))
    assert change_log.ensure(root, (IDS[1],), [IDS[::-1], (IDS[0], IDS[0])], as_of=day) == 1
    back = change_log.step(change_history.folder_of(*IDS[::-1], root)).changed("SE-0480")
    assert (back.years[0].from_t, back.years[0].to_t) == (year.to_t, year.from_t)


def test_a_step_from_the_starter_set_is_none_and_one_that_nobody_can_tell_is_empty(root, day):
    _manifest(root, IDS[0], starter=True)
    change_log._write(*IDS, root, day)
    assert not change_history.is_kept(*IDS, root)
    tables = json.loads((root / IDS[1] / "manifest.json").read_text(encoding="utf-8"))["tables"]
    _manifest(root, IDS[0], starter=False, tables=tables)
    change_log._write(*IDS, root, day)
    folder = change_history.folder_of(*IDS, root)
    assert change_history.read_areas(folder).schema == pl.Schema(change_history.AREAS)
    assert change_history.read_areas(folder).is_empty() and change_history.read_figures(folder, "SE").is_empty()
    assert change_history.read_figures(folder, "SE").schema == pl.Schema(change_history.FIGURES)
    assert change_history.faults(root) == []
    for lost, other in (IDS, IDS[::-1]):
        (root / lost).rename(root / "elsewhere")
        for pair in ((lost, other), (other, lost)):
            with pytest.raises(change_log.NoEdition) as refused:
                change_log._write(*pair, root, day)
            assert str(refused.value) == f"Edition {lost} is not kept any more."
        (root / "elsewhere").rename(root / lost)


def test_two_editions_are_alike_by_figures_world_budgets_and_methods():
    tables = {name: {"rows": 1, "sha256": name} for name in ("emissions", "world_budgets", "population", "nations")}
    whole = {"tables": tables, "recipes": {"m": []}}
    for name in tables:
        other = {**whole, "tables": {**tables, name: {"rows": 1, "sha256": "x"}}}
        assert change_log._alike(whole, other) == (name not in ("emissions", "world_budgets")), name
    assert not change_log._alike(whole, {**whole, "recipes": {"m": [1]}})
    assert change_log._alike({"tables": tables, "recipes": {}}, {"tables": tables})
    assert change_log._alike({"tables": tables}, {"tables": tables, "recipes": {}})
    assert not change_log._alike({"tables": tables}, whole)


def test_a_step_that_fails_or_whose_edition_is_lost_keeps_no_other_from_being_written(root, day, monkeypatch, caplog):
    lost = "2031-10-18-0123456789"
    with caplog.at_level("INFO", logger="climate_visualizer.changes"):
        assert change_log.ensure(root, (IDS[0], lost, IDS[1]), as_of=day) == 1
    assert {one.fields["reason"] for one in caplog.records} == {f"Edition {lost} is not kept any more."}
    assert [(one.fields["before"], one.fields["after"]) for one in caplog.records] == [(IDS[0], lost), (lost, IDS[1])]
    assert {one.getMessage() for one in caplog.records} == {"changes not worked out"}
    caplog.clear()

    def fail(*given, **asked):
        raise ZeroDivisionError("odd")

    monkeypatch.setattr(change_log, "work_out", fail)
    assert change_log.ensure(root, IDS[::-1], as_of=day) == 0
    (told,) = caplog.records
    assert told.getMessage() == "changes not worked out" and told.fields == {"before": IDS[1], "after": IDS[0]}
    assert told.exc_info[0] is ZeroDivisionError and not change_history.is_kept(*IDS[::-1], root)


def test_days_beyond_2050_are_told_of_no_change_not_even_of_one_that_was_kept_with_them(
    tmp_path, starter, day, monkeypatch
):
    last, beyond = date(2050, 12, 31), date(2051, 1, 1)
    days = [name for name, kind in change_history.AREAS.items() if kind == pl.Date]
    assert len(days) == 6
    ids = {"SE": last, "SE-04": beyond, "SE-0480": date(2485, 6, 7)}
    rows = [
        {**dict.fromkeys(change_history.AREAS), "area_id": one, **dict.fromkeys(days, it)} for one, it in ids.items()
    ]
    areas = pl.DataFrame(rows, schema=change_history.AREAS)
    change_history.keep(
        change_history.About(*IDS, "2026-01-01", ""), areas, pl.DataFrame(schema=change_history.FIGURES), tmp_path
    )
    step = change_log.step(change_history.folder_of(*IDS, tmp_path))
    assert {one: {row[name] for name in days} for one, row in step.areas.items()} == {
        "SE": {last},
        "SE-04": {None},
        "SE-0480": {None},
    }
    question = ask(starter, "SE", as_of=day)
    whole = change_log.assess_all(question)
    until = whole.used_up_at.copy()
    until[:3] = (2050.9999, 2051.0, 2485.5)
    monkeypatch.setattr(change_log, "assess_all", lambda asked: replace(whole, used_up_at=until))
    assert [told for _, told in list(change_log._standings(question).values())[:3]] == [last, None, None]
