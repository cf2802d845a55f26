"""Draws over what is uncertain, carried through to the budget, the cut and the date; results are quantiles.

Axes: [..., area, draw]. A generator is always passed in, so that a result can be had again. The climate's draws are
shared by all areas (it is one climate); so are the shocks of a nation's years, by which each misses on its own scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from climate_visualizer.science.findings import used_up_at_rate
from climate_visualizer.science.nowcasting.error_spread import Spread, draw_errors
from climate_visualizer.science.nowcasting.yearly_steps import emitted_between, rate_around, used_up_at
from climate_visualizer.science.pathways import required_cut
from climate_visualizer.science.remaining import Climate, remaining_gigatonnes
from climate_visualizer.science.units import Array, Degrees, Fraction, Tonnes, TonnesPerYear, Years, floats


@dataclass(frozen=True, eq=False)
class States:
    """Draws of the climate, each [draw]: degrees, degrees per 1000 PgC, PgC per degree."""

    warming_to_date: Array
    non_co2_shift: Array
    zec: Array
    tcre: Array
    feedbacks: Array


@dataclass(frozen=True, eq=False)
class Ranges:
    """Quantiles [..., area, percent] at ``percents``, and the chance of staying within the budget [..., area].

    ``budget_t`` and ``remaining_t`` in tonnes (below zero: overdrawn), ``current_emissions`` today's rate in t/yr;
    ``required_cut`` a fraction, 1 where nothing is left; ``used_up_at`` at today's rate and ``used_up_at_trend`` if the trend
    goes on are instants, today where the budget is used up already, infinite for never and beyond the last year.
    """

    percents: tuple[float, ...]
    budget_t: Array
    remaining_t: Array
    current_emissions: Array
    required_cut: Array
    used_up_at: Array
    used_up_at_trend: Array
    chance_within: Array


def draw_states(*, climate: Climate, size: int, rng: np.random.Generator) -> States:
    """``size`` draws of TCRE (above zero), warming to date, non-CO2 warming, ZEC and feedbacks, all independent.

    Each is normal with the mean and deviation of ``climate``. Source: Rogelj et al. 2019, Lamboll et al. 2023.
    """
    tcre = rng.normal(climate.tcre, climate.tcre_sd, size)
    while (bad := tcre <= 0).any():
        tcre[bad] = rng.normal(climate.tcre, climate.tcre_sd, int(bad.sum()))
    return States(
        warming_to_date=rng.normal(climate.warming_to_date, climate.warming_sd, size),
        non_co2_shift=rng.normal(0.0, climate.non_co2_sd, size),
        zec=rng.normal(climate.zec, climate.zec_sd, size),
        tcre=tcre,
        feedbacks=rng.normal(climate.feedbacks, climate.feedbacks_sd, size),
    )


def budget_draws(*, climate: Climate, states: States, limit: Degrees) -> Array:
    """The world's GtCO2 left at a limit for each state, [draw]; a scalar ``limit`` in degrees.

    Source: as `remaining_gigatonnes`.
    """
    return remaining_gigatonnes(
        limit=limit,
        warming_to_date=states.warming_to_date,
        non_co2=climate.non_co2_warming(limit) + states.non_co2_shift,
        zec=states.zec,
        tcre=states.tcre,
        feedbacks=states.feedbacks,
        emitted_since=climate.emitted_since,
    )


def draw_years(*, estimate: TonnesPerYear, spread: Spread, horizon: Years, size: int, seed: int) -> Array:
    """Years that may come of an estimate, [area, draw, year]: what it misses as it has missed before.

    ``estimate`` [area, year] in tonnes a year, ``spread`` of the same areas, ``horizon`` [year] the years that each lies after
    the last published one (0: published, no error); ``size`` draws from ``seed``. Every area has the same
    shocks, each by its own scale. An area without a scale gives NaN.
    Source: `spread.draw_errors`.
    """
    common, own = draw_errors(spread=spread, horizon=horizon, size=size, seed=seed)
    exponent = own[None] * spread.scale[:, None, None]
    exponent += common[None]
    np.exp(exponent, out=exponent)
    exponent *= floats(estimate)[:, None, :]
    return exponent


def ranges(
    *,
    budgets: Tonnes,
    published: Tonnes,
    years: TonnesPerYear,
    first: int,
    since: float,
    now: float,
    path_start: int,
    percents: Sequence[float],
) -> Ranges:
    """Quantiles over draws of what is left, the cut required and the date.

    ``budgets`` [..., area, draw] in tonnes at the budget's start, ``published`` [..., area] emitted from then to the
    instant ``since``; after it ``years`` [..., area, draw, year] run, the first of them the calendar year ``first``, half a
    year before ``now`` or earlier. ``now``
    is today as an instant, ``path_start`` the year in which the cut begins, ``percents`` from 0 to 100. Quantiles are values
    that were drawn (no mean of a year and never). A date beyond the last year is infinite. Areas with a missing figure give
    NaN.
    Source: Monte Carlo: quantiles of draws.
    """
    chances = np.asarray(percents, dtype=np.float64) / 100.0
    budget, drawn = floats(budgets), floats(years)
    after = budget - floats(published)[..., None]
    remaining = after - emitted_between(yearly=drawn, first=first, start=since, end=now)
    gone = used_up_at(yearly=drawn, first=first, budget=np.maximum(after, 0.0), start=since)
    date = np.maximum(gone, now)
    left = after - emitted_between(yearly=drawn, first=first, start=since, end=float(path_start))
    before = emitted_between(yearly=drawn, first=first, start=path_start - 1.0, end=float(path_start))
    rate = rate_around(yearly=drawn, first=first, moment=now)
    at_rate = np.maximum(used_up_at_rate(emissions=rate, budget=np.maximum(remaining, 0.0), start=max(now, since)), now)
    unknown = np.isnan(remaining)
    cut, date, at_rate = (np.where(unknown, np.nan, values) for values in (_cuts(before, left), date, at_rate))
    within: Array = np.where(unknown.any(axis=-1), np.nan, np.isposinf(date).mean(axis=-1))
    every = np.broadcast_arrays(budget, remaining, rate, cut, at_rate, date)
    of_budget, of_remaining, of_rate, of_cut, of_day, of_trend_day = _quantiles(np.stack(every), chances)
    return Ranges(
        percents=tuple(float(percent) for percent in percents),
        budget_t=of_budget,
        remaining_t=of_remaining,
        current_emissions=of_rate,
        required_cut=of_cut,
        used_up_at=of_day,
        used_up_at_trend=of_trend_day,
        chance_within=within,
    )


def _cuts(before: Array, left: Array) -> Array:
    """Required cut of each draw: everything where nothing is left, nothing where nothing is emitted."""
    cut = np.where(left > 0, required_cut(emissions=before, budget=left), 1.0)
    return np.where((left > 0) & (before == 0), 0.0, cut)


def quantiles(draws: Array, percents: Sequence[float]) -> Array:
    """Quantiles of the last axis, each a value that was drawn, [..., percent].

    Source: Hyndman and Fan 1996, definition 1.
    """
    return _quantiles(draws, np.asarray(percents, dtype=np.float64) / 100.0)


def _quantiles(draws: Array, chances: Array) -> Array:
    """Quantiles of the last axis, each a drawn value, [..., chance]; NaN where a draw is missing."""
    size = draws.shape[-1]
    places = np.clip(np.ceil(chances * size).astype(np.int64) - 1, 0, size - 1)
    ordered = np.partition(draws, np.unique(places), axis=-1)
    missing = np.isnan(draws).any(axis=-1, keepdims=True)
    return np.where(missing, np.nan, ordered[..., places])


def ensemble(
    *,
    climate: Climate,
    limit: float,
    share: Fraction,
    published: Tonnes,
    estimate: TonnesPerYear,
    spread: Spread,
    first: int,
    horizon: Years,
    since: float,
    now: float,
    path_start: int,
    size: int,
    percents: Sequence[float],
    rng: np.random.Generator,
    seed: int = 0,
) -> Ranges:
    """Everything at once: ``size`` states of the climate and courses of areas with ``share`` [area] of the world's budget.

    ``share`` is of what is left for the world from ``climate.start``; ``estimate`` [area, year] from the year ``first`` on with
    ``spread`` and ``horizon`` as in `draw_years`; the rest as in `ranges`. Memory: areas x draws x years.
    Source: its parts, as named above.
    """
    states = draw_states(climate=climate, size=size, rng=rng)
    gigatonnes = budget_draws(climate=climate, states=states, limit=limit)
    years = draw_years(estimate=estimate, spread=spread, horizon=horizon, size=size, seed=seed)
    budgets = floats(share)[..., None] * gigatonnes * 1e9
    return ranges(
        budgets=budgets,
        published=published,
        years=years,
        first=first,
        since=since,
        now=now,
        path_start=path_start,
        percents=percents,
    )
