"""A business within its area's budget: the path uses exactly its part, and a plan is held against it."""

from dataclasses import replace

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.methods.question import ask
from climate_visualizer.plans.businesses import planned, standing

SERIES = {2021: 500.0, 2022: 450.0, 2023: 400.0}


@pytest.fixture
def a(starter, day):
    return assess(ask(starter, "SE-0480", as_of=day))


def test_the_required_path_uses_the_business_s_part_of_the_budget(a):
    found = standing(a, SERIES, 2030, 80)
    assert (found.latest_year, found.latest_t) == (2023, 400.0)
    assert found.required_cut == a.required_cut
    assert found.budget_t == pytest.approx(400 * (1 - a.required_cut) / a.required_cut)
    assert sum(found.required_t) <= found.budget_t
    tail = found.required_t[-1] * (1 - a.required_cut) / a.required_cut
    assert sum(found.required_t) + tail == pytest.approx(found.budget_t, rel=1e-9)
    assert found.required_t[0] == pytest.approx(400 * (1 - a.required_cut))
    assert (found.years[0], found.years[-1]) == (a.required_cut_from, 2050)


def test_the_plan_is_a_straight_line_to_the_goal_and_level_after():
    years = range(2027, 2036)
    by_hand = [400 + (100 - 400) * min(year - 2023, 7) / 7 for year in years]
    assert planned(SERIES, 2030, 80, years) == pytest.approx(by_hand)
    assert planned(SERIES, 2030, 100, range(2030, 2033)) == (0.0, 0.0, 0.0)


def test_a_quick_plan_fits_and_a_slow_one_says_by_how_much_not(a):
    quick, slow = standing(a, SERIES, 2027, 99), standing(a, SERIES, 2045, 50)
    assert quick.fits
    assert not slow.fits
    assert slow.over_t == pytest.approx(sum(slow.planned_t) - slow.budget_t)
    assert slow.over_t > 1000


def test_where_no_path_is_left_nothing_fits(a):
    found = standing(replace(a, required_cut=None), SERIES, 2030, 80)
    assert (found.required_cut, found.required_t, found.budget_t, found.over_t, found.fits) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert (found.latest_year, found.latest_t) == (2023, 400.0)
    assert found.planned_t == planned(SERIES, 2030, 80, range(found.years[0], found.years[-1] + 1))
