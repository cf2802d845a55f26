"""Curves over the years: a history with its gaps filled, the trend, and the path of a budget to 2050."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.budget.figures import Figures
from climate_visualizer.methods.basis import Array, Basis
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.science import pathways, trends

INTERPOLATED = "interpolated"
BYTES_OF_A_YEAR = 48  # of a series: a number, and its places in three tuples
_PATHS = {
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
    known = [
        (int(year), tonne, how)
        for year, tonne, how in zip(years.tolist(), tonnes.tolist(), status, strict=True)
        if math.isfinite(tonne)
    ]
    return Series(*zip(*known, strict=True)) if known else Series((), (), ())


def filled(years: NDArray[np.int64], tonnes: Array) -> Series:
    """A published series with the years that statistics skip filled in and marked."""
    return filled_together(years, [tonnes])[0]


def filled_together(years: NDArray[np.int64], rows: Sequence[Array]) -> list[Series]:
    """The same for an area's total and its sectors: those of the same years in one go, in the order of `rows`."""
    alike: dict[bytes, list[int]] = {}
    for at, tonnes in enumerate(rows):
        alike.setdefault(np.isfinite(tonnes).tobytes(), []).append(at)
    series_at: dict[int, Series] = {}
    for places in alike.values():
        known = np.isfinite(rows[places[0]])
        published = np.array([rows[at][known] for at in places])
        every, values, interpolated = trends.fill_gaps(years=years[known].astype(float), emissions=published)
        status = [INTERPOLATED if mark else "published" for mark in np.atleast_1d(interpolated)]
        series_at |= {at: _series(every, one, status) for at, one in zip(places, np.atleast_2d(values), strict=True)}
    return [series_at[at] for at in range(len(rows))]


def filled_parts(years: NDArray[np.int64], parts: Sequence[Array], total: Series) -> list[Series]:
    """Published series of the parts of a whole, filled in; in years that the whole has filled in they add up to it."""
    alone = filled_together(years, parts)
    skipped = np.array([status == INTERPOLATED for status in total.status], dtype=np.bool_)
    if not skipped.any() or not alone:
        return alone
    known = [dict(zip(one.years, one.tonnes, strict=True)) for one in alone]
    curves = np.array([[one.get(year, np.nan) for year in total.years] for one in known])
    scaled = trends.adding_up(years=total.years, parts=curves, whole=total.tonnes, skipped=skipped)
    by_year = [dict(zip(total.years, row, strict=True)) for row in scaled.tolist()]
    return [
        replace(one, tonnes=tuple(row.get(year, tonnes) for year, tonnes in zip(one.years, one.tonnes, strict=True)))
        for one, row in zip(alone, by_year, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class FilledSectors(Mapping[str, Series]):
    """Published series of an area's sectors by their keys, filled in when the first of them is asked for: most pages need none.

    It holds the area's own rows and no edition, so that it can be kept as long as what it is a part of; `nbytes` is what it
    takes once it is filled in, for the cache that keeps it.
    """

    keys_in_order: tuple[str, ...]
    years: NDArray[np.int64]
    rows: Array
    total: Series

    @property
    def nbytes(self) -> int:
        return self.rows.nbytes + len(self.rows) * len(self.total.years) * BYTES_OF_A_YEAR

    @cached_property
    def _series(self) -> dict[str, Series]:
        return dict(zip(self.keys_in_order, filled_parts(self.years, list(self.rows), self.total), strict=True))

    def __getitem__(self, key: str) -> Series:
        return self._series[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_in_order)

    def __len__(self) -> int:
        return len(self.keys_in_order)


def trend_series(base: Basis, row: int, as_of: date) -> Series:
    """Estimates of one area from its last published year to 2050: estimated up to this year, projected after."""
    years = np.arange(base.base_year + 1, LAST_YEAR + 1, dtype=np.int64)
    status = ["estimated" if year <= as_of.year else "projected" for year in years.tolist()]
    return _series(years, base.course.since(base.base_year + 1)[row], status)


def path_series(choices: Choices, figures: Figures, row: int) -> Series | None:
    """The year before the path starts and then the path itself to 2050; None where `no_path` says why there is none."""
    if no_path(choices, figures, row):
        return None
    left, before = float(figures.remaining_at_start_t[row]), float(figures.start_emissions[row])
    years = np.arange(choices.start - 1, LAST_YEAR + 1, dtype=np.int64)
    count = len(years) - 1
    if choices.pathway == "inertial":
        path = pathways.inertial(emissions=before, budget=left, growth=float(figures.growth[row]), years=count)
    else:
        path = _PATHS[choices.pathway](emissions=before, budget=left, years=count)
    return _series(years, np.concatenate([[before], path]), ["projected"] * len(years))


def no_path(choices: Choices, figures: Figures, row: int) -> str:
    """Why no path of the chosen kind uses exactly what is left for an area; empty where there is one.

    "overdrawn" today; "spent" by the year the path starts; "nothing" emitted by then, so nothing to cut; "falling": an
    inertial path begins as steeply as the trend falls, and that steepness alone never uses the budget up.
    """
    left, before = float(figures.remaining_at_start_t[row]), float(figures.start_emissions[row])
    if figures.remaining_t[row] < 0:
        return "overdrawn"
    if not before > 0:
        return "nothing"
    if not left > 0:
        return "spent"
    falling = choices.pathway == "inertial" and 1.0 + float(figures.growth[row]) * left / before < 0
    return "falling" if falling else ""
