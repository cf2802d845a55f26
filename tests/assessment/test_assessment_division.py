"""Division of a climate budget by sector and committee, in whole tonnes that add up."""

import numpy as np
import pytest
from assessment import naive_plan
from assessment.outsets import an_outset, fractions, plans
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.plans import climate_budget as budgets
from climate_visualizer.plans import plan


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.lists(st.floats(-1e5, 1e6), min_size=3, max_size=3), min_size=1, max_size=12),
)
def test_whole_tonnes_add_up_exactly(cells):
    whole = budgets.whole_tonnes(np.array(cells))
    for column in range(3):
        assert whole[:, column].tolist() == naive_plan.largest_remainder([row[column] for row in cells])
    assert (np.abs(whole - np.array(cells)) <= 1.0).all()


@settings(max_examples=40, deadline=None)
@given(found=plans, a=fractions, b=fractions, years=st.integers(1, 10))
def test_every_row_of_a_climate_budget_adds_up_exactly(found, a, b, years):
    o = an_outset()
    parts = {("Roads", "transport"): a * b, ("Homes", "transport"): a * (1 - b), ("Homes", "heating"): b}
    divided = budgets.division(o, ["Roads", "Homes"], parts)
    made = budgets.climate_budget(plan.effect(found, o), divided, path=o.budget_path, count=years)
    for cells in (made.allowed, made.baseline, made.decided, made.planned, made.needed, made.missing):
        assert cells.dtype == np.int64
        assert made.by_committee(cells).sum(axis=0).tolist() == made.in_all(cells).tolist()
        assert made.by_sector(cells).sum(axis=0).tolist() == made.in_all(cells).tolist()
    assert made.in_all(made.allowed).tolist() == [round(value) for value in o.budget_path[:years]]
    np.testing.assert_array_equal(made.needed - made.decided - made.planned, made.missing)
    saved = (o.baseline - plan.effect(found, o).planned).sum(axis=0)[:years]
    np.testing.assert_allclose(made.in_all(made.decided) + made.in_all(made.planned), saved, atol=1.01)
    assert made.committees == ("Roads", "Homes", "")


def test_a_division_follows_what_was_asked():
    o = an_outset()
    divided = budgets.division(o, ["Roads"], {("Roads", "transport"): 1.0}, {"transport": 0.5, "heating": 0.5})
    made = budgets.climate_budget(plan.effect([], o), divided, path=o.budget_path, count=2)
    assert made.by_committee(made.allowed).tolist() == [[400, 320], [400, 320]]
    assert made.by_sector(made.allowed).tolist() == [[400, 320], [0, 0], [400, 320]]
    assert made.days(made.in_all(made.missing)).round(2).tolist() == [73.05, 131.49]


@settings(max_examples=40, deadline=None)
@given(first=st.tuples(fractions, fractions), last=st.tuples(fractions, fractions), years=st.integers(1, 10))
def test_shares_move_in_a_straight_line_and_always_make_the_whole(first, last, years):
    """Held against a plain reckoning, year by year; the year's whole stays what the path allows."""
    o = an_outset()

    def shares(pair):
        return dict(zip(o.sectors, (pair[0], (1 - pair[0]) * pair[1], (1 - pair[0]) * (1 - pair[1])), strict=True))

    begun, ended = shares(first), shares(last)
    divided = budgets.division(o, [], {}, begun, ended)
    made = budgets.climate_budget(plan.effect([], o), divided, path=o.budget_path, count=years)
    for at in range(years):
        along = at / (years - 1) if years > 1 else 0.0
        cells = [(begun[one] + (ended[one] - begun[one]) * along) * o.budget_path[at] for one in o.sectors]
        found = made.by_sector(made.allowed)[:, at]
        assert np.abs(found - np.array(cells)).max() <= 1.001
        assert found.sum() == round(o.budget_path[at])


def test_shares_of_the_last_year_alone_begin_with_todays():
    o = an_outset()
    today = budgets.division(o, [], {}).shares(4)
    assert (today == today[:, :1]).all()
    moved = budgets.division(o, [], {}, None, {"transport": 1.0}).shares(4)
    np.testing.assert_allclose(moved[:, 0], today[:, 0])
    assert moved[:, -1].tolist() == [1.0 if one == "transport" else 0.0 for one in o.sectors]
    np.testing.assert_allclose(moved.sum(axis=0), 1.0)
    with pytest.raises(budgets.WrongDivision, match="make 50 per cent"):
        budgets.division(o, [], {}, None, {"transport": 0.5})


@pytest.mark.parametrize(
    ("committees", "parts", "sector_shares", "sentence"),
    [
        (["A", "A"], {}, None, "stands twice"),
        (["A", ""], {}, None, "empty"),
        (["A"], {("B", "transport"): 0.5}, None, "'B' can't answer for 'transport'"),
        (["A"], {("A", "farming"): 0.5}, None, "'A' can't answer for 'farming'"),
        (["A"], {("A", "transport"): 1.5}, None, "150 per cent"),
        (["A", "B"], {("A", "transport"): 0.7, ("B", "transport"): 0.5}, None, "120 per cent of 'transport'"),
        (["A"], {}, {"transport": 0.5}, "make 50 per cent"),
        (["A"], {}, {"transport": 1.0, "farming": 0.0}, "'farming' can't have a share: there is no such sector"),
        (
            ["A"],
            {},
            {"transport": 1.5, "industry": -0.5},
            "'industry' can't have a share of -50 per cent; give 0 to 100",
        ),
        (["A"], {}, {"transport": float("nan")}, "'transport' can't have a share of nan per cent"),
    ],
)
def test_a_division_that_does_not_work_says_why(committees, parts, sector_shares, sentence):
    with pytest.raises(budgets.WrongDivision, match=sentence):
        budgets.division(an_outset(), committees, parts, sector_shares)


def test_a_budget_that_is_used_up_is_not_divided():
    o = an_outset(left=-5.0, path=False)
    divided, e = budgets.division(o, ["A"], {}), plan.effect([], o)
    with pytest.raises(budgets.WrongDivision, match="Nothing is left to divide from 2027"):
        budgets.climate_budget(e, divided, path=None, count=4)
    falling = an_outset(left=5e6, path=False)
    with pytest.raises(budgets.WrongDivision, match="fall so fast already"):
        budgets.climate_budget(plan.effect([], falling), divided, path=None, count=4)
    with pytest.raises(budgets.WrongDivision, match="1 to 10 years; 11 is not"):
        budgets.climate_budget(e, divided, path=o.baseline.sum(axis=0), count=11)
    assert [one.used_up_on for one in budgets.reaches(e)] == [None, None, None]
