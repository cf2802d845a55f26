"""Every public function has a plain second implementation that it agrees with; these are the last of them."""

import importlib
import inspect
import pkgutil
import re

import numpy as np
import pytest
from conftest import ROOT
from science import naive_third as naive

from climate_visualizer import science
from climate_visualizer.science import findings, intervals, pathways, remaining, trends, uncertainty, units
from climate_visualizer.science.arrays import monotone_cubic
from climate_visualizer.science.units import C_TO_CO2

POINTS, VALUES = [1990.0, 2000.0, 2005.0, 2010.0, 2015.0, 2016.0], [90.0, 84.0, 95.0, 95.0, 60.0, 61.0]
CLIMATE = remaining.Climate(1.65, 0.65, 0.0, 0.19, 7.1, 26.7, 1.24, 0.15, 204.0, 0.108, 1.5, 0.16, 0.1, 2025)
NAMED_IN = (
    "test_science_naive*.py",
    "test_science_path_used_up.py",
    "test_science_fitting.py",
    "test_science_blocks.py",
)

TESTED = "".join(path.read_text() for name in NAMED_IN for path in sorted((ROOT / "tests" / "science").glob(name)))


def public() -> list[tuple[str, str]]:
    found = []
    for module in pkgutil.walk_packages(science.__path__, f"{science.__name__}."):
        made = importlib.import_module(module.name)
        found += [
            (module.name, name)
            for name, one in inspect.getmembers(made, inspect.isfunction)
            if one.__module__ == made.__name__ and not name.startswith("_")
        ]
    return found


@pytest.mark.parametrize(("module", "name"), public())
def test_every_public_function_is_held_against_a_plain_one(module, name):
    assert re.search(rf"\b{name}\b[(,]", TESTED), f"{module}.{name} has no plain second implementation"


@pytest.mark.parametrize(("module", "name"), public())
def test_every_public_function_names_its_source(module, name):
    found = getattr(importlib.import_module(module), name)
    assert re.search(r"Sources?: \S", found.__doc__), f"{module}.{name} says not where it comes from"


@pytest.mark.parametrize("at", [1985.0, 1990.0, 1993.5, 2000.0, 2004.9, 2007.0, 2012.5, 2015.5, 2016.0, 2030.0])
def test_the_curve_of_targets_and_gaps(at):
    expected = naive.cubic(POINTS, VALUES, at)
    np.testing.assert_allclose(monotone_cubic.monotone_cubic(points=POINTS, values=VALUES, at=[at]), [expected])
    path = pathways.policy_path(years=[at], goal_years=POINTS, goals=VALUES)
    np.testing.assert_allclose(path, [expected])


def test_gaps_are_filled_and_marked():
    years, filled, marked = trends.fill_gaps(years=POINTS, emissions=VALUES)
    every, tonnes, gaps = naive.fill_gaps(POINTS, VALUES)
    assert years.tolist() == every and marked.tolist() == gaps
    np.testing.assert_allclose(filled, tonnes)


@pytest.mark.parametrize(("start", "to"), [(2020, 2025), (2025, 2020), (2020, 2020), (2020, 2031), (2010, 2020)])
def test_a_budget_moves_to_another_start_year(start, to):
    emitted = [40.0, 41.0, 39.5, 42.0, 41.4, 40.9]
    found = remaining.moved_start(gigatonnes=500.0, emitted=emitted, start=start, to=to, first_year=2020)
    np.testing.assert_allclose(found, naive.moved_start(500.0, emitted, start, to, 2020))


@pytest.mark.parametrize("tcre", [1.0, 1.65, 2.3])
def test_what_is_left_for_one_state_of_the_climate(tcre):
    assert pytest.approx(3.664, abs=1e-3) == C_TO_CO2
    found = remaining.remaining_gigatonnes(
        limit=1.7, warming_to_date=1.24, non_co2=0.1, zec=0.02, tcre=tcre, feedbacks=7.1, emitted_since=204.0
    )
    expected = naive.remaining_gigatonnes(1.7, 1.24, 0.1, 0.02, tcre, 7.1, 204.0)
    assert float(found) == pytest.approx(expected, rel=2e-4)


