"""The age of the statistics stands beside the headline, and says when an overdraft rests on estimates alone."""

from dataclasses import replace
from datetime import date

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask
from climate_visualizer.places import LOCALE
from climate_visualizer.words import sentences
from climate_visualizer.words.certainty import certainty
from climate_visualizer.words.statistics_age import (
    age_in_short,
    both_dates,
    dated,
    rests_on_estimates,
    statistics_age,
)


@pytest.fixture(scope="module")
def english():
    return load_language("en", LOCALE)


def asked(starter, day, area_id, **query):
    return assess(ask(starter, area_id, query, as_of=day))


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


LIMITS = ({}, {"limit": "1.7", "likelihood": "50"}, {"limit": "1.5", "likelihood": "50"}, {"method": "world-per-head"})


@pytest.mark.parametrize("query", LIMITS, ids=lambda query: "-".join(query.values()) or "default")
def test_in_every_area_headline_age_dates_and_uncertainty_agree(starter, day, english, query):
    """A program reads what stands together on a page of every area, and holds each sentence against the others."""
    for area in starter.areas:
        if area.country != "SE" or not starter.has(area.id):
            continue
        a = asked(starter, day, area.id, **query)
        headline, said = sentences.plain(sentences.headline(a, english)), dated(a, english)
        assert f"Newest statistics: {a.base_year}." in said
        assert str(a.base_year) in age_in_short(a, english)
        if a.is_overdrawn:
            assert "ran out" in headline or "before it began" in headline, area.name
            assert ("rests on them" in said) == (a.budget_t > a.emitted_published_t) == rests_on_estimates(a)
            assert "At today" not in said
            continue
        assert "rests on them" not in said
        for day_told in (a.used_up_on, a.used_up_on_trend):
            told = str(english.month(day_told)) if day_told else "longer than to 2050"
            assert told in said, area.name
        assert (str(english.month(a.used_up_on)) if a.used_up_on else "2050") in headline
        if a.ranges is None:
            continue
        assert a.ranges.remaining_t.low <= a.remaining_t <= a.ranges.remaining_t.high, area.name
        low, high = a.ranges.used_up_on.low, a.ranges.used_up_on.high
        told_on, far = a.used_up_on or date(9999, 1, 1), date(9999, 1, 1)
        assert (low or far) <= told_on <= (high or far), area.name
        sure = " ".join(certainty(a, None, english))
        assert both_dates(a, english) in sure
        if a.used_up_on:
            assert "In at least five cases out of six it lasts longer" not in sure, area.name
        assert "used up already in five cases" not in sure, area.name


def test_both_dates_are_said_once_where_they_are_the_same(starter, day, english):
    a = asked(starter, day, "SE-0480")
    same = replace(a, used_up_on_trend=a.used_up_on)
    assert both_dates(same, english).endswith("and just as long if the trend goes on.")
    apart = replace(a, used_up_on_trend=None)
    assert "if the trend goes on, the budget lasts longer than to 2050." in both_dates(apart, english)


CODES = ("sv", "en", "fi", "nb", "de", "sv-x-lattlast")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("ends", [(-93_000.0, 281_000.0), (-923_000.0, -537_000.0), (10_000.0, 20_000.0)])
def test_no_minus_sign_stands_among_amounts_that_are_left(starter, day, code, ends):
    language = load_language(code, LOCALE)
    a = asked(starter, day, "SE-0480")
    low, high = ends
    sided = replace(a, ranges=replace(a.ranges, remaining_t=replace(a.ranges.remaining_t, low=low, high=high)))
    told = [certainty(sided, None, language)[1], *([statistics_age(sided, language)] if high > 0 else [])]
    for said in told:
        assert "\u2212" not in said and "-" not in said
        assert language.tonnes(abs(low)) in said and language.tonnes(abs(high)) in said


def test_the_lead_names_another_limit_only_where_its_budget_is_another(starter, day, english):
    """Uppsala's 1.7 degrees at 50 per cent and 2 at 83 are one budget."""
    chosen = asked(starter, day, "SE-0480", limit="1.7", likelihood="50")
    same, lower = (asked(starter, day, "SE-0480", limit=limit) for limit in ("2.0", "1.5"))
    assert sentences.lead(chosen, same, english) == sentences.lead(chosen, None, english)
    assert "1.5" in sentences.lead(chosen, lower, english)
