"""Forecast band of the trend: the range that two thirds of the cases stay within."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from climate_visualizer.budget.estimates import estimates
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.scopes import OWN, counting

LIKELIHOOD = 67.0


@dataclass(frozen=True)
class Band:
    """Low and high tonnes of each year after the last published one, within which it falls with `likelihood` per cent."""

    likelihood: float
    years: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@remembered
def trend_band(edition: Edition, area_id: str, method: str, scope: str = OWN) -> Band | None:
    """The range of one area's estimates up to the last year shown; None where its history is too short to tell."""
    area, counted = edition.area(area_id), counting(find_method(method, edition), scope)
    row = basis(edition, area.country, counted).cube.area_ids.index(area_id)
    estimated = estimates(edition, area.country, counted)
    if not np.isfinite(estimated.low[row]).all():
        return None
    years = tuple(int(year) for year in estimated.years)
    return Band(LIKELIHOOD, years, tuple(estimated.low[row].tolist()), tuple(estimated.high[row].tolist()))
