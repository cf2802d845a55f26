"""Ranges of estimates: what the years after the last published one may come to, carried to what is left, the cut and the date.

They come from the errors that the same nowcast would have made from every earlier year (`science.backtest`), in the state of
knowledge of today: with as many later years of the nation known as there are now, and from what a later release has revised of
an earlier one's years. The budget is taken as it is chosen; that
the climate may react more strongly or less is in its likelihood.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.figures import Figures
from climate_visualizer.budget.lasting import told_day
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import Array, Basis, NoBudget, basis
from climate_visualizer.methods.choices import RATES, TRENDS
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.parameters import dampings, revisions
from climate_visualizer.methods.question import Question
from climate_visualizer.science import uncertainty
from climate_visualizer.science.nowcasting import backtest
from climate_visualizer.science.nowcasting.error_spread import Spread, half_width, spread_of
from climate_visualizer.science.nowcasting.revisions import revised

TWO_IN_THREE, NINE_IN_TEN = 200.0 / 3.0, 90.0
PERCENTS = (5.0, 50.0 - TWO_IN_THREE / 2.0, 50.0, 50.0 + TWO_IN_THREE / 2.0, 95.0)
DRAWS, SEED = 400, 2015  # twice as many move the ends of a range by less than its second digit
HORIZONS = 5  # years ahead that are tested: few origins are left beyond them
KEPT_AHEAD = (
    6  # years after the last published one that an edition's estimates are kept for: statistics come within three
)
KEPT = ("estimate_t", "low_t", "high_t", "low90_t", "high90_t")  # an estimate and both its ranges
FEWEST = 4  # consecutive years that make two origins


@dataclass(frozen=True)
class Within:
    """A range that two cases in three keep to, `low` to `high`, and nine in ten, `low90` to `high90`."""

    low: float
    high: float
    low90: float
    high90: float


@dataclass(frozen=True)
class Days:
    """The same of a day; None for later than the end of 2050, and the day of the assessment for already."""

    low: date | None
    high: date | None
    low90: date | None
    high90: date | None


@dataclass(frozen=True)
class Ranges:
    """How far what is said of an area may lie from what will be known, in the units of `Assessment`."""

    remaining_t: Within
    current_emissions_t_per_year: Within
    required_cut: Within
    used_up_on: Days
    used_up_on_trend: Days


@dataclass(frozen=True, eq=False)
class Estimates:
    """Every area's years after the last published one, [area, year], with both ranges; NaN where a history is too short."""

    years: NDArray[np.int64]
    tonnes: Array
    low: Array
    high: Array
    low90: Array
    high90: Array


def _unbroken(base: Basis) -> tuple[Array, Array]:
    """The last consecutive published years by sector, [area, sector, year] and [sector, year] of the nation."""
    years, published = base.course.years, base.course.at(base.base_year) + 1
    real = np.isin(years[:published], base.cube.years)
    broken = np.flatnonzero(~real)
    begin = int(broken[-1]) + 1 if broken.size else 0
    series = np.nan_to_num(np.maximum(base.course.sectors[:, :, begin:published], 0.0))
    nation = series[base.nation] if base.nation is not None else series.sum(axis=0)
    return series, nation


@remembered
def spread(edition: Edition, country: str, without: tuple[str, ...]) -> Spread | None:
    """How far estimates of a country's areas have missed; None where there are too few consecutive years to tell."""
    base = basis(edition, country, without)
    series, nation = _unbroken(base)
    if series.shape[-1] < FEWEST:
        return None
    errors = backtest.rolling_errors(
        emissions=series,
        nation=nation,
        damping=dampings(country, base.cube.sectors),
        known=base.course.known,
        horizons=HORIZONS,
    )
    missed = spread_of(errors=errors, size=series[:, :, -1].sum(axis=1), known=base.course.known)
    alone, together = revisions(country)
    return revised(spread=missed, alone=alone, together=together)


@remembered
def estimates(edition: Edition, country: str, without: tuple[str, ...]) -> Estimates:
    """Every area's estimated years with their ranges."""
    base = basis(edition, country, without)
    years = np.arange(base.base_year + 1, LAST_YEAR + 1, dtype=np.int64)
    tonnes, known = base.course.since(base.base_year + 1), spread(edition, country, without)
    ends = [np.full(tonnes.shape, np.nan) for _ in range(4)]
    if known is not None:
        horizon = base.course.horizon(years)
        for place, likelihood in enumerate((TWO_IN_THREE, NINE_IN_TEN)):
            half = half_width(spread=known, horizon=horizon, likelihood=likelihood)
            ends[2 * place], ends[2 * place + 1] = tonnes * np.exp(-half), tonnes * np.exp(half)
    return Estimates(years, tonnes, *ends)


