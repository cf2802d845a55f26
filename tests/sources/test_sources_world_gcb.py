"""Nations' carbon dioxide from the Global Carbon Budget: record, flat table and workbook."""

from __future__ import annotations

import json

import polars as pl
import pytest

from climate_visualizer.sources.publishers import world_gcb
from climate_visualizer.sources.table import EMISSIONS, NATIONS, SourceError

FLAT = "GCB2022v27_MtCO2_flat.csv"

BOOK = "Global_Carbon_Budget_2024_v1.0-1.xlsx"


def headers(found):
    return {one.url: one.headers for one in found}


def nations(frame, country, year):
    return frame.filter((pl.col("country") == country) & (pl.col("year") == year))["value"].to_list()


def record(served, *names):
    files = [{"key": name, "links": {"self": f"{served.base}/files/{name}/content"}} for name in names]
    served.files |= {"/world_gcb/record": "/records/2", "/records/2": json.dumps({"files": files}).encode()}


def test_the_newest_flat_table_of_the_record(served, real_data):
    record(served, "GCB2022v9_MtCO2_flat.csv", FLAT, "GCB2022v27_MtCO2.csv", "GCB2021v34_MtCO2_flat.csv")
    content = (real_data / "world_gcb" / FLAT).read_bytes()
    served.files[f"/files/{FLAT}/content"] = content
    (found,) = world_gcb.fetch(known={}, base=served.base)
    assert (found.file_name, found.content) == (FLAT, content)
    assert list(world_gcb.fetch(known=headers([found]), base=served.base)) == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>", "does not list"),
        (b'{"files": {}}', "no flat table"),
        (b'{"files": [{"key": "a"}]}', "does not list"),
    ],
)
def test_a_record_that_has_changed_is_a_sentence(served, body, sentence):
    served.files["/world_gcb/record"] = body
    with pytest.raises(SourceError, match=sentence):
        list(world_gcb.fetch(known={}, base=served.base))


def test_the_real_flat_table(real_data):
    found = world_gcb.read((real_data / "world_gcb" / FLAT).read_bytes(), file_name=FLAT, areas=None)
    assert found.nations.schema == pl.Schema(NATIONS) and found.emissions.schema == pl.Schema(EMISSIONS)
    assert not found.nations.select("country", "year").is_duplicated().any()
    whole = found.nations.filter(pl.col("year") == 2021)["value"].sum()
    assert whole == pytest.approx(37123850355, rel=1e-9)
    assert nations(found.nations, "SE", 2021) == [pytest.approx(35848949)]
    assert {"XT", "XK"} <= set(found.nations["country"]) and "XT" not in set(found.emissions["area_id"])
    germany = found.emissions.filter((pl.col("area_id") == "DE") & (pl.col("year") == 2021))
    parts = dict(germany.select("sector", "tonnes").iter_rows())
    assert set(parts) == {"coal", "oil", "gas", "cement", "flaring", "other-fossil", "total"}
    assert sum(parts.values()) == pytest.approx(2 * parts["total"], rel=1e-6)
    assert found.emissions["year"].min() == 1990
    areas = {row["area_id"]: row for row in found.areas.iter_rows(named=True)}
    assert len(areas) == 219 and "AQ" not in areas
    assert areas["DE"] == {
        "area_id": "DE",
        "name": "Tyskland",
        "kind": "country",
        "parent_id": None,
        "country": "DE",
        "slug": "tyskland",
    }
    assert found.areas["slug"].is_unique().all()


def test_the_later_column_vintage_is_read_by_name(real_data):
    """The layout of 2025: a column of UN codes, columns in another order."""
    old = pl.read_csv(real_data / "world_gcb" / FLAT, infer_schema=False)
    later = old.with_columns(pl.lit("276").alias("UN M49")).select(reversed([*old.columns, "UN M49"]))
    content = later.write_csv().encode()
    one = world_gcb.read(content, file_name="GCB2025v15_MtCO2_flat.csv", areas=None)
    two = world_gcb.read((real_data / "world_gcb" / FLAT).read_bytes(), file_name=FLAT, areas=None)
    assert one.emissions.equals(two.emissions) and one.nations.equals(two.nations)
    assert one.origin.title == "Global Carbon Budget 2025, version 15 (CO2)"


