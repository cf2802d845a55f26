"""SMHI's county reports in small: every layout, every oddity and every way a report can be unusable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from climate_visualizer.sources import labels
from climate_visualizer.sources.publishers import se_smhi
from climate_visualizer.sources.table import EMISSIONS, SourceError, SourceTables

NOTE = "CO2-ekv. efter ämnesnamn innebär att emissionen är uttryckt i CO2-ekvivalenter"
HEADER, FIRST = 5, 6  # the header's row and the first row of data in the layout of CO2


def read(content: bytes, areas: pl.DataFrame | None) -> SourceTables:
    return se_smhi.read(content, file_name="report.xlsx", areas=areas)


def figure(tables: SourceTables, area: str, sector: str, subsector: str, year: int) -> float:
    assert tables.emissions is not None
    row = {"area_id": area, "sector": sector, "subsector": subsector, "year": year}
    found = tables.emissions.filter(*(pl.col(name) == value for name, value in row.items()))
    assert found.height == 1
    return float(found["tonnes"][0])


def sentence(content: bytes, areas: pl.DataFrame | None) -> str:
    """The one sentence that a report which cannot be used is refused with."""
    with pytest.raises(SourceError) as refused:
        read(content, areas)
    text = str(refused.value)
    assert "\n" not in text and text.endswith((".", ".xls"))
    return text


def row_of(cells: list[list[Any]], *names: str) -> list[Any]:
    return next(row for row in cells if tuple(row[:4]) == names)


def test_a_report_is_read_into_the_contract(report, few_areas):
    tables = read(report.content(), few_areas)
    assert tables.emissions is not None and dict(tables.emissions.schema) == EMISSIONS
    assert tables.emissions.height == len(report.rows()) * 2
    assert set(tables.emissions["area_id"]) == {"SE", "SE-01", "SE-0101", "SE-0102"}
    assert figure(tables, "SE-0102", "transport", "cars", 2021) == 2 * 1001
    assert figure(tables, "SE-01", "waste", "total", 1990) == 3 * 6 * 1000
    assert tables.emissions["gas"].unique().to_list() == ["CO2"]
    assert tables.emissions["status"].unique().to_list() == ["modelled"]
    assert tables.disputes is not None and tables.disputes.is_empty()


def test_the_origin_says_which_release_it_is(report, few_areas):
    origin = read(report.content(), few_areas).origin
    assert (origin.source, origin.release_date, origin.licence) == ("se_smhi", "2024-04-18", "CC BY 4.0")
    assert origin.title == "Nationella emissionsdatabasen: Koldioxid (CO2)"
    assert origin.file_name == "report.xlsx" and len(origin.sha256) == 64


@pytest.mark.parametrize(
    ("title", "headings", "gas"),
    [
        ("Växthusgaser totalt", ("Växthusgaser totalt, CO2-ekv",), "GHG"),
        ("Metan (CH4), CO2-ekv.", ("CH4", "CH4, CO2-ekv"), "CH4"),
        ("Dikväveoxid (N2O), CO2-ekv.", ("N2O", "N2O, CO2-ekv"), "N2O"),
    ],
)
def test_gases_in_equivalents_have_a_note_and_may_have_two_columns_a_year(report, few_areas, title, headings, gas):
    content = replace(report, title=title, headings=headings, notes=(NOTE,)).content()
    tables = read(content, few_areas)
    assert tables.emissions is not None and tables.emissions["gas"].unique().to_list() == [gas]
    assert figure(tables, "SE-0101", "industry", "total", 2021) == 1001


def test_names_with_spaces_around_them_and_rows_without_any_are_no_matter(report, few_areas):
    def edit(cells):
        cells[FIRST][0] = " Alla "
        cells.insert(FIRST + 5, ["", None, "", None, None, None])
        cells.append([])

    assert figure(read(report.content(edit), few_areas), "SE", "total", "total", 1990) > 0


def test_years_may_be_numbers(report, few_areas):
    tables = read(replace(report, years=(1990, 2021)).content(), few_areas)
    assert figure(tables, "SE-0101", "industry", "total", 2021) == 1001


def test_a_later_spelling_of_a_sector_is_the_same_sector(report, few_areas):
    def edit(cells):
        for row in cells[FIRST:]:
            row[0] = row[0].replace("uppärmning", "uppvärmning")

    assert figure(read(report.content(edit), few_areas), "SE-0101", "heating", "homes", 1990) == 1000


def test_an_empty_figure_of_zero_stays_zero_and_a_negative_one_negative(report, few_areas):
    def edit(cells):
        row_of(cells, "Transporter", "Järnväg", "Testa län", "Lilla")[4:] = [0, -5.5]

    tables = read(report.content(edit), few_areas)
    assert figure(tables, "SE-0101", "transport", "rail", 1990) == 0
    assert figure(tables, "SE-0101", "transport", "rail", 2021) == -5.5


def test_a_report_that_contradicts_itself_is_read_and_its_disputes_listed(report, few_areas):
    def edit(cells):
        waste = "Avfall (inkl.avlopp)", "Krematorier och förbranning av farligt avfall", "Testa län", "Åby"
        row_of(cells, *waste)[5] = 127_495.0

    disputes = read(report.content(edit), few_areas).disputes
    assert disputes is not None
    [found] = disputes.rows(named=True)
    assert (found["area_id"], found["sector"], found["subsector"], found["year"]) == ("SE-0102", "waste", "total", 2021)
    assert found["gap_t"] == pytest.approx(127_495 - 2 * 1001)
    assert found["rule"] == "parts-against-total"


def without(*names: str | None):
    """An edit that leaves out the rows with these names; None stands for any."""

    def edit(cells):
        pairs = [list(zip(names, row, strict=False)) for row in cells[FIRST:]]
        cells[FIRST:] = [
            row
            for row, pair in zip(cells[FIRST:], pairs, strict=True)
            if not all(wanted in (None, found) for wanted, found in pair)
        ]

    return edit


def put(row: int, column: int, value: object):
    """An edit that puts one value in a cell."""

    def edit(cells):
        cells[row].extend([None] * (column + 1 - len(cells[row])))
        cells[row][column] = value

    return edit


def twice(cells):
    cells.append(list(row_of(cells, "Industri (energi + processer)", "Alla", "Testa län", "Åby")))


BROKEN = {
    "another header": (put(HEADER, 0, "Sektor"), "no row has the columns Huvudsektor, Undersektor, Län, Kommun"),
    "other columns": (put(HEADER, 3, "Ort"), "is not one of SMHI's county reports"),
    "no room above the header": (lambda cells: cells.__delitem__(slice(0, 3)), "not one of SMHI's county reports"),
    "no date": (put(0, 1, "Länsrapport"), "does not give its release date in cell B1"),
    "kilotonnes": (put(2, 0, "Enhet: kton/år"), "says 'Enhet: kton/år' in cell A3 instead of 'Enhet: ton/år'"),
    "a year to come": (put(HEADER - 1, 4, "2099"), "no ascending row of plausible years"),
    "a year twice": (put(HEADER - 1, 4, "2021"), "no ascending row of plausible years"),
    "no year": (put(HEADER - 1, 5, ""), "no year above column 6"),
    "a heading misspelt": (put(HEADER, 5, "C02"), "the year 2021"),
    "a sector renamed in one row": (put(FIRST + 4, 0, "Transport"), "lacks"),
    "an area renamed": (put(FIRST + 3, 3, "Ähby"), "unknown area 'Testa län / Ähby'"),
    "a sector without name": (put(FIRST + 8, 0, None), "a row without a sector or sub-sector (' / Personbilar')"),
    "a sub-sector without name": (put(FIRST + 8, 1, None), "a row without a sector or sub-sector ('Transporter / ')"),
    "no such area": (without(None, None, "Testa län", "Åby"), "has no rows for Åby"),
    "no such sector": (without("Jordbruk"), "has no rows for the sector agriculture"),
    "no total of a sector": (
        without("Jordbruk", "Alla", "Testa län", "Lilla"),
        "lacks 2 of the 80 totals that every area, sector and year must have, the first for SE-0101, agriculture, 1990",
    ),
    "no whole of an area": (without("Alla", "Alla", "Testa län", "Åby"), "the first for SE-0102, total, 1990"),
    "text in a figure": (put(FIRST + 4, 5, "saknas"), "has 'saknas' in cell F11, where a number should stand"),
    "no figure": (put(FIRST + 4, 5, None), "has no number for SE, transport / total, 2021"),
    "an infinite figure": (put(FIRST + 4, 5, "inf"), "has 'inf' in cell F11, where a number should stand"),
    "a row twice": (twice, "gives SE-0102, industry / total, 1990 more than once"),
}


@pytest.mark.parametrize(("edit", "says"), BROKEN.values(), ids=BROKEN)
def test_a_report_that_cannot_be_used_is_refused_with_a_sentence(report, few_areas, edit, says):
    text = sentence(report.content(edit), few_areas)
    assert says in text


def test_a_gas_that_is_not_read_is_named(report, few_areas):
    text = sentence(replace(report, title="Svavelhexafluorid (SF6)", headings=("SF6",)).content(), few_areas)
    assert "holds 'Svavelhexafluorid (SF6)', which is not read; import the report of CO2, GHG, CH4, N2O." in text


def test_two_gases_in_one_report_are_not_guessed_at(report, few_areas):
    assert "which is not read" in sentence(report.content(put(HEADER, 5, "CH4, CO2-ekv")), few_areas)


def test_the_code_list_must_have_been_read_first(report):
    assert "import Statistics Sweden's code list first" in sentence(report.content(), None)


def test_an_old_workbook_is_not_smhis(few_areas):
    assert "old .xls kind" in sentence(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, few_areas)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sector_and_part_has_a_name_and_a_quality(language):
    sectors, subsectors = se_smhi.spellings()
    assert set(subsectors.values()) >= {"total", "cars", "landfill"}
    assert set(labels.labels("SE", language)) >= {(sector, part) for (sector, _), part in subsectors.items()}
    assert all(labels.labels("SE", language).values())
    assert set(labels.qualities("SE")) >= set(sectors.values()) - {"total"}
    assert all(labels.quality_sentence("SE", quality, language) for quality in set(labels.qualities("SE").values()))


def test_names_are_given_in_the_language_asked_for():
    assert labels.sector_names("SE", "sv")["heating"] == "Uppvärmning"
    assert labels.sector_names("SE", "en")["total"] == "All emissions"
    assert labels.labels("SE", "en")["transport", "cars"] == "Cars"
