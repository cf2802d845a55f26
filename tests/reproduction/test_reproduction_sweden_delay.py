"""Paris-compliant Swedish CO2 budgets (Uppsala University, March 2022, Table 1): 355 Mt, 12 %; a year later 305 Mt, 15 %."""

import numpy as np
import pytest

from climate_visualizer.science import findings, pathways

BUDGET_2022, BUDGET_2023 = 355.0, 305.0
POINT = 0.01


def test_a_year_of_waiting_costs_sweden_what_was_published_within_a_point():
    """The budgets differ by a year's emissions, 50 Mt; the published cuts are whole per cent."""
    yearly = BUDGET_2022 - BUDGET_2023
    now, later = findings.delay_cost(emissions=yearly, budget=BUDGET_2022, delays=np.array([0, 1]))
    assert now == pytest.approx(0.12, abs=POINT)
    assert later == pytest.approx(0.15, abs=POINT)
    assert float(pathways.required_cut(emissions=yearly, budget=BUDGET_2023)) == pytest.approx(later)
