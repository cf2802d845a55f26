"""Emissions of all areas year by year to 2050: published, filled in between, and estimated after them by the nowcast.

One set of years stands behind everything that is said of coming emissions: what is left, today's rate, the date, the path,
plans, scenarios, charts and files. So they agree, and estimates of areas add up to those of their nation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.editions.cubes import Cube
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.parameters import dampings, nearly_carbon_dioxide
from climate_visualizer.science import trends
from climate_visualizer.science.nowcasting import nowcast
from climate_visualizer.science.units import quotient

Array = NDArray[np.float64]
HISTORY = 10  # years of the nation before the last published one; growth is measured over five of them
MOSTLY = 0.8  # a year of the nation is known when sectors with so much of its emissions are
TOTAL = "total"


@dataclass(frozen=True, eq=False)
class Course:
    """Tonnes in consecutive `years` up to 2050, by area and sector, NaN where nothing is known.

    `totals` [area, year] and `sectors` [area, sector, year]; up to the year `published` they are the statistics' own, with
    skipped years filled in. `known` is for how many years after it the nation's own figures carry the estimates.
    """

    years: NDArray[np.int64]
    totals: Array
    sectors: Array
    published: int
    known: int

    @property
    def first(self) -> int:
        return int(self.years[0])

    def at(self, year: int) -> int:
        """The place of a year."""
        return year - self.first

    def since(self, year: int) -> Array:
        """Totals from a year on, [area, year]."""
        return self.totals[:, self.at(year) :]

    def horizon(self, years: NDArray[np.int64]) -> Array:
        """How many years after the last published one each year lies."""
        return np.maximum(years.astype(np.float64) - self.published, 0.0)


def course_of(
    edition: Edition, country: str, cube: Cube, totals: Array, sectors: Array, consistent: Array, nation: int | None
) -> Course:
    """The course of statistics within a scope: `totals` [area, year] as published, then estimates from what is consistent.

    `sectors` [area, sector, year] and `consistent` [area, year] have the sum of parts in the place of a total that contradicts
    them. `nation` is the row of the whole country; where
    there is none, all areas together are.
    """
    published, before = int(cube.years[-1]), cube.years
    years = np.arange(before[0], LAST_YEAR + 1, dtype=np.int64)
    ahead = LAST_YEAR - published
    start = _adding_up(sectors[:, :, -1], consistent[:, -1])
    series = _nation(edition, country, cube, sectors, nation)
    ratios = nowcast.nation_ratios(
        nation=series, published=HISTORY, years=ahead, damping=dampings(country, cube.sectors)
    )
    later = nowcast.nowcast(emissions=start, ratios=ratios)
    missing = ~np.isfinite(consistent[:, -1])
    later[missing] = np.nan
    return Course(
        years=years,
        totals=np.concatenate([_filled(before, totals), later.sum(axis=1)], axis=1),
        sectors=np.concatenate([_filled(before, sectors), later], axis=2),
        published=published,
        known=_known(series),
    )


def _filled(years: NDArray[np.int64], tonnes: Array) -> Array:
    """Every year from the first published to the last; those that statistics skip, filled in."""
    if years.size == years[-1] - years[0] + 1:
        return tonnes
    _, filled, _ = trends.fill_gaps(years=years.astype(float), emissions=tonnes)
    filled[..., years - years[0]] = tonnes
    return filled


def _adding_up(sectors: Array, totals: Array) -> Array:
    """Each area's sectors in the last published year, scaled by what little it takes to add up to its total.

    A total without any sector is spread as the sectors of all areas together are.
    """
    parts = np.nan_to_num(np.maximum(sectors, 0.0))
    total = parts.sum(axis=1, keepdims=True)
    everywhere = (
        quotient(parts.sum(axis=0), parts.sum()) if parts.sum() > 0 else np.full(parts.shape[1], 1.0 / parts.shape[1])
    )
    shares = np.where(total > 0, quotient(parts, total), everywhere)
    return shares * np.maximum(totals, 0.0)[:, None]


def _nation(edition: Edition, country: str, cube: Cube, sectors: Array, nation: int | None) -> Array:
    """The nation's sectors, [sector, year]: ten years up to the last published one at `HISTORY`, and what is known later."""
    own = sectors[nation] if nation is not None else np.nansum(sectors, axis=0)
    published = int(cube.years[-1])
    later = _later(edition, country, cube.sectors, published)
    series = np.full((len(cube.sectors), HISTORY + 1 + later.shape[1]), np.nan)
    places = cube.years - published + HISTORY
    series[:, places[places >= 0]] = np.maximum(own[:, places >= 0], 0.0)
    series[:, HISTORY + 1 :] = series[:, HISTORY : HISTORY + 1] * later
    return series


