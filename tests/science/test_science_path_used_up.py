"""When a path of whole years has used a budget: a law, a plain second implementation, and what has no answer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.science.findings import path_used_up_at

paths = st.lists(st.floats(0.0, 1e6), min_size=1, max_size=30)


def _naive(path, budget, first):
    """Year by year, taking what is there."""
    if budget < 0:
        return math.nan
    for year, tonnes in enumerate(path):
        if tonnes > budget:
            return first + year + budget / tonnes
        budget -= tonnes
    return math.inf


@given(path=paths, share=st.floats(0.0, 0.999))
def test_what_is_emitted_until_then_is_the_budget(path, share):
    budget = share * sum(path)
    moment = float(path_used_up_at(path=path, budget=budget, first=2027.0))
    if math.isinf(moment):
        assert sum(path) <= budget + 1e-6 * max(budget, 1e-300)
        return
    year = math.floor(moment) - 2027
    within = sum(path[:year]) + (path[year] * (moment - 2027 - year) if year < len(path) else 0.0)
    assert within == pytest.approx(budget, rel=1e-6, abs=1e-6 * max(path))


@pytest.mark.parametrize("budget", [-1.0, 0.0, 5.0, 10.0, 15.0, 29.0, 30.0, 31.0])
@pytest.mark.parametrize("path", [[10.0, 10.0, 10.0], [0.0, 10.0, 20.0], [30.0, 0.0, 0.0]])
def test_it_agrees_with_the_naive_one(path, budget):
    found = float(path_used_up_at(path=path, budget=budget, first=2027.0))
    assert found == pytest.approx(_naive(path, budget, 2027.0), nan_ok=True)


def test_a_later_budget_is_never_used_up_sooner_and_arrays_are_one_by_one():
    budgets = np.linspace(0, 40, 9)
    found = path_used_up_at(path=np.array([10.0, 20.0, 5.0]), budget=budgets, first=2030.0)
    assert (np.diff(found[np.isfinite(found)]) >= 0).all()
    for budget, moment in zip(budgets, found, strict=True):
        assert float(path_used_up_at(path=[10.0, 20.0, 5.0], budget=budget, first=2030.0)) == moment


def test_what_is_missing_gives_nothing():
    assert math.isnan(path_used_up_at(path=[1.0, math.nan], budget=5.0, first=2027.0))
    assert math.isnan(path_used_up_at(path=[1.0, 2.0], budget=math.nan, first=2027.0))
