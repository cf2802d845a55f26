"""What a reader asks of a budget: how long, until when, how much over, how fast, and what waiting costs.

``emissions`` are tonnes a year, ``budget`` is tonnes left; arrays of any shape that broadcast. NaN in gives NaN out.
"""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.units import Array, Fraction, Tonnes, TonnesPerYear, Years, floats, quotient

DAYS_IN_YEAR = 365.2425


def years_left(*, emissions: TonnesPerYear, budget: Tonnes) -> Array:
    """Years that a budget lasts at an unchanged rate: B / E. NaN for a rate of zero; negative if overdrawn.

    Source: Uppsala University's pages of 2023-24; a count in words rounds up.
    """
    return quotient(budget, emissions)


def used_up_at_rate(*, emissions: TonnesPerYear, budget: Tonnes, start: Years) -> Array:
    """The instant (year with decimals) at which an unchanged rate has used the budget left at ``start``.

    Infinite for a rate of zero with something left; an overdrawn budget gives NaN.
    Source: definition.
    """
    rate, left = floats(emissions), floats(budget)
    moment = floats(start) + years_left(emissions=rate, budget=left)
    never = (rate == 0) & (left > 0)
    return np.where(left < 0, np.nan, np.where(never, np.inf, moment))


def path_used_up_at(*, path: TonnesPerYear, budget: Tonnes, first: Years) -> Array:
    """The instant (year with decimals) at which a path of whole years has used the budget left at its beginning.

    ``path`` [..., Y] in tonnes a year without negative years, ``budget`` [...] at ``first`` (an instant; each element of
    the path is one year from there). Within a year the rate is even. Infinite where the path's years don't use the
    budget; NaN for an overdrawn one.
    Source: definition.

    >>> print(path_used_up_at(path=[10.0, 10.0], budget=15.0, first=2027.0))
    2028.5
    """
    tonnes, left = floats(path), floats(budget)[..., None]
    ends = np.cumsum(tonnes, axis=-1)
    # Each year begins exactly where the one before it ends: a difference would leave a gap of rounding between two years.
    begins = np.concatenate([0.0 * tonnes[..., :1], ends[..., :-1]], axis=-1)
    is_over = ends > left
    within = is_over & (begins <= left)
    year = np.where(within, tonnes, 0.0).sum(axis=-1)
    part = quotient(left[..., 0] - np.where(within, begins, 0.0).sum(axis=-1), year)
    moment = np.where(within.any(axis=-1), floats(first) + (~is_over).sum(axis=-1) + part, np.inf)
    missing = (left[..., 0] < 0) | np.isnan(left[..., 0] + ends[..., -1])
    return np.where(missing, np.nan, moment)


def overdraft(*, budget: Tonnes) -> Array:
    """Tonnes emitted beyond the budget; NaN where it is not overdrawn.

    Source: definition.
    """
    left = floats(budget)
    return np.where(left < 0, -left, np.nan)


def overdraft_per_day(*, emissions: TonnesPerYear) -> Array:
    """Tonnes by which an overdraft grows in a day at an unchanged rate.

    Source: definition, with 365.2425 days a year.
    """
    return floats(emissions) / DAYS_IN_YEAR


def achieved_cut(*, emissions: TonnesPerYear, span: int) -> Array:
    """Compound yearly fall (fraction, positive where emissions fell) over the last ``span`` steps of the last axis.

    ``emissions`` [..., Y] for consecutive years with Y > span: 1 - (E[Y] / E[Y-span])^(1/span), the same fall every year
    that leads from the first year to the last. The mean of yearly changes isn't that: it lies above the change, the more so
    the more uneven the years are, and may have the other sign (Stenungsund 2017-2022: +1.7 against -3.9 %). An end at zero
    is a cut of one; a beginning at zero, or a year below it, gives NaN.
    Source: compound yearly change, the same measure as `required_cut`.

    >>> print(achieved_cut(emissions=[100.0, 50.0, 100.0, 50.0, 100.0, 50.0], span=5).round(3))
    0.129
    """
    series = floats(emissions)[..., -(span + 1) :]
    if series.shape[-1] <= span:
        raise ValueError(f"{span} yearly changes need {span + 1} years; there are {series.shape[-1]}.")
    ratio = quotient(series[..., -1], series[..., 0])
    known = (series[..., 0] > 0) & (ratio >= 0)
    return np.where(known, 1.0 - np.where(known, ratio, 1.0) ** (1.0 / span), np.nan)


def one_nth(*, emissions: TonnesPerYear, budget: Tonnes) -> Array:
    """N in "uses one N-th of the budget each year": B / E rounded, at least 1; NaN if overdrawn or without emissions.

    Source: Uppsala University's pages of 2023-24.
    """
    left = floats(budget)
    n = np.maximum(np.rint(quotient(left, emissions)), 1.0)
    return np.where(left > 0, n, np.nan)


