"""Files of an area by their addresses: right kind, same choices, versions, clear problems."""

import csv
import io
import json
import re

import fastexcel
import pytest
from web.markup import page

from climate_visualizer.web.page_language import stand_in
from climate_visualizer.web.pages.areas.downloads import FILES, WORDY

pytestmark = pytest.mark.usefixtures("on_starter")
MAGIC = {"pdf": b"%PDF-", "xlsx": b"PK", "csv": b"topic,", "json": b"{", "png": b"\x89PNG"}


@pytest.mark.parametrize("lang", ["sv", "en", "fi", "nb", "de", "sv-x-lattlast"])
@pytest.mark.parametrize("name", FILES)
def test_every_file_is_what_it_says(client, lang, name):
    response = client.get(f"/{lang}/se/nykoping/{name}", follow=True)
    lang = "en" if stand_in(lang) and name in WORDY else lang  # reports are in whole languages
    assert response.status_code == 200
    assert response["Content-Type"].startswith(FILES[name][0].split(";")[0])
    assert response.content.startswith(MAGIC[name.rpartition(".")[2]])
    assert response["Content-Language"] == lang
    assert f"nykoping-{lang}-{name}" in response["Content-Disposition"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_versioned_and_follows_the_choices(client, name):
    address = f"/sv/se/nykoping/{name}"
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{address}?limit=1.5")
    assert other["ETag"] != first["ETag"]
    assert other.content != first.content


@pytest.mark.parametrize("name", FILES)
def test_what_cannot_be_had_is_said(client, name):
    assert page(client, f"/sv/se/atlantis/{name}", 404).text.count("404") >= 1
    wrong = page(client, f"/sv/se/nykoping/{name}?limit=9", 422)
    assert "9" in wrong.text


def test_the_figures_of_a_file_are_those_of_the_api(client):
    budget = client.get("/api/v1/areas/SE-0480/budget?limit=1.7").json()
    told = json.loads(client.get("/en/se/nykoping/figures.json?limit=1.7").content)
    rows = {row[0]: row[2] for row in told["topics"][0]["rows"]}
    assert rows["Left today"] == budget["remaining_t"]
    assert rows["Used up at today’s rate"] == budget["used_up_on"]
    read = fastexcel.read_excel(client.get("/en/se/nykoping/figures.xlsx?limit=1.7").content)
    sheet = read.load_sheet("Findings", header_row=3).to_polars()
    assert float(dict(zip(sheet["Figure"], sheet["Nyköping"], strict=True))["Left today"]) == pytest.approx(
        budget["remaining_t"]
    )
    assert io.BytesIO(client.get("/en/se/nykoping/report.pdf?limit=1.7").content).read(5) == b"%PDF-"


def test_the_page_leads_to_its_files_with_its_choices(client):
    found = page(client, "/sv/se/nykoping/?limit=1.7")
    hrefs = {link["href"] for link in found.all("a")}
    for name in FILES:
        assert any(href.startswith(f"/sv/se/nykoping/{name}?limit=1.7") for href in hrefs), name


def test_a_shared_page_shows_its_own_picture(client):
    found = page(client, "/sv/se/nykoping/?limit=1.7")
    shown = {meta["property"]: meta["content"] for meta in found.all("meta") if meta.get("property")}
    picture = shown["og:image"]
    assert picture.startswith("http://testserver/sv/se/nykoping/shared.png?limit=1.7")
    drawn = client.get(picture.removeprefix("http://testserver")).content
    assert drawn[:4] == b"\x89PNG"
    width, height = (int.from_bytes(drawn[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1200, 630) == (int(shown["og:image:width"]), int(shown["og:image:height"]))
    assert "Nyköpings 1,7-gradersbudget" in shown["og:image:alt"]
    assert len(drawn) < 300_000
    assert client.get("/en/se/nykoping/shared.png?limit=1.7").content != drawn


TABLES = ("figures.csv", "history.csv", "dots.csv", "sectors/transport/history.csv")


def _decimal(cell: str) -> str:
    return cell.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", cell) else cell


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("code", ["sv", "en", "de"])
def test_a_table_opens_in_a_spreadsheet_of_the_readers_language(client, name, code):
    plain = client.get(f"/{code}/se/nykoping/{name}?limit=1.7", follow=True).content.decode()
    made = client.get(f"/{code}/se/nykoping/{name}?limit=1.7&spreadsheet={code}", follow=True)
    text = made.content.decode()
    assert made["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n") == plain.count("\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter="," if code == "en" else ";"))
    wanted = list(csv.reader(io.StringIO(plain)))
    assert [len(row) for row in rows] == [len(row) for row in wanted]
    for row, other in zip(rows, wanted, strict=True):
        for cell, before in zip(row, other, strict=True):
            assert cell == (before if code == "en" else _decimal(before)) or "e-" in before


def test_every_table_of_the_site_and_its_api_opens_in_a_spreadsheet(client):
    for path in ("/files/se/findings.csv", "/files/se/emissions.csv", "/api/v1/areas/SE-0480/emissions?format=csv"):
        mark = "&" if "?" in path else "?"
        assert client.get(f"{path}{mark}spreadsheet=sv").content.decode().startswith("\ufeff"), path
        assert not client.get(path).content.decode().startswith("\ufeff")
    refused = client.get("/files/se/findings.csv?spreadsheet=xx")
    assert (refused.status_code, "sv, en" in refused.content.decode()) == (422, True)
    assert client.get("/sv/se/nykoping/?spreadsheet=xx").status_code == 200


def test_the_page_offers_the_table_for_a_spreadsheet_in_its_own_language(client):
    links = {link.get("href") for link in page(client, "/sv/se/nykoping/?limit=1.5").all("a")}
    assert "/sv/se/nykoping/figures.csv?limit=1.5&likelihood=50&spreadsheet=sv" in links


def test_every_row_of_a_table_says_under_what_licence_it_may_be_used(client):
    for name in ("figures.csv", "history.csv"):
        rows = list(csv.DictReader(io.StringIO(client.get(f"/sv/se/nykoping/{name}").content.decode())))
        assert {row["licence"] for row in rows} == {"CC BY 4.0"}
    assert "CC BY 4.0." in client.get("/embed/dots/SE-0480").content.decode()
