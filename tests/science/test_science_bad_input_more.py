"""The wider arithmetic: what cannot be worked out is NaN, never or a named error."""

import math

import numpy as np
import pytest

from climate_visualizer.science import (
    effort_sharing,
    findings,
    intervals,
    pathways,
    remaining,
    sharing,
    trends,
    warming,
)
from climate_visualizer.science.arrays import monotone_cubic
from climate_visualizer.science.measures import Measure, with_measures

CLIMATE = remaining.Climate(1.65, 0.65, 0.0, 0.0, 7.1, 26.7, 1.24, 0.15, 204.0, 0.108, 1.5, 0.16, 0.1, 2025)
ONE, TWO = np.array([1.0]), np.array([1.0, 2.0])


def test_a_likelihood_is_between_0_and_100():
    for likelihood in (0.0, 100.0, -5.0, math.nan):
        assert math.isnan(remaining.framework_budget(climate=CLIMATE, limit=1.7, likelihood=likelihood))
        assert math.isnan(warming.warming_of(climate=CLIMATE, gigatonnes=100.0, likelihood=likelihood))
    assert math.isnan(remaining.framework_budget(climate=CLIMATE, limit=math.nan, likelihood=50.0))
    assert math.isnan(warming.warming_of(climate=CLIMATE, gigatonnes=math.nan, likelihood=50.0))
    beyond = warming.FURTHEST_GIGATONNES + 1.0
    assert math.isnan(warming.warming_of(climate=CLIMATE, gigatonnes=beyond, likelihood=50.0))
    assert math.isnan(warming.added_warming(emitted=beyond * 1e9, tcre=0.45))
    assert math.isnan(warming.implied_limit(climate=CLIMATE, emitted=1.0, share=0.0, likelihood=50.0))


@pytest.mark.parametrize("after", [0.0, -3.0, math.nan])
def test_convergence_takes_time(after):
    with pytest.raises(ValueError, match="above zero"):
        sharing.contraction_convergence(emissions=TWO, population=TWO, path=ONE, converged_after=after)


def test_a_missing_figure_leaves_everybody_without_a_share():
    gap = np.array([1.0, math.nan])
    assert np.isnan(sharing.equal_cumulative_per_head(population=gap, history=TWO, budget=9.0)).all()
    year = TWO[:, None]
    for product, people in ((gap[:, None], year), (year, np.zeros((2, 1)))):
        shared = effort_sharing.ability_to_pay(baseline=year, product=product, population=people, path=[1.0])
        assert np.isnan(shared).all()
    assert np.isnan(sharing.equal_cumulative_per_head(population=TWO, history=TWO, budget=0.0)).all()
    nobody_able = effort_sharing.development_rights(
        baseline=year,
        history=year,
        product=year,
        population=year,
        path=[1.0],
        years=[2025],
        threshold=99.0,
        weight=0.5,
        index_until=2030,
        blended_by=2100,
    )
    assert np.isnan(nobody_able).all()


@pytest.mark.parametrize("waited", [0, 5, 6])
def test_waiting_takes_at_least_a_year_and_less_than_all(waited):
    with pytest.raises(ValueError, match=f"{waited} were given"):
        pathways.delayed(waiting=np.ones(waited), budget=9.0, years=5, path=pathways.linear)


def test_sectors_without_end_or_figures():
    assert float(pathways.sector_total(emissions=[5.0, 0.0], cuts=[0.0, 0.0])) == math.inf
    assert float(pathways.sector_total(emissions=[5.0, 0.0], cuts=[0.5, 0.0])) == 5.0
    assert math.isnan(pathways.sector_total(emissions=[5.0, math.nan], cuts=[0.5, 0.1]))
    assert np.isnan(pathways.scaled_cuts(emissions=[5.0, 5.0], cuts=[0.1, 0.0], budget=9.0)).all()
    assert np.isnan(pathways.scaled_cuts(emissions=[5.0], cuts=[0.1], budget=-9.0)).all()


def test_a_path_that_never_comes_near_zero():
    assert math.isnan(pathways.near_zero_year(path=[1.0, 1.0], budget=10.0, first_year=2025, left=0.05))
    assert math.isnan(pathways.near_zero_year(path=[math.nan], budget=10.0, first_year=2025, left=0.05))


def test_before_the_first_point_there_is_no_curve():
    found = monotone_cubic.monotone_cubic(points=[2020.0, 2030.0], values=[4.0, 2.0], at=[2019.0, 2020.0, 2031.0])
    np.testing.assert_array_equal(found, [math.nan, 4.0, 2.0])
    found = monotone_cubic.monotone_cubic(points=[2020.0], values=[4.0], at=[2019.0, 2020.0, 2031.0])
    np.testing.assert_array_equal(found, [math.nan, 4.0, 4.0])
    with pytest.raises(ValueError, match="ascend"):
        pathways.policy_path(years=[2020.0], goal_years=[2030.0, 2020.0], goals=[1.0, 2.0])


