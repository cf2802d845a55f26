"""Yearly emissions that use exactly a budget, and the yearly cut that this takes.

Throughout, ``emissions`` is what the last full year emitted (t/yr) and ``budget`` is what is left from 1 January of the
year after (t CO2). Both are arrays of any shape that broadcast with each other. A path is returned with one more axis,
last, of length ``years``: element 0 is the first year after the last full one. A budget that is zero or below has no
path: every element is NaN. Emissions that are zero or below have nothing to cut and give NaN too.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from climate_visualizer.science.arrays.blocks import in_blocks
from climate_visualizer.science.arrays.monotone_cubic import monotone_cubic
from climate_visualizer.science.units import Array, Fraction, Tonnes, TonnesPerYear, floats, quotient

Path = Callable[..., Array]


def _positive(emissions: TonnesPerYear, budget: Tonnes) -> tuple[Array, Array]:
    """Both as floats with NaN where no path exists, and an axis for the years at the end."""
    rate, left = np.broadcast_arrays(floats(emissions), floats(budget))
    valid = (rate > 0) & (left > 0)
    return np.where(valid, rate, np.nan)[..., None], np.where(valid, left, np.nan)[..., None]


def _steps(years: int) -> Array:
    return np.arange(1, years + 1, dtype=np.float64)


def required_cut(*, emissions: TonnesPerYear, budget: Tonnes) -> Array:
    """Yearly cut (fraction) that spends exactly ``budget``, one step a year.

    The years t = 1, 2, ... emit E(1-r)^t. Their sum is E(1-r)/r; set it to B and solve: r = E / (B + E).
    Valid for E > 0 and B > 0; an overdrawn budget has no such path and gives NaN.
    Source: Uppsala University's county reports from 2022.

    >>> print(f"{required_cut(emissions=267_897.0, budget=1_746_398.0):.3f}")
    0.133
    """
    rate, left = _positive(emissions, budget)
    return quotient(rate, left + rate)[..., 0]


def exponential(*, emissions: TonnesPerYear, budget: Tonnes, years: int) -> Array:
    """Emissions (t/yr) that fall by the same fraction each year and over all time sum to ``budget``.

    Year t emits E(1-r)^t with r from `required_cut`; 1-r is taken as B/(B+E), which keeps its digits where B is far larger
    than E. The first ``years`` years are returned; after them
    E(1-r)^years * (1-r)/r tonnes remain. Source: as `required_cut`.
    """

    def path(rate: Array, left: Array) -> Array:
        falls: Array = rate * quotient(left, left + rate) ** _steps(years)
        return falls

    return in_blocks(path, *_positive(emissions, budget), axes=1, size=years)


def continuous_cut(*, emissions: TonnesPerYear, budget: Tonnes) -> Array:
    """Yearly cut (fraction) of a continuous decline that spends exactly ``budget``: r = 1 - exp(-E/B).

    The rate E exp(-E t/B) integrates to B; over one year it falls by exp(-E/B). NaN where `required_cut` is.
    Source: Uppsala University's 2020 generation of reports.
    """
    rate, left = _positive(emissions, budget)
    cut: Array = -np.expm1(-rate / left)[..., 0]
    return cut


def continuous_exponential(*, emissions: TonnesPerYear, budget: Tonnes, years: int) -> Array:
    """Emissions (t/yr) of a continuous decline: year t emits the exact integral of E exp(-E s/B) over that year.

    The integral from t-1 to t is B (exp(-E(t-1)/B) - exp(-E t/B)); over all time it is B. Source: as `continuous_cut`.
    """

    def path(rate: Array, left: Array) -> Array:
        decline = rate / left
        falls: Array = left * np.exp(-decline * (_steps(years) - 1.0)) * -np.expm1(-decline)
        return falls

    return in_blocks(path, *_positive(emissions, budget), axes=1, size=years)


def linear(*, emissions: TonnesPerYear, budget: Tonnes, years: int) -> Array:
    """Emissions (t/yr) on a straight line from E to zero after N = 2B/E years.

    The rate is E(1 - s/N); each year emits its exact integral, its length times the rate in its middle, so that the sum
    over all time is E N/2 = B and rounding never goes below zero.
    Source: Tyndall Centre; Uppsala University.
    """

    def path(rate: Array, left: Array) -> Array:
        end = 2.0 * left / rate
        start, stop = np.minimum(_steps(years) - 1.0, end), np.minimum(_steps(years), end)
        falls: Array = rate * ((stop - start) * (1.0 - (start + stop) / (2.0 * end)))
        return falls

    return in_blocks(path, *_positive(emissions, budget), axes=1, size=years)


def s_curve(*, emissions: TonnesPerYear, budget: Tonnes, years: int) -> Array:
    """Emissions (t/yr) that fall slowly, then fast, then slowly: half a cosine from E to zero after N = 2B/E years.

    The rate is E (cos(pi s/N) + 1) / 2, whose integral to N is E N/2 = B; each year emits its exact integral.
    Source: the Nyköping tool of 2020.
    """

    def path(rate: Array, left: Array) -> Array:
        end = 2.0 * left / rate
        used = _cosine_used(_steps(years), end) - _cosine_used(_steps(years) - 1.0, end)
        falls: Array = rate * np.maximum(used, 0.0)
        return falls

    return in_blocks(path, *_positive(emissions, budget), axes=1, size=years)


def _cosine_used(time: Array, end: Array) -> Array:
    """Integral of (cos(pi s/end) + 1) / 2 from 0 to ``time``, level once the curve has met zero."""
    elapsed = np.minimum(time, end)
    result: Array = (elapsed + end / np.pi * np.sin(np.pi * elapsed / end)) / 2.0
    return result


def inertial(*, emissions: TonnesPerYear, budget: Tonnes, growth: Fraction, years: int) -> Array:
    """Emissions (t/yr) that first go on growing at ``growth`` a year and then turn: the mitigation path.

    The rate is E (1 + (g+m) s) exp(-m s) with m = (1 + sqrt(1 + g T)) / T and T = B/E, which integrates to B; each
    year emits its exact integral. Valid for 1 + g T >= 0 (a fall steeper than the budget needs has no such path: NaN);
    the rate never goes below zero, since g + m = sqrt(1 + g T) (1 + sqrt(1 + g T)) / T.
    Source: Raupach et al. 2014, doi 10.1038/nclimate2384.
    """

    def path(rate: Array, left: Array, g: Array) -> Array:
        span = left / rate
        inner = 1.0 + g * span
        m = np.where(inner >= 0, (1.0 + np.sqrt(np.maximum(inner, 0.0))) / span, np.nan)
        ends = _steps(years)
        turns: Array = np.maximum(rate * (_inertial_left(ends - 1.0, g, m) - _inertial_left(ends, g, m)), 0.0)
        return turns

    together = np.broadcast_arrays(*_positive(emissions, budget), floats(growth)[..., None])
    return in_blocks(path, *together, axes=1, size=years)


def _inertial_left(time: Array, g: Array, m: Array) -> Array:
    """Integral of (1 + (g+m) s) exp(-m s) from ``time`` to infinity."""
    result: Array = np.exp(-m * time) * ((1.0 + (g + m) * time) / m + (g + m) / m**2)
    return result


def delayed(*, waiting: TonnesPerYear, budget: Tonnes, years: int, path: Path) -> Array:
    """Emissions (t/yr) that go on as ``waiting`` says and only then follow a path with what is left by then.

    ``waiting`` [..., D] are the years until action begins, spent from the budget (today's rate held, or a trend's
    yearly tonnes); D is at least 1 and below ``years``, else `ValueError`. ``path`` is one of this module's, and starts
    from the last year of waiting. Returns [..., years]. Where waiting uses the budget up no path is left: NaN after the
    years of waiting.
    Source: definition.
    """
    spent = floats(waiting)
    if not 1 <= spent.shape[-1] < years:
        raise ValueError(f"Waiting takes 1 to {years - 1} years; {spent.shape[-1]} were given.")
    left = floats(budget) - spent.sum(axis=-1)
    after = path(emissions=spent[..., -1], budget=left, years=years - spent.shape[-1])
    before = np.broadcast_to(spent, (*after.shape[:-1], spent.shape[-1]))
    return np.concatenate([before, after], axis=-1)


def policy_path(*, years: Fraction, goal_years: Fraction, goals: TonnesPerYear) -> Array:
    """Emissions (t/yr) through adopted targets: a monotone cubic through each, level after the last.

    ``goal_years`` [G] ascending, the first of them the last full year; ``goals`` [..., G] in tonnes a year; ``years``
    [Y] from the first goal's year on. Returns [..., Y]; a year before the first goal is NaN. Its sum over the years is
    what the targets add up to, to set against a budget. Between two goals the path never leaves their range
    (Fritsch and Carlson 1980). Years out of order are a `ValueError`. Source: the Nyköping tool of 2020.
    """
    return monotone_cubic(points=goal_years, values=goals, at=years)


def period_budgets(*, path: TonnesPerYear, first_year: int, length: int, origin: int) -> tuple[Array, Array]:
    """A path summed over periods of so many years: (first year of each period [K], tonnes [..., K]).

    ``path`` [..., Y] from ``first_year``; periods of ``length`` years count from ``origin`` (2018 and 5 for the UK's:
    2018-2022, 2023-2027 ...); the first and last may be cut short by the path's own ends. Source: Tyndall Centre.
    """
    tonnes = floats(path)
    years = np.arange(first_year, first_year + tonnes.shape[-1])
    period = (years - origin) // length
    starts = np.unique(period)
    sums = np.stack([tonnes[..., period == number].sum(axis=-1) for number in starts.tolist()], axis=-1)
    return starts.astype(np.float64) * length + origin, sums


def near_zero_year(*, path: TonnesPerYear, budget: Tonnes, first_year: int, left: float) -> Array:
    """The first year at whose end at most the fraction ``left`` of the budget remains (the Tyndall Centre's is 0.05).

    ``path`` [..., Y] from ``first_year``, ``budget`` [...] in tonnes. NaN where the path does not get there, or where
    there is no path. Source: Kuriakose et al., Tyndall Centre.
    """
    reached = np.cumsum(floats(path), axis=-1) >= (1.0 - left) * floats(budget)[..., None]
    first = first_year + np.argmax(reached, axis=-1)
    return np.where(reached.any(axis=-1), first, np.nan)


def sector_paths(*, emissions: TonnesPerYear, cuts: Fraction, years: int) -> Array:
    """Emissions (t/yr) of sectors that each fall by their own fraction a year: E_s (1 - r_s)^t, [..., sector, years].

    ``emissions`` [..., sector] of the last full year; ``cuts`` [..., sector] are fractions up to 1; below zero they
    grow.
    Source: as `exponential`, sector by sector.
    """
    yearly_factor = 1.0 - floats(cuts)[..., None]
    path: Array = floats(emissions)[..., None] * yearly_factor ** _steps(years)
    return path


def sector_total(*, emissions: TonnesPerYear, cuts: Fraction) -> Array:
    """What such sectors emit over all time, in tonnes: sum_s E_s (1 - r_s) / r_s; infinite if one never falls.

    Set it against a budget: below it the cuts fit, above it the difference is missing. Shapes as in `sector_paths`.
    Source: definition.
    """
    rate, fall = np.broadcast_arrays(floats(emissions), floats(cuts))
    each = np.where(fall > 0, rate * quotient(1.0 - fall, fall), np.where(rate > 0, np.inf, 0.0))
    total: Array = np.where(np.isnan(rate + fall), np.nan, each).sum(axis=-1)
    return total


def scaled_cuts(*, emissions: TonnesPerYear, cuts: Fraction, budget: Tonnes) -> Array:
    """The same sectors' cuts made deeper or gentler by one factor on 1/r - 1, so that they use exactly the budget.

    Sector s emits E_s (1/r_s - 1) in all; dividing each of these by the same k = total / budget keeps who does more
    and who does less. Returns [..., sector]. NaN for a budget at or below zero and where a sector never falls.
    Source: definition.
    """
    left = floats(budget)[..., None]
    total = sector_total(emissions=emissions, cuts=cuts)[..., None]
    scale = np.where((left > 0) & np.isfinite(total), quotient(left, total), np.nan)
    lasting = quotient(1.0 - floats(cuts), cuts) * scale
    adjusted: Array = 1.0 / (1.0 + lasting)
    return adjusted
