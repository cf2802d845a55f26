"""Nowcast: local emissions from the last published year to today and on, carried by the nation's sectors.

Local statistics come 18 to 30 months late, national ones by sector a year earlier. So an area's sector follows the nation's
sector as long as that is known, and after it the nation's own recent growth, damped. Each area keeps its share of each sector:

    E[a, s, Y+k] = E[a, s, Y] * R[s, k],   R[s, k] = N[s, Y+k] / N[s, Y]                   where the nation N is known,
                                           R[s, k] = R[s, m] * exp(g_s (f + f^2 + ... + f^(k-m)))   m known years on,

with g_s the sector's yearly growth (of logarithms) over its last years and f its damping, 0 <= f < 1. Four laws follow, since
R has no area in it and is above zero: estimates start where statistics end (R[s, 0] = 1), areas add up to their nation as the
published ones do, what is measured of the nation is conserved, and nothing falls below zero or to nothing by a trend: the sum
of powers stays below f / (1 - f), so a sector never changes by more than exp(g f / (1 - f)).

Growth and damping are those that erred least in rolling-origin tests (`backtest`); docs/backtest.md has the tables. Source:
Gardner and McKenzie 1985 for damped trends; the rest by definition.
"""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.units import Array, Fraction, TonnesPerYear, floats, quotient

SPAN = 5  # years of growth: 3 and 8 err by 1 to 3 % more in the tests of Sweden and the United Kingdom
STEEPEST = 0.15  # a sector that fell faster (waste on a correction, product use on a new method) was restated, not cut


def recent_growth(*, nation: TonnesPerYear, span: int = SPAN) -> Array:
    """Yearly growth of logarithms over the last ``span`` years of a series, [...]; within +-15 % a year.

    ``nation`` [..., Y] in consecutive years, NaN where a year is missing; the last year that is known is compared with the
    earliest known one of the ``span`` years before it. Zero where there is nothing to compare, or nothing emitted.
    Source: definition.
    """
    series = floats(nation)
    known = np.isfinite(series) & (series > 0)
    years = np.arange(series.shape[-1])
    last = np.where(known, years, -1).max(axis=-1)
    inside = known & (years >= last[..., None] - span)
    begin = np.where(inside, years, series.shape[-1]).min(axis=-1)
    usable = (last > begin) & (last >= 0)
    values = np.where(known, series, 1.0)
    ends = np.take_along_axis(values, np.maximum(last, 0)[..., None], axis=-1)[..., 0]
    starts = np.take_along_axis(values, np.where(usable, begin, 0)[..., None], axis=-1)[..., 0]
    growth = quotient(np.log(ends) - np.log(starts), np.where(usable, last - begin, 1))
    return np.where(usable, np.clip(growth, -STEEPEST, STEEPEST), 0.0)


def nation_ratios(*, nation: TonnesPerYear, published: int, years: int, damping: Fraction, span: int = SPAN) -> Array:
    """R[s, k] of the module's formula for k = 1 ... ``years``, [sector, k].

    ``nation`` [sector, Y] in consecutive years, of which the one at place ``published`` is the last that areas are known
    for; later ones are the nation's own, NaN where unknown. ``damping`` [sector], from 0 (stands still) up to but not
    including 1. A sector that the nation does not have (zero) stands still.
    Source: as in the module's text.

    >>> nation_ratios(nation=[[90.0, 100.0, 80.0]], published=1, years=3, damping=[0.0])
    array([[0.8, 0.8, 0.8]])
    """
    series, damped = floats(nation), floats(damping)
    outside = damped[(damped < 0) | (damped >= 1)]
    if outside.size:
        raise ValueError(f"A damping lies from 0 up to but not including 1; there is {outside.flat[0]}.")
    growth = recent_growth(nation=_as_known(series, published), span=span)
    at = series[..., published]
    ratio, power = np.ones(series.shape[:-1]), np.ones(series.shape[:-1])
    steps = []
    unbroken = np.ones(series.shape[:-1], dtype=bool)
    for place in range(published + 1, published + 1 + years):
        later = series[..., place] if place < series.shape[-1] else np.full(series.shape[:-1], np.nan)
        unbroken = unbroken & np.isfinite(later)
        power = np.where(unbroken, power, power * damped)
        followed = np.where(at > 0, quotient(later, at), 1.0)
        ratio = np.where(unbroken, followed, ratio * np.exp(growth * power))
        steps.append(ratio)
    return np.stack(steps, axis=-1)


def _as_known(series: Array, published: int) -> Array:
    """The nation's years up to the last one that follows the published ones without a gap."""
    later = np.isfinite(series[..., published + 1 :])
    unbroken = np.logical_and.accumulate(later, axis=-1)
    is_known = np.concatenate([np.ones((*series.shape[:-1], published + 1), dtype=bool), unbroken], axis=-1)
    return np.where(is_known, series, np.nan)


def level(*, emissions: TonnesPerYear, nation: TonnesPerYear, years: int) -> Array:
    """An area's sectors in the last year as the mean of the last ``years`` years says, each carried there by the nation.

    ``emissions`` [area, sector, Y] and ``nation`` [sector, Y]. One year is the published figure itself. More years even out
    a year that was unlike others, but begin with a step that nobody measured; the tests never paid for that step.
    Source: the mean of E[Y-j] N[Y] / N[Y-j] over j.
    """
    own, national = floats(emissions), floats(nation)
    carried = [
        own[..., -1 - back] * np.nan_to_num(quotient(national[..., -1], national[..., -1 - back]))
        for back in range(years)
    ]
    mean: Array = np.mean(carried, axis=0)
    return mean


def nowcast(*, emissions: TonnesPerYear, ratios: Fraction) -> Array:
    """Tonnes of each area, sector and coming year, [..., area, sector, k], from the last published year's and the ratios.

    ``emissions`` [..., area, sector] in tonnes, not below zero (sinks are no part of a budget; a figure below zero counts as
    nothing), NaN where not known; ``ratios`` [sector, k] of `nation_ratios`.
    Source: as in the module's text.

    >>> nowcast(emissions=[[50.0, 10.0]], ratios=[[1.1], [0.5]])
    array([[[55.],
            [ 5.]]])
    """
    start = floats(emissions)
    tonnes: Array = np.maximum(start, 0.0)[..., None] * floats(ratios)
    return tonnes
