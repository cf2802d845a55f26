"""The first page: search, map, table, three steps."""

import json
from xml.etree import ElementTree

import pytest
from web.markup import page

from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.web import current


@pytest.mark.usefixtures("on_starter")
def test_every_county_is_a_tile_that_leads_to_its_page(client):
    found = page(client, "/sv/")
    tiles = [link for link in found.all("a") if link.get("class", "").startswith("c") and "aria-label" in link]
    assert len(tiles) == 21
    assert {client.get(link["href"]).status_code for link in tiles} == {200}
    assert any(link["aria-label"].startswith("Södermanlands län: 3,3 år kvar, till ") for link in tiles)


@pytest.mark.usefixtures("on_starter")
def test_the_limit_recolours_the_map_and_goes_along_every_link(client):
    found = page(client, "/sv/?limit=1.5")
    assert "Sveriges 1,5-gradersbudget tog slut i september 2025." in found.text
    used_up = [link for link in found.all("a") if link.get("class") == "c0"]
    assert len(used_up) == 21
    assert all("limit=1.5" in link["href"] for link in used_up)
    assert next(i for i in found.all("input") if i.get("name") == "limit")["value"] == "1.5"
    assert page(client, "/sv/?limit=1.4", 422)


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize("kind", ["svg", "png", "csv", "json"])
def test_the_map_is_a_file(client, kind):
    response = client.get(f"/en/map.{kind}?limit=2.0")
    assert response.status_code == 200
    for told in (current.edition().id, "SMHI", "CC BY 4.0"):
        assert told.encode() in response.content
    if kind == "svg":
        assert b"<title>How long the budget for 2 degrees lasts" in response.content
        tree = ElementTree.fromstring(response.content)
        assert len(tree.findall(".//{*}a")) == 21
        assert b"var(" not in response.content
    if kind == "csv":
        lines = response.content.decode().splitlines()
        assert lines[0] == "Place,Years left,Lasts until,source,licence,edition"
        assert len(lines) == 312
    assert client.get("/en/map.csv?limit=9").status_code == 422


@pytest.mark.usefixtures("on_starter")
def test_the_search_answers_to_old_names_and_says_when_it_could_be_several(client):
    assert client.get("/sv/?q=Kopparbergs+l%C3%A4n&go=1")["Location"] == "/sv/se/dalarnas-lan/"
    assert client.get("/sv/?q=torsh%C3%A4lla&go=1")["Location"] == "/sv/se/eskilstuna/"
    assert client.get("/en/?q=sweden&go=1")["Location"] == "/en/se/sverige/"
    several = page(client, "/sv/?q=sm%C3%A5land&go=1")
    assert len(several.all("tr")) == 1 + 3
    assert "Ingen plats matchar" in page(client, "/sv/?q=%00&go=1").text


@pytest.mark.usefixtures("on_starter")
def test_what_the_search_box_asks_for_is_kept_with_its_edition(client, starter):
    box = page(client, "/sv/").all("form")[0]
    response = client.get(box["data-places"])
    entries = json.loads(response.content)
    assert len(entries) == 312
    assert "immutable" in response["Cache-Control"]
    assert "immutable" not in client.get("/sv/places.json?edition=another")["Cache-Control"]
    nykoping = next(entry for entry in entries if entry[0] == "Nyköping")
    assert nykoping[1:3] == ["/sv/se/nykoping/", "kommun i Södermanlands län"]
    assert client.get("/da/places.json").status_code == 404


@pytest.mark.usefixtures("on_starter")
def test_a_heading_turns_the_order_round(client):
    first = page(client, "/sv/?kind=municipality&sort=left")
    turned = page(client, "/sv/?kind=municipality&sort=-left")
    names = [[link["href"] for link in found.all("a") if "/se/" in link["href"]][-290:] for found in (first, turned)]
    assert names[0] == names[1][::-1]
    sorts = [[th["aria-sort"] for th in found.all("th") if "aria-sort" in th] for found in (first, turned)]
    assert sorts == [["descending"], ["ascending"]], "the most left comes first, as the rank counts"
    assert any("sort=-left" in link["href"] for link in first.all("a"))


@pytest.mark.usefixtures("on_sweden")
def test_all_of_sweden_is_light_and_every_figure_is_the_assessments(client, sweden, day):
    response = client.get("/sv/?sort=left", headers={"accept-encoding": "gzip"})
    assert len(response.content) < 40_000
    found = page(client, "/sv/?sort=left")
    assert len(found.all("tr")) == 312
    figures = assess_all(Question(sweden, "SE", default_choices("SE", day), day))
    left = dict(zip(figures.area_ids, figures.remaining_t, strict=True))
    most = max((area_id for area_id in left if area_id != "SE"), key=left.__getitem__)
    links = [link["href"] for link in found.all("a") if "class" not in link]
    rows = [href for href in links if href.startswith("/sv/se/") and "/goal/" not in href]
    in_order = sorted((left[sweden.find("SE", href.split("/")[3]).id] for href in rows[1:]), reverse=True)
    assert rows[1] == f"/sv/se/{sweden.area(most).slug}/"
    assert [left[sweden.find("SE", href.split("/")[3]).id] for href in rows[1:]] == in_order


@pytest.mark.parametrize("path", ["", "ranking/", "compare/", "places.json", "data/"])
def test_with_nothing_but_countries_every_page_stands(client, settings, real_data, tmp_path_factory, path):
    from climate_visualizer.editions.importing.pipeline import bring_in

    settings.VAR = var = tmp_path_factory.getbasetemp() / "countries-only"
    settings.EDITIONS = var / "editions"
    if not settings.EDITIONS.exists():
        name = "GCB2022v27_MtCO2_flat.csv"
        bring_in("world_gcb", [(name, (real_data / "world_gcb" / name).read_bytes())], var, settings.EDITIONS)
    assert client.get(f"/sv/{path}").status_code == 200
