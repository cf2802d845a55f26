"""Laws of sharing, paths, measures, warming and draws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.science import (
    effort_sharing,
    findings,
    measures,
    pathways,
    remaining,
    sharing,
    trends,
    uncertainty,
    warming,
)
from climate_visualizer.science.measures import Measure
from climate_visualizer.science.nowcasting import backtest, error_spread, nowcast

AR6 = remaining.Climate(1.65, 0.65, 0.0, 0.0, 7.1, 26.7, 1.07, 0.12, 209.0, 0.108, 1.5, 0.22, 0.1, 2020)
figures = st.lists(
    st.tuples(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1, 1e6)), min_size=2, max_size=9
)


def yearly(values):
    """The same figures in each of three years."""
    return np.repeat(np.asarray(values)[:, None], 3, axis=1)


def falling(budget):
    return budget * np.array([0.5, 0.3, 0.2])


def summed(allowances):
    return allowances.sum(axis=-1) / allowances.sum()


PRINCIPLES = {
    "contraction": lambda e, p, y, h, b: sharing.contraction_convergence(
        emissions=e, population=p, path=np.geomspace(100.0, 1.0, 50), converged_after=25.0
    ),
    "cumulative": lambda e, p, y, h, b: sharing.equal_cumulative_per_head(population=p, history=h, budget=b),
    "ability": lambda e, p, y, h, b: summed(
        effort_sharing.ability_to_pay(baseline=yearly(e), product=yearly(y), population=yearly(p), path=falling(b))
    ),
    "rights": lambda e, p, y, h, b: summed(
        effort_sharing.development_rights(
            baseline=yearly(e),
            history=effort_sharing.cumulative_history(history=h, allowances=yearly(e)),
            product=yearly(y),
            population=yearly(p),
            path=falling(b),
            years=[2029, 2030, 2031],
            threshold=0.0,
            weight=0.5,
            index_until=2030,
            blended_by=2040,
        )
    ),
}


@pytest.mark.parametrize("name", PRINCIPLES)
@given(rows=figures, part=st.floats(0.05, 0.95), k=st.floats(0.01, 100.0), seed=st.integers(0, 50))
def test_shares_sum_to_one_in_any_order_and_any_unit(name, rows, part, k, seed):
    columns = np.array(rows).T
    budget = part * columns[0].sum()
    shares = PRINCIPLES[name](*columns, budget)
    largest = max(np.abs(shares).max(), 1.0)  # debts of a million budgets cancel to the last digits of a million
    tolerance = 1e-12 * largest + 1e-9
    assert shares.sum() == pytest.approx(1.0, abs=tolerance)
    order = np.random.default_rng(seed).permutation(shares.size)
    np.testing.assert_allclose(PRINCIPLES[name](*columns[:, order], budget), shares[order], rtol=1e-6, atol=tolerance)
    np.testing.assert_allclose(PRINCIPLES[name](*(columns * k), budget * k), shares, rtol=1e-6, atol=tolerance)


@given(rate=st.floats(1.0, 1e8), span=st.floats(0.5, 50.0), waits=st.integers(1, 12))
def test_a_delayed_path_uses_exactly_its_budget_or_there_is_none(rate, span, waits):
    budget = rate * span
    path = pathways.delayed(waiting=np.full(waits, rate), budget=budget, years=400, path=pathways.linear)
    if waits < span:
        assert path.sum() == pytest.approx(budget, rel=1e-9)
        assert path.min() >= 0
    else:
        assert np.isnan(path[waits:]).all()
    assert (path[:waits] == rate).all()


@given(rate=st.floats(1.0, 1e8), span=st.floats(0.5, 50.0))
def test_periods_add_up_to_the_path(rate, span):
    path = pathways.exponential(emissions=rate, budget=rate * span, years=77)
    _, sums = pathways.period_budgets(path=path, first_year=2024, length=5, origin=2018)
    assert sums.sum() == pytest.approx(path.sum())
    near = float(pathways.near_zero_year(path=path, budget=rate * span, first_year=2024, left=0.5))
    assert 2024 <= near <= 2100


@given(
    emissions=st.lists(st.floats(1.0, 1e6), min_size=1, max_size=6), seed=st.integers(0, 99), part=st.floats(0.1, 5.0)
)
def test_scaled_cuts_use_exactly_the_budget(emissions, seed, part):
    rates = np.array(emissions)
    cuts = np.random.default_rng(seed).uniform(0.01, 0.9, rates.size)
    budget = part * float(pathways.sector_total(emissions=rates, cuts=cuts))
    scaled = pathways.scaled_cuts(emissions=rates, cuts=cuts, budget=budget)
    assert float(pathways.sector_total(emissions=rates, cuts=scaled)) == pytest.approx(budget, rel=1e-9)
    assert ((scaled > cuts) == (part < 1)).all() or part == pytest.approx(1.0)


def test_many_series_in_blocks_are_the_same_lines_as_one_by_one():
    dice = np.random.default_rng(6)
    years, series = np.arange(2015.0, 2023.0), dice.uniform(0, 1e5, (3, 900, 8))
    together = trends.least_absolute_deviations(years=years, emissions=series)
    assert together.slope.shape == (3, 900)
    for place in ((0, 0), (1, 124), (1, 125), (2, 899)):
        alone = trends.least_absolute_deviations(years=years, emissions=series[place])
        assert (together.slope[place], together.level[place]) == (alone.slope, alone.level)


@given(rate=st.floats(-0.5, 0.3), level=st.floats(1.0, 1e6), budget=st.floats(1.0, 1e7))
def test_the_day_of_growth_is_when_so_much_has_been_emitted(rate, level, budget):
    growth = trends.Growth(rate=np.array(rate), level=np.array(level), origin=2022.5)
    day = float(trends.used_up_at(trend=growth, budget=budget, start=2023.0))
    if np.isfinite(day):
        emitted = float(trends.emitted_between(trend=growth, start=2023.0, end=day))
        assert emitted == pytest.approx(budget, rel=1e-5, abs=1e-6)


plans = st.lists(
    st.builds(
        lambda part, start, ramp, share, tonnes, by_share: Measure(
            (part,), start, start + 10, ramp, share=share if by_share else 0.0, tonnes=0.0 if by_share else tonnes
        ),
        st.integers(0, 2),
        st.integers(2024, 2030),
        st.integers(1, 5),
        st.floats(0, 1),
        st.floats(0, 80),
        st.booleans(),
    ),
    max_size=6,
)


@given(plan=plans, seed=st.integers(0, 99))
def test_measures_never_take_more_than_there_is_nor_mind_their_order(plan, seed):
    dice = np.random.default_rng(seed)
    baseline = dice.uniform(0.0, 100.0, (3, 8))
    path = measures.with_measures(baseline=baseline, first=2025, measures=plan)
    assert (path >= -1e-9).all()
    assert (path <= baseline + 1e-9).all()
    shuffled = [plan[index] for index in dice.permutation(len(plan))]
    np.testing.assert_allclose(
        measures.with_measures(baseline=baseline, first=2025, measures=shuffled), path, atol=1e-9
    )
    each = measures.saved_by_each(baseline=baseline, first=2025, measures=plan)
    assert each.shape == (len(plan),)
    assert (each >= -1e-9).all()
    assert each.sum() == pytest.approx(float(findings.saved(before=baseline.ravel(), after=path.ravel())), abs=1e-6)


@given(limit=st.floats(1.3, 2.4), likelihood=st.floats(10.0, 90.0), more=st.floats(0.01, 0.5))
def test_a_higher_limit_gives_more_and_more_certainty_less(limit, likelihood, more):
    low, high = remaining.framework_budget(climate=AR6, limit=[limit, limit + more], likelihood=likelihood)
    assert high > low
    less, surer = remaining.framework_budget(climate=AR6, limit=limit, likelihood=[likelihood, likelihood + 5])
    assert surer <= less
    back = warming.warming_of(climate=AR6, gigatonnes=low, likelihood=likelihood)
    if low <= warming.FURTHEST_GIGATONNES:
        assert float(back) == pytest.approx(limit, abs=5e-3)
    else:
        assert np.isnan(back)


def _areas(count, dice):
    """Estimates of areas from 2023 on, and how far those of their own past would have missed."""
    tonnes = dice.uniform(1e4, 1e6, (count, 1)) * (1 - 0.03 * np.arange(8)) * dice.normal(1, 0.03, (count, 8))
    nation = tonnes.sum(axis=0, keepdims=True)
    errors = backtest.rolling_errors(emissions=tonnes[:, None], nation=nation, damping=[0.8], known=0, horizons=4)
    ratios = nowcast.nation_ratios(nation=nation, published=7, years=28, damping=[0.8])
    estimate = nowcast.nowcast(emissions=tonnes[:, -1:], ratios=ratios)[:, 0]
    return estimate, error_spread.spread_of(errors=errors, size=tonnes[:, -1], known=0)


def _ensemble(estimate, missed, share, seed=5, size=4000, limit=1.7):
    return uncertainty.ensemble(
        climate=AR6, limit=limit, share=share, published=np.zeros(share.shape), estimate=estimate, spread=missed, first=2023,
        horizon=np.arange(1.0, 29.0), since=2023.0, now=2026.9, path_start=2027, size=size, percents=[5, 17, 50, 83, 95],
        rng=np.random.default_rng(seed),
    )  # fmt: skip


def test_ranges_are_ordered_repeatable_and_as_wide_as_the_climate():
    estimate, missed = _areas(20, np.random.default_rng(1))
    share = np.full(20, 3e-5)
    first, again = _ensemble(estimate, missed, share), _ensemble(estimate, missed, share)
    for name in ("budget_t", "remaining_t", "required_cut", "used_up_at", "used_up_at_trend"):
        values = getattr(first, name)
        assert values.shape == (20, 5)
        assert (values[:, 1:] >= values[:, :-1]).all()
        np.testing.assert_array_equal(values, getattr(again, name))
    assert ((first.chance_within >= 0) & (first.chance_within <= 1)).all()
    assert (first.used_up_at >= 2026.9).all()
    world = remaining.framework_budget(climate=AR6, limit=1.7, likelihood=50.0)
    assert np.median(first.budget_t[:, 2]) == pytest.approx(float(world) * 1e9 * 3e-5, rel=0.05)


def test_a_larger_share_never_lowers_the_chance():
    estimate, missed = _areas(8, np.random.default_rng(2))
    chances = [_ensemble(estimate, missed, np.full(8, share)).chance_within for share in (1e-6, 1e-5, 1e-4, 1e-3)]
    assert (np.diff(np.stack(chances), axis=0) >= 0).all()


def test_an_area_with_a_gap_has_no_range_and_one_without_emissions_needs_no_cut():
    estimate, missed = _areas(3, np.random.default_rng(3))
    estimate[0], estimate[1] = np.nan, 0.0
    found = _ensemble(estimate, missed, np.full(3, 1e-4), limit=2.4)
    assert np.isnan(found.chance_within[0])
    assert np.isnan(found.required_cut[0]).all()
    assert found.chance_within[1] == 1.0
    assert (found.required_cut[1] == 0).all()


def test_a_tcre_below_zero_is_drawn_again():
    wide = remaining.Climate(0.5, 1.0, 0.0, 0.0, 7.1, 26.7, 1.07, 0.12, 209.0, 0.108, 1.5, 0.22, 0.1, 2020)
    states = uncertainty.draw_states(climate=wide, size=500, rng=np.random.default_rng(4))
    assert (states.tcre > 0).all()
