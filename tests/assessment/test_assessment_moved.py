"""A budget that moves because the world's or the method did is told apart from what statistics changed."""

import re
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from climate_visualizer.beside import area_changes, change_causes
from climate_visualizer.budget.assess import assess
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.sources.publishers import world_igcc

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def budgets(real_data):
    (path,) = (real_data / "world_igcc").glob("2025-05-02*")
    found = world_igcc.read(path.read_bytes(), file_name=path.name, areas=None)
    return found.world_budgets


def with_world(edition, table, name):
    return replace(edition, world_budgets=table, manifest={**edition.manifest, "id": name})


def warmer(edition):
    """The same edition with a hundredth more of everything since 2020."""
    grown = pl.when(pl.col("year") >= 2020).then(pl.col("tonnes") * 1.01).otherwise(pl.col("tonnes"))
    return replace(edition, emissions=edition.emissions.with_columns(grown.alias("tonnes")))


@pytest.mark.parametrize("query", [{"method": "world-per-head"}, {"method": "world-convergence"}])
def test_the_parts_add_up_to_the_whole_change(starter, budgets, query):
    later = budgets.with_columns(
        vintage=pl.lit("igcc-2025"), start=pl.lit(2026, pl.Int32), gigatonnes=pl.col("gigatonnes") - 40
    )
    before = with_world(starter, budgets, "before")
    after = with_world(warmer(starter), pl.concat([budgets, later]), "after")
    choices = parse({**query, "limit": "2.0"}, country="SE", as_of=DAY, edition=after)
    assert choices.vintage == "igcc-2025"
    found = area_changes.changed(before, Question(after, "SE-0480", choices, DAY))
    was = assess(Question(before, "SE-0480", replace(choices, vintage="igcc-2024"), DAY))
    statistics = assess(Question(after, "SE-0480", replace(choices, vintage="igcc-2024"), DAY))
    now = assess(Question(after, "SE-0480", choices, DAY))
    assert found.remaining_from_t == pytest.approx(was.remaining_t)
    assert found.world.remaining_t == pytest.approx(now.remaining_t - statistics.remaining_t)
    assert found.remaining_to_t - found.remaining_from_t == pytest.approx(
        found.world.remaining_t + statistics.remaining_t - was.remaining_t
    )
    assert found.world.from_gt - found.world.to_gt == pytest.approx(40)
    assert (found.world.from_start, found.world.to_start) == (2025, 2026)


