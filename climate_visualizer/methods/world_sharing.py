"""Effort sharing among nations: each principle's shares of the world's budget, from an edition's table of nations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.nations import Nations
from climate_visualizer.methods.recipes import ShareWorld
from climate_visualizer.science import effort_sharing, pathways, sharing

PATH_YEARS = 200
NET_ZERO = 0
"""The horizon of a principle that goes year by year where it ends with the path: the world's net zero."""
_NOT_AMONG_NATIONS = {"equal-transition": " None of the sources here has every country's emissions by sector."}


class UnusablePrinciple(Exception):
    """A method names a principle that can't be used at its step; the sentence says which can, and why."""


def shares_of_nations(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    """Every nation's share of `world` tonnes from 1 January of `start`, [country]; NaN where a principle lacks statistics.

    The shares of those that take part sum to one. Below zero is a debt. Raises `UnusablePrinciple` for a principle that
    needs what is not known of every country.
    """
    if how.principle not in _PRINCIPLES:
        why, allowed = _NOT_AMONG_NATIONS.get(how.principle, ""), ", ".join(_PRINCIPLES)
        raise UnusablePrinciple(f"'{how.principle}' can't be used among nations; choose one of: {allowed}.{why}")
    return _PRINCIPLES[how.principle](how, facts, start, world)


def _per_head(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    return sharing.per_head(population=facts.population(start - 1))


def _grandfathering(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    return sharing.grandfathering(emissions=facts.emissions(how.base_years))


def _blend(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    return sharing.blend(
        emissions=facts.emissions(how.base_years), population=facts.population(start - 1), weight=how.weight
    )


def _convergence(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    """Along the path that spends the world's budget from today's fossil emissions, in equal yearly cuts."""
    emissions = facts.emissions((start - 1,))
    path = pathways.exponential(emissions=emissions.sum(), budget=world, years=PATH_YEARS)
    return sharing.contraction_convergence(
        emissions=emissions,
        population=facts.population(start - 1),
        path=path,
        converged_after=float(how.converged_by - start + 1),
    )


def _cumulative(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    return sharing.equal_cumulative_per_head(
        population=facts.population(start - 1), history=facts.history(how.since, start), budget=world
    )


@dataclass(frozen=True, eq=False)
class _Run:
    """The coming years of the countries that have people and a product: [country, year], and the world's path [year]."""

    known: NDArray[np.bool_]
    years: NDArray[np.int64]
    people: Array
    product: Array
    baseline: Array
    path: Array


def _run(how: ShareWorld, facts: Nations, start: int, world: float) -> _Run:
    """Baselines and the path for principles that go year by year.

    The path is a straight line from last year's emissions to net zero that spends exactly `world`. Without policy
    everybody is taken to go on emitting as much a head as last year, while people (the publisher's projection where the
    edition has one) and incomes change: incomes close in on the richest by `closing` a year, and grow there by `growth`.
    """
    here = facts.population(start - 1)
    known = np.isfinite(facts.product) & (here > 0)
    emissions = facts.emissions((start - 1,))[known]
    zero_after = int(np.ceil(2.0 * world / emissions.sum()))
    length = zero_after if how.until == NET_ZERO else max(zero_after, how.until - start + 1)
    years = np.arange(start, start + length)
    people = np.stack([here, *(facts.population(int(year)) for year in years)], axis=-1)[known]
    product = effort_sharing.converging_product(
        product=facts.product[known] / facts.population(facts.last_year)[known] * people[:, 0],
        population=people,
        years=length,
        growth=how.growth,
        closing=how.closing,
    )
    baseline = (emissions / people[:, 0])[:, None] * people[:, 1:]
    path = pathways.linear(emissions=emissions.sum(), budget=world, years=length)
    return _Run(known, years, people[:, 1:], product, baseline, path)


def _summed(run: _Run, allowances: Array) -> Array:
    """Allowances of the years as shares of the whole path, [country]; NaN for countries that take no part."""
    shares = np.full(run.known.shape, np.nan)
    shares[run.known] = allowances.sum(axis=-1) / run.path.sum()
    return shares


def _ability(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    run = _run(how, facts, start, world)
    allowances = effort_sharing.ability_to_pay(
        baseline=run.baseline, product=run.product, population=run.people, path=run.path
    )
    return _summed(run, allowances)


def _rights(how: ShareWorld, facts: Nations, start: int, world: float) -> Array:
    run = _run(how, facts, start, world)
    past = facts.history(how.since, start)[run.known]
    allowances = effort_sharing.development_rights(
        baseline=run.baseline,
        history=effort_sharing.cumulative_history(history=past, allowances=run.baseline),
        product=run.product,
        population=run.people,
        path=run.path,
        years=run.years,
        threshold=how.threshold,
        weight=how.weight,
        index_until=how.index_until,
        blended_by=how.blended_by,
    )
    return _summed(run, allowances)


_PRINCIPLES: dict[str, Callable[[ShareWorld, Nations, int, float], Array]] = {
    "per-head": _per_head,
    "grandfathering": _grandfathering,
    "blend": _blend,
    "contraction-convergence": _convergence,
    "equal-cumulative": _cumulative,
    "ability-to-pay": _ability,
    "responsibility-capability": _rights,
}
