"""Effort sharing year by year: laws, and a plain second implementation that goes country by country and year by year."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.science import effort_sharing

YEARS = list(range(2025, 2041))


def drawn(seed, areas=5, years=16):
    rng = np.random.default_rng(seed)
    people = rng.uniform(1e5, 1e9, (areas, 1)) * np.cumprod(1 + rng.normal(0.005, 0.005, (areas, years)), axis=1)
    product = people * rng.uniform(800.0, 90_000.0, (areas, 1))
    baseline = people * rng.uniform(0.2, 20.0, (areas, 1))
    path = baseline.sum(axis=0) * np.linspace(0.97, 0.0, years)
    return people, product, baseline, path, baseline[:, 0] * rng.uniform(5.0, 60.0, areas)


def rights(people, product, baseline, path, history, *, weight=0.5, index_until=2030, blended_by=2035):
    return effort_sharing.development_rights(
        baseline=baseline,
        history=effort_sharing.cumulative_history(history=history, allowances=baseline),
        product=product,
        population=people,
        path=path,
        years=YEARS,
        threshold=7500.0,
        weight=weight,
        index_until=index_until,
        blended_by=blended_by,
    )


def plain_ability(people, product, baseline, path):
    """Country by country, year by year."""
    answer = []
    for year in range(len(path)):
        whole = sum(row[year] for row in baseline)
        mean = sum(row[year] for row in product) / sum(row[year] for row in people)
        burdens = [
            b[year] * (p[year] / n[year] / mean) ** (1 / 3) for b, p, n in zip(baseline, product, people, strict=True)
        ]
        needed = whole - path[year]
        answer.append([b[year] - needed * burden / sum(burdens) for b, burden in zip(baseline, burdens, strict=True)])
    return np.array(answer).T


def plain_rights(people, product, baseline, path, history, weight, index_until, blended_by):
    able = plain_ability(people, product, baseline, path)
    answer = np.empty_like(able)
    index, emitted = None, list(history)
    for at, year in enumerate(YEARS):
        if index is None or year <= index_until:
            income = [max(p[at] - 7500.0 * n[at], 0.0) for p, n in zip(product, people, strict=True)]
            index = [
                weight * h / sum(emitted) + (1 - weight) * c / sum(income) for h, c in zip(emitted, income, strict=True)
            ]
        emitted = [h + b[at] for h, b in zip(emitted, baseline, strict=True)]
        needed = sum(b[at] for b in baseline) - path[at]
        given = min(max((year - index_until) / (blended_by - index_until), 0.0), 1.0)
        for area, b in enumerate(baseline):
            answer[area, at] = (b[at] - needed * index[area]) * (1 - given) + able[area, at] * given
    return answer


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), weight=st.floats(0.0, 1.0))
def test_each_years_allowances_sum_to_the_path(seed, weight):
    people, product, baseline, path, history = drawn(seed)
    able = effort_sharing.ability_to_pay(baseline=baseline, product=product, population=people, path=path)
    np.testing.assert_allclose(able.sum(axis=0), path, atol=1e-9 * baseline.sum())
    shared = rights(people, product, baseline, path, history, weight=weight)
    np.testing.assert_allclose(shared.sum(axis=0), path, atol=1e-9 * baseline.sum())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), weight=st.floats(0.0, 1.0))
def test_a_plain_second_implementation_agrees(seed, weight):
    people, product, baseline, path, history = drawn(seed)
    able = effort_sharing.ability_to_pay(baseline=baseline, product=product, population=people, path=path)
    np.testing.assert_allclose(able, plain_ability(people, product, baseline, path), rtol=1e-9, atol=1e-3)
    np.testing.assert_allclose(
        rights(people, product, baseline, path, history, weight=weight),
        plain_rights(people, product, baseline, path, history, weight, 2030, 2035),
        rtol=1e-9,
        atol=1e-3,
    )


def test_of_two_that_emit_alike_the_richer_gets_less_in_every_year():
    shared = effort_sharing.ability_to_pay(
        baseline=[[10.0, 10.0], [10.0, 10.0]],
        product=[[9.0, 9.0], [1.0, 2.0]],
        population=[[1.0, 1.0], [1.0, 1.0]],
        path=[12.0, 1.0],
    )
    assert (shared[0] < shared[1]).all()
    assert shared[0, 1] < 0  # the rich owe when little is left


def test_a_path_above_the_baseline_asks_for_no_cut():
    shared = effort_sharing.ability_to_pay(
        baseline=[[10.0], [30.0]], product=[[9.0], [1.0]], population=[[1.0], [1.0]], path=[44.0]
    )
    np.testing.assert_allclose(shared[:, 0], [11.0, 33.0])


def test_who_lives_below_the_threshold_and_has_no_history_bears_nothing_before_the_blend():
    people, product, baseline, path, history = drawn(3)
    product[0], history[0] = people[0] * 7000.0, 0.0
    shared = effort_sharing.development_rights(
        baseline=baseline,
        history=np.repeat(history[:, None], len(YEARS), axis=1),
        product=product,
        population=people,
        path=path,
        years=YEARS,
        threshold=7500.0,
        weight=0.5,
        index_until=2030,
        blended_by=2100,
    )
    np.testing.assert_allclose(shared[0, :6], baseline[0, :6])


def test_a_weight_outside_nought_to_one_is_refused():
    with pytest.raises(ValueError, match="from 0 to 1"):
        rights(*drawn(1), weight=1.2)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_incomes_close_in_on_the_richest_and_never_pass_them(seed):
    people, product, *_ = drawn(seed, areas=8)
    counted = np.concatenate([people[:, :1], people], axis=1)
    later = effort_sharing.converging_product(
        product=product[:, 0], population=counted, years=people.shape[1], growth=0.0, closing=0.02
    )
    income = np.concatenate([(product[:, 0] / people[:, 0])[:, None], later / people], axis=1)
    spread = np.log(income).max(axis=0) - np.log(income).min(axis=0)
    assert (np.diff(spread) < 1e-12).all()
    assert (np.argsort(income[:, 0], kind="stable") == np.argsort(income[:, -1], kind="stable")).all()
    np.testing.assert_allclose(spread[1:], spread[0] * 0.98 ** np.arange(1, spread.size), rtol=1e-9)


def test_everybody_grows_as_the_frontier_where_all_are_alike():
    later = effort_sharing.converging_product(
        product=[10.0, 20.0], population=[[1.0] * 3, [2.0] * 3], years=2, growth=0.015, closing=0.02
    )
    np.testing.assert_allclose(later[0], 10.0 * 1.015 ** np.array([1, 2]))
