"""The wider arithmetic agrees with its plain second implementation."""

import math
from itertools import pairwise

import numpy as np
import pytest
from science import naive, naive_more

from climate_visualizer.science import (
    findings,
    intervals,
    measures,
    pathways,
    remaining,
    sharing,
    trends,
    uncertainty,
    warming,
)
from climate_visualizer.science.arrays import monotone_cubic
from climate_visualizer.science.measures import Measure

EMISSIONS, PEOPLE, PRODUCT = [40.0, 25.0, 10.0, 5.0], [10.0, 40.0, 8.0, 2.0], [300.0, 100.0, 400.0, 90.0]
HISTORY = [900.0, 200.0, 500.0, 20.0]
YEARS, TONNES = [2015, 2016, 2017, 2018, 2019, 2021], [90.0, 93.0, 80.0, 84.0, 70.0, 71.0]
CLIMATE = remaining.Climate(1.65, 0.65, 0.0, 0.19, 7.1, 26.7, 1.24, 0.15, 204.0, 0.108, 1.5, 0.16, 0.1, 2025)


def arrays(*lists):
    return [np.array(one) for one in lists]


def test_contraction_and_convergence():
    path = [80 * 0.93**year for year in range(60)]
    emissions, people = arrays(EMISSIONS, PEOPLE)
    fast = sharing.contraction_convergence(emissions=emissions, population=people, path=path, converged_after=25.0)
    np.testing.assert_allclose(fast, naive_more.contraction_convergence(EMISSIONS, PEOPLE, path, 25.0))


def test_equal_cumulative_per_head():
    people, history = arrays(PEOPLE, HISTORY)
    fast = sharing.equal_cumulative_per_head(population=people, history=history, budget=np.array([50.0, 900.0]))
    for row, budget in zip(fast, (50.0, 900.0), strict=True):
        np.testing.assert_allclose(row, naive_more.equal_cumulative(PEOPLE, HISTORY, budget))
    assert fast[0].min() < 0


@pytest.mark.parametrize("waiting", [[10.0], [10.0, 9.0, 9.5], [60.0, 60.0]])
def test_a_delayed_start(waiting):
    fast = pathways.delayed(waiting=np.array(waiting), budget=100.0, years=8, path=pathways.exponential)
    np.testing.assert_allclose(fast, naive_more.delayed(waiting, 100.0, 8))


def test_periods_and_the_year_near_zero():
    path = [100 * 0.85**year for year in range(1, 40)]
    starts, sums = pathways.period_budgets(path=np.array(path), first_year=2020, length=5, origin=2018)
    slow = naive_more.period_budgets(path, 2020, 5, 2018)
    assert starts.tolist() == list(slow)
    np.testing.assert_allclose(sums, list(slow.values()))
    for left in (0.5, 0.05, 0.0001):
        year = float(pathways.near_zero_year(path=np.array(path), budget=100 * 0.85 / 0.15, first_year=2020, left=left))
        assert year == pytest.approx(naive_more.near_zero_year(path, 100 * 0.85 / 0.15, 2020, left), nan_ok=True)


def test_sectors_that_fall_each_by_its_own():
    emissions, cuts = [30.0, 20.0, 5.0], [0.1, 0.3, 0.05]
    total = float(pathways.sector_total(emissions=np.array(emissions), cuts=np.array(cuts)))
    assert total == pytest.approx(naive_more.sector_total(emissions, cuts))
    path = pathways.sector_paths(emissions=np.array(emissions), cuts=np.array(cuts), years=3)
    np.testing.assert_allclose(
        path, [[e * (1 - r) ** t for t in (1, 2, 3)] for e, r in zip(emissions, cuts, strict=True)]
    )
    deeper = pathways.scaled_cuts(emissions=np.array(emissions), cuts=np.array(cuts), budget=200.0)
    assert naive_more.sector_total(emissions, deeper.tolist()) == pytest.approx(200.0)


