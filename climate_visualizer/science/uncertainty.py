"""Draws over what is uncertain, carried through to the budget, the cut and the date; results are quantiles.

Axes: [..., area, draw]. A generator is always passed in, so that a result can be had again. The climate's draws are
shared by all areas (it is one climate); each area's trend has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from climate_visualizer.science.intervals import LineErrors, level_error
from climate_visualizer.science.pathways import required_cut
from climate_visualizer.science.remaining import Climate, remaining_gigatonnes
from climate_visualizer.science.trends import Trend, emitted_between, used_up_at
from climate_visualizer.science.units import Array, Degrees, Fraction, Tonnes, floats


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

    ``budget_t`` and ``remaining_t`` in tonnes (below zero: overdrawn); ``required_cut`` a fraction, 1 where nothing is
    left; ``used_up_at`` instants, today where the budget is used up already, infinite for never.
    """

    percents: tuple[float, ...]
    budget_t: Array
    remaining_t: Array
    required_cut: Array
    used_up_at: Array
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


def draw_trends(*, trend: Trend, errors: LineErrors, size: int, rng: np.random.Generator) -> Trend:
    """Lines that the published years could have come from, [..., draw]: the line turned and lifted by its errors.

    Slope and height at the mean year are independent and normal around the fitted ones (least squares theory).
    Source: Draper and Smith 1998, chapter 1.
    """
    shape = (*trend.slope.shape, size)
    turned = errors.slope[..., None] * rng.standard_normal(shape)
    lifted = level_error(errors=errors)[..., None] * rng.standard_normal(shape)
    lifted += turned * (trend.origin - errors.centre)
    lifted += trend.level[..., None]
    turned += trend.slope[..., None]
    return Trend(slope=turned, level=lifted, origin=trend.origin)


def ranges(
    *,
    budgets: Tonnes,
    published: Tonnes,
    trend: Trend,
    since: float,
    now: float,
    path_start: int,
    percents: Sequence[float],
) -> Ranges:
    """Quantiles over draws of what is left, the cut required and the date.

    ``budgets`` [..., area, draw] in tonnes at the budget's start, ``published`` [..., area] emitted from then to the
    instant ``since``; after it ``trend`` [..., area, draw] runs. ``now`` is today as an instant, ``path_start`` the
    year in which the cut begins, ``percents`` from 0 to 100. Quantiles are values that were drawn (no mean of a year
    and never). Areas with a missing figure give NaN.
    Source: Monte Carlo: quantiles of draws.
    """
    chances = np.asarray(percents, dtype=np.float64) / 100.0
    budget = floats(budgets)
    after = budget - floats(published)[..., None]
    remaining = after - emitted_between(trend=trend, start=since, end=now)
    date = np.maximum(used_up_at(trend=trend, budget=np.maximum(after, 0.0), start=since), now)
    left = after - emitted_between(trend=trend, start=since, end=float(path_start))
    before = emitted_between(trend=trend, start=float(path_start - 1), end=float(path_start))
    cut = np.where(left > 0, required_cut(emissions=before, budget=left), 1.0)
    cut = np.where((left > 0) & (before == 0), 0.0, cut)
    unknown = np.isnan(remaining)
    cut, date = np.where(unknown, np.nan, cut), np.where(unknown, np.nan, date)
    within: Array = np.where(unknown.any(axis=-1), np.nan, np.isposinf(date).mean(axis=-1))
    return Ranges(
        percents=tuple(float(percent) for percent in percents),
        budget_t=_quantiles(budget, chances),
        remaining_t=_quantiles(remaining, chances),
        required_cut=_quantiles(cut, chances),
        used_up_at=_quantiles(date, chances),
        chance_within=within,
    )


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
    trend: Trend,
    errors: LineErrors,
    since: float,
    now: float,
    path_start: int,
    size: int,
    percents: Sequence[float],
    rng: np.random.Generator,
) -> Ranges:
    """Everything at once: ``size`` states and trends for areas with ``share`` [..., area] of the world's budget.

    ``share`` is of what is left for the world from ``climate.start``; the rest as in `ranges`. Memory: about 25 arrays
    of areas x draws.
    Source: its parts, as named above.
    """
    states = draw_states(climate=climate, size=size, rng=rng)
    gigatonnes = budget_draws(climate=climate, states=states, limit=limit)
    lines = draw_trends(trend=trend, errors=errors, size=size, rng=rng)
    budgets = floats(share)[..., None] * gigatonnes * 1e9
    return ranges(
        budgets=budgets,
        published=published,
        trend=lines,
        since=since,
        now=now,
        path_start=path_start,
        percents=percents,
    )
