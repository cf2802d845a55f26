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
from climate_visualizer.science.nowcasting import backtest, error_spread
from climate_visualizer.science.units import C_TO_CO2

POINTS, VALUES = [1990.0, 2000.0, 2005.0, 2010.0, 2015.0, 2016.0], [90.0, 84.0, 95.0, 95.0, 60.0, 61.0]
CLIMATE = remaining.Climate(1.65, 0.65, 0.0, 0.19, 7.1, 26.7, 1.24, 0.15, 204.0, 0.108, 1.5, 0.16, 0.1, 2025)
NAMED_IN = (
    "test_science_naive*.py",
    "test_science_path_used_up.py",
    "test_science_fitting.py",
    "test_science_blocks.py",
    "test_science_nowcast.py",
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


@pytest.mark.parametrize("seed", range(20))
def test_parts_of_filled_in_years_add_up_to_the_whole(seed):
    dice = np.random.default_rng(seed)
    points = sorted(dice.choice(np.arange(1990, 2020), 5, replace=False).tolist())
    published = dice.uniform(0.0, 100.0, (3, 5))
    whole = published.sum(axis=0) * (1.0 if seed % 2 else dice.uniform(0.95, 1.2))
    years, parts, gaps = trends.fill_gaps(years=points, emissions=published)
    _, together, _ = trends.fill_gaps(years=points, emissions=whole)
    found = trends.adding_up(years=years, parts=parts, whole=together, skipped=gaps)
    plain = naive.adding_up(years.tolist(), parts.tolist(), together.tolist(), gaps.tolist())
    np.testing.assert_allclose(found, plain)
    np.testing.assert_array_equal(found[:, ~gaps], parts[:, ~gaps])
    if seed % 2:
        np.testing.assert_allclose(found.sum(axis=0), together)


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


@pytest.mark.parametrize("shape", ["even", "far out", "few", "one"])
def test_weighted_quantiles_of_very_many_values_are_those_of_all_sorted(shape):
    """Only what lies around the answer is sorted then."""
    rng, size = np.random.default_rng(3), 21_000
    made = {
        "even": lambda: rng.normal(size=size),
        "far out": lambda: np.concatenate([rng.exponential(size=size - 2) ** 3, [1e9, -1e9]]),
        "few": lambda: rng.integers(0, 4, size).astype(float),
        "one": lambda: np.full(size, 7.0),
    }
    values, weights = made[shape](), np.where(rng.random(size) < 0.3, 0.0, rng.random(size))
    chances = np.array([0.0, 0.05, 0.17, 0.5, 0.83, 1.0])
    order = np.argsort(values, kind="stable")
    reached = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    np.testing.assert_allclose(
        remaining.weighted_quantile(values, weights, chances), np.interp(chances, reached, values[order]), rtol=1e-9
    )


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


def missed() -> error_spread.Spread:
    return error_spread.Spread(
        scale=np.array([0.03, 0.08]), growth=np.array([1.0, 1.4, 1.9]), misses=2.0 * error_spread.RANKS, common=0.01,
        unforeseen=0.05, known=1, origins=5, revised_alone=0.5, revised_together=0.02,
    )  # fmt: skip


def test_years_are_drawn_one_by_one():
    horizon, estimate = np.array([0.0, 1.0, 2.0, 6.0]), np.array([[90.0, 80.0, 70.0, 60.0], [9.0, 8.0, 7.0, 6.0]])
    drawn = uncertainty.draw_years(estimate=estimate, spread=missed(), horizon=horizon, size=60, seed=3)
    common, own = error_spread.draw_errors(spread=missed(), horizon=horizon, size=60, seed=3)
    for area, scale in enumerate((0.03, 0.08)):
        for draw in range(60):
            for year in range(4):
                expected = estimate[area, year] * np.exp(common[draw, year] + scale * own[draw, year])
                assert drawn[area, draw, year] == pytest.approx(float(expected))
    growth = [0.0, *(np.sqrt(tested**2 + 0.5**2) for tested in (1.0, 1.4, 1.9 * np.sqrt(6 / 3)))]
    shocks = (0.01**2, 0.01**2 * 2 + 0.05**2 * 1, 0.01**2 * 6 + 0.05**2 * 5)
    together = [0.0, *(np.sqrt(shock + 0.02**2) for shock in shocks)]
    for year in range(4):
        evenly = sorted(2.0 * abs(2.0 * (rank + 0.5) / 60 - 1.0) * growth[year] for rank in range(60))
        np.testing.assert_allclose(sorted(np.abs(own[:, year])), evenly, atol=1e-9)
        shock = np.max(np.abs(common[:, year]))
        inside = 100.0 * (2.0 * (59 + 0.5) / 60 - 1.0)
        assert shock == pytest.approx(together[year] * intervals.student_quantile(50.0 + inside / 2.0, 5), rel=0.02)
    half = error_spread.half_width(spread=missed(), horizon=horizon[1:], likelihood=90.0)
    for area, scale in enumerate((0.03, 0.08)):
        for year in (1, 2, 3):
            alone, shared = scale * growth[year] * 1.8, together[year] * intervals.student_quantile(95.0, 5)
            assert half[area, year - 1] == pytest.approx(float(np.sqrt(alone**2 + shared**2)))


def test_everything_at_once_is_each_part_in_turn():
    times = {"first": 2024, "since": 2025.0, "now": 2026.9, "path_start": 2027, "percents": (5.0, 50.0, 95.0)}
    share, published = np.array([2e-8, 5e-8]), np.array([0.0, 30.0])
    estimate, horizon = np.linspace(90.0, 40.0, 54).reshape(2, 27), np.arange(1.0, 28.0)
    whole = uncertainty.ensemble(
        climate=CLIMATE, limit=1.7, share=share, published=published, estimate=estimate, spread=missed(), horizon=horizon,
        size=400, rng=np.random.default_rng(8), **times,
    )  # fmt: skip
    dice = np.random.default_rng(8)
    states = uncertainty.draw_states(climate=CLIMATE, size=400, rng=dice)
    gigatonnes = uncertainty.budget_draws(climate=CLIMATE, states=states, limit=1.7)
    drawn = uncertainty.draw_years(estimate=estimate, spread=missed(), horizon=horizon, size=400, seed=0)
    for row in range(2):
        budgets = np.array([[float(share[row]) * one * 1e9 for one in gigatonnes]])
        alone = uncertainty.ranges(
            budgets=budgets, published=published[row : row + 1], years=drawn[row : row + 1], **times
        )
        for name in ("budget_t", "remaining_t", "required_cut", "used_up_at", "used_up_at_trend", "chance_within"):
            np.testing.assert_allclose(getattr(whole, name)[row], getattr(alone, name)[0])


@pytest.mark.parametrize(("origin", "known", "levels"), [(3, 0, 1), (3, 2, 1), (4, 1, 2), (5, 0, 3)])
def test_an_estimate_from_an_earlier_year_sees_nothing_that_came_after(origin, known, levels):
    own = [
        [[9.0, 8.0, 9.5, 7.0, 6.0, 6.5, 5.0], [2.0, 3.0, 2.5, 4.0, 3.5, 3.0, 3.2]],
        [[1.0] * 7, [5.0, 4, 3, 2, 1, 2, 3]],
    ]
    nation, damping, span, years = [[50.0, 48, 49, 45, 44, 40, 39], [20.0, 21, 22, 20, 19, 21, 23]], [0.5, 0.0], 2, 3
    found = backtest.estimate_from(
        emissions=own, nation=nation, origin=origin, years=years, known=known, damping=damping, span=span, levels=levels
    )
    came = [list(series) for series in nation]
    later = [series[: origin + known + 1] + [np.nan] * (6 - origin - known) for series in came]
    blind = backtest.estimate_from(
        emissions=own, nation=later, origin=origin, years=years, known=known, damping=damping, span=span, levels=levels
    )
    np.testing.assert_array_equal(found, blind)
    for area, sectors in enumerate(own):
        for sector, series in enumerate(sectors):
            expected = naive.estimate_from(
                series, came[sector], origin, known, years, damping=damping[sector], span=span, levels=levels
            )
            np.testing.assert_allclose(found[area, sector], expected, rtol=1e-12)
