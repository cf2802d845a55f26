"""A release that puts the one before right is published and told: SMHI's of 2025, GCB's of 2023, a vintage issued again."""

from __future__ import annotations

import shutil
from dataclasses import replace

import polars as pl
import pytest
from sources import smhi_2025

from climate_visualizer.editions.checks.gate import examine
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.publishing import edition_changes
from climate_visualizer.editions.read import current_edition, edition_of
from climate_visualizer.methods import vintages
from climate_visualizer.sources.publishers import world_gcb, world_igcc

KUMLA = "SE-1881"


@pytest.fixture(scope="module")
def corrected(sweden_var, sweden, real_data, tmp_path_factory):
    """The release of 2025 brought into a folder that has that of 2024-04-18: the outcome and the edition."""
    var = tmp_path_factory.mktemp("corrected") / "var"
    shutil.copytree(sweden_var, var)
    areas = pl.DataFrame(
        [(a.id, a.name, a.kind, a.parent_id) for a in sweden.areas],
        schema=["area_id", "name", "kind", "parent_id"],
        orient="row",
    )
    content = smhi_2025.workbook(real_data, areas)
    outcome = pipeline.bring_in("se_smhi", [(smhi_2025.NAME, content)], var, var / "editions")
    return outcome, current_edition(var / "editions"), areas


def test_smhis_release_of_2025_is_published_and_its_correction_told(corrected):
    outcome, edition, _ = corrected
    assert not outcome.held and edition.id == outcome.edition_id
    (told,) = [one.sentence for one in outcome.concerns if one.rule == "contradictions-gone"]
    assert "totals of waste in CO2 contradict their parts no more: Kumla had" in told
    assert edition.disputes.filter(pl.col("gas") == "CO2").is_empty()


def test_every_municipality_has_the_figures_of_2025(corrected, real_data):
    _, edition, areas = corrected
    ids = dict(areas.filter(pl.col("kind") == "municipality").select("name", "area_id").iter_rows())
    wholes = smhi_2025.figures(real_data).filter(pl.col("sector") == "Alla")
    wanted = wholes.with_columns(area_id=pl.col("municipality").replace_strict(ids)).select("area_id", "year", "tonnes")
    have = edition.figures("SE", "CO2").filter((pl.col("sector") == "total") & (pl.col("subsector") == "total"))
    have = have.select(pl.col("area_id").cast(pl.String), "year", now="tonnes")
    both = wanted.join(have, on=["area_id", "year"], how="left")
    assert both.height == wanted.height and both["now"].null_count() == 0
    assert (both["now"] - both["tonnes"]).abs().max() < 0.01


def test_the_list_of_changes_of_an_area_is_what_the_two_releases_say(corrected, sweden):
    _, edition, _ = corrected
    for area in (KUMLA, "SE-0480", "SE-2303"):
        table = edition_changes.of_area(sweden, edition, area).filter(
            (pl.col("sector") == "waste") & (pl.col("subsector") == "total") & (pl.col("kind") == "revised")
        )
        was, now = (
            dict(
                one.emissions_of(area)
                .filter((pl.col("sector") == "waste") & (pl.col("subsector") == "total"))
                .select("year", "tonnes")
                .iter_rows()
            )
            for one in (sweden, edition)
        )
        wanted = {year: (was[year], now[year]) for year in was if abs(now[year] - was[year]) >= 0.5}
        assert {year: (a, b) for year, a, b in table.select("year", "from_t", "to_t").iter_rows()} == wanted
        assert 2021 in wanted


def test_the_list_of_changes_of_every_area_is_what_a_second_count_gives(corrected, sweden):
    """Figure by figure in plain dictionaries: every area, gas, sector, sub-sector and year of both releases."""
    _, edition, _ = corrected
    key = ["area_id", "gas", "sector", "subsector", "year"]
    was, now = (
        {tuple(row[:5]): row[5] for row in one.emissions.select(*map(pl.col, key), "tonnes").iter_rows()}
        for one in (sweden, edition)
    )
    wanted = {
        one: (was.get(one), now.get(one))
        for one in was.keys() | now.keys()
        if was.get(one) is None or now.get(one) is None or abs(was[one] - now[one]) >= 0.5
    }
    table = edition_changes.differences(sweden, edition).select(*key, "from_t", "to_t")
    assert {tuple(row[:5]): (row[5], row[6]) for row in table.iter_rows()} == wanted
    assert len({one[0] for one in wanted}) == 312


