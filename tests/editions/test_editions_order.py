"""Order among three and more releases: the newest counts whatever order they come in, and going back only goes back."""

from dataclasses import replace
from itertools import permutations

import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.gap_filling import settle
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.publishing.previous import earlier
from climate_visualizer.editions.publishing.publish import publish, roll_back
from climate_visualizer.editions.read import NoEdition, current_id
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import SourceTables

AREA = "SE-0480"
DATES = ("2022-05-01", "2023-05-01", "2024-05-01")


@pytest.fixture(scope="module")
def starter_tables():
    return read_starter(ROOT / "climate_visualizer" / "data" / "starter").tables


def origin(date: str, source: str) -> Origin:
    return Origin(source, "SMHI", source, date, "CC BY 4.0", "https://example.org", date, f"{source}-{date}.xlsx")


def people(tables, date: str, more: int = 0) -> SourceTables:
    persons = tables["population"].with_columns(pl.col("persons") + more)
    return SourceTables(origin(date, "se_scb"), areas=tables["areas"], population=persons)


def gas(tables, date: str, factor: float = 1.0) -> SourceTables:
    emissions = tables["emissions"].filter(pl.col("gas") == "CO2").with_columns(pl.col("tonnes") * factor)
    return SourceTables(origin(date, "se_smhi"), emissions=emissions, disputes=tables["disputes"].clear())


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_newest_of_three_populations_and_releases_counts_in_any_order(starter_tables, order):
    counts = [people(starter_tables, date, more) for date, more in zip(DATES, (100, 50, 7), strict=True)]
    releases = [gas(starter_tables, date, factor) for date, factor in zip(DATES, (0.5, 2.0, 1.0), strict=True)]
    built = build([tables for index in order for tables in (releases[index], counts[index])])
    expected = starter_tables["population"].filter(pl.col("area_id") == AREA).sort("year")["persons"] + 7
    found = built.tables["population"].filter(pl.col("area_id") == AREA).sort("year")["persons"]
    assert found.to_list() == expected.to_list()
    co2 = (pl.col("gas") == "CO2") & (pl.col("area_id") == AREA)
    assert built.tables["emissions"].filter(co2)["tonnes"].sum() == pytest.approx(
        starter_tables["emissions"].filter(co2)["tonnes"].sum()
    )


def test_a_count_that_only_an_older_release_has_stays(starter_tables):
    newest = people(starter_tables, DATES[2], 7)
    last = newest.population["year"].max()
    shorter = replace(newest, population=newest.population.filter(pl.col("year") < last))
    built = build(
        [
            gas(starter_tables, DATES[2]),
            shorter,
            people(starter_tables, DATES[0], 100),
            people(starter_tables, DATES[1], 50),
        ]
    )
    mine = built.tables["population"].filter((pl.col("area_id") == AREA) & (pl.col("year") == last))["persons"].item()
    before = (
        starter_tables["population"].filter((pl.col("area_id") == AREA) & (pl.col("year") == last))["persons"].item()
    )
    assert mine == before + 50


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_gap_is_filled_from_the_newest_of_the_earlier_releases(starter_tables, order):
    newest = gas(starter_tables, DATES[2])
    years = sorted(set(newest.emissions["year"]))
    gap = years[1]
    newest = replace(newest, emissions=newest.emissions.filter(pl.col("year") != gap))
    old = [gas(starter_tables, DATES[0], 0.5), gas(starter_tables, DATES[1], 2.0)]
    settled = settle(newest, [old[index] for index in order], "CO2")
    assert settled.notes == (
        f"CO2: the years {gap} are kept from the release of {DATES[1]}, since the newest has none.",
    )

    def tonnes(frame):
        rows = frame.filter((pl.col("year") == gap) & (pl.col("area_id") == AREA))
        return rows.select(pl.col("tonnes").sum()).item()

    assert tonnes(settled.emissions) == pytest.approx(
        2.0 * tonnes(starter_tables["emissions"].filter(pl.col("gas") == "CO2"))
    )


def test_going_back_goes_back_each_time_and_never_forward(starter_tables, tmp_path):
    ids = [
        publish(build([people(starter_tables, DATES[0]), gas(starter_tables, date, factor)]), tmp_path)
        for date, factor in zip((*DATES, "2025-05-01"), (1.0, 0.9, 0.8, 0.7), strict=True)
    ]
    assert len(set(ids)) == 4
    for back in (2, 1, 0):
        assert roll_back(tmp_path) == ids[back] == current_id(tmp_path)
        assert list(earlier(tmp_path)) == ids[:back]
    with pytest.raises(NoEdition, match="no earlier edition"):
        roll_back(tmp_path)
    assert current_id(tmp_path) == ids[0]


def test_what_is_published_after_going_back_stands_on_what_it_came_after(starter_tables, tmp_path):
    first, second = (
        publish(build([people(starter_tables, DATES[0]), gas(starter_tables, date, factor)]), tmp_path)
        for date, factor in zip(DATES[:2], (1.0, 0.9), strict=True)
    )
    assert roll_back(tmp_path) == first
    third = publish(build([people(starter_tables, DATES[0]), gas(starter_tables, DATES[2], 0.8)]), tmp_path)
    assert list(earlier(tmp_path)) == [first]
    assert roll_back(tmp_path) == first
    assert second not in earlier(tmp_path)
    assert third != first
