"""Sector pages: linked from the area's page, complete without script, honest about what is small or missing."""

import re

import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")
SECTORS = [
    "agriculture",
    "electricity-heat",
    "heating",
    "industry",
    "international-transport",
    "machinery",
    "product-use",
    "transport",
    "waste",
]


@pytest.mark.parametrize("area", ["nykoping", "sodermanlands-lan", "sverige", "vingaker"])
def test_every_sector_that_an_areas_page_names_has_a_page(client, area):
    links = {link["href"] for link in page(client, f"/sv/se/{area}/?limit=1.7").all("a") if "sectors/" in link["href"]}
    assert len(links) >= 4
    for link in sorted(links):
        assert "limit=1.7" in link
        found = page(client, link)
        assert len(found.all("h1")) == 1
        assert "Hur säker är statistiken?" in found.text
        assert "nan" not in found.text
        assert "None" not in found.text


@pytest.mark.parametrize("sector", SECTORS)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_sector_has_a_page_everywhere(client, sector, lang):
    for area in ("nykoping", "oxelosund", "sverige"):
        found = page(client, f"/{lang}/se/{area}/sectors/{sector}/")
        assert found.all("html")[0]["lang"] == lang
        assert len(found.all("h1")) == 1
        ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
        assert len(ids) == len(set(ids))
        assert not [attrs for _, attrs in found.tags if "style" in attrs]


def test_a_large_sector_says_all_and_a_small_one_little(client, on_sweden):
    large = page(client, "/sv/se/nykoping/sectors/transport/").text
    assert "Transporter: 83\u00a0% av Nyköpings utsläpp." in large
    assert re.search(r"Varje år förbrukar sektorn ensam en \w+del", large)
    assert "Mer än hälften kommer från personbilar." in large
    assert "Det är 78\u00a0% mer per invånare än i Södermanlands län." in large
    small = page(client, "/sv/se/nykoping/sectors/waste/").text
    assert "mindre än 1 procent av Nyköpings utsläpp" in small
    assert "Det är för lite för att säga något mer om" in small
    assert "har det i snitt blivit" not in small


def test_an_overdrawn_budget_leaves_nothing_for_a_sector(client):
    found = page(client, "/sv/se/nykoping/sectors/transport/?limit=1.5").text
    assert "inget är kvar av budgeten att förbruka" in found
    assert "Varje år förbrukar" not in found


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("sectors/magic/", 404),
        ("sectors/magic/history.svg", 404),
        ("sectors/magic/parts.svg", 404),
        ("waiting.svg?limit=1.5", 404),
        ("waiting.csv?limit=1.5", 200),
        ("sectors/transport/?limit=9", 422),
        ("sectors/transport/dots.svg", 404),
        ("sectors/transport/history.csv?method=none", 422),
    ],
)
def test_what_is_not_there_says_so(client, path, status):
    assert client.get(f"/sv/se/nykoping/{path}").status_code == status


@pytest.mark.parametrize(
    ("name", "kind"),
    [*(("history", kind) for kind in ("svg", "png", "csv", "json", "chart")), ("parts", "svg"), ("parts", "csv")],
)
def test_a_sectors_picture_is_a_file_too(client, on_sweden, name, kind):
    response = client.get(f"/sv/se/nykoping/sectors/transport/{name}.{kind}")
    assert response.status_code == 200
    assert len(response.content) > 500
    assert f'nykoping-transport-{name}.{kind}"' in response["Content-Disposition"]


def test_what_is_read_out_of_a_chart_has_its_title_and_every_year(client):
    facts = client.get("/sv/se/nykoping/history.chart?limit=1.7").json()
    assert facts["title"] == "Nyköpings utsläpp och budget"
    assert sorted(facts) == ["alt", "readings", "title"]
    assert facts["readings"][0]["at"] == 1990


def test_an_overdrawn_page_leads_to_the_lowest_limit_that_can_still_be_kept(client):
    found = page(client, "/sv/se/nykoping/?limit=1.5")
    assert "Den lägsta gräns som ännu går att hålla här" in found.text
    link = next(one["href"] for one in found.all("a") if one["href"].startswith("?") and "1.5" not in one["href"])
    assert "Det som ännu går att hålla" not in page(client, f"/sv/se/nykoping/{link}").text


def test_where_no_limit_is_left_the_page_says_so(client):
    found = page(client, "/sv/se/nykoping/?method=world-responsibility&limit=2.0").text
    assert "går det inte längre att hålla någon gräns här" in found
    assert "slut redan från början" in found


def test_every_choice_says_what_it_means(client):
    text = page(client, "/sv/se/nykoping/?limit=1.7&sharing=per-head&pathway=s-curve").text
    for said in (
        "Gränsen ligger mellan de 1,5\u00a0grader",
        "Alla invånare får lika stor del",
        "Minskningen börjar långsamt",
        "Vilken beräkning av världens budget",
        "ju senare start, desto brantare minskning",
    ):
        assert said in text


def test_a_municipality_is_not_held_against_a_county_that_is_the_same_place(client):
    """Gotland County has no other municipality; the nation stands beside Gotland, and Nyköping's county beside Nyköping."""
    sector, area = (client.get(f"/sv/se/gotland/{path}").content.decode() for path in ("sectors/industry/", ""))
    assert "per invånare som i Gotlands län" not in sector
    assert "Länet" not in sector and "Länet" not in area and "Riket" in sector and "Riket" in area
    assert "Länet" in client.get("/sv/se/nykoping/").content.decode()
    assert "Gotlands län" in area, "the way to it stays"
