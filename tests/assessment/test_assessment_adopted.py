"""The adopted climate budget against what happened: laws, a second implementation, and what is not known."""

import numpy as np
import pytest
from assessment.outsets import SECTORS, a_measure, an_outset
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.plans import plan
from climate_visualizer.plans.adopted_budget import adopted_for, by_committee, emitted, held, verdict
from climate_visualizer.plans.climate_budget import WrongDivision, climate_budget, division

PARTS = {"Roads": {"transport": 20.0, "heating": 10.0}, "Schools": {"heating": 30.0}}
LATER = {"Schools": {"heating": 60.0}}


def content(first=2021, years=2, **facts):
    span = list(range(first, first + years))
    adopted = {
        "years": span,
        "whole": [1000] * years,
        "allowed": {"others": [650] * years, "Schools": [50] * years, "Roads": [300] * years},
        "sectors": {"heating": [100] * years, "industry": [200] * years, "transport": [700] * years},
        "path": {str(year): 1010.0 for year in span},
        "expected": {"committees": {"Roads": [310] * years}, "sectors": {"transport": [710] * years}},
    }
    return {
        "first": first, "last": span[-1], "committees": ["Roads", "Schools"], "parts": PARTS, "parts_last": LATER,
        "adopted": adopted, **facts,
    }  # fmt: skip


def test_of_two_budgets_for_a_year_the_one_adopted_last_counts():
    old, new = content(2021, 3), content(2022, 3)
    assert adopted_for(2021, [old, new]) is old
    assert adopted_for(2022, [old, new]) is new and adopted_for(2024, [old, new]) is new
    assert adopted_for(2025, [old, new]) is None and adopted_for(2020, []) is None


def test_the_three_columns_add_up_and_say_what_is_not_known():
    found = held(2022, [content()], an_outset())
    assert (found.whole.allowed_t, found.whole.expected_t, found.whole.happened_t) == (1000.0, 1010.0, 1020.0)
    assert found.whole.gap_t == pytest.approx(20.0) and not found.is_estimate
    by_name = {one.key: one for one in found.committees}
    assert list(by_name) == ["Roads", "Schools", "others"]
    assert by_name["Roads"].happened_t == pytest.approx(0.2 * 700 + 0.1 * 110)
    assert by_name["Schools"].happened_t == pytest.approx(0.6 * 110), "in the last year its part is the last one"
    assert sum(one.happened_t for one in found.committees) == pytest.approx(1020.0)
    assert by_name["Roads"].expected_t == 310.0 and by_name["Schools"].expected_t is None
    assert {one.key: one.allowed_t for one in found.committees} == {"Roads": 300.0, "Schools": 50.0, "others": 650.0}
    by_sector = {one.key: (one.allowed_t, one.expected_t) for one in found.sectors}
    assert by_sector == {"heating": (100.0, None), "industry": (200.0, None), "transport": (700.0, 710.0)}
    before = held(2021, [content()], an_outset())
    assert next(one for one in before.sectors if one.key == "transport").happened_t is None
    assert next(one for one in before.committees if one.key == "Roads").happened_t is None
    assert next(one for one in before.committees if one.key == "Schools").happened_t == pytest.approx(0.3 * 120)


def test_a_year_without_a_budget_is_held_against_nothing():
    found = held(2010, [content()], an_outset())
    assert not found.is_adopted and found.whole.allowed_t is None and found.whole.gap_t is None
    assert found.whole.happened_t == 1400.0 and found.committees == ()


def test_an_estimate_is_marked_and_gives_no_verdict():
    outset = an_outset()
    sectors, total, is_estimate = emitted(2025, outset)
    assert is_estimate and total == pytest.approx(1000.0) and sectors.tolist() == [105.0, 205.0, 690.0]
    assert np.isnan(emitted(2030, outset)[1]) and np.isnan(emitted(1999, outset)[1])
    years = [held(year, [content(2024, 3)], outset) for year in (2024, 2025, 2026)]
    assert all(one.is_estimate for one in years) and verdict(years, outset) is None
    known = [held(year, [content()], outset) for year in (2021, 2022)]
    told = verdict(known, outset)
    assert (told.last, told.gap_t) == (2022, pytest.approx(70.0)) and told.days == pytest.approx(
        70 / 1000 * 365.2425, rel=1e-3
    )


def test_rows_stand_in_the_order_of_the_committees_whatever_a_database_makes_of_it():
    assert [name for name, _cells in by_committee(content())] == ["Roads", "Schools", "others"]
    assert [name for name, _cells in by_committee(content(committees=["Schools"]))] == ["Schools", "Roads", "others"]


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 10))
def test_parts_of_any_year_sum_to_one_and_lead_from_the_first_to_the_last(first, last, count):
    outset = an_outset()
    made = division(outset, ["A"], {("A", "heating"): first}, later_parts={("A", "heating"): last})
    parts = made.parts_of(count)
    assert parts.shape == (2, len(SECTORS), count)
    np.testing.assert_allclose(parts.sum(axis=0), 1.0)
    assert parts[0, 0, 0] == pytest.approx(first) and (count == 1 or parts[0, 0, -1] == pytest.approx(last))
    budget = climate_budget(plan.effect([a_measure()], outset), made, path=outset.budget_path, count=count)
    assert budget.in_all(budget.allowed).tolist() == np.rint(outset.budget_path[:count]).astype(int).tolist()
    planned = plan.effect([a_measure()], outset).planned.sum(axis=0)[:count]
    assert budget.in_all(budget.expected).tolist() == np.rint(planned).astype(int).tolist()


def test_parts_of_the_last_year_that_are_too_much_are_refused():
    with pytest.raises(WrongDivision, match="110 per cent of 'heating'"):
        division(an_outset(), ["A", "B"], {("A", "heating"): 0.5}, later_parts={("B", "heating"): 0.6})
