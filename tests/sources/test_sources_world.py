"""The world's sources, from the publishers' own files served on loopback, and from broken ones."""

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
from climate_visualizer.sources.publishers import world_gcb, world_gdp, world_igcc, world_population
from climate_visualizer.sources.table import EMISSIONS, NATIONS, WORLD_BUDGETS, WORLD_EMISSIONS, SourceError

MAIN = "budget_normal_magicc_True_fair_False_esf_7.1pm26.7_likeli_0.6827_nonCO2pc50.0_GtCO2_permaf_False_zecsd_0.0_asym_False_"
IGCC_2024 = f"2025-05-02__{MAIN}hdT_1.24NonlinNonCO2_all_None_recEm204.csv"
RERUN = f"2023-04-29__WG1-{MAIN}hdT_1.07NonlinNonCO2_all_None_recEm209.csv"
SERIES = "greehouse_gas_emissions_co2eq.csv"
FLAT = "GCB2022v27_MtCO2_flat.csv"
BOOK = "Global_Carbon_Budget_2024_v1.0-1.xlsx"
BUDGETS, GASES = "/world_igcc/contents/data/carbon_budget", "/world_igcc/contents/data/greenhouse_gas_emissions"


def headers(found):
    return {one.url: one.headers for one in found}


def nations(frame, country, year):
    return frame.filter((pl.col("country") == country) & (pl.col("year") == year))["value"].to_list()


# Indicators of Global Climate Change


def folder(served, path, names):
    listing = [{"name": name, "type": "file", "download_url": f"{served.base}/raw/{name}"} for name in names]
    served.files[path] = json.dumps(listing).encode()


def newer(content: bytes) -> bytes:
    """A year's newer table: the likelihood called 0.67, and 40 Gt less everywhere."""
    rows = [line.split(",") for line in content.decode().splitlines()]
    head = ["0.67" if cell == "0.66" else cell for cell in rows[0]]
    body = [[*row[:2], *(str(float(cell) - 40) for cell in row[2:])] for row in rows[1:]]
    return ("\n".join(",".join(row) for row in [head, *body]) + "\n").encode()


@pytest.fixture
def igcc(served, real_data):
    """The repository as it is: dated and undated names, and variants beside the main files."""
    real = real_data / "world_igcc"
    variants = [
        f"{MAIN}hdT_1.31NonlinNonCO2_all_None_recEm0.csv",
        f"{MAIN.replace('fair_False', 'fair_True')}hdT_1.24NonlinNonCO2_all_None_recEm204.csv",
        f"{MAIN.replace('zecsd_0.0', 'zecsd_0.19')}hdT_1.24NonlinNonCO2_all_None_recEm204.csv",
        "WG1-budget.csv",
    ]
    undated = f"{MAIN}hdT_1.26NonlinNonCO2_all_None_recEm213.csv"
    folder(served, BUDGETS, [IGCC_2024, RERUN, *variants, undated])
    folder(served, GASES, [SERIES, "greenhouse_gas_emissions.csv"])
    for name in (IGCC_2024, RERUN, SERIES):
        served.files[f"/raw/{name}"] = (real / name).read_bytes()
    served.files[f"/raw/{undated}"] = newer((real / IGCC_2024).read_bytes())
    days = [{"commit": {"committer": {"date": day}}} for day in ("2027-01-03T09:00:00Z", "2026-06-02T09:00:00Z")]
    path = f"data/carbon_budget/{undated}"
    served.files[f"/world_igcc/commits?per_page=100&path={path}"] = json.dumps(days).encode()
    return served


def test_the_main_tables_are_found_among_their_variants_and_a_newer_one_comes_in_by_itself(igcc):
    found = list(world_igcc.fetch(known={}, base=igcc.base))
    names = [one.file_name for one in found]
    assert (
        names[:2] == [RERUN, IGCC_2024]
        and names[2].startswith("2026-06-02__2027-01-03__budget_normal")
        and names[3] == SERIES
    )
    tables = [world_igcc.read(one.content, file_name=one.file_name, areas=None) for one in found]
    budgets = pl.concat([one.world_budgets for one in tables if one.world_budgets is not None])
    assert budgets.schema == pl.Schema(WORLD_BUDGETS)
    assert dict(budgets.select("vintage", "start").unique().iter_rows()) == {
        "ar6-2021-rerun": 2020,
        "igcc-2024": 2025,
        "igcc-2025": 2026,
    }
    assert {"vintage": "igcc-2025", "warming_to_date": 1.26, "emitted_since": 213.0}.items() <= budgets.filter(
        pl.col("vintage") == "igcc-2025"
    ).row(0, named=True).items()
    cells = {row[:3]: row[3] for row in budgets.select("vintage", "limit", "likelihood", "gigatonnes").iter_rows()}
    assert cells["igcc-2024", 1.5, 67] == pytest.approx(79.03474101232803)
    assert cells["igcc-2024", 1.5, 50] == pytest.approx(126.99628032189327)
    assert cells["igcc-2025", 1.5, 67] == pytest.approx(39.03474101232803)
    assert {likelihood for _, _, likelihood in cells} == {10, 17, 33, 50, 67, 83, 90}
    assert {limit for _, limit, _ in cells} == {1.5, 1.6, 1.7, 1.8, 1.9, 2.0}
    assert tables[2].origin.release_date == "2027-01-03", "it came again, and counts from 2026 all the same"
    known = headers(found)
    igcc.asked.clear()
    assert list(world_igcc.fetch(known=known, base=igcc.base)) == []
    assert len(igcc.asked) == 6