def delay_cost(*, emissions: TonnesPerYear, budget: Tonnes, delays: Years) -> Array:
    """Yearly cut required (fraction) if it begins n years later, emissions unchanged until then: E / (B - nE + E).

    ``delays`` [D] in years; returns [..., D]. NaN from the delay at which nothing is left: no path remains.
    Source: Uppsala University, Sweden 2022 to 2023 at 1.7 degrees: 12 % to 15 %.

    >>> delay_cost(emissions=50.0, budget=355.0, delays=[0, 1, 8]).round(2)
    array([0.12, 0.14,  nan])
    """
    rate, left = np.broadcast_arrays(floats(emissions), floats(budget))
    remaining = left[..., None] - floats(delays) * rate[..., None]
    cut = quotient(rate[..., None], remaining + rate[..., None])
    return np.where((remaining > 0) & (rate[..., None] > 0), cut, np.nan)


def smallest_majority(*, emissions: TonnesPerYear, share: float = 0.5) -> list[int]:
    """Positions of the fewest parts that together make up more than ``share`` of the whole, largest first.

    ``emissions`` [part], a single area; parts that are missing or negative do not count. Empty if nothing is emitted.
    Source: definition.
    """
    parts = np.nan_to_num(np.maximum(floats(emissions), 0.0))
    order = np.argsort(-parts, kind="stable")
    if parts.sum() <= 0:
        return []
    reached = np.cumsum(parts[order]) > share * parts.sum()
    return [int(index) for index in order[: int(np.argmax(reached)) + 1]]


def last_start(*, emissions: TonnesPerYear, budget: Tonnes, first: Years) -> Array:
    """The last year in which a path can still begin if emissions stay as they are until then.

    From ``first`` (a calendar year, with ``budget`` left on its 1 January) n years can be waited as long as
    budget - n x emissions > 0. NaN for an overdrawn budget, infinite without emissions.
    Source: as `delay_cost`.
    """
    rate, left = floats(emissions), floats(budget)
    waits = np.where(rate > 0, np.ceil(quotient(left, rate)) - 1.0, np.inf)
    return np.where(left > 0, floats(first) + waits, np.nan)


def next_limit(*, limits: Fraction, budgets: Tonnes, emitted: Tonnes) -> Array:
    """The lowest limit whose budget is not used up yet, degrees; NaN if none is left.

    ``limits`` [L] ascending, ``budgets`` [..., L] in tonnes from one start, ``emitted`` [...] in tonnes since it.
    Source: definition.
    """
    open_still = floats(budgets) > floats(emitted)[..., None]
    lowest = floats(limits)[np.argmax(open_still, axis=-1)]
    return np.where(open_still.any(axis=-1), lowest, np.nan)


def saved(*, before: TonnesPerYear, after: TonnesPerYear) -> Array:
    """Tonnes that a change saves over a path's years: the sum of before - after on the last axis.

    Source: definition.
    """
    tonnes: Array = (floats(before) - floats(after)).sum(axis=-1)
    return tonnes


def days_bought(*, tonnes: Tonnes, emissions: TonnesPerYear) -> Array:
    """Days at today's rate that so many tonnes are worth: tonnes / (E / 365.2425). NaN for a rate of zero.

    Source: definition.
    """
    return quotient(floats(tonnes) * DAYS_IN_YEAR, emissions)


def per_person(*, emissions: TonnesPerYear, population: Fraction) -> Array:
    """Tonnes per person and year. NaN for an area without people.

    Source: definition.
    """
    return quotient(emissions, population)


def parts_of_whole(*, emissions: TonnesPerYear) -> Array:
    """Each part's fraction of the whole, ``emissions`` [..., part]. NaN where nothing is emitted.

    Source: definition.
    """
    parts = floats(emissions)
    return quotient(parts, parts.sum(axis=-1, keepdims=True))


def above(*, own: Fraction, other: Fraction) -> Array:
    """By which fraction a figure lies above another's (county, nation): own / other - 1. NaN for an other of zero.

    Source: definition.
    """
    return quotient(own, other) - 1.0


def rank(*, figures: Fraction) -> Array:
    """Place on the last axis, 1 for the lowest; equal figures share the better place, missing ones have none (NaN).

    Source: definition.
    """
    values = floats(figures)
    if not isinstance(values, np.ndarray):  # a lazy array cannot be put in order: each is counted against each
        lower = (values[..., None, :] < values[..., :, None]).sum(axis=-1)
        return np.where(np.isnan(values), np.nan, lower + 1.0)
    order = np.argsort(values, axis=-1, kind="stable")  # missing ones come last, so that they are lower than nobody
    ordered = np.take_along_axis(values, order, axis=-1)
    first = np.ones(ordered.shape, dtype=bool)
    first[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    places = np.maximum.accumulate(np.where(first, np.arange(1.0, ordered.shape[-1] + 1), 0.0), axis=-1)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, places, axis=-1)
    return np.where(np.isnan(values), np.nan, ranks)
