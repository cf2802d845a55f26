"""How a budget is shared: one function a principle, each giving shares on the last axis that sum to one.

The last axis is the areas that share; leading axes are anything. A missing or a negative claim in the last axis makes all
shares of that row NaN, since nobody's share is known then: a principle never falls back to another. Principles that ask
who owes (`equal_cumulative_per_head`) may give a share below zero: a carbon debt. Those that go year by year stand in
`effort_sharing`.
"""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.units import Array, Fraction, Tonnes, TonnesPerYear, floats, quotient


def _normalised(claims: Array) -> Array:
    """Claims over their sum; a claim below zero leaves everybody without a share, as a missing one does."""
    owing = (claims < 0).any(axis=-1, keepdims=True)
    return quotient(claims, np.where(owing, np.nan, claims.sum(axis=-1, keepdims=True)))


def grandfathering(*, emissions: Tonnes) -> Array:
    """By present emissions: E_i / sum E, with ``emissions`` [..., area] in tonnes summed over the base years.

    It favours those who emit most. Source: Raupach et al. 2014; van den Berg et al. 2020, doi
    10.1007/s10584-019-02368-y.
    """
    return _normalised(floats(emissions))


def per_head(*, population: Fraction) -> Array:
    """Equally among people: P_i / sum P, with ``population`` [..., area] in persons. Source: as `grandfathering`."""
    return _normalised(floats(population))


def blend(*, emissions: Tonnes, population: Fraction, weight: float) -> Array:
    """Between the two: w P_i/P + (1-w) E_i/E with ``weight`` w from 0 to 1. Source: Raupach et al. 2014.

    Raises `ValueError` for a weight outside 0 to 1.
    """
    if not 0.0 <= weight <= 1.0:
        raise ValueError(f"The weight of a blend lies from 0 to 1; {weight} does not.")
    return weight * per_head(population=population) + (1.0 - weight) * grandfathering(emissions=emissions)


def equal_transition(*, emissions: Tonnes, lives: Fraction) -> Array:
    """By what each sector's present capital needs to run out: sum_s E_is L_s / sum(E L).

    ``emissions`` [..., area, sector] in tonnes, ``lives`` [sector] in years. Each sector's claim is its emissions
    times the life of its capital. Source: Lackner et al. 2025, Nature Communications.
    """
    return _normalised((floats(emissions) * floats(lives)).sum(axis=-1))


def contraction_convergence(
    *, emissions: Tonnes, population: Fraction, path: TonnesPerYear, converged_after: float
) -> Array:
    """From present emissions to equal per head along a path of the whole: sum_t path(t) (c E_i/E + (1-c) P_i/P).

    ``emissions`` and ``population`` [..., area]; ``path`` [Y] is what the whole emits in years 1, 2, ... and should run
    until the budget is all but used; c(t) = max(1 - t / ``converged_after``, 0) with ``converged_after`` in years,
    above zero (else `ValueError`). The share is of the path's sum. Source: van den Berg et al. 2020.
    """
    if not converged_after > 0:
        raise ValueError(f"Convergence takes a number of years above zero; {converged_after} is not.")
    world_path = floats(path)
    grandfathered = np.maximum(1.0 - np.arange(1, world_path.shape[-1] + 1) / converged_after, 0.0)
    weight = quotient((world_path * grandfathered).sum(), world_path.sum())
    present, equal = grandfathering(emissions=emissions), per_head(population=population)
    shares: Array = weight * present + (1.0 - weight) * equal
    return shares


def equal_cumulative_per_head(*, population: Fraction, history: Tonnes, budget: Tonnes) -> Array:
    """Equal per head of all that is ever emitted since a year: (P_i/P (H + B) - H_i) / B.

    ``population`` and ``history`` [..., area], the latter in tonnes emitted since the chosen year (1850, 1950, 1990);
    ``budget`` [...] in tonnes, what is left for all. Below zero an area has emitted more than its part already: its
    debt is -share x budget. NaN for a budget of zero. Source: van den Berg et al. 2020.

    >>> equal_cumulative_per_head(population=[1.0, 1.0], history=[90.0, 10.0], budget=40.0)
    array([-0.5,  1.5])
    """
    past, left = floats(history), floats(budget)[..., None]
    fair = per_head(population=population) * (past.sum(axis=-1, keepdims=True) + left)
    return quotient(fair - past, left)
