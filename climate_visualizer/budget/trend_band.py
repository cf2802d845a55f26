"""How far the years to come may lie from the trend: the range that two cases out of three keep to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.choices import LAST_YEAR
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.science import intervals, trends

LIKELIHOOD = 67.0


@dataclass(frozen=True)
class Band:
    """Low and high tonnes of each year after the last published one, within which it falls with `likelihood` per cent."""

    likelihood: float
    years: tuple[int, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@remembered
def trend_band(edition: Edition, area_id: str, method: str) -> Band | None:
    """The prediction interval of one area's trend up to the last year shown; None where its years miss or are too few."""
    area = edition.area(area_id)
    base = basis(edition, area.country, find_method(method, edition).share_local.without)
    row, years = base.cube.area_ids.index(area_id), base.cube.years[base.fitted].astype(float)
    emissions = base.consistent[row : row + 1, base.fitted]
    if years.size < 3 or not np.isfinite(emissions).all():
        return None
    own = trends.Trend(base.trend.slope[row : row + 1], base.trend.level[row : row + 1], base.trend.origin)
    errors = intervals.line_errors(trend=own, years=years, emissions=emissions)
    ahead = np.arange(base.base_year + 1, LAST_YEAR + 1, dtype=np.float64)
    low, high = intervals.prediction_interval(trend=own, errors=errors, year=ahead, likelihood=LIKELIHOOD)
    return Band(LIKELIHOOD, tuple(int(year) for year in ahead), tuple(low.tolist()), tuple(high.tolist()))
