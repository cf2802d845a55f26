"""From emissions to degrees: what an emission adds, and which limit an area's path stands for."""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.remaining import Climate, state_grid, weighted_quantile
from climate_visualizer.science.units import C_TO_CO2, Array, Degrees, Fraction, Tonnes, floats, quotient

TONNES_IN_GIGATONNE = 1e9
FURTHEST_GIGATONNES = 1000.0 * C_TO_CO2
"""GtCO2 up to which warming is assessed as near-linear in emissions: about 1000 PgC (IPCC AR6 WG1, section 5.5.1)."""


def added_warming(*, emitted: Tonnes, tcre: Degrees) -> Array:
    """Degrees that so many tonnes of CO2 add: TCRE x emission, with ``tcre`` in degrees per 1000 GtCO2.

    The best estimate of TCRE is 0.45 (likely 0.27 to 0.63). NaN beyond `FURTHEST_GIGATONNES`, for which the straight
    line isn't assessed. Source: IPCC AR6 WG1, SPM D.1.1.

    >>> print(f"{added_warming(emitted=40e9, tcre=0.45):.3f} degrees for a year of the world's emissions")
    0.018 degrees for a year of the world's emissions
    """
    gigatonnes = floats(emitted) / TONNES_IN_GIGATONNE
    return np.where(gigatonnes <= FURTHEST_GIGATONNES, gigatonnes / 1000.0 * floats(tcre), np.nan)


def warming_of(*, climate: Climate, gigatonnes: Fraction, likelihood: Fraction) -> Array:
    """The limit (degrees) that a further world emission of ``gigatonnes`` from ``climate.start`` keeps to.

    It is `remaining.framework_budget` solved for the limit: with that ``likelihood`` (per cent) warming stays below the
    answer. For each state of the climate the budget is a straight line in the limit, so the solution is exact. Both
    broadcast. NaN for a likelihood outside 0 to 100, and beyond `FURTHEST_GIGATONNES`, where the straight line between
    emissions and warming isn't assessed. Source: as `remaining.framework_budget`.
    """
    emitted, chance = np.broadcast_arrays(floats(gigatonnes), floats(likelihood))
    answer = np.full(emitted.shape, np.nan)
    for further in np.unique(emitted[np.isfinite(emitted)]).tolist():
        here = (emitted == further) & (emitted <= FURTHEST_GIGATONNES) & (chance > 0) & (chance < 100)
        values, weights = _limits(climate, further)
        answer[here] = weighted_quantile(values, weights, chance[here] / 100.0)
    return answer


def _limits(climate: Climate, gigatonnes: float) -> tuple[Array, Array]:
    """The limit that an emission just meets, for every state of the climate, with its weight.

    From B = 1000 C (x - n - m x - z) / TCRE - C f x - e with x degrees from today, and non-CO2 n + m x:
    x = ((B + e) / C + 1000 (n + z) / TCRE) / (1000 (1 - m) / TCRE - f).
    """
    tcre, zec, feedbacks, weights = state_grid(climate)
    now = climate.non_co2_warming(climate.warming_to_date)
    top = (gigatonnes + climate.emitted_since) / C_TO_CO2 + 1000.0 * quotient(now + zec, tcre)
    bottom = 1000.0 * (1.0 - climate.non_co2_slope) / tcre - feedbacks
    limits = climate.warming_to_date + top / bottom
    return limits.ravel(), np.broadcast_to(weights, limits.shape).ravel()


def implied_limit(*, climate: Climate, emitted: Tonnes, share: Fraction, likelihood: Fraction) -> Array:
    """The limit (degrees) that an area's path stands for if everybody with the same principle did likewise.

    ``emitted`` is what the path emits in all from ``climate.start`` (tonnes), ``share`` the area's share of the world's
    budget by its principle (fraction): the world would emit emitted / share. ``likelihood`` in per cent; ask 17, 50 and
    83 for a range. All broadcast. NaN for a share of zero, and beyond `FURTHEST_GIGATONNES`.
    Source: as `remaining_gigatonnes`, solved for the limit.
    """
    world = quotient(floats(emitted) / TONNES_IN_GIGATONNE, share)
    return warming_of(climate=climate, gigatonnes=world, likelihood=likelihood)
