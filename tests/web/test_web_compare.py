"""Comparisons and the ranking: any question is an address, and a wrong one is a sentence."""

import csv
import io
import re

import pytest
from web.markup import page

from climate_visualizer.web import current

PLACES = "areas=SE-0480,SE-0483,SE-04"


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_places_stand_side_by_side(client, lang):
    found = page(client, f"/{lang}/compare/?{PLACES}")
    assert len([svg for svg in found.all("svg") if svg.get("role") == "img"]) == 3
    assert len([th for th in found.all("th") if th.get("scope") == "col"]) == 3 + 5  # and how each year is known
    assert "657\u202f000" in found.text or "657,000" in found.text
    assert "{" not in found.text
    away = [link for link in found.all("a") if link["href"] == "?areas=SE-0483,SE-04"]
    assert away


@pytest.mark.usefixtures("on_starter")
def test_a_choice_of_limit_goes_along(client):
    found = page(client, f"/sv/compare/?{PLACES}&limit=1.5")
    assert "slut augusti 2025" in found.text
    assert all(
        "limit=1.5" in link["href"]
        for link in found.all("a")
        if link["href"].startswith("?areas=SE-0480,SE-0483,SE-04,")
    )
    assert page(client, f"/sv/compare/?{PLACES}&limit=9", 422)


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("areas=SE-9999,SE-0480", "Det finns ingen plats med id ”SE-9999”"),
        ("areas=%3Cb%3E", "”<b>”"),
        ("areas=" + ",".join(f"SE-048{n}" for n in range(5)) + ",SE-0428,SE-0461,SE-0486", "Högst 6 platser"),
        ("areas=SE-0480&q=l%C3%A4n", "kan vara flera platser"),
        ("areas=SE-0480&q=atlantis", "Ingen plats matchar ”atlantis”"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_the_rest_is_shown(client, query, said):
    found = page(client, f"/sv/compare/?{query}", 422)
    assert said in found.text
    assert len(found.all("h1")) == 1


@pytest.mark.usefixtures("on_starter")
def test_a_place_is_added_by_name_without_script(client):
    assert client.get("/sv/compare/?areas=SE-0480&q=Oxel%C3%B6sund&go=1")["Location"] == "?areas=SE-0480,SE-0481"
    assert client.get("/sv/compare/?q=SE-04&limit=1.5")["Location"] == "?areas=SE-04&limit=1.5"
    assert "Nyköping är redan vald." in client.get("/sv/compare/?areas=SE-0480&q=nyk%C3%B6ping").content.decode()
    start = page(client, "/sv/compare/")
    first = next(link["href"] for link in start.all("a") if link["href"].startswith("?areas="))
    assert len(page(client, f"/sv/compare/{first}").all("svg")) >= 2


@pytest.mark.usefixtures("on_starter")
def test_every_suggestion_leads_to_one_place_more(client):
    found = page(client, "/en/compare/?areas=SE-0480")
    links = {link["href"] for link in found.all("a") if re.match(r"\?areas=SE-0480,", link["href"])}
    assert len(links) >= 6
    for href in links:
        assert page(client, f"/en/compare/{href}")


def _order(found) -> list[str]:
    return [link["href"].split("/")[3] for link in found.all("a") if re.match(r"/\w\w/se/[\w-]+/", link["href"])]


@pytest.mark.usefixtures("on_sweden")
def test_the_ranking_filters_and_points_out_a_place(client, sweden):
    whole = page(client, "/sv/ranking/?mark=nyk%C3%B6ping")
    assert len(_order(whole)) == 290
    place = re.search(r"Nyköping är nummer (\d+) av 290", whole.text).group(1)
    assert _order(whole)[int(place) - 1] == "nykoping"
    county = page(client, "/sv/ranking/?within=SE-04&mark=nyk%C3%B6ping")
    assert len(_order(county)) == 9
    assert "Nyköping är nummer" in county.text
    assert "finns inte bland de platser" in page(client, "/sv/ranking/?kind=county&mark=nyk%C3%B6ping").text
    assert "Ingen enskild plats heter" in page(client, "/sv/ranking/?mark=x").text
    sizes = [
        len(_order(page(client, f"/sv/ranking/?size={size}")))
        for size in ("to-10000", "10000-20000", "20000-50000", "50000-100000", "from-100000")
    ]
    assert sum(sizes) == 290
    assert all(sizes)


@pytest.mark.usefixtures("on_sweden")
@pytest.mark.parametrize("sort", ["years", "left", "cut", "achieved", "head", "persons"])
def test_turned_round_the_ranking_is_the_other_way(client, sort):
    there, back = (_order(page(client, f"/en/ranking/?kind=county&sort={mark}{sort}")) for mark in ("", "-"))
    assert len(there) == 21
    assert set(there) == set(back)
    assert there[0] == back[-1]


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize("sort", ["years", "left", "cut", "achieved", "head", "persons"])
def test_a_bar_of_the_ranking_is_as_long_as_its_figure_or_broken(client, sort):
    """Places of other figures have other bars: fourteen of 290 had the same full one."""
    markup = client.get(f"/en/ranking/?sort={sort}").content.decode()
    bars = [
        re.findall(r'width="([\d.]+)"', one) for one in re.findall(r"<svg class=\"bar\".*?</svg>", markup, re.DOTALL)
    ]
    figures = re.findall(r'<td(?: class="bad")?>([^<]*)</td>\s*<td class="only-wide" aria-hidden', markup)
    assert len(bars) == len(figures) == 290
    broken = [len(widths) == 2 for widths in bars]
    assert ("A bar with a gap is longer than it is drawn." in markup) == any(broken)
    by_length: dict[str, set[str]] = {}
    for (width, *_), figure, is_broken in zip(bars, figures, broken, strict=True):
        assert is_broken <= (width == "100.0")
        if not is_broken and float(width) > 10:
            by_length.setdefault(width, set()).add(figure)
    full = by_length.get("100.0", set())
    assert len(full) <= 1, f"one figure fills the column, not {sorted(full)}"
    assert sum(broken) <= 14


@pytest.mark.usefixtures("on_starter")
def test_what_the_ranking_does_not_know_is_as_if_not_asked(client):
    plain = page(client, "/sv/ranking/")
    strange = page(client, "/sv/ranking/?kind=planet&within=SE-0480&size=huge&sort=%3Cscript%3E&country=XX")
    assert _order(strange) == _order(plain)
    assert page(client, "/sv/ranking/?limit=1.4", 422)
    assert "Ingen plats passar alla filter" in page(client, "/sv/ranking/?kind=county&within=SE-04").text


@pytest.mark.usefixtures("on_starter")
def test_each_picture_can_be_taken_along_with_its_source(client):
    shown = page(client, f"/sv/compare/?{PLACES}&limit=1.5")
    for kind in ("PNG", "SVG", "CSV", "JSON"):
        offered = [
            link["href"] for link in shown.all("a") if re.search(rf"compare/SE-[^?]+\.{kind.lower()}\?", link["href"])
        ]
        assert len(offered) == 3
        answer = client.get(offered[0])
        assert answer.status_code == 200
        assert f"nykoping-compare.{kind.lower()}" in answer.headers["Content-Disposition"]
        for told in (current.edition().id, "CC BY 4.0", "SMHI", "Katrineholm"):
            assert told.encode() in answer.content, (kind, told)
        if kind in ("PNG", "SVG"):
            assert "Nyköping jämfört med Katrineholm och Södermanlands län".encode() in answer.content


@pytest.mark.usefixtures("on_starter")
def test_what_stands_side_by_side_can_be_taken_along_as_numbers(client):
    shown = page(client, f"/en/compare/?{PLACES}&limit=1.7")
    (offered,) = [link["href"] for link in shown.all("a") if "side-by-side.csv?" in link["href"]]
    answer = client.get(offered)
    assert 'filename="side-by-side.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["id"] for row in rows] == ["SE-0480", "SE-0483", "SE-04"]
    for row in rows:
        told = client.get(f"/api/v1/areas/{row['id']}/budget?limit=1.7").json()
        assert int(row["Left (tonnes)"]) == pytest.approx(told["remaining_t"], abs=1)
        assert float(row["Cut needed (a year)"]) == pytest.approx(-told["required_cut_percent"], abs=0.05)
        assert float(row["Change so far (a year, last five years)"]) == pytest.approx(
            -told["achieved_cut_percent"], abs=0.05
        )
        assert row["Lasts until (at today\u2019s rate)"] in shown.text
        assert "1.7 °C" in row["Budget"]
        assert (row["edition"], row["licence"]) == (current.edition().id, "CC BY 4.0")
    assert client.get(offered.replace(".csv", ".json")).json()["rows"][0]["id"] == "SE-0480"
    assert client.get(offered.replace(".csv", ".png")).status_code == 404
    assert client.get("/en/compare/side-by-side.csv").status_code == 404


@pytest.mark.usefixtures("on_starter")
def test_a_picture_is_read_year_by_year_as_an_index_not_in_tonnes(client):
    told = client.get(f"/sv/compare/SE-0480.chart?{PLACES}").json()
    first = told["readings"][0]
    assert first["name"] == "1990"
    assert [value for _, value in first["lines"]] == ["100", "100", "100"]


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize(
    ("path", "status"), [("SE-0180.png?areas=SE-0480", 404), ("SE-0480.svg?areas=SE-0480&limit=9", 422), ("x.csv", 404)]
)
def test_a_picture_that_is_not_compared_is_not_found(client, path, status):
    assert client.get(f"/sv/compare/{path}").status_code == status
