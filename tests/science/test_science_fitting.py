"""A line of non-CO2 warming fitted to a table: a table made by the framework gives its line back; what isn't one is seen."""

from dataclasses import replace

import numpy as np
import pytest

from climate_visualizer.science.fitting import fitted_non_co2
from climate_visualizer.science.remaining import BudgetTable, Climate, framework_budget

STATE = Climate(
    tcre=1.65, tcre_sd=0.65, zec=0.0, zec_sd=0.0, feedbacks=7.1, feedbacks_sd=26.7, warming_to_date=1.3, warming_sd=0.15,
    emitted_since=160.0, non_co2=0.13, non_co2_at=1.5, non_co2_slope=0.19, non_co2_sd=0.1, start=2027,
)  # fmt: skip
CHANCES = np.array([17.0, 33.0, 50.0, 83.0])


def made(limits, extra=0.0):
    limits = np.array(limits)
    gigatonnes = framework_budget(climate=STATE, limit=limits[:, None], likelihood=CHANCES)
    return BudgetTable(limits, CHANCES, gigatonnes + extra, 2027)


def test_the_line_that_made_a_table_comes_back():
    start = replace(STATE, non_co2=0.1, non_co2_slope=0.1)
    found, missing = fitted_non_co2(climate=start, table=made([1.5, 1.7, 2.0]))
    assert found.non_co2 == pytest.approx(0.13, abs=1e-4)
    assert found.non_co2_slope == pytest.approx(0.19, abs=1e-4)
    assert np.abs(missing).max() < 0.1
    assert replace(found, non_co2=0.1, non_co2_slope=0.1) == start


def test_one_limit_fits_the_height_only():
    found, missing = fitted_non_co2(climate=replace(STATE, non_co2=0.05), table=made([1.5]))
    assert found.non_co2 == pytest.approx(0.13, abs=1e-4)
    assert found.non_co2_slope == 0.19
    assert missing.shape == (1, 4)


def test_no_line_does_better():
    rough = np.random.default_rng(1).normal(0.0, 8.0, (3, 4))
    table = made([1.5, 1.7, 2.0], rough)
    found, missing = fitted_non_co2(climate=STATE, table=table)
    least = (missing**2).sum()
    for name in ("non_co2", "non_co2_slope"):
        for by in (-0.003, 0.003):
            other = replace(found, **{name: getattr(found, name) + by})
            miss = framework_budget(climate=other, limit=table.limits[:, None], likelihood=CHANCES) - table.gigatonnes
            assert (miss**2).sum() > least
