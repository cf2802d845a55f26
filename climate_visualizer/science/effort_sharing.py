"""Effort sharing year by year: allowances of every country along a path of the world, by income and responsibility.

Budgets that are shared in one step need one income and one baseline for a whole century. Published effort sharing goes
along a path instead: each year what the baseline emits beyond the path is laid on the countries by that year's income and
history. Axes are [..., area, year], the last the years of the path; each year's allowances sum to the path, so budgets
are conserved year by year. An allowance below zero is a debt of that year, to be financed elsewhere.
Source: van den Berg et al. 2020, doi 10.1007/s10584-019-02368-y.
"""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.units import Array, Fraction, Tonnes, TonnesPerYear, Years, floats, quotient

INCOME_EXPONENT = 1.0 / 3.0
"""The cut grows with the cube root of income: van den Berg et al. 2020, after the marginal costs of abatement models."""


def ability_to_pay(*, baseline: TonnesPerYear, product: Fraction, population: Fraction, path: TonnesPerYear) -> Array:
    """Allowances (t/yr) [..., area, year] where each year's cut grows with the cube root of income.

    ``baseline``, ``product`` and ``population`` [..., area, year]: tonnes a year without policy, gross product in one
    currency at purchasing power parity, persons. ``path`` [..., year] is what all emit together. With y the product per
    head, area i bears (y_i/y)^(1/3) b_i of that year's cut, scaled so that all allowances sum to the path. A year whose
    path lies above the baseline has nothing to cut: everybody's baseline is scaled up to it.
    Source: van den Berg et al. 2020, "ability to pay".

    >>> ability_to_pay(baseline=[[50.0], [50.0]], product=[[8.0], [1.0]], population=[[1.0], [1.0]], path=[40.0]).round(3)
    array([[10.],
           [30.]])
    """
    emitted, people, value = floats(baseline), floats(population), floats(product)
    income = quotient(value, people)
    mean = quotient(value.sum(axis=-2, keepdims=True), people.sum(axis=-2, keepdims=True))
    return _less_burden(emitted, emitted * quotient(income, mean) ** INCOME_EXPONENT, floats(path))


def development_rights(
    *,
    baseline: TonnesPerYear,
    history: Tonnes,
    product: Fraction,
    population: Fraction,
    path: TonnesPerYear,
    years: Years,
    threshold: float,
    weight: float,
    index_until: float,
    blended_by: float,
) -> Array:
    """Allowances (t/yr) [..., area, year] by responsibility and capability, blended into ability to pay.

    The index of a year is w H_i/H + (1-w) C_i/C with ``history`` H [..., area, year] the tonnes emitted from the chosen
    year up to that one, and C_i = P_i max(y_i - ``threshold``, 0): income above a threshold, in the product's currency
    per head and year. Until ``index_until`` the index of each year lays out the cut; from there the index of that year
    is kept and gives way linearly to `ability_to_pay`, which alone counts from ``blended_by`` on. ``years`` [year] are
    calendar years, ``weight`` w from 0 to 1 (else `ValueError`); the other arguments as in `ability_to_pay`. Incomes are
    taken as equal within an area, where the Climate Equity Reference uses their distribution.
    Source: van den Berg et al. 2020, "greenhouse development rights"; Climate Equity Reference Project (threshold).
    """
    if not 0.0 <= weight <= 1.0:
        raise ValueError(f"The weight of responsibility lies from 0 to 1; {weight} does not.")
    calendar, people, world = floats(years), floats(population), floats(path)
    capability = np.maximum(floats(product) - threshold * people, 0.0)
    index = weight * _parts(floats(history)) + (1.0 - weight) * _parts(capability)
    last = int(np.searchsorted(calendar, index_until, side="right")) - 1
    held_at = np.minimum(np.arange(calendar.size), max(last, 0))
    rights = _less_burden(floats(baseline), index[..., held_at], world)
    able = ability_to_pay(baseline=baseline, product=product, population=people, path=world)
    given = np.clip((calendar - index_until) / (blended_by - index_until), 0.0, 1.0)
    shares: Array = rights * (1.0 - given) + able * given
    return shares


def converging_product(
    *, product: Fraction, population: Fraction, years: int, growth: float, closing: float, frontier: float = 0.9
) -> Array:
    """Gross product [..., area, year] of the coming years where incomes close in on those of the richest.

    ``product`` [..., area] is that of the year before the first one, ``population`` [..., area, ``years`` + 1] persons of
    that year and the coming ones. Income at the frontier (the quantile ``frontier`` of people by income) grows by the
    fraction ``growth`` a year; the logarithm of the distance of every other income to it shrinks by ``closing`` a year.
    It stands in for a published scenario where none is at hand, and says what it assumes in three numbers.
    Source: Barro 2015, doi 10.1111/ecca.12128 (convergence of about 2 per cent a year).
    """
    people = floats(population)
    income = quotient(floats(product), people[..., 0])
    top = _quantile_of_people(income, people[..., 0], frontier)[..., None]
    steps = np.arange(1, years + 1, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.log(income) - np.log(top)
    later = np.exp(distance[..., None] * (1.0 - closing) ** steps + np.log(top[..., None]) + steps * np.log1p(growth))
    grown: Array = later * people[..., 1:]
    return grown


def cumulative_history(*, history: Tonnes, allowances: TonnesPerYear) -> Array:
    """Tonnes emitted from the chosen year up to each year's beginning, [..., area, year], as `development_rights` asks.

    ``history`` [..., area] up to the path's first year; ``allowances`` [..., area, year] are what is emitted in each,
    such as the baseline. Source: definition.
    """
    emitted = floats(allowances)
    before = np.cumsum(emitted, axis=-1) - emitted
    cumulated: Array = floats(history)[..., None] + before
    return cumulated


def _quantile_of_people(income: Array, people: Array, part: float) -> Array:
    """The income that the fraction ``part`` of people have at most, [...]; areas without an income are left out."""
    ranked = np.argsort(income, axis=-1)
    counted = np.where(np.isfinite(income), people, 0.0)
    running = np.cumsum(np.take_along_axis(counted, ranked, axis=-1), axis=-1)
    at = (running < part * running[..., -1:]).sum(axis=-1, keepdims=True)
    chosen = np.take_along_axis(ranked, np.minimum(at, income.shape[-1] - 1), axis=-1)
    answer: Array = np.take_along_axis(income, chosen, axis=-1)[..., 0]
    return answer


def _parts(claims: Array) -> Array:
    """Claims of a year over their sum, on the axis of areas."""
    return quotient(claims, claims.sum(axis=-2, keepdims=True))


def _less_burden(baseline: Array, burden: Array, path: Array) -> Array:
    """Baselines less each year's cut, laid out by the burdens; scaled up in a year whose path lies above them."""
    total, world = baseline.sum(axis=-2, keepdims=True), path[..., None, :]
    cut = np.maximum(total - world, 0.0)
    scale = np.maximum(quotient(world, total), 1.0)
    allowed: Array = baseline * scale - cut * _parts(burden)
    return allowed