def test_the_workbook_in_tonnes_of_carbon_becomes_co2(real_data):
    found = world_gcb.read((real_data / "world_gcb" / BOOK).read_bytes(), file_name=BOOK, areas=None)
    rows = dict(found.world_emissions.filter(pl.col("year") == 2023).select("part", "gigatonnes").iter_rows())
    assert set(rows) == {"fossil", "coal", "oil", "gas", "cement", "flaring", "other-fossil", "land-use"}
    assert rows["fossil"] == pytest.approx(37.8, abs=0.3)
    parts = sum(value for part, value in rows.items() if part not in ("fossil", "land-use"))
    assert parts == pytest.approx(rows["fossil"], rel=1e-3)
    assert 2.5 < rows["land-use"] < 4.5


HEAD = "Country,ISO 3166-1 alpha-3,Year,Total,Coal,Oil,Gas,Cement,Flaring,Other\n"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("Sweden,SWE,2020,-3,,,,,,\n", "below zero"),
        ("Global,WLD,2020,3,,,,,,\n", "no figures for any country"),
    ],
)
def test_figures_that_cannot_be(rows, sentence):
    with pytest.raises(SourceError, match=sentence):
        world_gcb.read((HEAD + rows).encode(), file_name=FLAT, areas=None)


def test_a_code_that_is_no_country_is_left_out_and_told():
    rows = "Sweden,SWE,2020,3,1,,,,,\nAtlantis,ATL,2020,3,,,,,,\nInternational Shipping,XIS,2020,5,,,,,,\n"
    found = world_gcb.read((HEAD + rows).encode(), file_name=FLAT, areas=None)
    assert set(found.nations["country"]) == {"SE", "XT"}
    assert (
        len(found.notes) == 1 and "figures of Atlantis (ATL), which is no country that is known here" in found.notes[0]
    )


def test_aviation_and_shipping_between_countries_are_what_bunkers_were(real_data):
    new, old = (
        world_gcb.read((real_data / "world_gcb" / name).read_bytes(), file_name=name, areas=None).nations
        for name in ("GCB2023v36_MtCO2_flat.csv", FLAT)
    )
    both = new.filter(pl.col("country") == "XT").join(old.filter(pl.col("country") == "XT"), on="year")
    assert both.height > 60
    assert both.filter((pl.col("value") / pl.col("value_right") - 1).abs() > 0.05).height <= 3


def test_former_parts_are_added_to_whose_they_are():
    rows = "Panama,PAN,1990,3,1,,,,,\nPanama Canal Zone,PCZ,1990,1,1,,,,,\nGlobal,WLD,1990,4,2,,,,,\n"
    found = world_gcb.read((HEAD + rows).encode(), file_name=FLAT, areas=None)
    assert found.nations.rows() == [("PA", "emissions", 1990, 4e6, "reported")]
    assert found.emissions.select("area_id", "sector", "tonnes").rows() == [("PA", "coal", 2e6), ("PA", "total", 4e6)]


def test_another_workbook_or_name_is_a_sentence(real_data, workbook):
    with pytest.raises(SourceError, match="keep the publisher's own name"):
        world_gcb.read((HEAD + "Sweden,SWE,2020,3,,,,,,\n").encode(), file_name="flat.csv", areas=None)
    with pytest.raises(SourceError, match="keep the publisher's own name"):
        world_gcb.read(workbook([["Year"]]), file_name="book.xlsx", areas=None)
    for title, rows, sentence in (
        ("Blad", [["Year"]], "no sheet"),
        ("Fossil Emissions by Category", [["a"]], "no header"),
        ("Fossil Emissions by Category", [["Year", None], ["2020", "1"]], "no column"),
    ):
        with pytest.raises(SourceError, match=sentence):
            world_gcb.read(workbook(rows, title), file_name=BOOK, areas=None)
