"""What stands beside an area's history: events with a source that its figures bear out, and the area around it as a thin line."""

import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.plants import plants_of
from climate_visualizer.charts import catalogue, jump_events
from climate_visualizer.charts.drawing.scene import texts_of
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask

EVENTS = jump_events.kept("SE")


@pytest.fixture(scope="module")
def language():
    return load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")


@pytest.mark.parametrize("event", EVENTS, ids=[one["en"] for one in EVENTS])
def test_an_event_has_a_place_words_and_a_source_and_a_plants_figures_bear_it_out(starter, event):
    starter.area(event["area"])
    assert all(event[name] for name in ("en", "sv", "fi", "source")) and event["url"].startswith("https://")
    if "plant" in event:
        plant = next(one for one in plants_of(starter, event["area"]).plants if one.id == event["plant"])
        years = {"opened": plant.first_year, "closed": plant.last_year}
        assert years[event["change"]] == event["year"]
        assert plant.running == (event["change"] == "opened")
        assert event["year"] not in (2005, 2008, 2013, 2021), (
            "a period of the trading system begins: it may only be new there"
        )


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_an_event_is_named_with_its_source_where_it_happened_and_nowhere_else(starter, day, language, size):
    def said(area):
        a = assess(ask(starter, area, as_of=day))
        bundle = catalogue.figure("history", starter, a, language, size=size)
        return " ".join(text.text for text in texts_of(bundle.scene)), bundle.alt

    for area, there in (("SE-0139", True), ("SE-0480", False)):
        words, alt = said(area)
        assert ("2019: Högbytorps kraftvärmeverk startar (EU" in words) == there == ("2019: Högbytorps" in alt)
        assert "2024: mindre biodrivmedel krävs i bensin" in words
    assert jump_events.events("GB", ("E06000001", "GB"), language) == ()


@pytest.mark.parametrize("area", ["SE-0480", "SE-0139", "SE-0980"])
def test_the_area_around_begins_as_large_and_changes_as_its_own_statistics_do(starter, day, language, area):
    a = assess(ask(starter, area, as_of=day))
    name, line = catalogue._around(starter, a, starter.parents(area), language)
    county = assess(ask(starter, starter.parents(area)[0].id, as_of=day))
    assert name == county.area.name
    own = dict(zip(a.history.years, a.history.tonnes, strict=True))
    whole = dict(zip(county.history.years, county.history.tonnes, strict=True))
    first = line.years[0]
    assert line.tonnes[0] == pytest.approx(own[first])
    assert line.years[-1] == a.base_year
    for year, tonnes in zip(line.years, line.tonnes, strict=True):
        assert tonnes / line.tonnes[0] == pytest.approx(whole[year] / whole[first])


def test_a_nation_has_no_area_around(starter, day, language):
    a = assess(ask(starter, "SE", as_of=day))
    assert catalogue._around(starter, a, starter.parents("SE"), language) == ("", None)