def _one(known: Spread, row: int) -> Spread:
    """The spread of a single area."""
    return replace(known, scale=known.scale[row : row + 1])


def drawn_years(question: Question, first: int, size: int) -> Array | None:
    """Draws of one area's years from `first` to 2050, [1, draw, year]: published ones as they are; None without a spread.

    They are always drawn from the first estimated year on, whatever year is asked from: so no range moves at New Year.
    """
    base, row = question.basis, question.row
    known = spread(question.edition, question.country, base.counting)
    if known is None or not math.isfinite(known.scale[row]):
        return None
    edge = base.base_year + 1
    years = np.arange(edge, LAST_YEAR + 1, dtype=np.int64)
    later = uncertainty.draw_years(
        estimate=base.course.since(edge)[row : row + 1],
        spread=_one(known, row),
        horizon=base.course.horizon(years),
        size=size,
        seed=SEED,
    )
    if first >= edge:
        return later[:, :, first - edge :]
    published = base.course.since(first)[row, : edge - first]
    return np.concatenate([np.broadcast_to(published, (1, size, published.size)), later], axis=2)


def quantiles_of(question: Question, figures: Figures, percents: tuple[float, ...]) -> uncertainty.Ranges | None:
    """Quantiles of what follows for one area from the budget that is chosen; None where its history is too short for any."""
    choices, base, row = question.choices, question.basis, question.row
    since = float(max(question.start, base.base_year + 1))
    first = max(min(int(since), question.as_of.year - 1, choices.start - 1), base.course.first)
    nowcast_of_today = choices.trend == TRENDS[0] and choices.rate == RATES[0]  # other rules have no tested errors
    years = drawn_years(question, first, DRAWS) if nowcast_of_today else None
    if years is None:
        return None
    return uncertainty.ranges(
        budgets=np.full((1, DRAWS), figures.budget_t[row]),
        published=figures.emitted_published_t[row : row + 1],
        years=years,
        first=first,
        since=since,
        now=instant(question.as_of),
        path_start=choices.start,
        percents=percents,
    )


def ranges(question: Question, figures: Figures) -> Ranges | None:
    """The ranges of one area for the budget that is chosen; None where its history is too short for any."""
    quantiles = quantiles_of(question, figures, PERCENTS)
    if quantiles is None:
        return None
    days = {
        name: Days(*(told_day(moment) for moment in _ends(getattr(quantiles, name)[0])))
        for name in ("used_up_at", "used_up_at_trend")
    }
    return Ranges(
        remaining_t=Within(*_ends(quantiles.remaining_t[0])),
        current_emissions_t_per_year=Within(*_ends(quantiles.current_emissions[0])),
        required_cut=Within(*_ends(quantiles.required_cut[0])),
        used_up_on=days["used_up_at"],
        used_up_on_trend=days["used_up_at_trend"],
    )


def _ends(quantiles: Array) -> tuple[float, float, float, float]:
    low90, low, _, high, high90 = quantiles.tolist()
    return low, high, low90, high90


def kept_table(edition: Edition) -> pl.DataFrame:
    """What an edition is shown with: every area of every country that has local statistics, for the years to come."""
    tables = []
    counts = Counter(area.country for area in edition.areas)
    for country in (one for one, areas in counts.items() if areas > 1):
        try:
            base, estimated = basis(edition, country, ()), estimates(edition, country, ())
        except NoBudget:
            continue
        count = min(KEPT_AHEAD, estimated.years.size)
        parts = (estimated.tonnes, estimated.low, estimated.high, estimated.low90, estimated.high90)
        columns = {name: part[:, :count].ravel() for name, part in zip(KEPT, parts, strict=True)}
        areas = np.repeat(np.array(base.cube.area_ids), count)
        tables.append(
            pl.DataFrame(
                {"area_id": areas, "year": np.tile(estimated.years[:count], len(base.cube.area_ids)), **columns}
            )
        )
    empty = pl.DataFrame(schema={"area_id": pl.String, "year": pl.Int64, **dict.fromkeys(KEPT, pl.Float64)})
    return pl.concat(tables).fill_nan(None) if tables else empty
