"""Updating other countries: the newest release found by its publisher's pages, the workbook from its address, on loopback."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest
import xlsxwriter
from attended import attended
from conftest import KINGDOM
from django.core.management import CommandError, call_command
from sources.long_table import rows, table

from climate_visualizer.editions.read import current_edition, current_id
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import gb_desnz, no_miljodirektoratet

pytestmark = pytest.mark.django_db  # housekeeping after an update asks the database

COLLECTION = facts("gb_desnz")["card"]["collection"]
RELEASE = "/government/statistics/uk-local-authority-and-regional-greenhouse-gas-emissions-statistics-2005-to-{year}"
CSV = "/media/6a3bacc9d52550a19950f2f5/2005-24-local-authority-ghg-emissions-csv-dataset.csv"
BOOK = "/sharepoint/downloaditem/?id=01FM3LD2WOT7QL4D6Y5FC3JYADXGI6A3FA"
EARLIER_BOOK = "/globalassets/netttjenester/klimagassutslipp-kommuner/utslippsstatistikk_alle_kommuner.xlsx"
WHEN = "Thu, 25 Jun 2026 08:30:00 GMT"


@dataclass
class Publisher:
    """What is served by path, and what was asked for and answered."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)


@pytest.fixture
def publisher(settings, tmp_path) -> Iterator[Publisher]:
    found = Publisher()

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = found.files.get(self.path)
            tag = f'"{hash(body)}"'
            status = 404 if body is None else 304 if self.headers.get("If-None-Match") == tag else 200
            found.asked.append((self.path, status))
            self.send_response(status)
            sent = body if body and status == 200 else b""
            for name, value in (("ETag", tag), ("Last-Modified", WHEN), ("Content-Length", str(len(sent)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    settings.SOURCES_AT, settings.VAR, settings.EDITIONS = found.address, tmp_path, tmp_path / "editions"
    with attended(server):
        yield found


def page(*links: str) -> bytes:
    anchors = "".join(f'<li><a class="govuk-link" href="{link}">x</a></li>' for link in links)
    return f"<!DOCTYPE html><html><body><ul>{anchors}</ul></body></html>".encode()


@pytest.fixture
def desnz(settings, publisher, real_data) -> Publisher:
    settings.SOURCES = ["gb_desnz"]
    wide = gb_desnz.read((real_data / "gb_desnz" / KINGDOM[1]).read_bytes(), file_name=KINGDOM[1], areas=None)
    lines = rows(wide.emissions.filter(pl.col("year") >= 2019), wide.areas, wide.population)
    publisher.files = {
        COLLECTION: page(RELEASE.format(year=2023), RELEASE.format(year=2024), "/government/other"),
        RELEASE.format(year=2024): page("/media/6a3bacc9d52550a19950f2f5/notes.csv", publisher.address + CSV),
        RELEASE.format(year=2023): page("/media/6a3bacc9d52550a19950f2f4/old-local-authority.csv"),
        CSV: table(lines),
    }
    return publisher


def update() -> str:
    out = io.StringIO()
    call_command("update", stdout=out)
    return out.getvalue()


def test_the_newest_release_is_found_and_published_and_then_not_sent_again(settings, desnz):
    assert "is current" in update()
    edition = current_edition(settings.EDITIONS)
    origin = next(one for one in edition.origins if one["source"] == "gb_desnz")
    assert origin["release_date"] == "2026-06-25"
    assert origin["file_name"] == f"2026-06-25_{CSV.rpartition('/')[2]}"
    assert len([area for area in edition.areas if area.country == "GB" and not edition.children(area.id)]) == 374
    assert [path for path, _ in desnz.asked] == [COLLECTION, RELEASE.format(year=2024), CSV]
    assert "nothing new" in update()
    assert desnz.asked[-1] == (CSV, 304)


@pytest.mark.parametrize(
    ("broken", "body", "sentence"),
    [
        (COLLECTION, page("/government/other"), "lists no release"),
        (RELEASE.format(year=2024), page("/media/short/x.csv"), "links to no csv"),
        (RELEASE.format(year=2024), page("https://elsewhere.example" + CSV), "is not at 127.0.0.1"),
        (CSV, b"<!doctype html><title>Moved</title>", "a web page, not a table of text"),
        (CSV, b"Country,Year\nx,1\n", "has no column"),
        (COLLECTION, None, "answered 404"),
    ],
)
def test_what_goes_wrong_on_the_way_is_a_sentence_and_a_later_run_succeeds(settings, desnz, broken, body, sentence):
    fine = desnz.files.pop(broken)
    if body is not None:
        desnz.files[broken] = body
    with pytest.raises(CommandError, match=sentence):
        update()
    assert current_id(settings.EDITIONS) is None
    desnz.files[broken] = fine
    assert "is current" in update()


def _workbook(tonnes: float) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Om statistikken").write(0, 0, "x")
        sheet = book.add_worksheet("Oversikt - detaljert")
        sheet.write_row(0, 0, list(no_miljodirektoratet.WITH_GAS))
        at = 0
        for year in (2022, 2023, 2024):
            for code, name, county in (("4001", "Porsgrunn", "Telemark"), ("0301", "Oslo", "Oslo")):
                for sector, part in (("Veitrafikk", "Personbiler"), ("Oppvarming", "Fossil olje")):
                    at += 1
                    sheet.write_row(at, 0, [county, code, name, year, sector, part, "CO2", tonnes])
    return out.getvalue()


def test_norways_workbook_comes_from_its_address_and_has_budgets_by_its_carbon_dioxide(settings, publisher, client, db):
    settings.SOURCES = ["no_miljodirektoratet"]
    publisher.files[BOOK] = b"<!DOCTYPE html><html><title>Siden er flyttet</title></html>"
    with pytest.raises(CommandError, match="is a web page, not a workbook"):
        update()
    publisher.files[BOOK] = _workbook(1000.0)
    assert "CO2" in update()
    edition = current_edition(settings.EDITIONS)
    assert (
        next(one for one in edition.origins if one["source"] == "no_miljodirektoratet")["release_date"] == "2026-06-25"
    )
    answer = client.get("/api/v1/areas/NO-4001/budget").json()
    assert answer["choices"]["method"] == "world-per-head"
    assert answer["choices"]["sharing"] == "grandfathering"
    assert answer["share"] == pytest.approx(0.5)
    assert answer["achieved_cut_percent"] is None, "three years are too few"
    assert client.get("/en/no/porsgrunn/").status_code == 200
    assert "nothing new" in update()


def test_norways_workbook_is_looked_for_where_it_was_when_it_is_not_where_it_is(settings, publisher):
    settings.SOURCES = ["no_miljodirektoratet"]
    with pytest.raises(CommandError, match=r"downloaditem/\?id=\w+ answered 404.*alle_kommuner\.xlsx answered 404"):
        update()
    publisher.files[BOOK] = b"<!DOCTYPE html><html><title>Siden er flyttet</title></html>"
    publisher.files[EARLIER_BOOK] = _workbook(1000.0)
    assert "CO2" in update()
    assert publisher.asked[-2:] == [(BOOK, 200), (EARLIER_BOOK, 200)]
    assert "nothing new" in update()
    assert publisher.asked[-2:] == [(BOOK, 200), (EARLIER_BOOK, 304)]
    before = current_id(settings.EDITIONS)
    publisher.files[BOOK] = publisher.files.pop(EARLIER_BOOK)
    update()
    assert publisher.asked[-1] == (BOOK, 200)
    assert current_id(settings.EDITIONS) == before, "the same bytes at the other address are no news"
    publisher.files[BOOK] = _workbook(900.0)
    assert f"2026-06-25_{EARLIER_BOOK.rpartition('/')[2]}" in update(), "an address without a file's name"


def test_a_source_that_is_not_there_is_a_sentence(settings):
    settings.SOURCES = ["gb_desnz", "atlantis"]
    with pytest.raises(CommandError, match="CLIMATE_VISUALIZER_SOURCES names atlantis; choose among: "):
        call_command("update")
