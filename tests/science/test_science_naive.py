"""Every public function agrees with its plain second implementation."""

import numpy as np
import pytest
from science import naive

from climate_visualizer.science import findings, pathways, remaining, sharing, trends

CASES = [(1000.0, 4000.0), (194_850.0, 802_990.0), (3.0, 2.0), (5e7, 2.85e8), (10.0, 10_000.0)]
SERIES = [
    ([2015, 2016, 2017, 2018, 2019], [10.0, 9.0, 8.5, 9.5, 7.0]),
    ([2015, 2016, 2017, 2018], [5.0, 5.0, 5.0, 5.0]),
    ([2010, 2015, 2016, 2017, 2018, 2022], [100.0, 250.0, 90.0, 85.0, 70.0, 71.0]),
    ([2020, 2021], [3.0, 4.0]),
]


@pytest.mark.parametrize(("emissions", "budget"), CASES)
def test_cuts(emissions, budget):
    assert float(pathways.required_cut(emissions=emissions, budget=budget)) == pytest.approx(
        naive.required_cut(emissions, budget)
    )
    assert float(pathways.continuous_cut(emissions=emissions, budget=budget)) == pytest.approx(
        naive.continuous_cut(emissions, budget)
    )


@pytest.mark.parametrize(("emissions", "budget"), CASES)
@pytest.mark.parametrize(
    ("fast", "slow"),
    [
        (pathways.exponential, naive.exponential),
        (pathways.continuous_exponential, naive.continuous),
        (pathways.linear, naive.linear),
        (pathways.s_curve, naive.s_curve),
    ],
)
def test_paths(fast, slow, emissions, budget):
    path = fast(emissions=emissions, budget=budget, years=12)
    np.testing.assert_allclose(path, slow(emissions, budget, 12), rtol=2e-5, atol=emissions * 2e-6)


@pytest.mark.parametrize("growth", [-0.01, 0.0, 0.02])
@pytest.mark.parametrize(("emissions", "budget"), CASES[:-1])
def test_the_inertial_path(emissions, budget, growth):
    path = pathways.inertial(emissions=emissions, budget=budget, growth=growth, years=12)
    np.testing.assert_allclose(path, naive.inertial(emissions, budget, growth, 12), rtol=2e-5, atol=emissions * 2e-6)


@pytest.mark.parametrize(("years", "tonnes"), SERIES)
@pytest.mark.parametrize(
    ("fast", "slow"),
    [
        (trends.least_absolute_deviations, naive.least_absolute_deviations),
        (trends.least_squares, naive.least_squares),
    ],
)
def test_lines(fast, slow, years, tonnes):
    trend = fast(years=np.array(years, dtype=float), emissions=np.array(tonnes))
    slope, level = slow(years, tonnes)
    assert float(trend.slope) == pytest.approx(slope, abs=1e-12)
    assert float(trend.level) == pytest.approx(level)
    assert trend.origin == years[-1] + 0.5


@pytest.mark.parametrize(("slope", "level"), [(-2.0, 10.0), (0.0, 7.0), (3.0, 4.0), (5.0, -8.0), (-4.0, -1.0)])
@pytest.mark.parametrize(("start", "end"), [(2023.0, 2026.9), (2026.9, 2027.0), (2024.0, 2040.0), (2020.0, 2020.0)])
def test_what_is_emitted_on_a_line(slope, level, start, end):
    trend = trends.Trend(slope=np.array(slope), level=np.array(level), origin=2022.5)
    fast = float(trends.emitted_between(trend=trend, start=start, end=end))
    assert fast == pytest.approx(naive.emitted_between(slope, level, 2022.5, start, end), rel=1e-5, abs=1e-4)


