"""The United Kingdom's statistics: the wide workbooks as issued, the long table by its header, and what is wrong with files."""

from __future__ import annotations

import polars as pl
import pytest
from conftest import KINGDOM
from sources.long_table import HEADER, UNPLACED, rows, table

from climate_visualizer.sources.publishers import gb_desnz, gb_names
from climate_visualizer.sources.table import SourceError


@pytest.fixture(scope="module")
def wide(real_data):
    name = KINGDOM[1]
    return gb_desnz.read((real_data / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)


@pytest.fixture(scope="module")
def all_gases(real_data):
    name = KINGDOM[0]
    return gb_desnz.read((real_data / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)


@pytest.fixture(scope="module")
def lines(wide) -> list[str]:
    """Every authority's real figures of two years as lines of the long table."""
    return rows(wide.emissions.filter(pl.col("year").is_in([2019, 2020])), wide.areas, wide.population)


NATIONS = ("GB-E92000001", "GB-W92000004", "GB-S92000003", "GB-N92000002")


def read(lines: list[str], name: str = "2005-20-local-authority-ghg-emissions-csv-dataset.csv"):
    return gb_desnz.read(table(lines), file_name=name, areas=None)


def total(tables, area: str, year: int, gas: str, sector: str = "total") -> float:
    found = tables.emissions.filter(
        (pl.col("area_id") == area)
        & (pl.col("year") == year)
        & (pl.col("gas") == gas)
        & (pl.col("sector") == sector)
        & (pl.col("subsector") == "total")
    )
    return float(found["tonnes"].item())


def test_every_authority_is_read_in_tonnes_with_its_region_and_nation(wide):
    kinds = dict(wide.areas.group_by("kind").len().iter_rows())
    local = {
        "unitary-authority",
        "district",
        "metropolitan-borough",
        "london-borough",
        "principal-area",
        "council-area",
    }
    assert sum(kinds[kind] for kind in (*local, "local-government-district")) == 374
    assert (kinds["country"], kinds["nation"], kinds["region"]) == (1, 4, 9)
    assert wide.emissions["gas"].unique().to_list() == ["CO2"]
    assert total(wide, "GB-E06000005", 2005, "CO2") == pytest.approx(845_851.518454)
    assert total(wide, "GB", 2020, "CO2") == pytest.approx(305_992_723.37683)
    row = wide.areas.row(by_predicate=pl.col("area_id") == "GB-E08000009", named=True)
    assert (row["name"], row["kind"], row["parent_id"], row["slug"]) == (
        "Trafford",
        "metropolitan-borough",
        "GB-E12000002",
        "trafford",
    )
    assert wide.areas["slug"].is_unique().all()
    assert set(wide.areas.filter(pl.col("name").str.contains(", City of|, County of"))["name"]) == set()


def test_land_use_is_below_zero_and_what_has_no_place_counts_for_the_nation_only(wide):
    assert total(wide, "GB-S12000017", 2020, "CO2", "land-use") < 0
    placed = sum(total(wide, area, 2020, "CO2") for area in NATIONS)
    assert total(wide, "GB", 2020, "CO2") - placed == pytest.approx((631.165434544 - 1172.008942459) * 1000)


def test_people_come_with_the_release(wide):
    people = {(area, year): persons for area, year, persons, _ in wide.population.iter_rows()}
    assert people["GB-E06000005", 2005] == 100_287
    assert people["GB", 2020] == 67_081_234
    assert set(wide.population["status"]) == {"estimated"}


def test_years_without_every_part_keep_what_there_is_and_have_no_total(all_gases):
    assert all_gases.emissions["gas"].unique().to_list() == ["GHG"]
    whole = all_gases.emissions.filter(pl.col("sector") == "total")["year"].unique().sort().to_list()
    assert whole == [2018, 2019, 2020]
    early = all_gases.emissions.filter((pl.col("year") == 2005) & (pl.col("area_id") == "GB-E06000005"))
    assert total(all_gases, "GB-E06000005", 2005, "GHG", "transport") == pytest.approx(233_209.265657)
    assert early.filter(pl.col("subsector") == "livestock").is_empty()
    assert early.filter(pl.col("sector") == "waste")["subsector"].to_list() == ["waste-other"]


def test_releases_say_what_they_are(wide, all_gases):
    assert wide.origin.title == "UK local authority greenhouse gas emissions 2005\u20132020 (CO2)"
    assert wide.origin.release_date == all_gases.origin.release_date == "2022-06-30"
    assert wide.disputes.is_empty()


def test_the_long_table_gives_what_the_workbook_gives(wide, lines):
    long = read([*lines, f"{UNPLACED},2020,Industry,Industry Electricity,CO2,5,0,,", *_methane()])
    for area in ("GB-E08000009", "GB-S12000017"):
        for year in (2019, 2020):
            for sector in ("total", "transport", "land-use", "waste"):
                assert total(long, area, year, "CO2", sector) == pytest.approx(total(wide, area, year, "CO2", sector))
    placed = sum(total(wide, nation, 2020, "CO2") for nation in NATIONS)
    assert total(long, "GB", 2020, "CO2") == pytest.approx(placed + 5000, abs=1)
    assert total(long, "GB-E12000002", 2020, "CO2") == pytest.approx(total(wide, "GB-E12000002", 2020, "CO2"), abs=1)
    assert total(long, "GB-E08000009", 2020, "CH4", "agriculture") == 3000
    added = total(wide, "GB-E08000009", 2020, "CO2") + 3000
    assert total(long, "GB-E08000009", 2020, "GHG") == pytest.approx(added)
    people = {(area, year): persons for area, year, persons, _ in long.population.iter_rows()}
    assert people["GB-E08000009", 2020] == 237_579
    assert long.origin.title.endswith("2019\u20132020 (CH4, CO2)")


def _methane() -> list[str]:
    found = []
    for where in ("North West,E12000002,X,Trafford,E08000009", "Scotland,S92000003,X,Highland,S12000017"):
        for year in (2019, 2020):
            for sector in ("Industry", "Commercial", "Public Sector", "Domestic", "Transport", "LULUCF", "Waste"):
                part = {
                    "Transport": "Diesel Railways",
                    "LULUCF": "LULUCF Net Emissions: Forest land",
                    "Waste": "Landfill",
                }
                name = part.get(sector, f"{sector} Gas")
                found.append(f"x,x,{where},{year},{sector},{name},CH4,0,0,,")
            found.append(f"x,x,{where},{year},Agriculture,Agriculture Livestock,CH4,3,0,,")
    return found


def test_a_fetched_file_has_its_day_in_front_of_its_name(lines):
    assert read(lines, "2026-06-25_2005-24-x.csv").origin.release_date == "2026-06-25"
    assert read(lines, "2005-24-x.csv").origin.release_date == "2022-06-30"


@pytest.mark.parametrize(
    "part",
    ["Bioenergy crops", "Cropland mineral soils change", "Grassland mineral soils change", "Other LULUCF", "Peatland"],
)
def test_the_sub_sectors_of_land_use_since_the_release_of_2005_to_2024_are_known(lines, part):
    text = table(lines).decode().replace("Net Emissions: Wetlands", f"Net Emissions: {part}")
    found = gb_desnz.read(text.encode(), file_name="2005-24-x.csv", areas=None)
    assert found.new_names == ()
    assert gb_names.parts()[gb_names.key(f"Net Emissions: {part}")] in set(
        found.emissions.select("sector", "subsector").unique().rows()
    )


def test_a_name_that_no_card_has_is_read_under_a_key_of_its_own(lines):
    text = table(lines).decode().replace("Diesel Railways", "Trains").replace(",Transport,", ",Moving,")
    found = gb_desnz.read(text.encode(), file_name="2005-24-x.csv", areas=None)
    assert found.new_names == (("~moving", "total", "Moving"), ("~moving", "~trains", "Trains")) or found.new_names == (
        ("transport", "~trains", "Trains"),
    )


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda text: text.replace("Calendar Year", "Year"), "has no column Calendar Year"),
        (lambda text: text.replace('"Diesel Railways"', ""), "a row without a sector or sub-sector"),
        (lambda text: text.replace(",CO2,", ",SF6,"), "unknown gas 'SF6'"),
        (lambda text: text.replace("North West", "Far West"), "unknown region 'Far West'"),
        (lambda text: text + text.splitlines()[1] + "\n", "more than once"),
        (lambda text: text.replace(",2019,", ",soon,"), "has 'soon' in Calendar Year, row"),
        (
            lambda text: text.replace('"Highland",S12000017', '"Highland",S12000018', 1),
            "lacks|more than once|two names",
        ),
        (lambda text: HEADER + "\n", "no local authority"),
        (lambda text: "<!doctype html><title>Moved</title>", "a web page, not a table of text"),
        (lambda text: "a\0b", "not a table of text"),
        (lambda text: "", "cannot be read|empty"),
    ],
)
def test_what_is_wrong_with_a_table_is_a_sentence(lines, edit, sentence):
    with pytest.raises(SourceError, match=sentence):
        gb_desnz.read(edit(table(lines).decode()).encode(), file_name="table.csv", areas=None)