def test_growth_needs_figures_above_zero_and_no_gaps():
    growth = trends.log_linear(years=[2020.0, 2021.0], emissions=np.array([[1.0, 0.0], [1.0, 2.0]]))
    np.testing.assert_allclose(growth.rate, [math.nan, 1.0])
    with pytest.raises(ValueError, match="without gaps"):
        trends.mean_change(years=[2015.0, 2020.0], emissions=TWO)
    assert math.isnan(trends.mean_change(years=[2020.0, 2021.0], emissions=np.array([0.0, 2.0])).rate)
    for fit in (trends.log_linear, trends.mean_change):
        with pytest.raises(ValueError, match="at least two years"):
            fit(years=[2020.0], emissions=ONE)


@pytest.mark.parametrize(
    ("rate", "level", "budget", "day"),
    [
        (0.0, 10.0, 25.0, 2025.5),
        (-0.5, 10.0, 1000.0, math.inf),
        (0.1, 0.0, 5.0, math.inf),
        (0.1, 10.0, -1.0, math.nan),
        (math.nan, 10.0, 1.0, math.nan),
        (0.1, 10.0, 0.0, 2023.0),
    ],
)
def test_when_growth_uses_a_budget_up(rate, level, budget, day):
    growth = trends.Growth(rate=np.array(rate), level=np.array(level), origin=2023.0)
    found = float(trends.used_up_at(trend=growth, budget=budget, start=2023.0))
    assert found == pytest.approx(day, nan_ok=True)
    if rate == 0.0:
        assert float(trends.emitted_between(trend=growth, start=2023.0, end=day)) == budget


def test_a_range_needs_three_years_and_a_likelihood():
    line = trends.least_squares(years=[2020.0, 2021.0], emissions=TWO)
    with pytest.raises(ValueError, match="at least three years"):
        intervals.line_errors(trend=line, years=[2020.0, 2021.0], emissions=TWO)
    for percent, degrees in ((100.0, 3), (20.0, 3), (90.0, 0)):
        with pytest.raises(ValueError, match="degree of freedom"):
            intervals.student_quantile(percent, degrees)


@pytest.mark.parametrize(
    "wrong",
    [{"share": 1.2}, {"share": -0.1}, {"tonnes": -1.0}, {"share": 0.1, "tonnes": 1.0}, {"ramp": 0}, {"end": 2020}],
)
def test_a_measure_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="measure"):
        Measure(**{"parts": (0,), "start": 2025, "end": 2030, "ramp": 1, **wrong})


def test_a_measure_leaves_what_is_missing_missing():
    plan = [Measure((0,), 2025, 2030, 1, tonnes=1.0)]
    found = with_measures(baseline=np.array([[math.nan, 4.0]]), first=2025, measures=plan)
    np.testing.assert_array_equal(found, [[math.nan, 3.0]])
    with pytest.raises(IndexError):
        with_measures(baseline=np.ones((1, 2)), first=2025, measures=[Measure((3,), 2025, 2030, 1, share=0.1)])


def test_findings_without_an_answer():
    assert math.isnan(findings.last_start(emissions=1.0, budget=-1.0, first=2027))
    assert float(findings.last_start(emissions=0.0, budget=1.0, first=2027)) == math.inf
    assert math.isnan(findings.days_bought(tonnes=1.0, emissions=0.0))
    assert math.isnan(findings.per_person(emissions=1.0, population=0.0))
    assert np.isnan(findings.parts_of_whole(emissions=[0.0, 0.0])).all()
    assert math.isnan(findings.above(own=1.0, other=0.0))


@pytest.mark.parametrize(
    "fit", [trends.least_absolute_deviations, trends.least_squares, trends.log_linear, trends.mean_change]
)
@pytest.mark.parametrize("years", [[2021.0, 2020.0], [2020.0, 2020.0]])
def test_a_trend_through_years_out_of_order_is_an_error(fit, years):
    with pytest.raises(ValueError, match="ascend"):
        fit(years=years, emissions=TWO)


def test_nothing_at_all_is_an_error_or_nothing():
    nothing = np.array([])
    for fit in (trends.least_absolute_deviations, trends.least_squares, trends.log_linear, trends.mean_change):
        with pytest.raises(ValueError, match="there is 0"):
            fit(years=nothing, emissions=nothing)
    for curve in (
        lambda: trends.fill_gaps(years=nothing, emissions=nothing),
        lambda: pathways.policy_path(years=ONE, goal_years=nothing, goals=nothing),
    ):
        with pytest.raises(ValueError, match="there is none"):
            curve()
    assert sharing.grandfathering(emissions=nothing).size == 0
    assert findings.smallest_majority(emissions=nothing) == []
    assert pathways.required_cut(emissions=nothing, budget=nothing).size == 0
    with pytest.raises(ValueError, match="there are 0"):
        findings.achieved_cut(emissions=nothing, span=5)


def test_a_negative_figure_leaves_everybody_without_a_share():
    below = np.array([3.0, -1.0])
    assert np.isnan(sharing.grandfathering(emissions=below)).all()
    assert np.isnan(sharing.per_head(population=below)).all()
    assert np.isnan(sharing.blend(emissions=below, population=TWO, weight=0.5)).all()
    assert np.isnan(sharing.equal_transition(emissions=below[:, None], lives=ONE)).all()
    assert np.isnan(
        sharing.contraction_convergence(emissions=below, population=TWO, path=ONE, converged_after=9.0)
    ).all()
    assert np.isnan(sharing.equal_cumulative_per_head(population=below, history=TWO, budget=9.0)).all()
