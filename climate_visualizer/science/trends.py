"""What happens if nothing changes: lines through published years, and estimates for years that are not there.

A calendar instant is a year with decimals: 2024.0 is the first moment of 1 January 2024. A line is a rate in tonnes a
year; since it is straight, its value in the middle of a year (2024.5) is that year's total. It never goes below zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from climate_visualizer.science.arrays.monotone_cubic import monotone_cubic
from climate_visualizer.science.units import Array, Tonnes, Years, floats, quotient

BLOCK = 1024  # series fitted at once, so that their candidates stay in the processor's cache
ROUNDED_AWAY = (
    1e-3  # of a whole: what publishers' whole tonnes leave, 2e-4 at most in the smallest Swedish municipality
)


def _ensure_years(years: Array) -> None:
    if years.size < 2:
        raise ValueError(f"A trend needs at least two years; there is {years.size}.")
    if np.any(np.diff(years) <= 0):
        raise ValueError("The years must ascend without repeats.")


@dataclass(frozen=True, eq=False)
class Trend:
    """Straight lines: ``level`` (t/yr) at the instant ``origin``, changing by ``slope`` (t/yr per year); [...]."""

    slope: Array
    level: Array
    origin: float

    def rate_at(self, moment: Years) -> Array:
        """The line at an instant, t/yr, never below zero; ``moment`` broadcasts with the leading axes."""
        return np.maximum(self.level + self.slope * (floats(moment) - self.origin), 0.0)


def least_absolute_deviations(*, years: Years, emissions: Tonnes) -> Trend:
    """The line whose absolute misses sum to the least; robust against a single odd year.

    ``years`` [Y] ascending, ``emissions`` [..., Y] in tonnes a year. A best line goes through two of the points
    (Bloomfield and Steiger 1983), so every pair is tried, for all series at once: exact, with Y(Y-1)/2 candidates.
    Of equally good lines the flattest is taken. A series with a missing year gives NaN. Needs two years or more;
    fewer, or years out of order, are a `ValueError`.
    Source: Bloomfield and Steiger 1983: a best line goes through two of the points.
    """
    x, y = floats(years), floats(emissions)
    _ensure_years(x)
    origin = float(x[-1]) + 0.5
    if not isinstance(y, np.ndarray) or y.size <= BLOCK * x.size:
        slope, level = _least_misses(x, y)
        return Trend(slope=slope, level=level, origin=origin)
    rows = y.reshape(-1, x.size)
    blocks = [_least_misses(x, rows[start : start + BLOCK]) for start in range(0, len(rows), BLOCK)]
    slope, level = (np.concatenate(part).reshape(y.shape[:-1]) for part in zip(*blocks, strict=True))
    return Trend(slope=slope, level=level, origin=origin)


def _least_misses(x: Array, y: Array) -> tuple[Array, Array]:
    """Slope and value in the last year of the best line through two points, [...]."""
    first, second = (np.array(index) for index in zip(*combinations(range(x.size), 2), strict=True))
    slopes = (y[..., second] - y[..., first]) / (x[second] - x[first])
    starts = y[..., first] - slopes * x[first]
    misses = np.abs(y[..., None, :] - (starts[..., None] + slopes[..., None] * x)).sum(axis=-1)
    best = np.nanmin(np.where(np.isnan(misses), np.inf, misses), axis=-1, keepdims=True)
    tied = misses <= best * (1.0 + 1e-12)
    flattest = np.argmin(np.where(tied, np.abs(slopes), np.inf), axis=-1)[..., None]
    chosen = flattest == np.arange(first.size)
    slope = np.where(chosen, slopes, 0.0).sum(axis=-1)
    return slope, np.where(chosen, starts, 0.0).sum(axis=-1) + slope * x[-1]


def least_squares(*, years: Years, emissions: Tonnes) -> Trend:
    """The line whose squared misses sum to the least: slope = cov(x, y) / var(x).

    ``years`` [Y] ascending, ``emissions`` [..., Y]. A series with a missing year gives NaN. Needs two years or more;
    fewer, or years out of order, are a `ValueError`.
    Source: Draper and Smith 1998, chapter 1.
    """
    x, y = floats(years), floats(emissions)
    _ensure_years(x)
    apart = x - x.mean()
    middle = y.mean(axis=-1)
    slope = ((y - middle[..., None]) * apart).sum(axis=-1) / (apart**2).sum()
    return Trend(slope=slope, level=middle + slope * (x[-1] - x.mean()), origin=float(x[-1]) + 0.5)


@dataclass(frozen=True, eq=False)
class Growth:
    """Exponential trends: ``level`` (t/yr) at the instant ``origin``, changing by the fraction ``rate`` a year; [...].

    The rate of emission at an instant m is level (1 + rate)^(m - origin). It never reaches zero.
    """

    rate: Array
    level: Array
    origin: float

    def rate_at(self, moment: Years) -> Array:
        """The curve at an instant, t/yr; ``moment`` broadcasts with the leading axes."""
        curve: Array = self.level * (1.0 + self.rate) ** (floats(moment) - self.origin)
        return curve


def log_linear(*, years: Years, emissions: Tonnes) -> Growth:
    """The exponential whose logarithm misses the published years' by the least squares.

    ``years`` [Y], ``emissions`` [..., Y] above zero; a series with a missing year, or with one at or below zero, gives
    NaN. Needs two years or more.
    Source: least squares on logarithms.
    """
    tonnes = floats(emissions)
    line = least_squares(years=years, emissions=np.log(np.where(tonnes > 0, tonnes, np.nan)))
    return Growth(rate=np.expm1(line.slope), level=np.exp(line.level), origin=line.origin)


def mean_change(*, years: Years, emissions: Tonnes) -> Growth:
    """The exponential from the last published year at the mean of the yearly changes before it.

    ``years`` [Y] without gaps (else `ValueError`), ``emissions`` [..., Y]; the mean of E[t]/E[t-1] - 1. A year of zero
    before another gives NaN. Needs two years or more.
    Source: definition.
    """
    x, y = floats(years), floats(emissions)
    _ensure_years(x)
    if np.any(np.diff(x) != 1.0):
        raise ValueError("Yearly changes need years without gaps.")
    changes = quotient(y[..., 1:], y[..., :-1]) - 1.0
    return Growth(rate=changes.mean(axis=-1), level=y[..., -1], origin=float(x[-1]) + 0.5)


def _zero_at(trend: Trend) -> Array:
    """The instant at which a falling line meets zero, infinite for one that does not fall."""
    falls = trend.slope < 0
    meets = trend.origin - quotient(trend.level, trend.slope)
    return np.where(falls, meets, np.where(np.isnan(trend.slope), np.nan, np.inf))


def emitted_between(*, trend: Trend | Growth, start: Years, end: Years) -> Array:
    """Tonnes emitted on a trend from one instant to another: the exact integral, of a line with its floor at zero.

    ``start`` and ``end`` broadcast with the trend's leading axes; start <= end. A falling line counts until it meets
    zero; a rising one counts from where it leaves zero.
    Source: the integral of a line that stops at zero.
    """
    if isinstance(trend, Growth):
        return _grown(trend, floats(start), floats(end))
    begin, stop = floats(start), floats(end)
    zero = _zero_at(trend)
    rises = trend.slope > 0
    leaves = np.where(rises, trend.origin - quotient(trend.level, trend.slope), -np.inf)
    begin = np.minimum(np.maximum(begin, leaves), stop)
    stop = np.maximum(np.minimum(stop, zero), begin)
    mean_rate = (trend.rate_at(begin) + trend.rate_at(stop)) / 2.0
    tonnes: Array = mean_rate * (stop - begin)
    return np.where(np.isnan(trend.slope), np.nan, tonnes)


def _power(trend: Growth) -> Array:
    """ln(1 + r), and zero where growth is so small that a straight line says the same within 1e-11."""
    power = np.log1p(trend.rate)
    return np.where(np.abs(power) < 1e-12, 0.0, power)


def _grown(trend: Growth, start: Array, end: Array) -> Array:
    """Integral of an exponential over t years from rate a: a (exp(p t) - 1) / p with p = ln(1 + r); a t for p = 0."""
    power, rate, span = _power(trend), trend.rate_at(start), end - start
    return rate * np.where(power == 0, span, quotient(np.expm1(power * span), power))


def _outgrown_at(trend: Growth, left: Array, start: Array) -> Array:
    """Solve the integral of `_grown` for its end: t = ln(1 + p B / a) / p; never where the whole tail emits less."""
    power, rate = _power(trend), trend.rate_at(start)
    wanted = quotient(left, rate)
    curved = quotient(np.log1p(np.where(power * wanted > -1, power * wanted, np.nan)), power)
    never = (power * wanted <= -1) | ((rate == 0) & (left > 0))
    answer = np.where(never, np.inf, start + np.where(power == 0, wanted, curved))
    return np.where((left < 0) | np.isnan(left) | np.isnan(trend.rate), np.nan, answer)


def used_up_at(*, trend: Trend | Growth, budget: Tonnes, start: Years) -> Array:
    """The instant at which a trend has emitted ``budget`` tonnes since ``start``; infinite for never, NaN below zero.

    With rate a at the start and slope s the emitted tonnes after t years are a t + s t^2 / 2 = B, whose first root is
    t = 2B / (a + sqrt(a^2 + 2 s B)): the form that has no division by zero for a flat line. A negative
    discriminant means that the line meets zero before the budget is gone: never.
    Source: the integral of a line that stops at zero, solved for its end.

    >>> flat = Trend(slope=np.array(0.0), level=np.array(10.0), origin=2022.5)
    >>> print(used_up_at(trend=flat, budget=35.0, start=2023.0))
    2026.5
    """
    left, begin = floats(budget), floats(start)
    if isinstance(trend, Growth):
        return _outgrown_at(trend, left, begin)
    leaves = np.where(trend.slope > 0, trend.origin - quotient(trend.level, trend.slope), -np.inf)
    begin = np.maximum(begin, leaves)
    rate = trend.rate_at(begin)
    inside = rate**2 + 2.0 * trend.slope * left
    root = np.sqrt(np.maximum(inside, 0.0))
    waited = np.where(left == 0, 0.0, quotient(2.0 * left, rate + root))
    never = (inside < 0) | ((rate + root == 0) & (left > 0))
    answer = np.where(never, np.inf, begin + waited)
    return np.where((left < 0) | np.isnan(left) | np.isnan(trend.slope), np.nan, answer)


def fill_gaps(*, years: Years, emissions: Tonnes) -> tuple[Array, Array, np.typing.NDArray[np.bool_]]:
    """Every year from the first to the last, with the skipped ones filled in, and a mask that is true for those.

    ``years`` [Y] ascending, ``emissions`` [..., Y]; returns years [Z], values [..., Z], mask [Z]. Between two
    published years runs the monotone cubic of Fritsch and Carlson (1980): it goes through both and never beyond them.
    Source: Fritsch and Carlson 1980.
    """
    x, y = floats(years), floats(emissions)
    every = np.arange(x[0], x[-1] + 1.0) if x.size else x
    filled = monotone_cubic(points=x, values=y, at=every)
    return every, filled, ~np.isin(every, x)


def adding_up(*, years: Years, parts: Tonnes, whole: Tonnes, skipped: np.typing.NDArray[np.bool_]) -> Array:
    """Parts [..., part, Z] of a filled-in series, which in the ``skipped`` years add up to the ``whole`` [..., Z].

    ``years`` [Z] consecutive, ``skipped`` [Z] true where `fill_gaps` filled in. A curve through sums is not the sum of the
    curves through their parts, so those of a skipped year are scaled to what the whole has then: less what it has beyond its
    parts (or they beyond it) in the published years around, on a curve too, if that is more than rounding. A missing part
    counts as nothing. Source: definition.

    >>> adding_up(
    ...     years=[2000.0, 2001.0, 2002.0], parts=[[8.0, 6.0, 2.0], [2.0, 3.0, 8.0]], whole=[10.0, 10.0, 10.0],
    ...     skipped=np.array([False, True, False]),
    ... ).round(1)
    array([[8. , 6.7, 2. ],
           [2. , 3.3, 8. ]])
    """
    moments, curves, all_of = floats(years), floats(parts), floats(whole)
    together = np.nansum(curves, axis=-2)
    beyond = monotone_cubic(points=moments[~skipped], values=(all_of - together)[..., ~skipped], at=moments)
    beyond = np.where(np.abs(beyond) > ROUNDED_AWAY * np.abs(all_of), beyond, 0.0)
    scale = quotient(all_of - beyond, together)
    usable = skipped & np.isfinite(scale) & (scale > 0)
    scaled: Array = curves * np.where(usable, scale, 1.0)[..., None, :]
    return scaled
