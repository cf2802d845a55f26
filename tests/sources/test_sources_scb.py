"""Statistics Sweden's layouts in small: what is read, and every way a file can be unusable."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.sources.table import SourceError, SourceTables

COUNTIES = [f"{number:02}" for number in range(1, 22)]
CODES = [
    ["Statistics Sweden"],
    ["Län och kommuner 2023"],
    ["Kod", "Namn"],
    *[[code, f"Län {code}"] for code in COUNTIES],
    ["0101", "Habo"],
    ["0102", "Håbo"],
    ["0201", "Malung-Sälen "],
]
YEARLY = [
    ["Folkmängd i riket, län och kommuner 31 december och befolkningsförändringar 1 januari - 31 december 2023."],
    ["Kommun", "Kommunnamn", "Folkmängd"],
    [None, "Riket          ", 30],
    ["01", "Testa", 30],
    ["0101", "Lilla", 10],
    ["0102", "Åby", "20.0"],
    [None, "1) Händelser", None],
]
MONTHLY = [
    ["Folkmängden per månad efter region, ålder, kön och månad"],
    [None],
    [None, None, None, "2025M11", "2025M12"],
    ["0101 Lilla", "totalt, samtliga åldrar", "totalt, samtliga män och kvinnor", 9, 10],
    ["0102 Åby", "totalt, samtliga åldrar", "totalt, samtliga män och kvinnor", 19, 20],
    ["Källa:"],
]


def read(content: bytes, areas: pl.DataFrame | None) -> SourceTables:
    return se_scb.read(content, file_name="people.xlsx", areas=areas)


def changed(cells, row: int, column: int, value: object):
    """A copy of the cells with one of them changed."""
    return [
        [value if (number, place) == (row, column) else cell for place, cell in enumerate(line)]
        for number, line in enumerate(cells)
    ]


def without(cells, row: int):
    return [line for number, line in enumerate(cells) if number != row]


def sentence(content: bytes, areas: pl.DataFrame | None) -> str:
    with pytest.raises(SourceError) as refused:
        read(content, areas)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def people(tables: SourceTables) -> list[tuple[object, ...]]:
    assert tables.population is not None
    return tables.population.rows()


def test_the_code_list_becomes_areas(workbook):
    areas = read(workbook(CODES), None).areas
    assert areas is not None and areas.height == 25
    rows = {row["area_id"]: row for row in areas.iter_rows(named=True)}
    assert (rows["SE"]["name"], rows["SE"]["kind"], rows["SE"]["parent_id"]) == ("Sverige", "country", None)
    assert (rows["SE-01"]["kind"], rows["SE-01"]["parent_id"]) == ("county", "SE")
    assert (rows["SE-0201"]["name"], rows["SE-0201"]["parent_id"]) == ("Malung-Sälen", "SE-02")
    assert [rows[f"SE-{code}"]["slug"] for code in ("0101", "0102", "0201")] == ["habo", "habo-0102", "malung-salen"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (without(CODES, 3), "does not list Sweden's 21 counties"),
        (changed(CODES, 25, 0, "01O2"), "has '01O2 Håbo' without a code among the areas"),
        (changed(CODES, 25, 0, None), "has 'Håbo' without a code among the areas"),
        ([*CODES, ["0101", "Habo"]], "lists the code 0101 more than once"),
        ([*CODES, ["9901", "Borta"]], "lists the code 9901 without its county"),
        ([*CODES, ["0202", " "]], "lists the code 0202 without a name"),
        ([["Län och kommuner 2023"], ["01"]], "has 1 columns where SCB's workbook has 2"),
    ],
)
def test_a_code_list_that_cannot_be_used_is_refused(workbook, cells, says):
    assert says in sentence(workbook(cells), None)


def test_the_yearly_workbook_is_measured(workbook, few_areas):
    tables = read(workbook(YEARLY), few_areas)
    counts = [("SE", 30), ("SE-01", 30), ("SE-0101", 10), ("SE-0102", 20)]
    assert people(tables) == [(area, 2023, count, "measured") for area, count in counts]
    assert (tables.origin.title, tables.origin.release_date) == ("Folkmängd 2023", "2023-12-31")


def test_the_half_yearly_workbook_is_estimated_and_says_why(workbook, few_areas):
    title = (
        "Folkmängd i riket, län och kommuner 30 juni 2018 och befolkningsförändringar 1 januari - 30 juni 2018. Totalt"
    )
    tables = read(workbook(changed(YEARLY, 0, 0, title)), few_areas)
    assert {row[1:2] + row[3:] for row in people(tables)} == {(2018, "estimated")}
    assert tables.origin.title == "Folkmängd 2018, 30 juni, inte årets slut"
    assert tables.origin.release_date == "2018-06-30"


@pytest.mark.parametrize(("year", "status"), [(2024, "measured"), (2025, "modelled")])
def test_from_2025_the_count_carries_noise(workbook, few_areas, year, status):
    tables = read(workbook(changed(YEARLY, 0, 0, f"Folkmängd 31 december {year}")), few_areas)
    assert {row[3] for row in people(tables)} == {status}
    assert ("med slumpmässigt brus" in tables.origin.title) == (year == 2025)


def test_the_monthly_table_is_read_at_its_last_month(workbook, few_areas):
    tables = read(workbook(MONTHLY), few_areas)
    assert people(tables) == [("SE-0101", 2025, 10, "modelled"), ("SE-0102", 2025, 20, "modelled")]
    assert tables.origin.release_date == "2025-12-31"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (changed(YEARLY, 0, 0, "Folkmängd"), "does not say for which day it counts people"),
        (changed(YEARLY, 4, 2, ".."), "has no number of people for SE-0101"),
        (changed(YEARLY, 4, 2, None), "has no number of people for SE-0101"),
        (changed(YEARLY, 4, 2, 0), "has no number of people for SE-0101"),
        (changed(YEARLY, 4, 2, -10), "has no number of people for SE-0101"),
        (changed(YEARLY, 4, 0, "0199"), "has the unknown area SE-0199"),
        (without(YEARLY, 4), "has no rows for Lilla"),
        (without(YEARLY, 2), "has no rows for Sverige"),
        ([*YEARLY, YEARLY[4]], "counts SE-0101 more than once"),
        ([line[:1] for line in YEARLY], "has no row with the columns Kommun, Kommunnamn, Folkm"),
        (YEARLY[:2], "has no number of people; fetch it again"),
        (changed(MONTHLY, 2, 4, "2025M10"), "is not for the end of a year (its last month: 2025M11)"),
        (without(MONTHLY, 2), "(its last month: none)"),
        (changed(MONTHLY, 3, 2, "män"), "counts 'män' apart"),
        (changed(MONTHLY, 4, 4, None), "has no number of people for SE-0102"),
    ],
)
def test_a_population_workbook_that_cannot_be_used_is_refused(workbook, few_areas, cells, says):
    assert says in sentence(workbook(cells), few_areas)


def test_population_needs_the_code_list(workbook):
    assert "import SCB's code list first: python manage.py import_statistics" in sentence(workbook(YEARLY), None)


def series(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def test_the_series_of_the_counties_gives_the_nation_as_their_sum(few_areas):
    tables = read(series("Län,1990,1991", "Testa län,10,11"), few_areas)
    assert people(tables) == [
        ("SE", 1990, 10, "measured"),
        ("SE", 1991, 11, "measured"),
        ("SE-01", 1990, 10, "measured"),
        ("SE-01", 1991, 11, "measured"),
    ]
    assert (tables.origin.title, tables.origin.release_date) == ("Folkmängd efter län 1990-1991", "1991-12-31")
    assert people(read(series("Län,1991,1990", "Testa län,11,10"), few_areas)) == people(tables)
    with pytest.raises(SourceError, match="ends in the middle of a line"):
        read(series("Län,1990,1991", "Testa län,10,11").rstrip(b"\n"), few_areas)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("Län,1990,1991", "Testa län,10,many"), "has no number of people for SE-01"),
        (("Län,1990,1991", "Testa län,10,11,12,13"), "cannot be read as a table"),
        (("Län,1990,1991", "Testa län,10"), "has 2 cells in line 2 instead of 3"),
        (("Län,1990,1991", "Testa län,10,"), "has no number of people for SE-01"),
        (("Län,1990,1991", "Annat län,10,11"), "each county once (Annat län, Testa län)"),
        (("Län,1990,1991", "Testa län,10,11", "Testa län,10,11"), "each county once (one stands twice)"),
        (("Län,1990,2999", "Testa län,10,11"), "no ascending row of plausible years"),
        (("Län,total", "Testa län,10"), "has the column total where only years stand"),
        (("Län,1990,1990", "Testa län,10,11"), "has the column 1990_duplicated_0 where only years stand"),
    ],
)
def test_a_series_that_cannot_be_used_is_refused(few_areas, lines, says):
    assert says in sentence(series(*lines), few_areas)


def test_the_nation_is_the_area_without_digits():
    assert [se_scb.area_id(code) for code in ("", "00", "18", "1881")] == ["SE", "SE", "SE-18", "SE-1881"]
