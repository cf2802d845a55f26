"""Large plants: the transaction log's extract against a naive reading, the Commission's workbook, the places against permits."""

from __future__ import annotations

import csv
import re

import polars as pl
import pytest
from sources import changed_tables

from climate_visualizer.budget.plants import _plant
from climate_visualizer.editions.importing.world_tables import shipped
from climate_visualizer.sources.plant_places import plant_places
from climate_visualizer.sources.publishers import eu_ets
from climate_visualizer.sources.table import PLANTS, SourceError

NAME = "installations-SE.csv"
INSTALLATION = (
    "REGISTRY_CODE",
    "IDENTIFIER_IN_REG",
    "INSTALLATION_NAME",
    "INSTALLATION_IDENTIFIER",
    "PERMIT_IDENTIFIER",
    "MAIN_ACTIVITY_TYPE_CODE",
)
HEAD = [
    *INSTALLATION,
    "ALLOCATION_2022",
    "VERIFIED_EMISSIONS_2022",
    "VERIFIED_EMISSIONS_2023",
]


@pytest.fixture(scope="module")
def registry(real_data) -> dict[str, dict[str, str]]:
    """The extract's rows as they stand, by account."""
    with (real_data / "eu_ets" / NAME).open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _number(cell: str) -> float | None:
    return float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else None


def test_a_plants_tonnes_are_the_sum_of_its_accounts(registry, real_data):
    content = (real_data / "eu_ets" / NAME).read_bytes()
    plants = eu_ets.read(content, file_name=NAME, areas=None).plants
    assert plants is not None and plants.schema == PLANTS
    found = {(plant, year): tonnes for plant, year, tonnes in plants.select("plant_id", "year", "tonnes").iter_rows()}
    wanted = {}
    for place in plant_places():
        for year in range(2005, 2023):
            cells = [_number(registry[f"SE-{account}"][f"VerifiedEmissions_{year}"]) for account in place.accounts]
            if known := [cell for cell in cells if cell is not None]:
                wanted[place.id, year] = sum(known)
    assert found == wanted
    assert ("kubal", 2022) not in found, "not reported is no figure"
    assert found["brista", 2020] == 789 + 80803, "two accounts of one plant"
    assert {"ssab-lulea", "lulekraft"} <= {plant for plant, _ in found}


def test_every_plant_of_ten_thousand_tonnes_has_a_place_in_its_permits_county(registry):
    placed = {f"SE-{account}": place for place in plant_places() for account in place.accounts if place.country == "SE"}
    assert len(placed) == sum(len(place.accounts) for place in plant_places()), "no account is in two plants"
    for account, row in registry.items():
        newest = [_number(row[f"VerifiedEmissions_{year}"]) or 0.0 for year in range(2015, 2023)]
        assert account in placed or max(newest) < 10_000, row["InstallationNameOrAircraftOperatorCode"]
    for account, place in placed.items():
        county = re.match(r"(?:SE)?-?(\d\d)-", registry[account]["PermitOrPlanID"])
        assert county and county.group(1) == place.area_id[3:5], place.name


def test_every_place_is_a_municipality_and_every_plant_is_in_the_starter_set(starter):
    kinds = {area.id: area.kind for area in starter.areas}
    assert {kinds[place.area_id] for place in plant_places()} == {"municipality"}
    assert {place.id for place in plant_places()} == set(starter.every_plant["plant_id"].unique())
    assert [one.origin.source for one in shipped() if one.plants is not None] == ["eu_ets"]


def _workbook(workbook, rows, head=HEAD) -> bytes:
    notes = [["Verified Emissions"], ["Extracted on"], [None], ["A value of -1 means that nothing was reported."]]
    return workbook([*notes, head, *rows])


ROWS = [
    ["SE", "SSAB EMEA AB", "SSAB Luleå", 495, "25-563-17244-04", 24, 1, 3135139, 2900000],
    ["SE", "Metsä Board", "Husums fabrik", 455, "22-563-011302-2004", 36, 1, 11892, 12000],
    ["SE", "Husum Pulp AB", "Anläggningen Husum Pulp", 216041, "SE-22-008371-2021", 35, 1, 59688, -1],
    ["DE", "Another", "Another 495", 495, "DE", 24, 1, 5, 5],
]


def test_the_commissions_workbook_is_read_by_its_names(workbook):
    tables = eu_ets.read(_workbook(workbook, ROWS), file_name="verified_emissions_2023_en.xlsx", areas=None)
    found = {(row["plant_id"], row["year"]): row["tonnes"] for row in tables.plants.iter_rows(named=True)}
    assert found == {
        ("ssab-lulea", 2022): 3135139.0,
        ("ssab-lulea", 2023): 2900000.0,
        ("husum", 2022): 11892.0 + 59688.0,
        ("husum", 2023): 12000.0,
    }
    assert "2023" in tables.origin.title
    assert set(tables.plants["activity"]) == {"steel", "paper"}


# The columns of the Commission's workbook of 2025 as programs that read it name them, its sheets, its words for no figure.
YEARS = range(2008, 2026)
HEAD_2025 = [
    *INSTALLATION,
    "ALLOCATION2008",
    *(
        f"{what}_{year}"
        for year in YEARS
        for what in ("ALLOCATION", "VERIFIED_EMISSIONS")
        if (what, year) != ("ALLOCATION", 2008)
    ),
    *(f"{what}_{year}" for year in YEARS if year > 2012 for what in ("ALLOCATION_RESERVE", "ALLOCATION_TRANSITIONAL")),
    *(f"CH_VERIFIED_EMISSIONS_{year}" for year in YEARS if year > 2019),
    "ACCOUNT_TYPE",
    "ACCOUNT_CLOSURE",
]


