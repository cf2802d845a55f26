"""Pages of budgets: how one area's budget moved through all vintages, and a nation by every principle; API and CSV agree."""

import csv
import io
import re

import pytest

pytestmark = pytest.mark.usefixtures("on_starter")
AREAS = ("nykoping", "gotland", "sverige", "stockholms-lan", "harjedalen")


@pytest.mark.parametrize("slug", AREAS)
def test_page_file_and_api_tell_the_same_budgets(client, slug):
    page = client.get(f"/en/se/{slug}/budgets/").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/en/se/{slug}/budgets.csv").content.decode())))
    area = rows[0]["area_id"]
    found = client.get(f"/api/v1/areas/{area}/vintages").json()["vintages"]
    assert len(rows) == len(found) >= 15
    for row, one in zip(rows, found, strict=True):
        assert (row["method"], row["vintage"]) == (one["method"], one["vintage"])
        assert float(row["budget_t"]) == one["budget_t"]
        assert float(row["remaining_t"]) == one["remaining_t"]
        assert row["used_up_on"] == (one["used_up_on"] or "")
    for method in {one["method"] for one in found}:
        assert f'id="{method}"' in page
    assert page.count('class="chosen"') == 1
    assert "NaN" not in page


def test_rows_of_the_page_add_up_as_printed(client):
    page = client.get("/en/se/nykoping/budgets/").content.decode()
    cells = re.findall(r"</th>\s*<td[^>]*>([^<]+)</td>\s*<td[^>]*>([^<]+)</td>\s*<td[^>]*>\s*([^<]+?)\s+<small>", page)
    assert len(cells) >= 15
    assert "83%, from 2022" in page
    for row in cells:
        budget, emitted, left = (_read(cell) for cell in row)
        assert budget - emitted == pytest.approx(left, abs=1.0)


def _read(said):
    found = re.match(r"([−\d,.]+) (million |billion )?tonnes", said)
    unit = {"million ": 1e6, "billion ": 1e9, None: 1.0}[found[2]]
    return float(found[1].replace(",", "").replace("−", "-")) * unit


def test_in_swedish_and_for_what_cannot_be_chosen(client):
    assert "Så har budgeten flyttat sig" in client.get("/sv/se/nykoping/budgets/").content.decode()
    assert client.get("/sv/se/nykoping/budgets/?limit=9.9").status_code == 422
    assert client.get("/fi/se/nykoping/budgets/").status_code == 302
    assert client.get("/sv/se/nykoping/").content.decode().count("budgets/") >= 1


def test_a_nation_by_every_principle_with_its_choices(client):
    page = client.get("/en/se/sverige/fair-shares/").content.decode()
    assert page.count("<select") == 5
    found = client.get("/api/v1/countries/SE/fair-shares").json()["shares"]
    assert all(one["method"] in page for one in found)
    later = client.get("/en/se/sverige/fair-shares/?horizon=2050&weight=1&since=1850").content.decode()
    assert '<option value="1850" selected>' in later
    assert _cells(page) != _cells(later)
    asked = client.get("/api/v1/countries/SE/fair-shares?horizon=2050&weight=1&since=1850").json()["shares"]
    assert len(_cells(later)) == len(asked)
    assert client.get("/en/se/sverige/fair-shares/?weight=7").status_code == 422
    assert client.get("/en/se/sverige/fair-shares/?pair=9-9").status_code == 422
    assert client.get("/en/se/nykoping/fair-shares/").status_code == 404
    assert "fair-shares/" in client.get("/en/se/sverige/").content.decode()


def _cells(page):
    return re.findall(r"</a>\s*</th>\s*<td[^>]*>\s*([^<]+?)\s*<", page)
