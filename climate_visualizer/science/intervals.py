"""How far a line may be wrong: the errors of a trend fitted to published years, and the range of years to come."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from climate_visualizer.science.trends import Trend
from climate_visualizer.science.units import Array, Tonnes, Years, floats, quotient


@dataclass(frozen=True, eq=False)
class LineErrors:
    """Standard errors of fitted lines: of a single year around the line ``residual`` and of the ``slope``, both [...].

    The line turns around the mean of its years, ``centre`` (an instant); its height there has the error
    residual / sqrt(``count``). ``count`` years were fitted.
    """

    residual: Array
    slope: Array
    centre: float
    count: int


def line_errors(*, trend: Trend, years: Years, emissions: Tonnes) -> LineErrors:
    """Errors of a line from what it misses, s^2 = sum of squared misses / (Y - 2), and of its slope s / sqrt(Sxx).

    ``years`` [Y] and ``emissions`` [..., Y] are what ``trend`` [...] was fitted to; needs three years or more (else
    `ValueError`). The formulas are those of least squares; for a line of least absolute deviations they are somewhat
    too wide when single years stand out. Source: any textbook of linear regression, e.g. Draper and Smith 1998.
    """
    x, y = floats(years) + 0.5, floats(emissions)
    if x.size < 3:
        raise ValueError(f"The errors of a line need at least three years; there are {x.size}.")
    line = trend.level[..., None] + trend.slope[..., None] * (x - trend.origin)
    residual = np.sqrt(((y - line) ** 2).sum(axis=-1) / (x.size - 2))
    spread = float(np.sqrt(((x - x.mean()) ** 2).sum()))
    return LineErrors(residual=residual, slope=residual / spread, centre=float(x.mean()), count=int(x.size))


def prediction_interval(*, trend: Trend, errors: LineErrors, year: Years, likelihood: float) -> tuple[Array, Array]:
    """The range in which a year's tonnes fall with ``likelihood`` per cent, (low, high), never below zero.

    ``year`` is scalar or broadcasts with the trend's leading axes; the middle of the year is meant. The half width is
    t s sqrt(1 + 1/Y + (x - mean)^2 / Sxx) with Student's t of Y - 2 degrees of freedom. A likelihood that is not
    between 0 and 100 is a `ValueError`.
    Source: least squares theory, as in Draper and Smith 1998, chapter 1.
    """
    moment = floats(year) + 0.5
    away = (moment - errors.centre) * errors.slope
    error = np.sqrt(errors.residual**2 * (1.0 + 1.0 / errors.count) + away**2)
    half = student_quantile(50.0 + likelihood / 2.0, errors.count - 2) * error
    middle = trend.level + trend.slope * (moment - trend.origin)
    return np.maximum(middle - half, 0.0), np.maximum(middle + half, 0.0)


@lru_cache(maxsize=64)
def student_quantile(percent: float, degrees: int) -> float:
    """The value that Student's t with ``degrees`` of freedom stays below with ``percent`` per cent chance.

    The distribution function, in closed form for whole degrees of freedom, is inverted by halving. ``percent`` from 50
    up to but not including 100, ``degrees`` 1 or more, else `ValueError`. Source: Abramowitz and Stegun 26.7.3-4.

    >>> round(student_quantile(97.5, 6), 4)
    2.4469
    """
    if not 50.0 <= percent < 100.0 or degrees < 1:
        raise ValueError(f"A t quantile needs 50 to 100 per cent and a degree of freedom; not {percent} and {degrees}.")
    low, high = 0.0, 1.0
    while _student_inside(high, degrees) < 2.0 * percent / 100.0 - 1.0:
        high *= 2.0
    for _ in range(80):
        middle = (low + high) / 2.0
        below = _student_inside(middle, degrees) < 2.0 * percent / 100.0 - 1.0
        low, high = (middle, high) if below else (low, middle)
    return (low + high) / 2.0


def _student_inside(value: float, degrees: int) -> float:
    """The chance that Student's t lies within +-value."""
    angle = math.atan(value / math.sqrt(degrees))
    cosine, term, total = math.cos(angle), 1.0, 0.0
    odd = degrees % 2
    if odd:
        term = cosine
    for step in range(degrees // 2):
        total += term
        term *= cosine**2 * ((2 * step + 2) / (2 * step + 3) if odd else (2 * step + 1) / (2 * step + 2))
    return 2.0 / math.pi * (angle + math.sin(angle) * total) if odd else math.sin(angle) * total


def level_error(*, errors: LineErrors) -> Array:
    """Standard error of the line's height at the mean of its years, t/yr: s / sqrt(Y).

    Source: least squares theory, as in Draper and Smith 1998, chapter 1.
    """
    return quotient(errors.residual, math.sqrt(errors.count))
