"""What other gases add until a limit is met, found from a published table of remaining budgets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from climate_visualizer.science.remaining import BudgetTable, Climate, framework_budget
from climate_visualizer.science.units import Array, floats

STEPS = 6
NUDGE = 0.01  # degrees, for the slope of the answer


def fitted_non_co2(*, climate: Climate, table: BudgetTable) -> tuple[Climate, Array]:
    """A climate whose line of non-CO2 warming meets a table best, and what is left: framework less table, GtCO2.

    The line's height (``non_co2``) and slope (``non_co2_slope``) are least squares over the table's cells, by
    Gauss-Newton from those of ``climate``, whose other inputs stay; the residual is [limit, likelihood]. With one limit
    only the height is fitted. The table is taken to be without a spread of ZEC if ``climate`` has none.
    Source: Gauss-Newton as in Nocedal and Wright 2006, chapter 10; why a line: decision 3 in docs/decisions.md.
    """
    names = ("non_co2", "non_co2_slope") if table.limits.size > 1 else ("non_co2",)
    for _ in range(STEPS):
        missing = _residual(climate, table)
        steepness = [
            (_residual(replace(climate, **{name: getattr(climate, name) + NUDGE}), table) - missing).ravel() / NUDGE
            for name in names
        ]
        step, *_ = np.linalg.lstsq(np.stack(steepness, axis=-1), -missing.ravel(), rcond=None)
        moved = {name: getattr(climate, name) + float(by) for name, by in zip(names, step, strict=True)}
        climate = replace(climate, **moved)
    return climate, _residual(climate, table)


def _residual(climate: Climate, table: BudgetTable) -> Array:
    modelled = framework_budget(climate=climate, limit=table.limits[:, None], likelihood=table.likelihoods)
    return floats(modelled - table.gigatonnes)
