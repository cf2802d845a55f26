"""Sweden's national budgets as published and the yearly cuts beside them (Stoddard and Anderson 2022 and 2023)."""

import pytest

from climate_visualizer.science import pathways

# Yearly emissions are not published beside the budgets; those of 2022 follow from 355 and 305 Mt, a year apart.
YEARLY_2022 = 50.0
CASES = [
    ("1.7 degrees from 2022", 355.0, YEARLY_2022, 0.12, 0.01),
    ("1.5 degrees from 2022", 170.0, YEARLY_2022, 0.21, 0.02),
]


@pytest.mark.parametrize(("case", "budget", "yearly", "cut", "within"), CASES)
def test_the_cut_of_2022(case, budget, yearly, cut, within):
    assert float(pathways.required_cut(emissions=yearly, budget=budget)) == pytest.approx(cut, abs=within)


def test_the_two_budgets_of_2024_belong_to_one_yearly_emission():
    """285 Mt goes with 13.5 %; the same emissions and 80 Mt give "just over 35 %"."""
    yearly = 285.0 * 0.135 / (1 - 0.135)
    assert float(pathways.required_cut(emissions=yearly, budget=285.0)) == pytest.approx(0.135)
    assert 0.35 < float(pathways.required_cut(emissions=yearly, budget=80.0)) < 0.36