def test_exponential_trends():
    growth = trends.log_linear(years=np.array(YEARS), emissions=np.array(TONNES))
    rate, level = naive_more.log_linear(YEARS, TONNES)
    assert (float(growth.rate), float(growth.level)) == (pytest.approx(rate), pytest.approx(level))
    fast = float(trends.emitted_between(trend=growth, start=2022.0, end=2027.5))
    assert fast == pytest.approx(naive_more.grown(rate, level, 2021.5, 2022.0, 2027.5), rel=1e-8)
    mean = trends.mean_change(years=np.array(YEARS[:5]), emissions=np.array(TONNES[:5]))
    changes = [after / before - 1 for before, after in pairwise(TONNES[:5])]
    assert float(mean.rate) == pytest.approx(sum(changes) / 4)
    assert float(mean.level) == TONNES[4]


def test_the_range_of_a_year_to_come():
    years, tonnes = np.array(YEARS, dtype=float), np.array(TONNES)
    line = trends.least_squares(years=years, emissions=tonnes)
    errors = intervals.line_errors(trend=line, years=years, emissions=tonnes)
    low, high = intervals.prediction_interval(trend=line, errors=errors, year=2030.0, likelihood=95.0)
    slope, level = naive.least_squares(YEARS, TONNES)
    slow = naive_more.interval(YEARS, TONNES, slope, level, 2030, 2.7764451051977987)
    assert (float(low), float(high)) == (pytest.approx(slow[0]), pytest.approx(slow[1]))
    assert float(intervals.level_error(errors=errors)) == pytest.approx(float(errors.residual) / math.sqrt(6))


@pytest.mark.parametrize(
    ("percent", "degrees", "value"),
    [(97.5, 1, 12.7062), (97.5, 2, 4.3027), (95.0, 5, 2.0150), (99.5, 6, 3.7074), (97.5, 30, 2.0423), (50.0, 4, 0.0)],
)
def test_students_t_is_that_of_the_tables(percent, degrees, value):
    assert intervals.student_quantile(percent, degrees) == pytest.approx(value, abs=5e-5)


def test_the_curve_through_points():
    at = np.linspace(2000.0, 2012.0, 25)
    curve = monotone_cubic.monotone_cubic(points=[2000.0, 2005.0, 2010.0], values=[100.0, 60.0, 60.0], at=at)
    first = (at <= 2005.0) & (at >= 2000.0)
    t = (at[first] - 2000.0) / 5.0
    by_hand = (1 + 2 * t) * (1 - t) ** 2 * 100 + t * (1 - t) ** 2 * 5 * -8.0 + t**2 * (3 - 2 * t) * 60
    np.testing.assert_allclose(curve[first], by_hand)
    np.testing.assert_allclose(curve[at >= 2005.0], 60.0)


def test_measures_at_work():
    baseline = [[100.0, 98.0, 96.0, 94.0], [50.0, 50.0, 50.0, 50.0], [8.0, 6.0, 0.0, 0.0]]
    plan = [
        Measure((0,), 2025, 2040, 2, share=0.5),
        Measure((0, 1), 2026, 2027, 1, share=0.2),
        Measure((1, 2), 2025, 2040, 3, tonnes=9.0),
        Measure((2,), 2026, 2040, 1, tonnes=50.0),
    ]
    fast = measures.with_measures(baseline=np.array(baseline), first=2025, measures=plan)
    np.testing.assert_allclose(fast, naive_more.with_measures(baseline, 2025, plan))
    each = measures.saved_by_each(baseline=np.array(baseline), first=2025, measures=plan)
    assert float(each.sum()) == pytest.approx(float(np.sum(baseline) - fast.sum()))
    missing = float(measures.missing_per_year(path=fast.sum(axis=0), budget=300.0))
    assert missing == pytest.approx((sum(map(sum, naive_more.with_measures(baseline, 2025, plan))) - 300) / 4)


def test_a_path_through_targets():
    path = measures.target_path(
        emissions=80.0,
        last_year=2024,
        target_years=[2030, 2040],
        target_shares=[0.4, 0.0],
        base=100.0,
        years=np.arange(2024, 2046),
    )
    assert (path[0], path[6], path[16], path[21]) == (pytest.approx(80.0), pytest.approx(40.0), 0.0, 0.0)