@pytest.mark.parametrize("chance", [0.0, 0.1, 0.33, 0.5, 0.9, 1.0])
def test_weighted_quantiles(chance):
    values, weights = [5.0, 1.0, 3.0, 9.0, 2.0], [1.0, 2.0, 0.5, 1.0, 3.0]
    found = remaining.weighted_quantile(np.array(values), np.array(weights), np.array([chance]))
    np.testing.assert_allclose(found, [naive.weighted_quantile(values, weights, chance)])


def test_small_things():
    for top, bottom in ((3.0, 2.0), (-1.0, 4.0), (5.0, 0.0)):
        np.testing.assert_allclose(units.quotient(top, bottom), naive.quotient(top, bottom))
    for budget in (-5.0, 0.0, 7.0):
        np.testing.assert_allclose(findings.overdraft(budget=budget), naive.overdraft(budget))
    assert units.floats([1, 2]).tolist() == [1.0, 2.0] and units.floats("3").dtype == np.float64


def line() -> tuple[trends.Trend, intervals.LineErrors]:
    years, tonnes = np.arange(2013.0, 2023.0), np.array([90.0, 93.0, 80.0, 84.0, 70.0, 71.0, 69.0, 55.0, 60.0, 58.0])
    fitted = trends.least_squares(years=years, emissions=tonnes)
    return fitted, intervals.line_errors(trend=fitted, years=years, emissions=tonnes)


@pytest.mark.parametrize(("slope", "level"), [(-3.0, 60.0), (0.0, 50.0), (2.0, 40.0), (-9.0, 30.0), (0.0, 0.0)])
@pytest.mark.parametrize("budget", [20.0, 45.0, 400.0])
def test_the_moment_at_which_a_trend_has_used_the_budget(slope, level, budget):
    trend = trends.Trend(np.array(slope), np.array(level), 2020.0)
    found = float(trends.used_up_at(trend=trend, budget=budget, start=2022.5))
    assert found == pytest.approx(naive.used_up_at(slope, level, 2020.0, budget, 2022.5), abs=2e-3)


def test_lines_are_drawn_one_by_one():
    fitted, errors = line()
    drawn = uncertainty.draw_trends(trend=fitted, errors=errors, size=7, rng=np.random.default_rng(3))
    dice = np.random.default_rng(3)
    turns, lifts = dice.standard_normal(7), dice.standard_normal(7)
    for index, (turn, lift) in enumerate(zip(turns, lifts, strict=True)):
        slope, level = naive.drawn_line(
            float(fitted.slope), float(fitted.level), fitted.origin, errors.centre, float(errors.slope),
            float(errors.residual), errors.count, turn, lift,
        )  # fmt: skip
        np.testing.assert_allclose([drawn.slope[index], drawn.level[index]], [slope, level])


def test_everything_at_once_is_each_part_in_turn():
    fitted, errors = line()
    times = {"since": 2025.0, "now": 2026.9, "path_start": 2027, "percents": (5.0, 50.0, 95.0)}
    share, published = np.array([2e-8, 5e-8]), np.array([0.0, 30.0])
    lines = trends.Trend(np.repeat(fitted.slope, 2), np.repeat(fitted.level, 2), fitted.origin)
    wide = intervals.LineErrors(np.repeat(errors.residual, 2), np.repeat(errors.slope, 2), errors.centre, errors.count)
    whole = uncertainty.ensemble(
        climate=CLIMATE, limit=1.7, share=share, published=published, trend=lines, errors=wide, size=400,
        rng=np.random.default_rng(8), **times,
    )  # fmt: skip
    dice = np.random.default_rng(8)
    states = uncertainty.draw_states(climate=CLIMATE, size=400, rng=dice)
    gigatonnes = uncertainty.budget_draws(climate=CLIMATE, states=states, limit=1.7)
    drawn = uncertainty.draw_trends(trend=lines, errors=wide, size=400, rng=dice)
    for row in range(2):
        own = trends.Trend(drawn.slope[row : row + 1], drawn.level[row : row + 1], drawn.origin)
        budgets = np.array([[float(share[row]) * one * 1e9 for one in gigatonnes]])
        alone = uncertainty.ranges(budgets=budgets, published=published[row : row + 1], trend=own, **times)
        for name in ("budget_t", "remaining_t", "required_cut", "used_up_at", "chance_within"):
            np.testing.assert_allclose(getattr(whole, name)[row], getattr(alone, name)[0])
