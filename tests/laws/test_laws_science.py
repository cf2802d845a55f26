"""Laws that hold for every budget, rate, line and share."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.science import findings, pathways, sharing, trends

settings.register_profile("laws", max_examples=80, deadline=None)
settings.load_profile("laws")

tonnes = st.floats(1.0, 1e9)
years_long = st.floats(0.2, 60.0)
PATHS = {
    "exponential": pathways.exponential,
    "continuous": pathways.continuous_exponential,
    "linear": pathways.linear,
    "s-curve": pathways.s_curve,
}
series = st.lists(st.floats(0.0, 1e6), min_size=3, max_size=9).map(np.array)


def _tail(name, emissions, budget, years):
    """What a path emits after so many years, worked out from its formula."""
    if name == "exponential":
        kept = budget / (budget + emissions)
        return budget * kept**years
    if name == "continuous":
        return budget * np.exp(-emissions * years / budget)
    return 0.0


@pytest.mark.parametrize("name", PATHS)
@given(emissions=tonnes, span=years_long)
def test_a_path_uses_exactly_its_budget(name, emissions, span):
    budget, years = emissions * span, 200
    path = PATHS[name](emissions=emissions, budget=budget, years=years)
    assert path.min() >= 0
    assert path.sum() + _tail(name, emissions, budget, years) == pytest.approx(budget, rel=1e-9)


@pytest.mark.parametrize("name", PATHS)
def test_the_year_in_which_a_path_ends_emits_nothing_below_zero(name):
    spans = np.linspace(0.01, 60.0, 20_001)
    assert PATHS[name](emissions=1.49130809e8, budget=1.49130809e8 * spans, years=130).min() >= 0


@given(emissions=tonnes, span=years_long, growth=st.floats(-0.005, 0.05))
def test_the_inertial_path_uses_exactly_its_budget(emissions, span, growth):
    budget = emissions * span
    path = pathways.inertial(emissions=emissions, budget=budget, growth=growth, years=4000)
    assert path.sum() == pytest.approx(budget, rel=1e-9)
    assert path.min() >= 0


@pytest.mark.parametrize("name", PATHS)
@given(emissions=tonnes, span=years_long, k=st.floats(0.01, 100.0))
def test_a_path_scales_with_its_area(name, emissions, span, k):
    small = PATHS[name](emissions=emissions, budget=emissions * span, years=20)
    large = PATHS[name](emissions=k * emissions, budget=k * emissions * span, years=20)
    np.testing.assert_allclose(large, k * small, rtol=1e-9, atol=1e-12 * k * emissions)


@pytest.mark.parametrize("name", PATHS)
@given(rates=st.lists(tonnes, min_size=1, max_size=6), span=years_long)
def test_an_array_is_its_elements_one_by_one(name, rates, span):
    emissions = np.array(rates)
    together = PATHS[name](emissions=emissions, budget=emissions * span, years=9)
    for row, rate in zip(together, rates, strict=True):
        np.testing.assert_allclose(row, PATHS[name](emissions=rate, budget=rate * span, years=9), rtol=1e-12)


@pytest.mark.parametrize("name", PATHS)
@given(emissions=tonnes, span=years_long, more=st.floats(1.01, 3.0))
def test_a_larger_budget_never_emits_less_by_any_year(name, emissions, span, more):
    less = PATHS[name](emissions=emissions, budget=emissions * span, years=80).cumsum()
    larger = PATHS[name](emissions=emissions, budget=emissions * span * more, years=80).cumsum()
    assert (larger >= less * (1 - 1e-9)).all()


@given(emissions=tonnes, span=years_long)
def test_a_delay_never_lowers_the_cut(emissions, span):
    costs = findings.delay_cost(emissions=emissions, budget=emissions * span, delays=np.arange(12))
    known = costs[np.isfinite(costs)]
    assert (np.diff(known) > 0).all()
    assert np.isnan(costs[known.size :]).all()
    if known.size:
        assert known[0] == pytest.approx(float(pathways.required_cut(emissions=emissions, budget=emissions * span)))


@given(values=series)
def test_no_line_near_the_best_misses_less(values):
    years = np.arange(2010.0, 2010.0 + values.size)
    trend = trends.least_absolute_deviations(years=years, emissions=values)

    def misses(slope, level):
        return np.abs(values - level - slope * (years - years[-1])).sum()

    best = misses(trend.slope, trend.level)
    for slope_by in (-100.0, -1.0, 0.0, 1.0, 100.0):
        for level_by in (-1000.0, -1.0, 0.0, 1.0, 1000.0):
            assert misses(trend.slope + slope_by, trend.level + level_by) >= best * (1 - 1e-9) - 1e-6


@given(slope=st.floats(-5e4, 5e4), level=st.floats(-1e5, 1e6), waits=st.tuples(st.floats(0, 20), st.floats(0, 20)))
def test_what_is_emitted_adds_up_over_time(slope, level, waits):
    trend = trends.Trend(slope=np.array(slope), level=np.array(level), origin=2022.5)
    middle, end = 2023.0 + waits[0], 2023.0 + waits[0] + waits[1]
    whole = trends.emitted_between(trend=trend, start=2023.0, end=end)
    parts = [(2023.0, middle), (middle, end)]
    summed = sum(float(trends.emitted_between(trend=trend, start=a, end=b)) for a, b in parts)
    assert float(whole) == pytest.approx(summed, rel=1e-9, abs=1e-4)
    assert whole >= 0


@given(slope=st.floats(-5e4, 5e4), level=st.floats(1e3, 1e6), budget=st.floats(1.0, 1e7))
def test_the_day_of_a_budget_is_when_so_much_has_been_emitted(slope, level, budget):
    trend = trends.Trend(slope=np.array(slope), level=np.array(level), origin=2022.5)
    day = float(trends.used_up_at(trend=trend, budget=budget, start=2023.0))
    if np.isfinite(day):
        assert float(trends.emitted_between(trend=trend, start=2023.0, end=day)) == pytest.approx(
            budget, rel=1e-6, abs=1e-3
        )
    else:
        assert float(trends.emitted_between(trend=trend, start=2023.0, end=3000.0)) <= budget * (1 + 1e-9)


@given(budget=st.floats(1.0, 1e7), more=st.floats(1.0, 3.0), slope=st.floats(-5e4, 5e4), level=st.floats(1e3, 1e6))
def test_a_larger_budget_never_runs_out_earlier(budget, more, slope, level):
    trend = trends.Trend(slope=np.array(slope), level=np.array(level), origin=2022.5)
    less, larger = trends.used_up_at(trend=trend, budget=np.array([budget, budget * more]), start=2023.0)
    assert larger >= less - 1e-9


@given(values=series, gaps=st.lists(st.integers(1, 9), min_size=9, max_size=9))
def test_filled_years_lie_between_their_neighbours_and_known_years_stay(values, gaps):
    years = 1990.0 + np.cumsum(gaps[: values.size])
    every, filled, mask = trends.fill_gaps(years=years, emissions=values)
    np.testing.assert_allclose(filled[~mask], values, rtol=1e-9, atol=1e-6)
    assert every.tolist() == list(np.arange(years[0], years[-1] + 1))
    for year, value in zip(every[mask], filled[mask], strict=True):
        after = int(np.searchsorted(years, year))
        low, high = sorted((values[after - 1], values[after]))
        assert low - 1e-6 * (1 + high) <= value <= high + 1e-6 * (1 + high)


claims = st.lists(st.floats(0.1, 1e6), min_size=2, max_size=12).map(np.array)


@given(emissions=claims, seed=st.integers(0, 99), weight=st.floats(0.0, 1.0))
def test_shares_sum_to_one_and_do_not_mind_the_order(emissions, seed, weight):
    people = np.random.default_rng(seed).uniform(1.0, 100.0, emissions.size)
    order = np.random.default_rng(seed).permutation(emissions.size)
    by_sector = np.stack([emissions, people], axis=-1)
    lives = np.array([10.0, 30.0])
    shared = {
        "present": sharing.grandfathering(emissions=emissions),
        "people": sharing.per_head(population=people),
        "blend": sharing.blend(emissions=emissions, population=people, weight=weight),
        "capital": sharing.equal_transition(emissions=by_sector, lives=lives),
    }
    mixed = {
        "present": sharing.grandfathering(emissions=emissions[order]),
        "people": sharing.per_head(population=people[order]),
        "blend": sharing.blend(emissions=emissions[order], population=people[order], weight=weight),
        "capital": sharing.equal_transition(emissions=by_sector[order], lives=lives),
    }
    for name, shares in shared.items():
        assert shares.sum() == pytest.approx(1.0, abs=1e-12)
        np.testing.assert_allclose(mixed[name], shares[order], rtol=1e-9)


@pytest.mark.parametrize("name", PATHS)
@given(emissions=tonnes, waiting=st.lists(st.floats(0.2, 1.4), min_size=1, max_size=12), span=years_long)
def test_waiting_and_the_path_after_it_use_exactly_the_budget(name, emissions, waiting, span):
    waited = emissions * np.array(waiting)
    after = float(waited[-1]) * span
    found = pathways.delayed(waiting=waited, budget=waited.sum() + after, years=len(waiting) + 200, path=PATHS[name])
    np.testing.assert_array_equal(found[: len(waiting)], waited)
    assert found.min() >= 0
    tail = _tail(name, float(waited[-1]), after, 200)
    assert found.sum() + tail == pytest.approx(waited.sum() + after, rel=1e-9)


@pytest.mark.parametrize("name", PATHS)
@given(emissions=tonnes, span=years_long)
def test_a_path_starts_where_emissions_are(name, emissions, span):
    budgets = emissions * span * np.array([1.0, 10.0, 100.0, 10_000.0])
    first = PATHS[name](emissions=emissions, budget=budgets, years=1)[:, 0]
    assert (np.diff(first) >= -1e-12 * emissions).all() and first.max() <= emissions * (1 + 1e-12)
    assert first[-1] == pytest.approx(emissions, rel=1e-2)


@given(
    emissions=tonnes,
    cuts=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4),
    gaps=st.lists(st.integers(1, 12), min_size=4, max_size=4),
)
def test_a_policy_path_goes_through_its_targets_from_where_emissions_are(emissions, cuts, gaps):
    years = 2025 + np.cumsum([0, *gaps[: len(cuts)]])
    goals = emissions * np.cumprod([1.0, *(1.0 - np.array(cuts))])
    every = np.arange(years[0], years[-1] + 11.0)
    path = pathways.policy_path(years=every, goal_years=years, goals=goals)
    assert path[0] == pytest.approx(emissions)
    np.testing.assert_allclose(path[years - years[0]], goals, rtol=1e-12, atol=1e-9 * emissions)
    assert path.min() >= -1e-9 * emissions and (np.diff(path) <= 1e-9 * emissions).all()
    np.testing.assert_allclose(path[years[-1] - years[0] :], goals[-1])


@pytest.mark.parametrize("name", [*PATHS, "inertial"])
@given(emissions=tonnes, overdrawn=st.floats(0.0, 1e9))
def test_an_overdrawn_budget_has_no_path_and_says_so(name, emissions, overdrawn):
    make = PATHS.get(name) or (lambda **given: pathways.inertial(growth=0.0, **given))
    assert np.isnan(make(emissions=emissions, budget=-overdrawn, years=30)).all()
