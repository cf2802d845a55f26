"""Norway's statistics: tables as issued, the workbook with its gases, and what is wrong with files."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.sources.publishers import no_miljodirektoratet as norway
from climate_visualizer.sources.table import SourceError

DAYS = ("2026-02-02", "2026-02-03")
HEADER = list(norway.WITH_GAS)


def name_of(day: str) -> str:
    return f"{day}_klimagassutslipp_telemark.csv"


@pytest.fixture(scope="module")
def telemark(real_data):
    return [
        norway.read(
            (real_data / "no_miljodirektoratet" / name_of(day)).read_bytes(), file_name=name_of(day), areas=None
        )
        for day in DAYS
    ]


def rows(book: bool = True) -> list[list[object]]:
    """Two municipalities of two counties, one year: CO2 and CH4 of two sources each."""
    found: list[list[object]] = [HEADER]
    for county, code, municipality in (("Oslo", 301, "Oslo"), ("Telemark", "4001", "Porsgrunn")):
        for sector, part in (("Veitrafikk", "Personbiler"), ("Jordbruk", "Fordøyelsesprosesser husdyr")):
            for gas, tonnes in (("CO2", 100.0), ("CH4", 7.0)):
                found.append([county, code, municipality, 2024, sector, part, gas, tonnes])
    return found


def book(workbook, cells: list[list[object]], title: str = "Oversikt - detaljert") -> bytes:
    return workbook(cells, title)


def figure(tables, area: str, gas: str, sector: str = "total") -> float:
    found = tables.emissions.filter(
        (pl.col("area_id") == area)
        & (pl.col("gas") == gas)
        & (pl.col("sector") == sector)
        & (pl.col("subsector") == "total")
    )
    return float(found.filter(pl.col("year") == pl.col("year").max())["tonnes"].item())


def test_a_table_without_gases_is_all_gases_together_and_never_carbon_dioxide(telemark):
    for day, tables in zip(DAYS, telemark, strict=True):
        assert tables.emissions["gas"].unique().to_list() == ["GHG"]
        assert tables.origin.release_date == day
        assert tables.areas.filter(pl.col("kind") == "municipality").height == 17
        assert tables.emissions["year"].unique().sort().to_list()[:3] == [2009, 2011, 2013]
    assert figure(telemark[0], "NO-4001", "GHG", "industry") == pytest.approx(1_815_945.19 + 275_394.0 + 1_683.57)


def test_a_county_is_the_sum_of_its_municipalities_and_a_part_of_the_country_gives_no_nation(telemark):
    tables = telemark[1]
    local = tables.areas.filter(pl.col("kind") == "municipality")["area_id"]
    assert figure(tables, "NO-40", "GHG") == pytest.approx(sum(figure(tables, area, "GHG") for area in local))
    assert tables.emissions.filter(pl.col("area_id") == "NO").is_empty()
    assert tables.areas.filter(pl.col("area_id") == "NO").height == 1


def test_the_workbook_tells_carbon_dioxide_apart(workbook):
    tables = norway.read(book(workbook, rows()), file_name="2026-02-03_x.xlsx", areas=None)
    assert figure(tables, "NO-0301", "CO2") == 200
    assert figure(tables, "NO-0301", "CH4") == 14
    assert figure(tables, "NO-0301", "GHG") == 214
    assert tables.areas["area_id"].to_list() == ["NO", "NO-03", "NO-0301", "NO-40", "NO-4001"]
    assert tables.origin.title.endswith("2024\u20132024 (CH4, CO2)")


@pytest.mark.parametrize("spelt", ["HFK", "HFC"])
def test_a_fluorinated_gas_is_known_by_its_norwegian_and_its_english_name(workbook, spelt):
    cells = [*rows(), ["Oslo", 301, "Oslo", 2024, "Bruk av produkter med fluorgasser", "Bruk av HFK", spelt, 5.0]]
    tables = norway.read(book(workbook, cells), file_name="2026-02-03_x.xlsx", areas=None)
    assert figure(tables, "NO-0301", "GHG") == 219
    assert figure(tables, "NO-0301", "CO2") == 200


def test_with_every_municipality_the_nation_has_a_sum(workbook, monkeypatch):
    from climate_visualizer.sources.origin import facts

    monkeypatch.setitem(facts(norway.SOURCE)["card"], "municipalities", 2)
    tables = norway.read(book(workbook, rows()), file_name="2026-02-03_x.xlsx", areas=None)
    assert figure(tables, "NO", "CO2") == 400


def test_a_workbook_says_itself_when_it_was_changed(workbook):
    import datetime

    tables = norway.read(book(workbook, rows()), file_name="x.xlsx", areas=None)
    assert datetime.date.fromisoformat(tables.origin.release_date)


def test_a_web_page_under_the_workbooks_name_is_a_sentence():
    page = b"<!DOCTYPE html><html><title>Siden er flyttet</title></html>"
    with pytest.raises(SourceError, match="is a web page, not a workbook: the publisher may have moved the file"):
        norway.read(page, file_name="utslippsstatistikk_alle_kommuner.xlsx", areas=None)
    with pytest.raises(SourceError, match="is a web page, not a table of text"):
        norway.read(page, file_name="utslippsstatistikk.csv", areas=None)


def changed(at: int, column: int, value: object):
    def edit(cells: list[list[object]]) -> None:
        cells[at][column] = value

    return edit


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (changed(0, 6, "Gas"), "has no column Klimagass"),
        (changed(1, 4, None), "a row without a sector or sub-sector"),
        (changed(1, 6, "NF3"), "unknown gas 'NF3'"),
        (changed(1, 7, "mye"), "has 'mye' in tonnes, row 2, where a number"),
        (changed(1, 1, "abc"), "with the code '0abc', which is not one municipality"),
        (changed(1, 2, "Bergen"), "which is not one municipality of one county"),
        (lambda cells: cells.append(cells[1]), "more than once"),
        (changed(1, 3, 24), "no ascending row of plausible years"),
    ],
)
def test_what_is_wrong_with_a_workbook_is_a_sentence(workbook, edit, sentence):
    cells = [list(row) for row in rows()]
    edit(cells)
    with pytest.raises(SourceError, match=sentence):
        norway.read(book(workbook, cells), file_name="2026-02-03_x.xlsx", areas=None)


def test_another_sheet_or_a_table_of_unknown_places_is_a_sentence(workbook):
    with pytest.raises(SourceError, match="has no sheet 'Oversikt - detaljert'"):
        norway.read(book(workbook, rows(), "Annet"), file_name="2026-02-03_x.xlsx", areas=None)
    table = "Kommune,År,Sektor,Utslippskilde,Utslipp\nOslo,2024,Veitrafikk,Personbiler,1\n".encode()
    with pytest.raises(SourceError, match="the municipality 'Oslo' without a code"):
        norway.read(table, file_name="2026-02-03_x.csv", areas=None)
    fine = table.replace(b"Oslo", b"Skien")
    with pytest.raises(SourceError, match="does not say when it was released"):
        norway.read(fine, file_name="x.csv", areas=None)


def test_a_table_with_gases_is_read_like_the_workbook(workbook):
    table = "".join(",".join(map(str, row)) + "\n" for row in rows()).encode()
    tables = norway.read(table, file_name="2026-02-03_x.csv", areas=None)
    assert figure(tables, "NO-4001", "CO2", "road") == 100
