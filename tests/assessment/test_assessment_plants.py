"""Large plants of an area: with and without them, in every area, and in the API and files."""

from __future__ import annotations

import pytest

from climate_visualizer.budget.plants import activity_name, note, plants_of


def test_a_town_of_one_plant_says_so(starter):
    oxelosund = plants_of(starter, "SE-0481")
    assert oxelosund.plants[0].id == "ssab-oxelosund"
    assert oxelosund.year == 2022
    assert oxelosund.dominates
    assert oxelosund.share > 0.9
    assert oxelosund.plants[0].share > 0.9
    assert (oxelosund.plants[0].first_year, oxelosund.plants[0].last_year) == (2005, 2022)
    assert not plants_of(starter, "SE-0480").plants


def test_in_every_area_with_and_without_add_up_and_counties_have_their_municipalities_plants(starter):
    nation = plants_of(starter, "SE")
    assert len(nation.plants) == len({one.id for one in nation.plants}) == 160
    counties = [area.id for area in starter.areas if area.kind == "county"]
    assert sum(plants_of(starter, county).together_t or 0.0 for county in counties) == pytest.approx(nation.together_t)
    assert 0.3 < nation.share < 0.5
    for area in starter.areas:
        found = plants_of(starter, area.id)
        if found.plants:
            assert found.without_t == pytest.approx(max(found.with_t - found.together_t, 0.0))
            assert found.share < 1.35, (
                area.name
            )  # two sources: the most that they differ by, where plants are nearly all
            assert [one.tonnes for one in found.plants if one.running] == sorted(
                (one.tonnes for one in found.plants if one.running), reverse=True
            )
        else:
            assert found.year is None


def test_a_plant_that_closed_keeps_its_last_year(starter):
    closed = {one.id: one for one in plants_of(starter, "SE-0840").plants}["degerhamn-cement"]
    assert (closed.last_year, closed.running) == (2019, False)


def test_words_of_activities_and_notes():
    assert activity_name("steel", "sv") == "Järn och stål"
    assert activity_name("steel", "de") == "Eisen und Stahl"
    assert activity_name("unheard-of", "sv") == "Annan verksamhet"
    assert "2020" in note("ssab-lulea", "sv-x-lattlast")
    assert note("ssab-oxelosund", "sv") == note("nothing", "sv") == ""


def test_the_api_and_the_files_have_them(client, on_starter):
    found = client.get("/api/v1/areas/SE-0481/plants").json()
    assert found["plants"][0]["holder"] == "SSAB EMEA AB"
    assert found["plants"][0]["figures"][-1] == {"year": 2022, "tonnes": 1630454.0}
    assert "biomass" in found["about"]
    assert client.get("/api/v1/areas/SE-0480/plants").json()["plants"] == []
    assert client.get("/api/v1/areas/SE-9999/plants").status_code == 404
    table = client.get("/files/se/plants.csv").content.decode()
    assert "ssab-oxelosund" in table
    for kind in ("json", "parquet", "xlsx"):
        assert client.get(f"/files/se/plants.{kind}").status_code == 200
    assert client.get("/files/de/plants.csv").status_code == 404