def test_the_greenhouse_gases_by_year(real_data):
    found = world_igcc.read((real_data / "world_igcc" / SERIES).read_bytes(), file_name=SERIES, areas=None)
    rows = found.world_emissions
    assert rows.schema == pl.Schema(WORLD_EMISSIONS)
    last = dict(rows.filter(pl.col("year") == 2023).select("part", "gigatonnes").iter_rows())
    assert last["CO2-FFI"] == 37.79156871 and set(last) == {"CO2-FFI", "CO2-LULUCF", "CH4", "N2O", "F-gases"}
    assert rows.filter(pl.col("part") == "CO2-FFI")["year"].min() > 1750
    assert found.origin.release_date == "2023-12-31"


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        (BUDGETS, b"<html>", "did not answer with JSON"),
        (BUDGETS, b'{"message": "rate limit"}', "does not list data/carbon_budget"),
        (BUDGETS, b"[]", "no file named as"),
        (None, b"{}", "does not say when"),
    ],
)
def test_a_repository_that_has_moved_is_a_sentence(igcc, path, body, sentence):
    igcc.files[path or next(name for name in igcc.files if "commits" in name)] = body
    with pytest.raises(SourceError, match=sentence):
        list(world_igcc.fetch(known={}, base=igcc.base))


@pytest.mark.parametrize(
    ("name", "edit", "sentence"),
    [
        ("remaining.csv", lambda text: text, "keep the publisher's own name"),
        (IGCC_2024, lambda text: text.replace("1.5000000000000004", "1.45"), "lacks some of the limits"),
        (IGCC_2024, lambda text: text.replace("126.99628032189327", "12.699628032189327"), "leaves less"),
        (IGCC_2024, lambda text: text.replace("126.99628032189327", "1269.9628032189327"), "leaves less"),
        (
            IGCC_2024,
            lambda text: text.replace("0.1,0.17,0.33,0.5,0.66,0.83,0.9", "a,b,c,d,e,f,g"),
            "which is no likelihood",
        ),
        (SERIES, lambda text: "<html></html>\n", "no column"),
    ],
)
def test_a_table_of_budgets_that_cannot_be(real_data, name, edit, sentence):
    text = (real_data / "world_igcc" / IGCC_2024).read_text()
    with pytest.raises(SourceError, match=sentence):
        world_igcc.read(edit(text).encode(), file_name=name, areas=None)


ISSUED = Path(__file__).parent / "igcc"
APRIL, MAY, OF_2022, OF_2025 = (
    next(path for path in ISSUED.glob("*.csv") if path.name.startswith(start))
    for start in ("2024-04-25", "2024-05-29", "updateMAGICC", "budget")
)


@pytest.mark.parametrize(
    ("path", "name", "vintage", "start", "day", "gigatonnes"),
    [
        (OF_2022, OF_2022.name, "igcc-2022", 2023, "2023-06-08", 231.43),
        (APRIL, APRIL.name, "igcc-2023", 2024, "2024-04-25", 156.65),
        (MAY, MAY.name, "igcc-2023", 2024, "2024-05-29", 196.06),
        (MAY, MAY.name.partition("__")[2], "igcc-2023", 2024, "2024-05-29", 196.06),
        (MAY, f"2024-04-25__{MAY.name}", "igcc-2023", 2024, "2024-05-29", 196.06),
        (OF_2025, f"2026-06-02__{OF_2025.name}", "igcc-2025", 2026, "2026-06-02", 97.57),
    ],
)
def test_every_issued_table_by_its_own_name(path, name, vintage, start, day, gigatonnes):
    """The tables of 2022 to 2025 as they were issued; April's of 2024 was replaced in May."""
    found = world_igcc.read(path.read_bytes(), file_name=name, areas=None)
    rows = found.world_budgets
    assert set(rows["vintage"]) == {vintage} and set(rows["start"]) == {start} and found.origin.release_date == day
    half = rows.filter((pl.col("limit") == 1.5) & (pl.col("likelihood") == 50))["gigatonnes"].item()
    assert half == pytest.approx(gigatonnes, abs=0.01)


def test_a_table_that_is_issued_again_comes_under_its_first_and_last_day(served):
    name = MAY.name.partition("__")[2]
    folder(served, BUDGETS, [name])
    folder(served, GASES, [SERIES])
    days = [{"commit": {"committer": {"date": day}}} for day in ("2024-05-29T09:00:00Z", "2024-04-25T09:00:00Z")]
    served.files[f"/world_igcc/commits?per_page=100&path=data/carbon_budget/{name}"] = json.dumps(days).encode()
    served.files[f"/raw/{name}"] = MAY.read_bytes()
    came, said = in_spite(world_igcc.fetch(known={}, base=served.base))
    assert came == [f"2024-04-25__2024-05-29__{name}"] and f"{SERIES} answered 404" in said


def test_a_table_without_a_day_that_nobody_knows_is_a_sentence():
    with pytest.raises(SourceError, match="with the day it was made in front"):
        world_igcc.read(OF_2025.read_bytes(), file_name=OF_2025.name, areas=None)


# Global Carbon Budget


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


# United Nations and World Bank


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
    )
    read = [
        module.read((real_data / name).read_bytes(), file_name=Path(name).name, areas=None) for module, name in files
    ]

    class Edition:
        nations = world_tables.world_tables(read)["nations"]

    assert starter._nations(Edition).write_csv() == (world_tables.SHIPPED / "nations.csv").read_text()
    assert {one.origin for one in world_tables.shipped() if one.nations is not None} == {one.origin for one in read}
