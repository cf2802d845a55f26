"""SMHI's county reports as issued, held against a second, naive reading of their own cells."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from climate_visualizer.sources.publishers import se_smhi
from climate_visualizer.sources.table import EMISSIONS, SourceTables

YEARS = (1990, 2000, 2005, 2010, *range(2015, 2022))


@dataclass(frozen=True)
class Issued:
    """One file as issued: what it must be found to hold."""

    file_name: str
    gas: str
    release_date: str
    years: tuple[int, ...] = YEARS


def _issued(release: str, substance: str) -> str:
    return f"smhi_lansrapport_{release}_sub-{substance}_county-0_municipality-0.xlsx"


CO2_2024 = Issued(_issued("2024-04-18", "CO2"), "CO2", "2024-04-18", (*YEARS, 2022))
CO2_2023 = Issued(_issued("2023-06", "CO2"), "CO2", "2023-06-26")
GHG_2023 = Issued(_issued("2023-06", "GGT"), "GHG", "2023-06-26")
CH4_2023 = Issued(_issued("2023-06", "CH4"), "CH4", "2023-06-26")
EVERY = pytest.mark.parametrize(
    "issued", [CO2_2024, CO2_2023, GHG_2023, CH4_2023], ids=lambda one: one.file_name[17:34]
)


@pytest.fixture(scope="module")
def tables(real_data, areas):
    """Reads a file once."""

    @cache
    def read(issued: Issued) -> SourceTables:
        content = (real_data / "se_smhi" / issued.file_name).read_bytes()
        return se_smhi.read(content, file_name=issued.file_name, areas=areas)

    return read


@cache
def naive(path: Path) -> tuple[list[int], dict[tuple[str, ...], list[float]]]:
    """A second reading, cell by cell: the years, and each row's names to its figures (the last column of each year)."""
    rows = fastexcel.read_excel(path).load_sheet(0, header_row=None).to_polars().rows()
    start = next(number for number, row in enumerate(rows) if row[0] == "Huvudsektor")
    column_of = {int(year): column for column, year in enumerate(rows[start - 1]) if year}
    body = {row[:4]: [float(row[column]) for column in column_of.values()] for row in rows[start + 1 :]}
    return list(column_of), body


def figure(table: pl.DataFrame, **key: object) -> float:
    found = table.filter(*(pl.col(name) == value for name, value in key.items()))
    assert found.height == 1
    return float(found["tonnes"][0])


@EVERY
def test_a_release_is_read_whole(tables, issued):
    found = tables(issued)
    assert dict(found.emissions.schema) == EMISSIONS
    assert found.emissions.height == 19_344 * len(issued.years) == 62 * 312 * len(issued.years)
    assert sorted(found.emissions["year"].unique()) == list(issued.years)
    assert found.emissions["gas"].unique().to_list() == [issued.gas]
    assert found.emissions["area_id"].n_unique() == 312
    assert found.emissions.select("sector", "subsector").n_unique() == 62
    assert (found.origin.release_date, found.origin.file_name) == (issued.release_date, issued.file_name)


@EVERY
def test_a_thousand_rows_agree_with_a_naive_reading(tables, real_data, areas, issued):
    years, body = naive(real_data / "se_smhi" / issued.file_name)
    assert tuple(years) == issued.years and len(body) == 19_344
    names = {row["area_id"]: row for row in areas.iter_rows(named=True)}
    table = tables(issued).emissions.sort("year").group_by("area_id", "sector", "subsector", maintain_order=True)
    figures = {key: rows["tonnes"].to_list() for key, rows in table}
    sectors, subsectors = se_smhi.spellings()
    place_of = {
        (names[area["parent_id"]]["name"], area["name"]): code
        for code, area in names.items()
        if area["kind"] == "municipality"
    }
    for sector, part, county, municipality in random.Random(issued.file_name).sample(sorted(body), 1000):
        county_id = next((code for code, area in names.items() if area["name"] == county), "SE")
        area = place_of.get((county, municipality), county_id)
        key = sectors[sector]
        assert figures[(area, key, subsectors[(key, part)])] == body[(sector, part, county, municipality)]


@EVERY
def test_the_whole_of_the_file_is_kept_to_the_gram(tables, real_data, issued):
    body = naive(real_data / "se_smhi" / issued.file_name)[1]
    sums = tables(issued).emissions.group_by("year").agg(pl.col("tonnes").sum()).sort("year")["tonnes"]
    for index, total in enumerate(sums):
        assert total == pytest.approx(sum(row[index] for row in body.values()), abs=1e-3)


