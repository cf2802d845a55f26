"""The world's countries, from the publishers' own tables and from broken ones."""

import polars as pl
import pytest

from climate_visualizer.sources import countries
from climate_visualizer.sources.table import SourceError

READERS = [countries.read_population, countries.read_product, countries.read_emissions]


def test_the_real_tables(real_data):
    people = countries.read_population(
        (real_data / "world_population" / "Population.csv").read_bytes(), file_name="p.csv"
    )
    product = countries.read_product((real_data / "world_gdp" / "gdp.csv").read_bytes(), file_name="g.csv")
    content = (real_data / "world_gcb" / "GCB2022v27_MtCO2_flat.csv").read_bytes()
    fossil = countries.read_emissions(content, file_name="e.csv")
    for frame in (people, product, fossil):
        assert frame.schema == pl.Schema(countries.FRAME)
        assert not frame.select("country", "year").is_duplicated().any()
    assert people.filter(pl.col("year") == 2022)["value"].sum() == 7970877972
    assert fossil.filter(pl.col("year") == 2021)["value"].sum() == pytest.approx(37123850355, rel=1e-9)
    sweden = fossil.filter((pl.col("country") == "SE") & (pl.col("year") == 2021))
    assert sweden["value"].to_list() == [pytest.approx(35848949)]
    assert {"XT", "XK"} <= set(fossil["country"])
    assert "EU" not in set(product["country"])
    assert product.filter((pl.col("country") == "SE") & (pl.col("year") == 2021))["value"][0] == pytest.approx(
        6.3971e11, rel=1e-4
    )


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a;b\n1;2\n", b"<html></html>"])
def test_another_file_is_a_sentence(read, content):
    with pytest.raises(SourceError, match="x.csv"):
        read(content, file_name="x.csv")


EMISSIONS = "Country,ISO 3166-1 alpha-3,Year,Total\n"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("Sweden,SWE,2020,-3\n", "below zero"),
        ("Atlantis,ATL,2020,3\n", "unknown country Atlantis"),
        ("Global,WLD,2020,3\n", "no figures for any country"),
    ],
)
def test_figures_that_cannot_be(rows, sentence):
    with pytest.raises(SourceError, match=sentence):
        countries.read_emissions((EMISSIONS + rows).encode(), file_name="e.csv")


def test_former_parts_are_added_to_whose_they_are():
    rows = "Panama,PAN,1970,3\nPanama Canal Zone,PCZ,1970,1\nGlobal,WLD,1970,4\n"
    frame = countries.read_emissions((EMISSIONS + rows).encode(), file_name="e.csv")
    assert frame.rows() == [("PA", "Panama", 1970, 4e6)]