def test_a_slip_of_the_unit_is_held_all_the_same(sweden):
    kilo = pl.when(pl.col("sector") == "waste").then(pl.col("tonnes") / 1000).otherwise(pl.col("tonnes"))
    tables = {
        "areas": pl.DataFrame([vars_of(area) for area in sweden.areas]),
        "emissions": sweden.emissions.with_columns(tonnes=kilo),
        "population": sweden.population,
        "disputes": sweden.disputes,
    }
    slipped = edition_of(sweden.manifest, tables)
    assert "scale" in {one.rule for one in examine(slipped, sweden) if one.holds}


def vars_of(area) -> dict:
    return {name: getattr(area, name) for name in ("id", "name", "kind", "parent_id", "country", "slug")} | {
        "area_id": area.id
    }


def test_territories_that_the_world_lists_no_more_are_told(real_data):
    old, new = (
        world_gcb.read((real_data / "world_gcb" / name).read_bytes(), file_name=name, areas=None)
        for name in ("GCB2022v27_MtCO2_flat.csv", "GCB2023v36_MtCO2_flat.csv")
    )
    before, after = build([old]).as_edition(), build([old, new]).as_edition()
    found = examine(after, before)
    assert not [one for one in found if one.holds]
    told = " ".join(one.sentence for one in found if one.rule == "departed-territories")
    assert "Martinique" in told and "6 nations have no emissions any more: French Guiana" in told
    gone = {"GF", "GP", "MQ", "RE", "YT"}
    assert not gone & {area.id for area in after.areas}, "a territory without figures is no area that says so wrongly"
    half = new.nations.with_columns(pl.col("value") * 0.9)
    short = build([old, replace(new, nations=half)]).as_edition()
    assert {"vanished-areas", "nations-lost"} <= {one.rule for one in examine(short, before) if one.holds}


def test_a_vintage_that_is_issued_again_replaces_the_first_and_is_told(real_data):
    name = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    content = name.read_bytes()
    flat = "GCB2022v27_MtCO2_flat.csv"
    world = world_gcb.read((real_data / "world_gcb" / flat).read_bytes(), file_name=flat, areas=None)
    first = world_igcc.read(content, file_name=name.name, areas=None)
    more = first.world_budgets.with_columns(pl.col("gigatonnes") + 43)
    day = "2025-05-29"
    again = world_igcc.read(content, file_name=name.name.replace("2025-05-02", day), areas=None)
    again = replace(again, world_budgets=again.world_budgets.with_columns(more["gigatonnes"]))
    before = build([world, first]).as_edition()
    for order in ([world, first, again], [world, again, first]):
        after = build(order).as_edition()
        assert after.world_budgets["gigatonnes"].equals(more["gigatonnes"])
        found = {one.rule: one for one in examine(after, before)}
        assert not [one for one in found.values() if one.holds]
        assert "table of 2025-05-29" in found["world-budget-issued-again"].sentence
    slipped = replace(first, world_budgets=more)
    assert "world-budget-changed" in {
        one.rule for one in examine(build([world, slipped]).as_edition(), before) if one.holds
    }


@pytest.mark.parametrize(
    "name", ["Global_Carbon_Budget_2022v1.0.xlsx", "Global_Carbon_Budget_2023v1.1-Alissa-Haward.xlsx"]
)
def test_the_workbook_is_read_by_the_names_that_the_project_gave_it(real_data, name):
    content = (real_data / "world_gcb" / "Global_Carbon_Budget_2024_v1.0-1.xlsx").read_bytes()
    assert name[21:25] in world_gcb.read(content, file_name=name, areas=None).origin.title


def test_an_older_vintage_that_is_at_hand_can_be_chosen(real_data):
    path = next((real_data / "world_igcc").glob("2025-05-02__*.csv"))
    older = world_igcc.read(path.read_bytes(), file_name=path.name.replace("2025-05-02", "2023-05-15"), areas=None)
    flat = "GCB2022v27_MtCO2_flat.csv"
    whole = world_gcb.read((real_data / "world_gcb" / flat).read_bytes(), file_name=flat, areas=None)
    found = vintages.world(build([whole, older]).as_edition())
    chosen = found.with_newer(("igcc-2024", "ar6-2021"))
    assert chosen[0] == "igcc-2024" and "igcc-2022" in chosen[2:]