def test_a_corrected_table_of_the_same_vintage_is_a_new_world_budget(starter, budgets):
    before = with_world(starter, budgets, "before")
    after = with_world(starter, budgets.with_columns(pl.col("gigatonnes") + 100), "after")
    choices = parse({"method": "world-per-head"}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(before, Question(after, "SE-0480", choices, DAY))
    assert not found.years and not found.is_empty
    assert found.world.remaining_t == pytest.approx(found.remaining_to_t - found.remaining_from_t) and (
        found.world.remaining_t > 0
    )


def test_what_has_a_published_national_budget_does_not_move_with_the_worlds(starter, budgets):
    after = with_world(starter, budgets.with_columns(pl.col("gigatonnes") + 100), "after")
    choices = parse({}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(with_world(starter, budgets, "before"), Question(after, "SE-0480", choices, DAY))
    assert found.world is None and found.is_empty


@pytest.mark.parametrize(
    ("code", "moved", "words"),
    [
        ("sv", 100, ("Det finns en ny budget för världen", "större")),
        ("en", -100, ("There is a new budget for the world", "smaller")),
    ],
)
def test_it_is_said(starter, budgets, code, moved, words, settings):
    language = load_language(code, settings.LOCALE_PATHS[0])
    after = with_world(starter, budgets.with_columns(pl.col("gigatonnes") + moved), "after")
    choices = parse({"method": "world-per-head"}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(with_world(starter, budgets, "before"), Question(after, "SE-0480", choices, DAY))
    said = area_changes.sentences(found, sector_names("SE", code), language)[-1]
    assert all(word in said for word in words), said


def test_a_new_budget_has_as_many_decimals_as_tell_it_from_the_old(starter, budgets, settings):
    """690 billion tonnes, where it was 690, says nothing."""
    language = load_language("en", settings.LOCALE_PATHS[0])
    after = with_world(starter, budgets.with_columns(pl.col("gigatonnes") + 0.3), "after")
    choices = parse({"method": "world-per-head"}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(with_world(starter, budgets, "before"), Question(after, "SE-0480", choices, DAY))
    said = area_changes.sentences(found, sector_names("SE", "en"), language)[-1]
    new, old = re.search(r"world: ([\d.,]+) billion tonnes from \d+, where it was ([\d.,]+) from", said).groups()
    assert new != old


def larger(edition, method, name):
    """The same edition with a national budget of 15 Mt more for every limit."""
    steps = [
        {**step, "cells": [{**cell, "tonnes": cell["tonnes"] + 15_000_000} for cell in step["cells"]]}
        if "cells" in step
        else step
        for step in edition.recipes[method]
    ]
    return replace(edition, manifest={**edition.manifest, "id": name, "recipes": {**edition.recipes, method: steps}})


def test_new_steps_of_a_method_are_told_apart_from_new_statistics(starter, settings):
    after = larger(warmer(starter), "se-uppsala-2023", "after")
    choices = parse({}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(starter, Question(after, "SE-0480", choices, DAY))
    share = assess(Question(after, "SE-0480", choices, DAY)).share
    assert found.method.remaining_t == pytest.approx(15e6 * (1 - 55 / 285) * share)
    why = area_changes.because(found)
    assert set(why) == {"statistics", "method"} and why["statistics"] < 0 < why["method"]
    assert sum(why.values()) == pytest.approx(found.remaining_to_t - found.remaining_from_t)
    for code, words in (
        ("sv", "Metoden Uppsalas nationella budget 2023 har ändrats."),
        ("en", "The method Uppsala’s national budget 2023 has been changed."),
    ):
        said = area_changes.sentences(found, sector_names("SE", code), load_language(code, settings.LOCALE_PATHS[0]))
        assert said[-1].startswith(words) and ("större" in said[-1] or "larger" in said[-1])


def test_another_method_that_changed_does_not_move_what_is_chosen(starter):
    after = larger(starter, "se-uppsala-2022", "after")
    choices = parse({}, country="SE", as_of=DAY, edition=after)
    found = area_changes.changed(starter, Question(after, "SE-0480", choices, DAY))
    assert found.method is None and found.is_empty and area_changes.because(found) == {}


def test_an_edition_from_before_recipes_were_kept_has_no_method_to_compare(starter):
    before = replace(starter, manifest={name: value for name, value in starter.manifest.items() if name != "recipes"})
    after = larger(starter, "se-uppsala-2023", "after")
    choices = parse({}, country="SE", as_of=DAY, edition=after)
    assert area_changes.changed(before, Question(after, "SE-0480", choices, DAY)).method is None


def test_choices_stand_in_an_edition_as_they_are_where_it_has_their_vintage_and_else_on_the_first_with_their_limit(
    starter, budgets
):
    """Also on a vintage that came with the project; a likelihood that the other one lacks is the nearest that it has."""
    later = budgets.with_columns(vintage=pl.lit("igcc-2025"), start=pl.lit(2026, pl.Int32))
    before = with_world(starter, budgets, "before")
    after = with_world(starter, pl.concat([budgets, later]), "after")
    newest = parse({"method": "world-per-head", "limit": "1.7"}, country="SE", as_of=DAY, edition=after)
    assert newest.vintage == "igcc-2025"

    def asked(edition, choices):
        question = change_causes.asked_of(edition, Question(after, "SE-0480", choices, DAY))
        assert (question.edition, question.area_id, question.as_of) == (edition, "SE-0480", DAY)
        return question.choices

    assert asked(after, newest) is newest
    there = asked(before, newest)
    assert there == replace(newest, vintage=find_method("world-per-head", before).vintages[0])
    assert there.vintage != newest.vintage
    older = replace(newest, vintage="ar6-2021", limit=1.7, likelihood=67)
    assert asked(before, older) is older
    chances = [chance for limit, chance in find_method("world-per-head", before).pairs(there.vintage) if limit == 1.7]
    for likelihood in (1, 49, 51, 99):
        nearest = min(chances, key=lambda chance: abs(chance - likelihood))
        assert asked(before, replace(newest, likelihood=likelihood)).likelihood == nearest
    assert asked(before, replace(newest, limit=9.9)) == replace(newest, limit=9.9)
    published = parse({"method": "se-uppsala-2023"}, country="SE", as_of=DAY, edition=after)
    assert asked(before, published) is published
