"""Nations' people and gross product from the United Nations and the World Bank, and the nations that are shipped."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sources.fetching import in_spite

from climate_visualizer.editions.importing import world_tables
from climate_visualizer.editions.importing.build import _oldest_first
from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.publishers import world_gcb, world_gdp, world_population
from climate_visualizer.sources.table import NATIONS, SourceError

FLAT = "GCB2022v27_MtCO2_flat.csv"


def headers(found):
    return {one.url: one.headers for one in found}


def nations(frame, country, year):
    return frame.filter((pl.col("country") == country) & (pl.col("year") == year))["value"].to_list()


def folder(served, path, names):
    listing = [{"name": name, "type": "file", "download_url": f"{served.base}/raw/{name}"} for name in names]
    served.files[path] = json.dumps(listing).encode()


def test_people_by_country(served, real_data):
    name = "/world_population/WPP2024_TotalPopulationBySex.csv.gz"
    served.files[name] = (real_data / "world_population" / "Population.csv").read_bytes()
    (found,) = world_population.fetch(known={}, base=served.base)
    tables = world_population.read(found.content, file_name=found.file_name, areas=None)
    assert tables.nations.schema == pl.Schema(NATIONS)
    assert tables.nations.filter(pl.col("year") == 2022)["value"].sum() == 7970877972
    assert tables.origin.title == "World Population Prospects 2022"
    assert list(world_population.fetch(known=headers([found]), base=served.base)) == []


OFFICIAL = (
    "SortOrder,LocID,ISO3_code,ISO2_code,LocTypeName,Location,VarID,Variant,Time,MidPeriod,PopMale,PopFemale,PopTotal\n"
    "1,900,,,World,World,2,Medium,2023,2023.5,1,1,8091734.934\n"
    "2,752,SWE,SE,Country/Area,Sweden,2,Medium,2023,2023.5,1,1,10551.494\n"
    "2,752,SWE,SE,Country/Area,Sweden,3,High,2023,2023.5,1,1,10999\n"
    "2,516,NAM,NA,Country/Area,Namibia,2,Medium,2023,2023.5,1,1,2963.095\n"
    "2,752,SWE,SE,Country/Area,Sweden,2,Medium,2090,2090.5,1,1,10999\n"
)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_united_nations_own_layout(pack):
    content = pack(OFFICIAL.encode())
    found = world_population.read(content, file_name="WPP2024_TotalPopulationBySex.csv.gz", areas=None)
    assert found.nations.select("country", "year", "value").rows() == [
        ("NA", 2023, 2963095.0),
        ("SE", 2023, 10551494.0),
    ]
    assert found.origin.title == "World Population Prospects 2024"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (gzip.compress(OFFICIAL.encode())[:-9], "cut short"),
        (b"\x1f\x8bnot really", "damaged"),
        (OFFICIAL.encode(), "does not say which revision"),
        (b"actor_id,year,population,datasource_id\nSverige,2020,1,a:v2022\n", "no code of two letters"),
        (b"actor_id,year,population,datasource_id\nSE,2020,1,a:v2022\nSE,2020,1,a:v2022\n", "SE, 2020 more than once"),
        (b"actor_id,year,population,datasource_id\nSE,2020,1,a:v2022\nSE,2021,1,a:v2024\n", "one revision"),
    ],
)
def test_people_that_cannot_be_read(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        world_population.read(content, file_name="people.csv", areas=None)


WORKBOOK = "UN_PPP2024_Output_PopTot.xlsx"


def test_the_united_nations_workbook_gives_its_own_year(real_data):
    found = world_population.read(
        (real_data / "world_population" / WORKBOOK).read_bytes(), file_name=WORKBOOK, areas=None
    )
    assert found.nations["year"].unique().to_list() == [2024], "later years are projections"
    assert nations(found.nations, "NA", 2024) == [3030131.0]
    assert found.nations["value"].sum() == pytest.approx(8161972572, rel=1e-4)
    assert found.nations["country"].n_unique() == 237 and "XK" in set(found.nations["country"])
    assert found.origin.title == "World Population Prospects 2024" and found.origin.release_date == "2024-12-31"
    assert found.notes[0].endswith(
        "begins in 2024; people of earlier years stay those of the revision that was there before."
    )


def test_people_of_earlier_years_stay_beside_a_workbook_that_begins_later(real_data):
    folder = real_data / "world_population"
    old, new = (
        world_population.read((folder / name).read_bytes(), file_name=name, areas=None)
        for name in ("Population.csv", WORKBOOK)
    )
    for read in ([old, new], [new]):
        people = world_tables.world_tables(_oldest_first(world_tables.with_shipped(read)))["nations"]
        people = people.filter(pl.col("variable") == "population")
        assert nations(people, "SE", 2024) == nations(new.nations, "SE", 2024)
        assert nations(people, "SE", 2020) == nations(old.nations, "SE", 2020)


def test_the_next_revision_comes_in_by_its_name(served):
    def address(year: int) -> str:
        return f"/world_population/WPP{year}_TotalPopulationBySex.csv.gz"

    served.files[address(2024)] = gzip.compress(OFFICIAL.encode())
    (old,) = world_population.fetch(known={}, base=served.base)
    assert old.url.endswith("WPP2024_TotalPopulationBySex.csv.gz")
    assert served.asked[0] == address(date.today().year), "the latest year that there can be is asked for first"
    served.files[address(2026)] = gzip.compress(OFFICIAL.replace("10551.494", "10600").encode())
    (new,) = world_population.fetch(known=headers([old]), base=served.base)
    read = world_population.read(new.content, file_name=new.file_name, areas=None)
    assert read.origin.title == "World Population Prospects 2026" and nations(read.nations, "SE", 2023) == [10600000]
    assert list(world_population.fetch(known=headers([old, new]), base=served.base)) == []
    del served.files[address(2024)], served.files[address(2026)]
    with pytest.raises(SourceError, match=r"WPP2024_TotalPopulationBySex\.csv\.gz answered 404"):
        list(world_population.fetch(known={}, base=served.base))


def test_a_table_that_unpacks_without_end_is_given_up_on(monkeypatch):
    monkeypatch.setattr(world_population, "_LARGEST_UNPACKED", 2**20)
    with pytest.raises(SourceError, match="unpacks to more than 1 MB"):
        world_population.read(gzip.compress(bytes(2**22)), file_name="WPP2024.csv.gz", areas=None)


BANK = {
    "NY.GDP.MKTP.CD": "API_NY.GDP.MKTP.CD_DS2_en_csv_v2_5607117.csv",
    "NY.GDP.MKTP.PP.CD": "API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_1090665.csv",
}


def archived(name: str, content: bytes) -> bytes:
    """The World Bank's archive: its table, and two of descriptions beside it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"Metadata_Indicator_{name}", '"INDICATOR_CODE","INDICATOR_NAME",')
        archive.writestr(name, content)
        archive.writestr(f"Metadata_Country_{name}", '"Country Code","Region",')
    return out.getvalue()


