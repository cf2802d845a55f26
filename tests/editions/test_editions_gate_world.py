"""The gate on what comes from the world: one thing changed at a time, each rule with its sentence and what follows."""

from dataclasses import replace

import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.editions.checks import gate
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.read import edition_of
from climate_visualizer.sources.table import BOUNDARIES, WORLD_BUDGETS, WORLD_EMISSIONS

CELL = {"title": "T", "source": "S", "url": "U", "start": 2025, "warming_to_date": 1.24, "emitted_since": 204.0}
BUDGETS = pl.DataFrame(
    [
        {"vintage": "igcc-2024", "limit": limit, "likelihood": chance, "gigatonnes": gigatonnes, **CELL}
        for limit, chance, gigatonnes in ((1.5, 50, 127.0), (1.5, 83, 31.0), (2.0, 50, 1046.0))
    ],
    schema=WORLD_BUDGETS,
)
EMITTED = pl.DataFrame(
    [("igcc", "CO2-FFI", 2022, 37.0), ("igcc", "CO2-FFI", 2023, 37.5), ("igcc", "CO2-LULUCF", 2023, 4.0)],
    schema=WORLD_EMISSIONS,
    orient="row",
)
RINGS = pl.DataFrame(
    [(area, 0, False, point, 17.0 + point, 58.0) for area in ("SE-0480", "SE-0481") for point in range(4)],
    schema=BOUNDARIES,
    orient="row",
)


@pytest.fixture(scope="module")
def before():
    candidate = read_starter(ROOT / "climate_visualizer" / "data" / "starter")
    tables = {**candidate.tables, "world_budgets": BUDGETS, "world_emissions": EMITTED, "boundaries": RINGS}
    return edition_of({**candidate.manifest, "starter": False, "id": "before"}, tables)


def nations(edition, where, factor):
    value = pl.when(where).then(pl.col("value") * factor).otherwise(pl.col("value"))
    return replace(edition, nations=edition.nations.with_columns(value=value))


def budgets(edition, gigatonnes):
    return replace(edition, world_budgets=edition.world_budgets.with_columns(gigatonnes=gigatonnes))


def emitted(edition, factor):
    return replace(edition, world_emissions=edition.world_emissions.with_columns(pl.col("gigatonnes") * factor))


POPULATION = pl.col("variable") == "population"
GERMANY = pl.col("country") == "DE"
AT_83 = pl.col("likelihood") == 83
FEW = ("DE", "FR", "IT", "ES")
CASES = {
    "world-budget-changed": (
        lambda e: budgets(e, pl.when(AT_83).then(pl.lit(50.0)).otherwise(pl.col("gigatonnes"))),
        True,
        "1 cell of the world budget igcc-2024 changed: that for 1.5 degrees at 83 per cent was 31 Gt and is 50 Gt now.",
    ),
    "world-emissions-moved": (
        lambda e: emitted(e, 12 / 44),
        True,
        "3 yearly figures of the world's emissions moved far or went: CO2-LULUCF in 2023 was 4.00 Gt and is 1.09 Gt.",
    ),
    "nations-lost": (
        lambda e: replace(e, nations=e.nations.filter(~(POPULATION & pl.col("country").is_in(FEW)))),
        True,
        "4 nations have no population any more: Germany, Spain, France, Italy.",
    ),
    "nations-scale": (
        lambda e: nations(e, pl.col("variable") == "emissions", 12 / 44),
        True,
        "Half of the nations' emissions is 0.2727 times what it was",
    ),
    "nations-moved": (
        lambda e: nations(e, POPULATION & GERMANY & (pl.col("year") == 2020), 1.5),
        False,
        "The population of 1 nation moved far, the most Germany in 2020: from ",
    ),
    "boundaries-lost": (
        lambda e: replace(e, boundaries=e.boundaries.filter(pl.col("area_id") != "SE-0481")),
        True,
        "1 area has no boundary any more: SE-0481.",
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_finds_its_own_and_says_what_follows(before, rule):
    change, holds, sentence = CASES[rule]
    (concern,) = [one for one in gate.examine(change(before), before) if one.rule == rule]
    assert concern.holds is holds
    assert sentence in concern.sentence


def test_a_vanished_cell_and_a_vanished_year_are_said_so(before):
    after = replace(
        before,
        world_budgets=BUDGETS.filter(pl.col("limit") < 2),
        world_emissions=EMITTED.filter(pl.col("year") < 2023),
    )
    said = {one.rule: one.sentence for one in gate.examine(after, before)}
    assert said["world-budget-changed"].endswith("was 1046 Gt and is not there any more.")
    assert said["world-emissions-moved"].endswith("was 4.00 Gt and is nothing.")


def test_what_is_usual_is_not_told_of(before):
    """Rounding, a new vintage, a revised land use, prices of another year: no concern. A nation less is one without people."""
    newer = BUDGETS.with_columns(vintage=pl.lit("igcc-2025"), gigatonnes=pl.col("gigatonnes") - 41)
    land = pl.when(pl.col("part") == "CO2-LULUCF").then(pl.col("gigatonnes") * 1.25).otherwise(pl.col("gigatonnes"))
    after = replace(
        before,
        world_budgets=pl.concat([BUDGETS.with_columns(pl.col("gigatonnes") + 0.4), newer]),
        world_emissions=EMITTED.with_columns(gigatonnes=land),
        nations=before.nations.filter(~(POPULATION & GERMANY)),
    )
    after = nations(after, pl.col("variable") == "product", 1.2)
    (told,) = gate.examine(after, before)
    assert (told.rule, told.holds) == ("without-people", False) and told.sentence.startswith(
        "1 nation has emissions or a product, no people and so no share (Germany)"
    )


def test_boundaries_of_areas_that_are_no_more_may_go(before):
    rows = RINGS.with_columns(area_id=pl.lit("SE-9999"))
    drawn = replace(before, boundaries=pl.concat([RINGS, rows]))
    assert gate.examine(replace(drawn, boundaries=RINGS), drawn) == ()