@pytest.mark.parametrize(("emissions", "budget"), CASES)
def test_findings(emissions, budget):
    assert float(findings.years_left(emissions=emissions, budget=budget)) == pytest.approx(
        naive.years_left(emissions, budget)
    )
    assert float(findings.used_up_at_rate(emissions=emissions, budget=budget, start=2026.5)) == pytest.approx(
        2026.5 + naive.years_left(emissions, budget)
    )
    assert float(findings.one_nth(emissions=emissions, budget=budget)) == max(round(budget / emissions), 1)
    assert float(findings.overdraft_per_day(emissions=emissions)) == pytest.approx(emissions / naive.DAYS_IN_YEAR)
    costs = findings.delay_cost(emissions=emissions, budget=budget, delays=np.arange(10))
    slow = [naive.delay_cost(emissions, budget, delay) for delay in range(10)]
    np.testing.assert_allclose(costs, slow)


@pytest.mark.parametrize("span", [1, 3, 5])
def test_the_achieved_cut(span):
    series = [120.0, 118.0, 119.0, 110.0, 104.0, 101.0]
    assert float(findings.achieved_cut(emissions=np.array(series), span=span)) == pytest.approx(
        naive.achieved_cut(series, span)
    )


@pytest.mark.parametrize("parts", [[5.0, 3.0, 1.0, 1.0], [1.0, 1.0, 1.0], [10.0], [2.0, 7.0, 3.0, 0.0]])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_the_smallest_majority(parts, share):
    assert findings.smallest_majority(emissions=np.array(parts), share=share) == naive.smallest_majority(parts, share)


def test_shares_one_by_one():
    emissions, people = [3.0, 5.0, 2.0], [10.0, 10.0, 20.0]
    np.testing.assert_allclose(sharing.grandfathering(emissions=np.array(emissions)), [e / 10 for e in emissions])
    np.testing.assert_allclose(sharing.per_head(population=np.array(people)), [p / 40 for p in people])
    mixed = sharing.blend(emissions=np.array(emissions), population=np.array(people), weight=0.25)
    np.testing.assert_allclose(mixed, [0.25 * p / 40 + 0.75 * e / 10 for e, p in zip(emissions, people, strict=True)])
    by_sector = np.array([[1.0, 2.0], [4.0, 1.0], [0.0, 2.0]])
    lives = np.array([10.0, 30.0])
    claims = [sum(e * life for e, life in zip(row, [10.0, 30.0], strict=True)) for row in by_sector.tolist()]
    np.testing.assert_allclose(
        sharing.equal_transition(emissions=by_sector, lives=lives), [claim / sum(claims) for claim in claims]
    )


TABLE = remaining.BudgetTable(
    limits=np.array([1.5, 1.7, 2.0]),
    likelihoods=np.array([17.0, 50.0, 83.0]),
    gigatonnes=np.array([[900.0, 500.0, 300.0], [1450.0, 850.0, 550.0], [2300.0, 1350.0, 900.0]]),
    start=2020,
)


@pytest.mark.parametrize("limit", [1.5, 1.6, 1.7, 1.93, 2.0, 1.4, 2.1])
@pytest.mark.parametrize("likelihood", [17.0, 33.0, 50.0, 80.0, 83.0, 5.0, 90.0])
def test_the_table_between_its_cells(limit, likelihood):
    slow = naive.table_budget(
        TABLE.limits.tolist(), TABLE.likelihoods.tolist(), TABLE.gigatonnes.tolist(), limit, likelihood
    )
    fast = float(remaining.table_budget(table=TABLE, limit=limit, likelihood=likelihood))
    np.testing.assert_allclose(fast, slow)


@pytest.mark.parametrize(
    ("tonnes", "slope"),
    [((0, 0, 0, 4), 0.0), ((4, 0, 0, 0), 0.0), ((0, 0, 1, 2), 0.5), ((2, 1, 0, 0), -0.5), ((0, 1, 0, 4), 1.0)],
)
def test_of_equally_good_lines_the_flattest_is_taken(tonnes, slope):
    """Several lines through two of the points miss by the same sum; the steepest fall would promise what nobody has seen."""
    line = trends.least_absolute_deviations(
        years=[2000.0, 2001.0, 2002.0, 2003.0], emissions=[float(t) for t in tonnes]
    )
    assert line.slope == pytest.approx(slope)