def at_the_bank(indicator: str) -> str:
    return f"/v2/en/indicator/{indicator}?downloadformat=csv"


def test_gross_product_by_country_from_the_banks_own_archives(served, real_data):
    for indicator, name in BANK.items():
        served.files[at_the_bank(indicator)] = archived(name, (real_data / "world_gdp" / name).read_bytes())
    found = list(world_gdp.fetch(known={}, base=served.base))
    assert [one.file_name for one in found] == list(BANK.values())
    current, parity = (world_gdp.read(one.content, file_name=one.file_name, areas=None) for one in found)
    assert current.nations.filter(pl.col("variable") != "product").is_empty() and not current.notes
    assert parity.nations.filter(pl.col("variable") != "product-ppp").is_empty() and not parity.notes
    assert not {"EU", "1W"} & set(current.nations["country"]) and "NA" in set(current.nations["country"])
    assert nations(current.nations, "SE", 2021) == [pytest.approx(6.397e11, rel=1e-2)]
    assert (current.origin.release_date, parity.origin.release_date) == ("2023-06-29", "2024-06-28")
    assert list(world_gdp.fetch(known=headers(found), base=served.base)) == []
    archive = served.files[at_the_bank("NY.GDP.MKTP.CD")]
    by_hand = world_gdp.read(archive, file_name="API_NY.GDP.MKTP.CD_DS2_en_csv_v2_5607117.zip", areas=None)
    assert by_hand.nations.equals(current.nations)


