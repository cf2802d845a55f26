"""Statistics Sweden's files as issued, held against a second, naive reading of their own cells."""

from __future__ import annotations

import csv
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.sources.table import AREAS, POPULATION, SourceError, SourceTables


@pytest.fixture(scope="module")
def population(real_data, areas):
    """Reads one of the population files."""

    def read(file_name: str) -> SourceTables:
        content = (real_data / "se_scb" / file_name).read_bytes()
        return se_scb.read(content, file_name=file_name, areas=areas)

    return read


def persons(tables: SourceTables) -> dict[str, int]:
    """Everyone by area, of a file with one year."""
    assert tables.population is not None and dict(tables.population.schema) == POPULATION
    return dict(tables.population.select("area_id", "persons").iter_rows())


def naive(path: Path) -> dict[str, int]:
    """A second reading of the yearly workbook: any row with a code, or the nation's."""
    rows = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars().rows()
    found = {}
    for row in rows:
        code = (row[0] or "").strip()
        if code.isdigit():
            found["SE-" + code] = int(row[2])
        elif (row[1] or "").strip() == "Riket":
            found["SE"] = int(row[2])
    return found


def test_the_code_list_names_every_area_of_2023(areas):
    assert dict(areas.schema) == AREAS
    assert areas["kind"].value_counts().sort("count")["count"].to_list() == [1, 21, 290]
    assert areas["area_id"].n_unique() == areas["slug"].n_unique() == areas.height == 312
    assert areas["parent_id"].null_count() == 1
    kumla = areas.row(by_predicate=pl.col("area_id") == "SE-1881", named=True)
    assert kumla == {
        "area_id": "SE-1881",
        "name": "Kumla",
        "kind": "municipality",
        "parent_id": "SE-18",
        "country": "SE",
        "slug": "kumla",
    }


def test_habo_and_håbo_have_addresses_of_their_own(areas):
    slugs = dict(areas.select("area_id", "slug").iter_rows())
    assert (slugs["SE-0643"], slugs["SE-0305"]) == ("habo", "habo-0305")
    assert slugs["SE-1480"] == "goteborg" and slugs["SE-0114"] == "upplands-vasby"
    assert all(slug.isascii() and " " not in slug for slug in slugs.values())


def test_the_origin_of_the_code_list_is_its_own_year(real_data):
    content = (real_data / "se_scb" / "kommunlankod_2023.xls").read_bytes()
    tables = se_scb.read(content, file_name="kommunlankod_2023.xls", areas=None)
    assert (tables.origin.title, tables.origin.release_date) == ("Län och kommuner 2023", "2023-01-01")
    assert tables.population is None and tables.emissions is None


@pytest.mark.parametrize(
    ("file_name", "nation", "day", "status"),
    [
        ("be0101_tabhel2023.xlsx", 10_551_707, "2023-12-31", "measured"),
        ("be0101_tabhel2024.xlsx", 10_587_710, "2024-12-31", "measured"),
        ("befolkning_kommuner_2018.xlsx", 10_171_524, "2018-06-30", "estimated"),
    ],
)
def test_the_yearly_workbook(population, real_data, file_name, nation, day, status):
    tables = population(file_name)
    found = persons(tables)
    assert found == naive(real_data / "se_scb" / file_name) and len(found) == 312
    assert found["SE"] == nation
    assert tables.origin.release_date == day
    assert tables.population["status"].unique().to_list() == [status]
    assert tables.population["year"].unique().to_list() == [int(day[:4])]


@pytest.mark.parametrize(
    "file_name", ["be0101_tabhel2023.xlsx", "be0101_tabhel2024.xlsx", "befolkning_kommuner_2018.xlsx"]
)
def test_everyone_lives_in_one_municipality_of_one_county(population, file_name):
    found = persons(population(file_name))
    assert sum(count for area, count in found.items() if len(area) == 7) == found["SE"]
    assert sum(count for area, count in found.items() if len(area) == 5) == found["SE"]


def test_half_a_year_says_so_in_its_title(population):
    assert population("befolkning_kommuner_2018.xlsx").origin.title == "Folkmängd 2018, 30 juni, inte årets slut"


def test_the_monthly_table_of_2025_carries_noise_and_says_so(population, real_data):
    tables = population("000007SF_20260416-131411.xlsx")
    found = persons(tables)
    path = real_data / "se_scb" / "000007SF_20260416-131411.xlsx"
    rows = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars().rows()
    assert found == {"SE-" + row[0][:4]: int(row[3]) for row in rows if row[3] and row[0]}
    assert len(found) == 290 and found["SE-0114"] == 50_495
    assert tables.origin.title == "Folkmängd 2025, med slumpmässigt brus"
    assert tables.population["status"].unique().to_list() == ["modelled"]


def test_the_long_series_of_the_counties(population, real_data, areas):
    tables = population("swedish_population_lan_1990-2023.csv")
    with (real_data / "se_scb" / "swedish_population_lan_1990-2023.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = dict(areas.filter(pl.col("kind") == "county").select("name", "area_id").iter_rows())
    years = range(1990, 2024)
    wanted = {(codes[row["Län"]], year): int(row[str(year)]) for row in rows for year in years}
    wanted |= {("SE", year): sum(count for (_, at), count in wanted.items() if at == year) for year in years}
    found = {(area, year): count for area, year, count, _ in tables.population.iter_rows()}
    assert found == wanted and len(found) == 22 * 34
    assert found["SE", 1990] == 8_590_630
    assert (tables.origin.title, tables.origin.release_date) == ("Folkmängd efter län 1990-2023", "2023-12-31")


def test_the_series_of_the_counties_ends_at_the_nations_own_count(population):
    series = population("swedish_population_lan_1990-2023.csv").population
    last = series.filter(pl.col("year") == 2023, pl.col("area_id") == "SE")["persons"].item()
    assert last == persons(population("be0101_tabhel2023.xlsx"))["SE"]


def test_another_statistics_workbook_is_refused(real_data, areas):
    content = (real_data / "se_national" / "swedish_emissions.xlsx").read_bytes()
    with pytest.raises(SourceError, match="has no row with the columns Kommun, Kommunnamn, Folkm"):
        se_scb.read(content, file_name="swedish_emissions.xlsx", areas=areas)
