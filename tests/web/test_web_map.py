"""The map of the first page where the edition has boundaries, and who is said to lie nearby."""

import re
from xml.etree import ElementTree

import pytest
from web.markup import page

from climate_visualizer.assessment.choices import parse
from climate_visualizer.assessment.figures import assess_all
from climate_visualizer.charts.standing_map import step


def on_map(found):
    return [link for link in found.all("a") if re.fullmatch(r"c\d", link.get("class", ""))]


@pytest.mark.usefixtures("on_mapped")
@pytest.mark.parametrize(("query", "count"), [("", 290), ("?kind=county", 21), ("?kind=municipality&limit=1.5", 290)])
def test_every_area_is_a_link_in_the_colour_of_its_years(client, mapped, day, query, count):
    found = page(client, f"/sv/{query}")
    links = on_map(found)
    assert len(links) == count
    choices = parse({"limit": "1.5"} if "1.5" in query else {}, country="SE", as_of=day, edition=mapped)
    figures = assess_all(mapped, "SE", choices, as_of=day)
    left = dict(zip(figures.area_ids, zip(figures.remaining_t, figures.years_left, strict=True), strict=True))
    for link in links:
        tonnes, years = left[mapped.find("SE", link["href"].split("/")[3]).id]
        assert link["class"] == f"c{step(-1.0 if tonnes < 0 else float(years))}", link
    assert next(link for link in links if "/nykoping/" in link["href"] or "/sodermanlands-lan/" in link["href"])[
        "aria-label"
    ].startswith(("Nyköping: ", "Södermanlands län: "))
    assert any(tag == "a" and attrs.get("class") == "skip" and attrs["href"] == "#places" for tag, attrs in found.tags)


@pytest.mark.usefixtures("on_mapped")
def test_the_page_with_the_whole_map_is_light(client):
    response = client.get("/sv/", headers={"accept-encoding": "gzip"})
    assert len(response.content) < 60_000
    paths = [attrs["d"] for tag, attrs in page(client, "/sv/").tags if tag == "path" and "d" in attrs]
    assert len(paths) == 290 + 1
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z?)+", path) for path in paths), "whole numbers, in every language"


@pytest.mark.usefixtures("on_mapped")
def test_the_map_is_a_picture_of_its_own(client):
    tree = ElementTree.fromstring(client.get("/en/map.svg?kind=county").content)
    assert len(tree.findall(".//{*}a")) == 21
    within = tree.find("./{*}svg")
    assert float(within.attrib["viewBox"].split()[3]) > 1300  # the map and its key
    said = {text.text for text in within.findall(".//{*}text")}
    assert {"used up", "under 3", "6 years or more"} <= said
    assert len(within.findall(".//{*}rect[@rx]")) == 6
    assert client.get("/en/map.png").content.startswith(b"\x89PNG")
    assert b"var(" not in client.get("/en/map.svg").content


@pytest.mark.usefixtures("on_mapped")
def test_a_comparison_begins_with_neighbours_by_land(client):
    found = page(client, "/sv/compare/?areas=SE-0480")
    offered = [link["href"] for link in found.all("a") if link["href"].startswith("?areas=SE-0480,")]
    assert any("SE-0580" in href or "SE-0581" in href for href in offered), "Norrköping is in another county"
    text = page(client, "/sv/se/nykoping/").text
    near = text[text.index("Platser i närheten") :]
    assert "Oxelösund" in near and "Norrköping" in near and "Eskilstuna" not in near


@pytest.mark.usefixtures("on_starter")
def test_without_boundaries_counties_are_tiles(client):
    links = on_map(page(client, "/sv/"))
    assert len(links) == 21
    assert not [
        attrs for tag, attrs in page(client, "/sv/").tags if tag == "path" and "d" in attrs and "l" in attrs["d"]
    ]
