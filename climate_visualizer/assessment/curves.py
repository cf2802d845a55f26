"""Curves over the years: a history with its gaps filled, the trend, and the path of a budget to 2050."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.assessment.basis import Array, Basis
from climate_visualizer.assessment.choices import LAST_YEAR, Choices
from climate_visualizer.assessment.figures import Figures
from climate_visualizer.science import pathways, trends

_PATHWAYS = {
    "exponential": pathways.exponential,
    "continuous": pathways.continuous_exponential,
    "linear": pathways.linear,
    "s-curve": pathways.s_curve,
}


@dataclass(frozen=True)
class Series:
    """Tonnes by year; each year's status is published, interpolated, estimated or projected."""

    years: tuple[int, ...]
    tonnes: tuple[float, ...]
    status: tuple[str, ...]


def _series(years: Array | NDArray[np.int64], tonnes: Array, status: list[str]) -> Series:
    kept = [index for index, value in enumerate(tonnes) if math.isfinite(value)]
    return Series(
        years=tuple(int(years[index]) for index in kept),
        tonnes=tuple(float(tonnes[index]) for index in kept),
        status=tuple(status[index] for index in kept),
    )


def filled(years: NDArray[np.int64], tonnes: Array) -> Series:
    """A published series with the years that statistics skip filled in and marked."""
    known = np.isfinite(tonnes)
    all_years, filled, interpolated = trends.fill_gaps(years=years[known].astype(float), emissions=tonnes[known])
    return _series(all_years, filled, ["interpolated" if mark else "published" for mark in np.atleast_1d(interpolated)])


def _trend_level(base: Basis, row: int, years: NDArray[np.int64]) -> Array:
    """Each year's emissions on the trend of one area, [year]."""
    own = trends.Trend(slope=base.trend.slope[row], level=base.trend.level[row], origin=base.trend.origin)
    return trends.emitted_between(trend=own, start=years.astype(float), end=years + 1.0)


def trend_series(base: Basis, row: int, as_of: date) -> Series:
    """The trend of one area from its last published year to 2050: estimated up to this year, projected after."""
    years = np.arange(base.base_year + 1, LAST_YEAR + 1, dtype=np.int64)
    status = ["estimated" if year <= as_of.year else "projected" for year in years.tolist()]
    return _series(years, _trend_level(base, row, years), status)


def path_series(choices: Choices, found: Figures, row: int) -> Series | None:
    """The year before the path starts and then the path itself to 2050; None where the budget is overdrawn by then."""
    left, before = float(found.remaining_at_start_t[row]), float(found.start_emissions[row])
    if not (left > 0 and before > 0):
        return None
    years = np.arange(choices.start - 1, LAST_YEAR + 1, dtype=np.int64)
    path = _PATHWAYS[choices.pathway](emissions=before, budget=left, years=len(years) - 1)
    return _series(years, np.concatenate([[before], path]), ["projected"] * len(years))
