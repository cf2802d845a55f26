"""Every kind of path as a choice: each uses exactly what is left, and says so in words where there is none."""

import math
from dataclasses import replace

import numpy as np
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.curves import filled, filled_together, no_path, path_series
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods.choices import PATHWAYS, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.science import pathways
from climate_visualizer.web.pages.common.choice_meanings import NO_PATHS


def _choices(day, **asked):
    return parse({name: str(value) for name, value in asked.items()}, country="SE", as_of=day)


def test_the_turning_path_is_a_choice_that_lives_in_the_address(starter, day):
    choices = _choices(day, pathway="inertial")
    question = Question(starter, "SE-0480", choices, day)
    assert question.query == {"pathway": "inertial"}
    a = assess(question)
    assert a.no_path == ""
    assert a.pathway.years[0] == choices.start - 1
    assert min(a.pathway.tonnes) >= 0


def test_the_turning_path_begins_as_the_trend_goes_and_uses_what_is_left(starter, day):
    found = assess_all(Question(starter, "SE", _choices(day, pathway="inertial"), day))
    row = found.area_ids.index("SE-0480")
    left, before, growth = (float(x[row]) for x in (found.remaining_at_start_t, found.start_emissions, found.growth))
    a = assess(Question(starter, "SE-0480", _choices(day, pathway="inertial"), day))
    by_year = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    assert before == pytest.approx(by_year[2026])
    assert growth == pytest.approx((by_year[2027] - by_year[2026]) / before)
    long = pathways.inertial(emissions=before, budget=left, growth=growth, years=4000)
    assert long.sum() == pytest.approx(left, rel=1e-9)
    np.testing.assert_allclose(a.pathway.tonnes[1:], long[: len(a.pathway.tonnes) - 1])
    exponential = assess(Question(starter, "SE-0480", _choices(day), day))
    assert a.pathway.tonnes[1] > exponential.pathway.tonnes[1]


@pytest.mark.parametrize("pathway", PATHWAYS)
@pytest.mark.parametrize("start", [2027, 2029, 2031, 2040])
@pytest.mark.parametrize("limit", [1.5, 1.7, 2.0])
def test_a_path_is_there_or_says_why_not(starter, day, pathway, start, limit):
    choices = _choices(day, pathway=pathway, start=start, limit=limit, method="world-per-head")
    found = assess_all(Question(starter, "SE", choices, day))
    for row in range(len(found.area_ids)):
        why, path = no_path(choices, found, row), path_series(choices, found, row)
        assert (path is None) == bool(why)
        assert not why or why in NO_PATHS
        if path is None:
            continue
        assert len(path.years) == 2050 - start + 2
        assert min(path.tonnes) >= 0
        assert sum(path.tonnes[1:]) <= found.remaining_at_start_t[row] * (1 + 1e-9)


def _made(found, row, **changed):
    """The figures of all areas with one area's changed."""
    values = {name: getattr(found, name).copy() for name in changed}
    for name, value in changed.items():
        values[name][row] = value
    return replace(found, **values)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"remaining_t": -1.0}, "overdrawn"),
        ({"remaining_at_start_t": -1.0}, "spent"),
        ({"remaining_at_start_t": 0.0}, "spent"),
        ({"start_emissions": 0.0}, "nothing"),
        ({"start_emissions": math.nan}, "nothing"),
        ({"growth": -0.9}, "falling"),
        ({"growth": 0.1}, ""),
    ],
)
def test_why_there_is_no_path(starter, day, changed, why):
    choices = _choices(day, pathway="inertial")
    found = assess_all(Question(starter, "SE", choices, day))
    row = found.area_ids.index("SE-0480")
    made = _made(found, row, **changed)
    assert no_path(choices, made, row) == why
    assert (path_series(choices, made, row) is None) == bool(why)
    if why == "falling":
        assert no_path(replace(choices, pathway="linear"), made, row) == ""


@pytest.mark.parametrize("gaps", [[], [2], [0, 3]], ids=["none", "one", "its ends"])
def test_series_filled_together_are_each_filled_alone(gaps):
    years = np.arange(2000, 2006)
    rows = [np.array([6.0, 5.0, 4.0, 7.0, 1.0, 0.0]), np.linspace(9, 1, 6), np.full(6, 3.0), np.arange(6.0)]
    for row in (1, 3):
        rows[row][gaps] = np.nan
    assert filled_together(years, rows) == [filled(years, tonnes) for tonnes in rows]
    assert filled_together(years, rows)[0].tonnes == (6.0, 5.0, 4.0, 7.0, 1.0, 0.0)