@EVERY
def test_sectors_add_up_to_the_area(tables, issued):
    table = tables(issued).emissions.filter(pl.col("subsector") == "total")
    whole = table.filter(pl.col("sector") == "total").select("area_id", "year", whole="tonnes")
    parts = table.filter(pl.col("sector") != "total").group_by("area_id", "year").agg(pl.col("tonnes").sum())
    gaps = whole.join(parts, on=["area_id", "year"]).select((pl.col("whole") - pl.col("tonnes")).abs())
    assert gaps.height == 312 * len(issued.years)
    assert gaps.to_series().max() < 1


@EVERY
def test_municipalities_add_up_to_their_county_and_counties_nearly_to_the_nation(tables, issued):
    table = tables(issued).emissions.filter(pl.col("sector") == "total")
    of_county = pl.col("area_id").str.head(5)
    parts = (
        table.filter(pl.col("area_id").str.len_chars() == 7)
        .group_by(of_county, "year")
        .agg(parts=pl.col("tonnes").sum())
    )
    gaps = table.join(parts, on=["area_id", "year"]).select((pl.col("tonnes") - pl.col("parts")).abs())
    assert gaps.height == 21 * len(issued.years)
    assert gaps.to_series().max() < 2
    counties = table.filter(pl.col("area_id").str.len_chars() == 5).group_by("year").agg(parts=pl.col("tonnes").sum())
    nation = table.filter(pl.col("area_id") == "SE").join(counties, on="year")
    unallocated = nation["tonnes"] - nation["parts"]
    assert unallocated.min() > 0
    assert unallocated.max() < 330_000


def test_figures_that_anyone_can_look_up(tables):
    co2, ghg, ch4 = (tables(issued).emissions for issued in (CO2_2024, GHG_2023, CH4_2023))
    whole = {"sector": "total", "subsector": "total"}
    assert figure(co2, area_id="SE", year=1990, **whole) == pytest.approx(57_880_523.5032)
    assert figure(co2, area_id="SE-10", year=2015, **whole) == pytest.approx(394_286.5931)
    assert figure(co2, area_id="SE-1082", year=2005, **whole) == pytest.approx(256_662.2970)
    assert figure(ghg, area_id="SE", year=2015, **whole) == pytest.approx(53_789_077.8560)
    assert figure(ch4, area_id="SE-10", year=1990, **whole) == pytest.approx(177_344.0927)


def test_methane_is_read_in_equivalents_and_weighs_28(tables, real_data):
    rows = (
        fastexcel.read_excel(real_data / "se_smhi" / CH4_2023.file_name)
        .load_sheet(0, header_row=None)
        .to_polars()
        .rows()
    )
    nation = next(row for row in rows if row[:4] == ("Alla",) * 4)
    found = figure(tables(CH4_2023).emissions, area_id="SE", year=1990, sector="total", subsector="total")
    assert found == float(nation[5]) == pytest.approx(28 * float(nation[4]))


def test_kumlas_waste_contradicts_itself_in_the_release_of_2024(tables):
    found = tables(CO2_2024).disputes
    kumla = found.filter(pl.col("area_id") == "SE-1881", pl.col("year") == 2021, pl.col("sector") == "waste")
    [row] = kumla.rows(named=True)
    assert row["gap_t"] == pytest.approx(127_472, abs=1)
    assert row["total_t"] == pytest.approx(23, abs=1)
    assert row["parts_t"] == pytest.approx(127_495, abs=1)


def test_disputes_come_largest_first_and_beyond_both_limits(tables):
    found = tables(CO2_2024).disputes
    gaps = found["gap_t"].abs()
    assert gaps.to_list() == sorted(gaps, reverse=True)
    assert gaps.min() > 1000
    assert (
        gaps / found.select(pl.max_horizontal(pl.col("total_t").abs(), pl.col("parts_t").abs())).to_series()
    ).min() > 0.01
    assert set(found["year"]) <= {2005, 2018, 2019, 2020, 2021}


def test_kumlas_total_fell_between_the_releases(tables):
    key = {"area_id": "SE-1881", "year": 2021, "sector": "total", "subsector": "total"}
    assert figure(tables(CO2_2023).emissions, **key) == pytest.approx(191_951, abs=1)
    assert figure(tables(CO2_2024).emissions, **key) == pytest.approx(64_444, abs=1)