@pytest.mark.parametrize(("limit", "likelihood"), [(1.5, 50.0), (1.7, 67.0), (2.0, 83.0)])
def test_the_framework_and_its_inverse(limit, likelihood):
    budget = float(remaining.framework_budget(climate=CLIMATE, limit=limit, likelihood=likelihood))
    assert budget == pytest.approx(naive_more.framework(CLIMATE, limit, likelihood), abs=12.0)
    again = float(warming.warming_of(climate=CLIMATE, gigatonnes=budget, likelihood=likelihood))
    assert again == pytest.approx(limit, abs=2e-3)
    share = 2e-5
    implied = warming.implied_limit(climate=CLIMATE, emitted=budget * 1e9 * share, share=share, likelihood=likelihood)
    assert float(implied) == pytest.approx(limit, abs=2e-3)


def test_ranges_draw_by_draw():
    dice = np.random.default_rng(8)
    budgets, years = dice.normal(900, 500, 40), dice.lognormal(4.4, 0.3, (40, 20))
    percents = [5, 17, 50, 83, 95]
    times = {"first": 2022, "since": 2023.0, "now": 2026.9, "path_start": 2027, "percents": percents}
    fast = uncertainty.ranges(budgets=budgets[None], published=np.array([60.0]), years=years[None], **times)
    slow, chance = naive_more.ranges(budgets.tolist(), 60.0, years.tolist(), **times)
    names = ("remaining_t", "current_emissions", "required_cut", "used_up_at", "used_up_at_trend")
    for name, values in zip(names, slow, strict=True):
        np.testing.assert_allclose(getattr(fast, name)[0], values, rtol=1e-9)
    assert float(fast.chance_within[0]) == chance
    assert 0 < chance < 1
    assert uncertainty.quantiles(budgets, [50.0]).tolist() == [sorted(budgets.tolist())[19]]


def test_states_give_budgets_one_by_one():
    states = uncertainty.draw_states(climate=CLIMATE, size=5, rng=np.random.default_rng(9))
    fast = uncertainty.budget_draws(climate=CLIMATE, states=states, limit=1.8)
    for index, budget in enumerate(fast.tolist()):
        further = 1.8 - float(states.warming_to_date[index])
        other = 0.108 + 0.16 * (1.8 - 1.5) + float(states.non_co2_shift[index])
        carbon = 1000 * (further - other - float(states.zec[index])) / float(states.tcre[index])
        carbon -= float(states.feedbacks[index]) * further
        assert budget == pytest.approx(naive_more.C_TO_CO2 * carbon - 204.0)


def test_warming_by_an_emission():
    assert float(warming.added_warming(emitted=1e12, tcre=0.45)) == pytest.approx(0.45)


def test_more_findings():
    assert float(findings.last_start(emissions=10.0, budget=35.0, first=2027)) == 2030
    assert float(findings.last_start(emissions=10.0, budget=40.0, first=2027)) == 2030
    budgets = np.array([[10.0, 20.0, 30.0], [10.0, 20.0, 30.0], [1.0, 2.0, 3.0]])
    found = findings.next_limit(limits=[1.5, 1.7, 2.0], budgets=budgets, emitted=np.array([5.0, 20.0, 9.0]))
    np.testing.assert_array_equal(found, [1.5, 2.0, math.nan])
    assert float(findings.saved(before=[5.0, 4.0], after=[3.0, 3.5])) == 2.5
    assert float(findings.days_bought(tonnes=2.0, emissions=365.2425)) == pytest.approx(2.0)
    assert float(findings.per_person(emissions=30.0, population=12.0)) == 2.5
    np.testing.assert_allclose(findings.parts_of_whole(emissions=[1.0, 3.0]), [0.25, 0.75])
    assert float(findings.above(own=12.0, other=10.0)) == pytest.approx(0.2)
    np.testing.assert_array_equal(findings.rank(figures=[3.0, 1.0, math.nan, 3.0]), [2.0, 1.0, math.nan, 2.0])
