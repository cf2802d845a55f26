"""What every assessment of one edition starts from: emissions within a scope, their trend, and who shares with whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.assessment.parameters import excluded_tonnes
from climate_visualizer.editions.read import Cube, Edition
from climate_visualizer.science import trends

Array = NDArray[np.float64]
TREND_SPAN = 10


@dataclass(frozen=True, eq=False)
class Basis:
    """Arrays of one edition in the area order of its cube; NaN where statistics are missing.

    `sectors` is [area, sector, year] and `totals` [area, year], both in tonnes and within the scope. `pool` marks the
    areas whose sum everybody's share is taken of: the top level of areas below the nation, so that shares at a step
    sum to one. `trend` is fitted to the published years of the last ten.
    """

    cube: Cube
    sectors: Array
    totals: Array
    trend: trends.Trend
    pool: NDArray[np.bool_]

    @property
    def base_year(self) -> int:
        return int(self.cube.years[-1])

    def years_of(self, years: tuple[int, ...]) -> NDArray[np.intp]:
        """Positions of the given years on the year axis; a year that was never published is a `ValueError`."""
        missing = set(years) - set(self.cube.years.tolist())
        if missing:
            raise ValueError(f"The edition has no statistics for the base years {sorted(missing)}.")
        return np.searchsorted(self.cube.years, np.asarray(years))


def _pool(edition: Edition, cube: Cube) -> NDArray[np.bool_]:
    countries = {area.id for area in edition.areas if area.kind == "country"}
    parents = {area.id: area.parent_id for area in edition.areas}
    return np.array([parents[area_id] in countries for area_id in cube.area_ids])


def _trend(years: NDArray[np.int64], totals: Array) -> trends.Trend:
    recent = years > years[-1] - TREND_SPAN
    return trends.least_absolute_deviations(years=years[recent].astype(float), emissions=totals[:, recent])


@lru_cache(maxsize=8)
def basis(edition: Edition, without: tuple[str, ...]) -> Basis:
    """The basis of an edition with some processes taken off ("cement"); kept, since every choice shares it."""
    cube = edition.cube("CO2")
    off = excluded_tonnes(without, cube.area_ids, cube.years)
    sectors = cube.tonnes.copy()
    sectors[:, cube.sectors.index("industry"), :] -= off
    totals = cube.totals - off
    return Basis(cube=cube, sectors=sectors, totals=totals, trend=_trend(cube.years, totals), pool=_pool(edition, cube))