def test_the_bank_and_the_mirror_of_its_figures_agree(real_data):
    mirror, own = (
        world_gdp.read((real_data / "world_gdp" / name).read_bytes(), file_name=name, areas=None).nations
        for name in ("gdp.csv", BANK["NY.GDP.MKTP.CD"])
    )
    both = mirror.join(own, on=["country", "year"]).filter(pl.col("year") <= 2015)
    assert both.height > 8900
    assert (both["value"] / both["value_right"] - 1).abs().median() < 1e-9


def test_one_indicator_that_cannot_be_had_stops_no_other(served, real_data):
    name = BANK["NY.GDP.MKTP.PP.CD"]
    served.files[at_the_bank("NY.GDP.MKTP.PP.CD")] = archived(name, (real_data / "world_gdp" / name).read_bytes())
    came, said = in_spite(world_gdp.fetch(known={}, base=served.base))
    assert came == [name] and said.startswith("NY.GDP.MKTP.CD: ") and "answered 404" in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 cut", "cut short or damaged"),
        (archived("Metadata_Country_x.csv", b"a"), "no file that is read"),
        (
            archived("API_x.csv", b'"Data Source","x",\n\n"Country Name","Country Code","Indicator Code","1960",\n'),
            "indicator",
        ),
    ],
)
def test_an_archive_that_is_none_of_the_banks_is_a_sentence(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        world_gdp.read(content, file_name="API.zip", areas=None)


def test_a_code_that_is_neither_country_nor_region_is_told(real_data):
    name = BANK["NY.GDP.MKTP.CD"]
    content = (real_data / "world_gdp" / name).read_bytes().replace(b'"SWE"', b'"SVE"')
    found = world_gdp.read(content, file_name=name, areas=None)
    assert "SE" not in set(found.nations["country"])
    assert found.notes == (
        f"{name} has figures of SVE, which is no country or region that is known here; they are left out.",
    )


@pytest.mark.parametrize("module", [world_gdp, world_population, world_gcb])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a;b\n1;2\n", b"<html></html>"])
def test_another_file_is_a_sentence(module, content):
    with pytest.raises(SourceError, match=r"GCB2022v27_MtCO2_flat\.csv"):
        module.read(content, file_name=FLAT, areas=None)


def test_names_of_countries_in_any_language():
    assert [country_name("DE", code) for code in ("sv", "en", "pt-BR", "xx")] == [
        "Tyskland",
        "Germany",
        "Alemanha",
        "Germany",
    ]
    assert country_name("ZQ", "sv") == "ZQ"


def test_the_shipped_nations_are_the_publishers_own(real_data):
    """What comes with the project is what its starter set is written from, whole figure by whole figure."""
    from climate_visualizer.editions.importing import starter

    files = (
        (world_gcb, "world_gcb/GCB2022v27_MtCO2_flat.csv"),
        (world_gdp, "world_gdp/gdp.csv"),
        (world_gdp, "world_gdp/API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_1090665.csv"),
        (world_population, "world_population/Population.csv"),
        (world_population, f"world_population/{WORKBOOK}"),
    )
    read = [
        module.read((real_data / name).read_bytes(), file_name=Path(name).name, areas=None) for module, name in files
    ]

    class Edition:
        nations = world_tables.world_tables(read)["nations"]

    assert starter._nations(Edition).write_csv() == (world_tables.SHIPPED / "nations.csv").read_text()
    assert {one.origin for one in world_tables.shipped() if one.nations is not None} == {one.origin for one in read}
