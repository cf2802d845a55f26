"""Facts of areas in both languages."""

import pytest
from conftest import ROOT

from climate_visualizer.exports.facts import gather
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question

LOCALE = ROOT / "climate_visualizer" / "web" / "locale"


@pytest.fixture
def facts_of(starter, day):
    """The facts of an area by its id, language and query."""

    def made(area_id="SE-0480", code="sv", **query):
        choices = parse(query, country="SE", as_of=day)
        return gather(Question(starter, area_id, choices, day), load_language(code, LOCALE))

    return made
