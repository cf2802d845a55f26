"""The map of the first page where the edition has boundaries, and who is said to lie nearby."""

import re
import shutil
from xml.etree import ElementTree

import numpy as np
import pytest
from conftest import ROOT
from web.markup import page

from climate_visualizer.budget.figures import assess_all
from climate_visualizer.charts.maps.inset import free_place, taken
from climate_visualizer.charts.maps.outline_paths import outlines
from climate_visualizer.charts.maps.standing_map import LADDERS, MappedArea, figure, step, steps_for
from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.read import current_edition
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question

LOCALE = ROOT / "climate_visualizer" / "web" / "locale"
STEPS = (1, 2, 3, 4)  # those of Sweden's map


def on_map(found):
    return [link for link in found.all("a") if re.fullmatch(r"c\d", link.get("class", ""))]


@pytest.mark.usefixtures("on_mapped")
@pytest.mark.parametrize(("query", "count"), [("", 290), ("?kind=county", 21), ("?kind=municipality&limit=1.5", 290)])
def test_every_area_is_a_link_in_the_colour_of_its_years(client, mapped, day, query, count):
    found = page(client, f"/sv/{query}")
    links = on_map(found)
    assert len(links) == count
    choices = parse({"limit": "1.5"} if "1.5" in query else {}, country="SE", as_of=day, edition=mapped)
    figures = assess_all(Question(mapped, "SE", choices, day))
    left = dict(zip(figures.area_ids, zip(figures.remaining_t, figures.years_left, strict=True), strict=True))
    for link in links:
        tonnes, years = left[mapped.find("SE", link["href"].split("/")[3]).id]
        assert link["class"] == f"c{step(-1.0 if tonnes < 0 else float(years), STEPS)}", link
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
    assert {"used up", f"under {STEPS[0]}", f"{STEPS[-1]} years or more"} <= said
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


def test_classes_tell_areas_apart_where_they_are_and_are_the_same_for_each_limit():
    assert steps_for([0.4, 1.2, 1.8, 2.5, 3.1, 2.2]) == (1, 2, 3, 4)
    assert steps_for([3.5, 4.5, 5.5, 2.0, 7.0]) == (3, 4, 5, 6)
    assert steps_for([12.0, 18.0, 25.0, 33.0, 45.0, -1.0]) == (10, 20, 30, 40)
    assert steps_for([]) in LADDERS
    assert [step(years, (1, 2, 3, 4)) for years in (-0.1, 0.5, 1.0, 3.9, 4.0, float("nan"))] == [0, 1, 2, 4, 5, 5]


def test_a_box_lies_on_free_cells_nearest_to_where_it_belongs():
    ring = np.array([[0, 0], [300, 0], [300, 95], [0, 95], [0, 0]], dtype=float)
    land = taken(ring, np.zeros(5, dtype=int), (500.0, 400.0))
    assert land[:9, :30].all() and not land[12:].any() and not land[:, 32:].any(), "what lies within a ring is land"
    x, y = free_place(land, np.array([100.0, 80.0]), np.array([150.0, 40.0]))
    assert not land[int(y // 10) : int((y + 80) // 10), int(x // 10) : int((x + 100) // 10)].any()
    assert abs(x + 50 - 150) <= 20 and 100 <= y <= 110, "right below, not at the other end"
    assert free_place(land, np.array([600.0, 80.0]), np.array([0.0, 0.0])) is None
    assert free_place(np.ones_like(land), np.array([20.0, 20.0]), np.array([0.0, 0.0])) is None


@pytest.fixture(scope="module")
def kingdom_mapped(kingdom_var, real_data, tmp_path_factory):
    """The United Kingdom with its boundaries as an edition."""
    var = tmp_path_factory.mktemp("kingdom-mapped") / "var"
    shutil.copytree(kingdom_var, var)
    files = [(path.name, path.read_bytes()) for path in sorted((real_data / "geo_uk").iterdir())]
    assert not bring_in("geo_uk", files, var, var / "editions").held
    return current_edition(var / "editions")


def test_london_is_drawn_once_more_where_the_sea_is(kingdom_mapped):
    drawn = outlines(kingdom_mapped, "GB")
    inset = drawn.inset
    boroughs = {area.id for area in kingdom_mapped.areas if area.parent_id == inset.around.id}
    assert inset.around.name == "London"
    assert set(inset.paths) == boroughs and len(boroughs) == 33
    x, y, width, height = inset.frame
    assert 0 <= x <= drawn.width - width and 0 <= y <= drawn.height - height
    starts = [re.match(r"M(\d+) (\d+)", path).groups() for one, path in drawn.paths.items() if one not in boroughs]
    within = [one for one in starts if x < int(one[0]) < x + width and y < int(one[1]) < y + height]
    assert not within, "the frame covers no land"
    borough = [tuple(map(int, re.match(r"M(\d+) (\d+)", path).groups())) for path in inset.paths.values()]
    assert all(x < right < x + width and y < below < y + height for right, below in borough)


def test_sweden_has_no_inset_for_there_is_no_room_for_one_that_helps(mapped):
    assert outlines(mapped, "SE").inset is None


def test_what_is_drawn_again_is_not_read_out_again(kingdom_mapped):
    language = load_language("en", LOCALE)
    boroughs = [area for area in kingdom_mapped.areas if area.parent_id == "GB-E12000007"]
    shown = [MappedArea(area.id, area.name, f"/{area.slug}/", 2.5, "2.5", "June 2029") for area in boroughs]
    picture = figure(
        shown, outlines(kingdom_mapped, "GB"), (1, 2, 3, 4), "Title", "Source", "edition", language
    ).picture
    links = ElementTree.fromstring(picture).findall(".//{*}a")
    again = ElementTree.fromstring(picture).findall(".//{*}g[@aria-hidden='true']//{*}a")
    assert len(links) == 66 and len(again) == 33
    assert all(link.get("tabindex") == "-1" and not link.get("class") for link in again)
