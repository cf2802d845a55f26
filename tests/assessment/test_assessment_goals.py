"""Does a goal hold, for every area and every goal that can be asked: against a naive adding-up, against Explore, and in words."""

from __future__ import annotations

import math
import re
from datetime import date

import pytest
from conftest import DAY, ROOT

from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.goals import Goal, NoGoal, nations_goal, verdict, way_to, zero_goals
from climate_visualizer.scenarios.national_goals import national_goal
from climate_visualizer.scenarios.scenario import answer
from climate_visualizer.scenarios.scenario_paths import Scenario, Target, ground_of
from climate_visualizer.words.questions import goal_words

LOCALE = ROOT / "climate_visualizer" / "web" / "locale"
FIRST = DAY.year + 1


def _asked(edition, area, choices):
    """Every goal that can be asked of an area."""
    ground = ground_of(Question(edition, area.id, choices, DAY))
    nations = nations_goal(area.country, ground, FIRST)
    return ground, [*([nations] if nations else []), *zero_goals(FIRST)]


def _naive(ground, goal) -> tuple[float, float]:
    """Tonnes until the end of the goal's year and after it, from today on, a year at a time on a straight line."""
    trend = ground.trend.sum(axis=0)
    this_year, (year, remains) = float(trend[0]), goal.points[0]
    steps = year - DAY.year
    until = this_year - (ground.left - ground.remaining)
    for step in range(1, steps + 1):
        until += this_year + (remains - this_year) * step / steps
    return until, remains * (2050 - year)


@pytest.fixture(scope="module")
def choices(starter):
    return default_choices("SE", DAY, edition=starter)


def test_every_area_and_goal_adds_up_as_a_naive_reader_would_and_says_what_it_found(starter, choices):
    sv, en = load_language("sv", LOCALE), load_language("en", LOCALE)
    held = 0
    for area in starter.areas:
        if area.country != "SE" or not starter.has(area.id):
            continue
        ground, goals = _asked(starter, area, choices)
        assert {goal.key for goal in goals} >= {"2030", "2035", "2040", "2045"}
        for goal in goals:
            found = verdict(Question(starter, area.id, choices, DAY), goal)
            until, after = _naive(ground, goal)
            assert found.until_t == pytest.approx(until, rel=1e-9), (area.name, goal.key)
            assert found.after_t == pytest.approx(after, abs=1e-6)
            assert found.exceeds_t == pytest.approx(until + after - ground.remaining, abs=1e-3)
            assert found.holds == (ground.remaining >= 0 and found.exceeds_t <= 0)
            assert math.isfinite(found.wait_t)
            for language in (sv, en):
                said = goal_words.headline(found, "SE", language)
                assert language.tonnes(abs(found.exceeds_t)) in said
                assert not re.search(r"\bnan\b|None|\{", said)
                assert len(goal_words.facts(found, language)) == 4
                assert goal_words.needed(found, language)
            assert (" håller: " in goal_words.headline(found, "SE", sv)) == found.holds
            held += found.holds
    assert held > 100


def test_a_later_zero_emits_more_and_the_last_year_that_holds_is_the_last(starter, choices):
    for area_id in ("SE", "SE-0480", "SE-0180", "SE-2361", "SE-0980"):
        ground = ground_of(Question(starter, area_id, choices, DAY))
        found = [
            verdict(Question(starter, area_id, choices, DAY), Goal("", "zero", ((year, 0.0),)))
            for year in range(FIRST, 2051)
        ]
        exceeds = [one.exceeds_t for one in found]
        assert exceeds == sorted(exceeds)
        holding = [one.goal.year for one in found if one.holds]
        assert found[0].zero_by == (max(holding) if holding else None), ground.area.name


def test_the_same_goal_in_explore_says_the_same(starter, choices):
    """The other way in: a scenario with a target, by other code."""
    for area_id in ("SE-0480", "SE-0180", "SE-1480", "SE-23"):
        ground, goals = _asked(starter, starter.area(area_id), choices)
        for goal in goals:
            base = min(ground.history)
            target = Target(goal.year, 1 - goal.remains_t / ground.history[base], base)
            there = answer(Question(starter, area_id, choices, DAY), Scenario(way="target", start=FIRST, target=target))
            found = verdict(Question(starter, area_id, choices, DAY), goal)
            assert found.exceeds_t == pytest.approx(-there.left_t, abs=1e-3)
            assert found.used_up_on == there.used_up_on
            assert found.wait_t == pytest.approx(there.delay_t, abs=1e-3)


def test_several_years_of_a_goal_are_gone_through_and_one_that_is_past_is_refused(starter, choices):
    ground = ground_of(Question(starter, "SE-0480", choices, DAY))
    steps = Goal("own", "own", ((2030, 50_000.0), (2045, 0.0)), by="Nyköpings kommun")
    way = way_to(Question(starter, "SE-0480", choices, DAY), steps)
    by_year = dict(zip(way.years, way.path, strict=True))
    assert (round(by_year[2030]), round(by_year[2045]), by_year[2050]) == (50_000, 0, 0.0)
    assert by_year[2026] == pytest.approx(ground.trend[:, 0].sum())
    with pytest.raises(NoGoal, match="2026"):
        verdict(Question(starter, "SE-0480", choices, DAY), Goal("x", "zero", ((2026, 0.0),)))
    soon = verdict(Question(starter, "SE-0480", choices, DAY), Goal("x", "zero", ((FIRST, 0.0),)))
    assert soon.wait_t is None
    assert goal_words.facts(soon, load_language("en", LOCALE))[3].value == "\u2013"


def test_an_overdrawn_budget_is_kept_by_no_goal(starter):
    tight = default_choices("SE", DAY, edition=starter)
    tight = type(tight)(**{**vars(tight), "limit": 1.5, "likelihood": 50})
    found = verdict(Question(starter, "SE-0480", tight, DAY), zero_goals(FIRST)[0])
    en = load_language("en", LOCALE)
    assert not found.holds and found.zero_by is None
    assert "used up already" in goal_words.headline(found, "SE", en)
    assert goal_words.needed(found, en).startswith("No goal keeps")


def test_goals_of_nations_are_their_own_and_years_that_are_past_are_not_offered(starter, choices):
    sweden = national_goal("SE")
    assert (sweden.year, sweden.cut, sweden.base) == (2045, 0.85, 1990)
    assert {national_goal(code).country for code in ("GB", "DE", "FI")} == {"GB", "DE", "FI"}
    assert all(national_goal(code).source_url.startswith("https://") for code in ("SE", "GB", "DE", "FI"))
    assert national_goal("XX") is None
    ground = ground_of(Question(starter, "SE-0480", choices, DAY))
    assert nations_goal("SE", ground, 2046) is None
    assert [goal.year for goal in zero_goals(2041)] == [2045]
    assert [goal.year for goal in zero_goals(2046)] == [2050]
    assert way_to(Question(starter, "SE-0480", choices, DAY), zero_goals(FIRST)[0]).as_of == date(2026, 11, 23)
