"""Trafford by the Tyndall Centre (Kuriakose et al.): 9.5 Mt from 2020 to 2100, at least 13.4 % a year, near zero in 2041."""

import numpy as np
import pytest

from climate_visualizer.science import pathways

BUDGET, CUT = 9.5, 0.134
YEARLY = BUDGET * CUT / (1 - CUT)


def test_the_cut_and_the_budget_belong_to_the_same_yearly_emissions():
    assert float(pathways.required_cut(emissions=YEARLY, budget=BUDGET)) == pytest.approx(CUT)


def test_five_per_cent_is_left_in_2041():
    path = pathways.exponential(emissions=YEARLY, budget=BUDGET, years=80)
    near = float(pathways.near_zero_year(path=path, budget=BUDGET, first_year=2021, left=0.05))
    assert near == 2041


def test_five_year_budgets_fall_and_add_up():
    path = pathways.exponential(emissions=YEARLY, budget=BUDGET, years=80)
    starts, sums = pathways.period_budgets(path=path, first_year=2021, length=5, origin=2018)
    assert starts[:3].tolist() == [2018, 2023, 2028]
    assert (np.diff(sums[1:]) < 0).all()
    assert sums.sum() == pytest.approx(BUDGET, rel=1e-4)
