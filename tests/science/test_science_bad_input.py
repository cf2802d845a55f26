"""What cannot be worked out is NaN, never or a named error: no silent number."""

import math

import numpy as np
import pytest

from climate_visualizer.science import findings, pathways, remaining, sharing, trends

PATHS = [pathways.exponential, pathways.continuous_exponential, pathways.linear, pathways.s_curve]


@pytest.mark.parametrize(
    ("emissions", "budget"), [(10.0, 0.0), (10.0, -5.0), (0.0, 10.0), (-3.0, 10.0), (math.nan, 1.0), (1.0, math.nan)]
)
def test_a_budget_or_emissions_at_or_below_zero_have_no_path(emissions, budget):
    assert math.isnan(pathways.required_cut(emissions=emissions, budget=budget))
    assert math.isnan(pathways.continuous_cut(emissions=emissions, budget=budget))
    for path in PATHS:
        assert np.isnan(path(emissions=emissions, budget=budget, years=3)).all()
    assert np.isnan(pathways.inertial(emissions=emissions, budget=budget, growth=0.0, years=3)).all()


def test_an_inertial_path_that_would_fall_too_steeply_or_below_zero_is_none():
    assert np.isnan(pathways.inertial(emissions=10.0, budget=100.0, growth=-0.2, years=3)).all()
    assert np.isnan(pathways.inertial(emissions=10.0, budget=20.0, growth=-1.5, years=3)).all()


@pytest.mark.parametrize("fit", [trends.least_absolute_deviations, trends.least_squares])
def test_a_line_needs_two_years_and_no_gaps(fit):
    with pytest.raises(ValueError, match="at least two years; there is 1"):
        fit(years=np.array([2020.0]), emissions=np.array([1.0]))
    several = np.array([[1.0, 2.0, 3.0], [1.0, math.nan, 3.0]])
    trend = fit(years=np.array([2020.0, 2021.0, 2022.0]), emissions=several)
    assert trend.slope[0] == pytest.approx(1.0)
    assert np.isnan(trend.slope[1])
    assert np.isnan(trends.emitted_between(trend=trend, start=2023.0, end=2024.0)[1])
    assert np.isnan(trends.used_up_at(trend=trend, budget=np.array([9.0, 9.0]), start=2023.0)[1])


def _line(slope, level):
    return trends.Trend(slope=np.array(slope), level=np.array(level), origin=2022.5)


@pytest.mark.parametrize(
    ("slope", "level", "budget", "expected"),
    [
        (0.0, 10.0, 50.0, 2028.0),
        (0.0, 10.0, 0.0, 2023.0),
        (0.0, 0.0, 5.0, math.inf),
        (-5.0, 10.0, 1000.0, math.inf),
        (-5.0, -10.0, 1.0, math.inf),
        (0.0, 10.0, -1.0, math.nan),
        (0.0, 10.0, math.nan, math.nan),
    ],
)
def test_flat_falling_and_empty_lines_have_a_day_or_never(slope, level, budget, expected):
    found = float(trends.used_up_at(trend=_line(slope, level), budget=budget, start=2023.0))
    assert found == pytest.approx(expected, nan_ok=True)


def test_a_rising_line_counts_from_where_it_leaves_zero():
    trend = _line(2.0, -4.0)
    assert float(trends.emitted_between(trend=trend, start=2023.0, end=2024.5)) == 0.0
    assert float(trends.used_up_at(trend=trend, budget=1.0, start=2023.0)) == pytest.approx(2025.5)


@pytest.mark.parametrize("years", [[2020.0, 2019.0], [2020.0, 2020.0]])
def test_years_out_of_order_are_an_error(years):
    with pytest.raises(ValueError, match="ascend"):
        trends.fill_gaps(years=np.array(years), emissions=np.array([1.0, 2.0]))


def test_one_year_has_no_gaps():
    years, filled, mask = trends.fill_gaps(years=np.array([2020.0]), emissions=np.array([7.0]))
    assert (years.tolist(), filled.tolist(), mask.tolist()) == ([2020.0], [7.0], [False])


def test_findings_of_nothing():
    assert math.isnan(findings.years_left(emissions=0.0, budget=5.0))
    assert float(findings.used_up_at_rate(emissions=0.0, budget=5.0, start=2026.0)) == math.inf
    assert math.isnan(findings.used_up_at_rate(emissions=1.0, budget=-5.0, start=2026.0))
    assert math.isnan(findings.overdraft(budget=5.0))
    assert float(findings.overdraft(budget=-5.0)) == 5.0
    assert math.isnan(findings.one_nth(emissions=1.0, budget=-1.0))
    assert math.isnan(findings.one_nth(emissions=0.0, budget=1.0))
    assert findings.smallest_majority(emissions=np.array([0.0, math.nan, -1.0])) == []
    assert np.isnan(findings.delay_cost(emissions=0.0, budget=1.0, delays=np.arange(3))).all()
    with pytest.raises(ValueError, match="need 6 years; there are 3"):
        findings.achieved_cut(emissions=np.array([1.0, 2.0, 3.0]), span=5)
    assert math.isnan(findings.achieved_cut(emissions=np.array([0.0, 1.0]), span=1))
    assert math.isnan(findings.achieved_cut(emissions=np.array([5.0, -1.0]), span=1))
    assert float(findings.achieved_cut(emissions=np.array([5.0, 0.0]), span=1)) == 1.0
    assert str(float(findings.achieved_cut(emissions=np.array([5.0, 4.0, 5.0]), span=2))) == "0.0"


def test_shares_of_nobody_or_with_a_gap_are_unknown_for_all():
    assert np.isnan(sharing.grandfathering(emissions=np.array([0.0, 0.0]))).all()
    assert np.isnan(sharing.per_head(population=np.array([3.0, math.nan]))).all()
    for weight in (-0.1, 1.1):
        with pytest.raises(ValueError, match="from 0 to 1"):
            sharing.blend(emissions=np.array([1.0]), population=np.array([1.0]), weight=weight)


@pytest.mark.parametrize(
    ("start", "to", "expected"), [(2020, 2023, 1000.0 - 120.0), (2023, 2020, 1000.0 + 120.0), (2021, 2021, 1000.0)]
)
def test_a_budget_moves_by_what_the_world_emitted_between(start, to, expected):
    emitted = np.array([40.0, 40.0, 40.0])
    moved = remaining.moved_start(gigatonnes=1000.0, emitted=emitted, start=start, to=to, first_year=2020)
    assert float(moved) == expected


@pytest.mark.parametrize(("start", "to"), [(2018, 2021), (2021, 2030)])
def test_a_budget_does_not_move_over_years_without_figures(start, to):
    emitted = np.array([40.0, 40.0, 40.0])
    assert math.isnan(remaining.moved_start(gigatonnes=1000.0, emitted=emitted, start=start, to=to, first_year=2020))


def test_a_table_of_one_cell_gives_that_cell_and_no_other():
    table = remaining.BudgetTable(np.array([1.5]), np.array([50.0]), np.array([[170.0]]), 2026)
    assert float(remaining.table_budget(table=table, limit=1.5, likelihood=50.0)) == 170.0
    assert math.isnan(remaining.table_budget(table=table, limit=1.6, likelihood=50.0))
