"""The age of the statistics stands beside the headline, and says when an overdraft rests on estimates alone."""

from dataclasses import replace

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.places import LOCALE
from climate_visualizer.words.statistics_age import statistics_age


@pytest.fixture(scope="module")
def english():
    return load_language("en", LOCALE)


def asked(starter, day, area_id, **query):
    return assess(starter, area_id, parse(query, country="SE", as_of=day), as_of=day)


def test_the_year_and_the_range_stand_together(starter, day, english):
    a = asked(starter, day, "SE-0480")
    said = statistics_age(a, english)
    assert said.startswith(f"Newest statistics: {a.base_year}.")
    assert english.tonnes(a.ranges.remaining_t.low) in said and english.tonnes(a.ranges.remaining_t.high) in said


def test_an_overdraft_on_estimated_years_alone_says_so(starter, day, english):
    a = asked(starter, day, "SE-0480", limit="1.5", likelihood="50")
    assert a.is_overdrawn and a.emitted_published_t < a.budget_t
    assert "rests on them" in statistics_age(a, english)
    measured = replace(a, emitted_published_t=a.budget_t + 1.0)
    assert "rests on them" not in statistics_age(measured, english)


def test_nothing_is_called_estimated_where_nothing_is(starter, day, english):
    a = replace(asked(starter, day, "SE-0480"), emitted_estimated_t=0.0)
    assert statistics_age(a, english) == f"Newest statistics: {a.base_year}."
    assert "case" not in statistics_age(replace(asked(starter, day, "SE-0480"), ranges=None), english)
