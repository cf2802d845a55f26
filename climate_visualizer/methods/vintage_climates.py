"""The climate behind each vintage of the world's budget: kept by hand, or found from the vintage's own published table.

A new table comes in by itself and says which warming to date and which emissions since it was made with. The response of the
climate is that of the vintages before; what other gases add is fitted to the table, and the fit is stated with its residual.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.parameters import climate, load
from climate_visualizer.science.fitting import fitted_non_co2
from climate_visualizer.science.remaining import BudgetTable, Climate

# The column named 67 was worked out for 66 per cent in some years' files; the fit leaves it out.
UNSURE = 67
# The framework is trusted with a table whose every cell it meets within so much, or so large a part of the cell.
WITHIN_GT, WITHIN_SHARE = 20.0, 0.05


@dataclass(frozen=True)
class Known:
    """A vintage's climate; `residual_gt` is the largest miss of a fitted one, None for one kept by hand."""

    state: Climate
    residual_gt: float | None


@remembered
def climates(edition: Edition) -> Mapping[str, Known]:
    """Every vintage whose inputs are known, by its id: those kept by hand, and those that the edition's tables give."""
    names = [name for name in load("climates") if isinstance(load("climates")[name], dict) and name != "response"]
    known_by_name = {name: Known(climate(name), None) for name in names}
    for (vintage,), rows in edition.world_budgets.group_by("vintage", maintain_order=True):
        known = None if str(vintage) in known_by_name else _from_table(rows, names)
        if known is not None:
            known_by_name[str(vintage)] = known
    return known_by_name


def _from_table(rows: pl.DataFrame, names: list[str]) -> Known | None:
    """The climate of one published table; None where it says too little, or where the framework doesn't meet it."""
    first = rows.row(0, named=True)
    earlier = [name for name in names if climate(name).start <= first["start"]]
    if first["warming_to_date"] is None or first["emitted_since"] is None or not earlier:
        return None
    like = max(earlier, key=lambda name: climate(name).start)
    own = {name: first[name] for name in ("start", "warming_to_date", "emitted_since")}
    table = _table(rows.filter(pl.col("likelihood") != UNSURE))
    fitted, missing = fitted_non_co2(climate=replace(climate(like, as_tables=True), **own), table=table)
    if not (np.abs(missing) <= np.maximum(WITHIN_GT, WITHIN_SHARE * np.abs(table.gigatonnes))).all():
        return None
    return Known(replace(fitted, zec_sd=climate(like).zec_sd), float(np.abs(missing).max()))


def _table(rows: pl.DataFrame) -> BudgetTable:
    limits, chances = (rows[name].unique().sort().to_numpy().astype(np.float64) for name in ("limit", "likelihood"))
    cells = rows.sort("limit", "likelihood")["gigatonnes"].to_numpy().astype(np.float64)
    return BudgetTable(limits, chances, cells.reshape(limits.size, chances.size), rows["start"][0])
