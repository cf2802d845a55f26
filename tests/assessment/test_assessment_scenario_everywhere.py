"""Every kind of scenario is answered in every area: figures that are numbers, words and a picture."""

import json
from itertools import islice

import pytest
from conftest import ROOT

from climate_visualizer.charts.scenario import figure
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.scenario import answer
from climate_visualizer.scenarios.scenario_paths import Scenario, ground_of
from climate_visualizer.scenarios.scenario_query import read_text
from climate_visualizer.web.api.scenario_answers import ScenarioOut
from climate_visualizer.words.scenario_words import facts, summary

# Those of docs/explore.md, a target for each end of the century's first half, a path that begins late, and measures alone.
TEXTS = (
    "",
    "c~125",
    "y~2049.c~600",
    "s~transport~100",
    "s~heating~300~transport~100",
    "g~2030~850~1990",
    "g~2030~1000~2015",
    "g~2045~850~2015",
    "d~2s2i281y1o1e140u0a",
    "d~000000000000000000",
    "y~2028.c~125.m~ec~fb2030",
)
NUMBERS = [name for name, field in ScenarioOut.model_fields.items() if field.annotation in (float, list[float])]
SWEDISH = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")


def _unanswered(edition, areas, day):
    """Areas and scenarios without a whole answer, and how many were asked."""
    failing, asked = [], 0
    for area in areas:
        try:
            choices = parse({}, country=area.country, as_of=day, edition=edition)
            ground = ground_of(Question(edition, area.id, choices, day))
        except NoBudget:
            continue
        for text in TEXTS:
            try:
                scenario = read_text(text, ground) if text else Scenario("trend", day.year + 1)
            except WrongChoice:  # a base year or a sector that the statistics here don't have
                continue
            asked += 1
            found = answer(Question(edition, area.id, choices, day), scenario)
            try:
                numbers = (found.path, found.trend, found.budget_path, found.used_t, found.saved_t, found.saved_days)
                json.dumps((*numbers, found.delay_t, found.missing_t_per_year, found.required_cut), allow_nan=False)
                drawn = figure(found, dict.fromkeys(found.sectors, "x"), "", SWEDISH)
                said = " ".join((summary(found, SWEDISH), *(fact.value for fact in facts(found, SWEDISH))))
                assert "nan" not in drawn.picture.lower() + said.lower()
            except (ValueError, AssertionError) as problem:
                failing.append((area.id, text, str(problem)))
    return failing, asked


def test_all_of_sweden_by_every_kind_of_scenario(sweden, day):
    failing, asked = _unanswered(sweden, sweden.areas, day)
    assert failing == []
    assert asked > len(TEXTS) * 290


def test_the_united_kingdom_where_trends_reach_zero(kingdom, day):
    known = {"Redcar and Cleveland", "City of London", "Westminster", "Halton", "United Kingdom"}
    areas = [area for area in kingdom.areas if area.name in known] + list(islice(kingdom.areas, 0, None, 8))
    failing, asked = _unanswered(kingdom, areas, day)
    assert failing == []
    assert asked > 250


@pytest.mark.parametrize("text", TEXTS)
def test_pages_and_api_answer_where_the_trend_ends(client, on_sweden, text):
    for area_id, slug in (("SE-0180", "stockholm"), ("SE-2361", "harjedalen"), ("SE-1280", "malmo")):
        response = client.get(f"/api/v1/areas/{area_id}/scenario", {"s": text, "lang": "sv", "picture": "wide"})
        assert response.status_code == 200
        answered = json.loads(response.content, parse_constant=pytest.fail)
        assert all(answered[name] is not None for name in NUMBERS)
        assert answered["headline"] in client.get(f"/sv/se/{slug}/explore/", {"s": text}).content.decode()