def _wide_cells(real_data) -> list[list[object]]:
    from climate_visualizer.sources.reading.workbooks import sheet

    cells = sheet((real_data / "gb_desnz" / KINGDOM[1]).read_bytes(), "x")[1]
    at = cells.columns[0]
    kept = cells.filter(
        (pl.col(at) == "Region/Country")
        | (pl.col(at).is_in(["North East", "North East Total"]) & (pl.col(cells.columns[4]) == "2020"))
    )
    return [list(row) for row in kept.iter_rows()]


def _moved(cells: list[list[object]]) -> None:
    cells[-1][45] = str(float(str(cells[-1][45])) + 900)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (_moved, "contradicts itself: the areas within GB-E12000001"),
        (lambda cells: cells[0].__setitem__(5, "Candles"), "unknown column 'Candles'"),
        (lambda cells: cells[0].__setitem__(0, "Place"), "has no row with the columns Region/Country"),
        (
            lambda cells: cells[1].__setitem__(5, "many"),
            "has 'many' in Industry Electricity, row 2, where a number should stand",
        ),
    ],
)
def test_what_is_wrong_with_a_workbook_is_a_sentence(real_data, workbook, edit, sentence):
    cells = _wide_cells(real_data)
    edit(cells)
    with pytest.raises(SourceError, match=sentence):
        gb_desnz.read(workbook(cells), file_name="wide.xlsx", areas=None)