def _later(edition: Edition, country: str, sectors: tuple[str, ...], published: int) -> Array:
    """The nation's sectors over their last published year, [sector, year after it]; NaN where unknown.

    From year to year within one source's series of one gas: carbon dioxide where it is known, else all greenhouse gases for
    sectors that are nearly all carbon dioxide; the whole for a sector that no series has apart.
    """
    table = edition.national(country)
    last = max(table["year"].to_list(), default=published)
    ratios = np.full((len(sectors), max(last - published, 0)), np.nan)
    steps = _steps(table)
    apart = {sector for sector, *_ in steps}
    nearly = nearly_carbon_dioxide(country)
    for row, sector in enumerate(sectors):
        name = sector if sector in apart else TOTAL
        gases = ("CO2", "GHG") if sector in nearly and name != TOTAL else ("CO2",)
        reached = 1.0
        for place, year in enumerate(range(published, last)):
            values = [steps[name, gas, year] for gas in gases if (name, gas, year) in steps]
            reached = reached * values[0] if values else np.nan
            ratios[row, place] = reached
    return ratios


def _steps(table: pl.DataFrame) -> dict[tuple[str, str, int], float]:
    """What each series makes of a year in the next one, by sector, gas and year; measured figures before preliminary ones."""
    steps: dict[tuple[str, str, int], float] = {}
    order = table.sort("status", "source", descending=True)
    for (_, gas, sector), rows in order.group_by("source", "gas", "sector", maintain_order=True):
        by_year = dict(zip(rows["year"].to_list(), rows["tonnes"].to_list(), strict=True))
        for year, tonnes in by_year.items():
            after = by_year.get(year + 1)
            if tonnes is None or after is None or (tonnes <= 0 and after > 0):
                continue
            steps[str(sector), str(gas), int(year)] = after / tonnes if tonnes > 0 else 1.0
    return steps


def _known(series: Array) -> int:
    """For how many years after the last published one sectors with most of the nation's emissions are known."""
    weight = np.nan_to_num(series[:, HISTORY])
    later = np.logical_and.accumulate(np.isfinite(series[:, HISTORY + 1 :]), axis=1)
    covered = (weight[:, None] * later).sum(axis=0) >= MOSTLY * max(weight.sum(), 1.0)
    return int(covered.sum())


def by_rule(course: Course, published: NDArray[np.int64], consistent: Array, rule: str) -> Course:
    """The course with another rule for the years after the last published one, which a reader may ask for beside the nowcast.

    `level`: as in the last published year. `line`: the line of least absolute deviations through the last ten years, never
    below zero. `growth`: the exponential through them. Sectors keep the nowcast's parts of the whole.
    """
    recent = published > published[-1] - HISTORY
    past, tonnes = published[recent].astype(np.float64), consistent[:, recent]
    ahead = np.arange(course.published + 1, LAST_YEAR + 1, dtype=np.float64)
    at = course.at(course.published + 1)
    if rule == "level":
        later = np.repeat(consistent[:, -1:], ahead.size, axis=1)
    else:
        fitted = trends.log_linear if rule == "growth" else trends.least_absolute_deviations
        trend = fitted(years=past, emissions=tonnes)
        later = np.stack([trend.rate_at(year + 0.5) for year in ahead.tolist()], axis=-1)
    scale = quotient(later, course.totals[:, at:])
    totals = np.concatenate([course.totals[:, :at], later], axis=1)
    sectors = np.concatenate([course.sectors[:, :, :at], course.sectors[:, :, at:] * scale[:, None, :]], axis=2)
    return replace(course, totals=totals, sectors=sectors, known=0)