def _row_2025(country, name, account, activity, closure, **verified):
    said = {"REGISTRY_CODE": country, "IDENTIFIER_IN_REG": f"{name} - account", "INSTALLATION_NAME": name}
    said |= {"INSTALLATION_IDENTIFIER": account, "MAIN_ACTIVITY_TYPE_CODE": activity, "ACCOUNT_CLOSURE": closure}
    said |= {column: "7" for column in HEAD_2025 if column.startswith(("ALLOCATION", "CH_"))}
    figures = {f"VERIFIED_EMISSIONS_{year}": verified.get(f"y{year}", "-1") for year in YEARS}
    return [{**said, **figures}.get(column) for column in HEAD_2025]


def test_the_workbook_of_2025_is_read_with_its_sheets_its_words_for_nothing_and_what_is_no_plant():
    data = [
        ["Verified emissions for 2025"],
        [],
        HEAD_2025,
        _row_2025("SE", "SSAB Luleå", "495", "24", "OPEN", y2024="2900000", y2025="n/a"),
        _row_2025("SE", "Husums fabrik", "455", "36", "CLOSED", y2023="12000", y2024="Excluded"),
        _row_2025("SE", "Husums fabrik", "455", "36", "OPEN", y2023="12000", y2024="11000"),
        _row_2025("GB", "An airline", "99495", "10", "OPEN", y2024="5"),
        _row_2025("CZ", "ETS2 account", None, "60", "OPEN", y2025="n/a"),
    ]
    codes = [["code", "new descriptions aligned"], ["20", "Combustion of fuels"]]
    numbers = tuple(at for at, column in enumerate(HEAD_2025) if "VERIFIED" in column)
    content = changed_tables.book(
        {"Read Me": [["Extracted on", "46113"]], "data": data, "activity codes": codes}, numbers
    )
    plants = eu_ets.read(content, file_name="verified_emissions_2025_en.xlsx", areas=None).plants
    found = {(row["plant_id"], row["year"]): row["tonnes"] for row in plants.iter_rows(named=True)}
    assert found == {("ssab-lulea", 2024): 2900000.0, ("husum", 2023): 12000.0, ("husum", 2024): 11000.0}
    assert set(plants["holder"]) == {""}, "the workbook has the account's name, not who holds it"


def test_a_plant_keeps_its_holder_under_a_workbook_that_names_none(workbook, starter):
    newer = eu_ets.read(_workbook(workbook, ROWS), file_name="verified_emissions_2023_en.xlsx", areas=None)
    rows = pl.concat([starter.every_plant, newer.plants]).filter(pl.col("plant_id") == "ssab-lulea")
    kept = rows.unique(["plant_id", "year"], keep="last").sort("year").to_dicts()
    assert _plant(kept, 2023, {}).holder == "SSAB EMEA AB" and _plant(kept, 2023, {}).year == 2023


@pytest.mark.parametrize(
    ("rows", "head", "sentence"),
    [
        (ROWS, [*HEAD[:3], "NUMBER", *HEAD[4:]], "no row with the column INSTALLATION_IDENTIFIER"),
        (ROWS, [*HEAD[:-2], "ALLOCATION_2023", "ALLOCATION_2024"], "has no column VERIFIED_EMISSIONS_"),
        ([[*ROWS[0][:-1], "many"]], HEAD, "'many' for account 495 in 2023"),
        ([ROWS[0], [*ROWS[0][:-1], 2900001]], HEAD, "an account more than once, with other figures"),
        ([ROWS[3]], HEAD, "no plant that has a place here"),
    ],
)
def test_another_workbook_is_a_sentence(workbook, rows, head, sentence):
    with pytest.raises(SourceError, match=sentence):
        eu_ets.read(_workbook(workbook, rows, head), file_name="verified.xlsx", areas=None)


def test_a_country_without_places_is_a_sentence(real_data):
    content = (real_data / "eu_ets" / "installations-NO.csv").read_bytes()
    with pytest.raises(
        SourceError, match="no plant that has a place here; add a file climate_visualizer/data/areas/plants-"
    ):
        eu_ets.read(content, file_name="installations-NO.csv", areas=None)


def test_the_newest_workbook_of_the_commissions_page_is_fetched(served, workbook):
    page = "/eu-action/carbon-markets/eu-emissions-trading-system-eu-ets/union-registry_en"
    at = "/document/download/385daec1_en?filename=verified_emissions_{}_en.xlsx"
    links = "".join(f'<a href="{at.format(year)}">Verified</a>' for year in (2022, 2023, 2021))
    served.files = {page: links.encode(), at.format(2023): _workbook(workbook, ROWS)}
    (first,) = eu_ets.fetch(known={}, base=served.base)
    assert first.file_name == "verified_emissions_2023_en.xlsx"
    assert list(eu_ets.fetch(known={first.url: first.headers}, base=served.base)) == []
    served.files[page] = b"<p>moved</p>"
    with pytest.raises(SourceError, match="lists no workbook"):
        list(eu_ets.fetch(known={}, base=served.base))


def test_the_years_of_a_newer_file_take_the_place_of_the_starter_sets(workbook, starter):
    from climate_visualizer.editions.importing.world_tables import with_shipped, world_tables

    newer = eu_ets.read(_workbook(workbook, ROWS), file_name="verified_emissions_2023_en.xlsx", areas=None)
    read = sorted(with_shipped([newer]), key=lambda one: one.origin.release_date)
    plants = world_tables(read)["plants"].filter(pl.col("plant_id") == "ssab-lulea")
    assert plants.height == 19
    assert plants.sort("year")["tonnes"][-1] == 2900000.0
