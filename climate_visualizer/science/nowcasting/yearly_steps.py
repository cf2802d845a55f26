"""Yearly steps: emissions known year by year, with an even rate inside each, integrated, measured and used up.

``yearly`` is [..., year], tonnes in each calendar year from ``first`` on, without gaps. What is emitted up to an instant is
then a chain of straight lines, so that every sum over days adds up to the years, and a date found here is the one that
`findings.path_used_up_at` finds on the same years.
"""

from __future__ import annotations

import math

import numpy as np

from climate_visualizer.science.findings import path_used_up_at
from climate_visualizer.science.units import Array, Tonnes, TonnesPerYear, floats

HALF_YEAR = 0.5


def _since_first(yearly: Array, place: float) -> Array:
    """Tonnes from the first instant to one that lies ``place`` years after it, [...]."""
    full_years = min(math.floor(place), yearly.shape[-1] - 1)
    tonnes: Array = yearly[..., :full_years].sum(axis=-1) + (place - full_years) * yearly[..., full_years]
    return tonnes


def emitted_between(*, yearly: TonnesPerYear, first: int, start: float, end: float) -> Array:
    """Tonnes emitted from one instant to another, [...]: whole years, and the parts of the years at both ends.

    ``start`` <= ``end``, scalars; NaN where the years do not cover them. Within a year the rate is even.
    Source: definition.

    >>> print(emitted_between(yearly=[100.0, 80.0], first=2025, start=2025.5, end=2026.25))
    70.0
    """
    tonnes = floats(yearly)
    begin, stop = start - first, end - first
    if begin < 0 or stop > tonnes.shape[-1]:
        return np.full(tonnes.shape[:-1], np.nan)
    if stop <= begin:
        return np.zeros(tonnes.shape[:-1])
    inside = tonnes[..., math.floor(begin) :]
    shift = math.floor(begin)
    return _since_first(inside, stop - shift) - _since_first(inside, begin - shift)


def rate_around(*, yearly: TonnesPerYear, first: int, moment: float) -> Array:
    """Today's rate, t/yr: what is emitted in the twelve months around an instant, half a year back and half a year ahead.

    In the middle of a year that is the year's own total, at New Year the mean of the two years. Since it moves evenly in
    between, a date worked out from it has no step at New Year. NaN within half a year of either end of the years.
    Source: definition.

    >>> print(rate_around(yearly=[100.0, 80.0], first=2025, moment=2026.0))
    90.0
    """
    return emitted_between(yearly=yearly, first=first, start=moment - HALF_YEAR, end=moment + HALF_YEAR)


def used_up_at(*, yearly: TonnesPerYear, first: int, budget: Tonnes, start: float) -> Array:
    """The instant at which the years have emitted ``budget`` [...] tonnes since ``start``.

    Infinite where the years end before that, NaN for a budget below zero or where a figure is missing.
    Source: `findings.path_used_up_at`, from the beginning of the year that ``start`` lies in.

    >>> print(used_up_at(yearly=[100.0, 80.0], first=2025, budget=70.0, start=2025.5))
    2026.25
    """
    tonnes, left = floats(yearly), floats(budget)
    year = math.floor(start)
    if year < first or year - first >= tonnes.shape[-1]:
        return np.full(np.broadcast_shapes(left.shape, tonnes.shape[:-1]), np.nan)
    gone = emitted_between(yearly=tonnes, first=first, start=float(year), end=start)
    moment = path_used_up_at(path=tonnes[..., year - first :], budget=left + gone, first=float(year))
    return np.where(left < 0, np.nan, moment)
