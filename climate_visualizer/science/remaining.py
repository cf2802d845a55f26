"""What is left for the world at a limit and a likelihood: published tables, and the framework they are made with.

Budgets are GtCO2. A likelihood is that of staying below the limit, in per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from climate_visualizer.science.arrays.blocks import elementwise
from climate_visualizer.science.units import C_TO_CO2, Array, Degrees, Fraction, Years, floats, quotient

TCRE_NODES = 2000
FEEDBACK_NODES = 15
SORTED_WHOLE = (
    20_000  # from so many values on, sorting all of them takes longer than looking for the part that is asked for
)
FEW = 30  # looking for more answers than that takes longer than sorting all
PARTS = 4096  # of the range between the least and the largest: about 100 of 450 000 values each


@dataclass(frozen=True)
class BudgetTable:
    """A published table: ``gigatonnes`` [limit, likelihood] of CO2 from 1 January of ``start``.

    ``limits`` in degrees above 1850-1900 and ``likelihoods`` in per cent, both ascending.
    """

    limits: Array
    likelihoods: Array
    gigatonnes: Array
    start: int


def table_budget(*, table: BudgetTable, limit: Fraction, likelihood: Fraction) -> Array:
    """GtCO2 left at a limit (degrees) and a likelihood (per cent), straight between cells, NaN outside the table.

    ``limit`` and ``likelihood`` broadcast. On a cell the published figure comes back unchanged.
    Source: IPCC AR6 WG1 Table SPM.2; Forster et al. 2025.
    """
    return elementwise(lambda wanted, chance: _cells(table, wanted, chance), floats(limit), floats(likelihood))


def _cells(table: BudgetTable, wanted: Array, chance: Array) -> Array:
    """GtCO2 between the four cells around each limit and likelihood."""
    row, along = _position(table.limits, wanted)
    column, across = _position(table.likelihoods, chance)
    gt = table.gigatonnes
    low = gt[row, column] + (gt[row, np.minimum(column + 1, gt.shape[1] - 1)] - gt[row, column]) * across
    above = np.minimum(row + 1, gt.shape[0] - 1)
    high = gt[above, column] + (gt[above, np.minimum(column + 1, gt.shape[1] - 1)] - gt[above, column]) * across
    return np.where(np.isnan(along + across), np.nan, low + (high - low) * np.nan_to_num(along))


def _position(points: Array, wanted: Array) -> tuple[np.typing.NDArray[np.intp], Array]:
    """The point at or below each value and how far it lies towards the next (0 to 1), NaN outside the points."""
    below = np.clip(np.searchsorted(points, wanted, side="right") - 1, 0, max(points.size - 2, 0))
    width = np.diff(points)[below] if points.size > 1 else np.ones_like(wanted)
    along = np.where((wanted >= points[0]) & (wanted <= points[-1]), (wanted - points[below]) / width, np.nan)
    return below, along


def moved_start(*, gigatonnes: Fraction, emitted: Fraction, start: Years, to: Years, first_year: int) -> Array:
    """A budget moved to another start year: less (or plus) the world's emissions in the years between, GtCO2.

    ``emitted`` [year] from ``first_year`` on, in GtCO2 a year; ``start`` and ``to`` are calendar years, scalars. NaN if
    a year between is not in ``emitted``.
    Source: definition.
    """
    begin, end = int(floats(start)), int(floats(to))
    known = floats(emitted)
    wanted = np.arange(min(begin, end), max(begin, end)) - first_year
    if wanted.size and (wanted[0] < 0 or wanted[-1] >= known.size):
        return np.full_like(floats(gigatonnes), np.nan)
    between = known[wanted].sum() if wanted.size else 0.0
    return floats(gigatonnes) - (between if end >= begin else -between)


@dataclass(frozen=True)
class Climate:
    """What the framework needs to know of the climate: means and standard deviations, as an assessment states them.

    ``tcre`` in degrees per 1000 PgC (normal, cut off at zero), ``zec`` in degrees, ``feedbacks`` in PgC per degree of
    further warming (all normal); ``warming_to_date`` in degrees since 1850-1900 and ``emitted_since`` in GtCO2 from the
    middle of that period to ``start``; ``non_co2`` is the warming (degrees) that other gases add until the limit is
    met, a line through ``non_co2_at`` degrees with ``non_co2_slope`` degrees per degree.
    """

    tcre: float
    tcre_sd: float
    zec: float
    zec_sd: float
    feedbacks: float
    feedbacks_sd: float
    warming_to_date: float
    warming_sd: float
    emitted_since: float
    non_co2: float
    non_co2_at: float
    non_co2_slope: float
    non_co2_sd: float
    start: int

    def non_co2_warming(self, limit: Degrees) -> Array:
        """Degrees from other gases until ``limit`` is met; ``limit`` of any shape."""
        return self.non_co2 + self.non_co2_slope * (floats(limit) - self.non_co2_at)


def remaining_gigatonnes(
    *,
    limit: Degrees,
    warming_to_date: Degrees,
    non_co2: Degrees,
    zec: Degrees,
    tcre: Degrees,
    feedbacks: Fraction,
    emitted_since: Fraction,
) -> Array:
    """GtCO2 left for one state of the climate: (limit - warming - non-CO2 - ZEC) / TCRE - feedbacks - emitted since.

    ``limit``, ``warming_to_date``, ``non_co2`` and ``zec`` in degrees, ``tcre`` in degrees per 1000 PgC, ``feedbacks``
    in PgC per degree between today and the limit, ``emitted_since`` in GtCO2; all broadcast. NaN for a TCRE of zero.
    Below zero the limit is overdrawn. Source: Rogelj et al. 2019, doi 10.1038/s41586-019-1368-z; Lamboll et al. 2023.
    """
    further = floats(limit) - floats(warming_to_date)
    carbon = 1000.0 * quotient(further - floats(non_co2) - floats(zec), tcre) - floats(feedbacks) * further
    gigatonnes: Array = C_TO_CO2 * carbon - floats(emitted_since)
    return gigatonnes


@lru_cache(maxsize=8)
def _tcre_nodes(mean: float, sd: float) -> Array:
    """Equally likely values of a normal TCRE above zero, ascending."""
    normal = NormalDist(mean, sd)
    below = normal.cdf(0.0)
    chances = below + (1.0 - below) * (np.arange(TCRE_NODES) + 0.5) / TCRE_NODES
    return np.array([normal.inv_cdf(chance) for chance in chances.tolist()])


def weighted_quantile(values: Array, weights: Array, chance: Array) -> Array:
    """Quantiles of weighted values, straight between them.

    Source: Hyndman and Fan 1996, definition 5, with weights.
    """
    wanted = chance * weights.sum()
    if values.size > SORTED_WHOLE and wanted.size <= FEW and np.isfinite(values).all():
        return _quantile_in_parts(values, weights, wanted)
    return _quantile_of_sorted(values, weights, wanted, 0.0)


def _quantile_of_sorted(values: Array, weights: Array, wanted: Array, before: float) -> Array:
    """Where so much weight is reached, among values below which there is some already."""
    order = np.argsort(values)
    reached = before + np.cumsum(weights[order]) - weights[order] / 2.0
    return np.interp(wanted, reached, values[order])


def _quantile_in_parts(values: Array, weights: Array, wanted: Array) -> Array:
    """The same for very many values, of which only those around an answer are sorted.

    Parts are equally wide between the ends of a sample, so that a few values far out make them no wider.
    """
    sample = np.sort(values[:: values.size // PARTS])
    low, high = sample[1], sample[-2]
    scaled = (values - low) * ((PARTS - 2) / (high - low) if high > low else 0.0)
    part = np.clip(scaled, -1.0, PARTS - 2).astype(np.int32) + 1
    mass, filled = np.bincount(part, weights, PARTS), np.flatnonzero(np.bincount(part, minlength=PARTS))
    reached = np.cumsum(mass)
    answer = np.empty(wanted.shape)
    for index, weight in enumerate(wanted.tolist()):
        at = int(np.searchsorted(reached[filled], weight))
        first, last = (int(filled[min(max(place, 0), filled.size - 1)]) for place in (at - 1, at + 1))
        near = (part >= first) & (part <= last)
        before = float(reached[first] - mass[first])
        answer[index] = _quantile_of_sorted(values[near], weights[near], np.array([weight]), before)[0]
    return answer


def framework_budget(*, climate: Climate, limit: Degrees, likelihood: Fraction) -> Array:
    """GtCO2 left from ``climate.start`` for any limit (degrees) and likelihood (per cent), which broadcast.

    The likelihood is the chance that a budget keeps warming below the limit, so the budget at 83 % is the 17 % quantile
    of `remaining_gigatonnes` over TCRE, feedbacks and ZEC. The quantile is worked out on a fixed grid (2000 equally
    likely TCRE, Gauss-Hermite over the two others), so that the answer has no noise of draws. The spread of warming to
    date and of non-CO2 is left out, as in the published tables, which state it beside them. NaN for a likelihood
    outside 0 to 100. Against AR6's and IGCC 2024's tables the residual stands in docs/method.md.
    Source: Rogelj et al. 2019; Lamboll et al. 2023, doi 10.1038/s41558-023-01848-5.
    """
    return elementwise(lambda wanted, chance: _quantiles(climate, wanted, chance), floats(limit), floats(likelihood))


def _quantiles(climate: Climate, wanted: Array, chance: Array) -> Array:
    """GtCO2 for each limit and likelihood, one distinct limit after the other."""
    answer = np.full(wanted.shape, np.nan)
    for degrees in np.unique(wanted[np.isfinite(wanted)]).tolist():
        here = (wanted == degrees) & (chance > 0) & (chance < 100)
        levels, places = np.unique(chance[here], return_inverse=True)
        answer[here] = np.array(_budgets_of(climate, degrees, tuple(levels.tolist())))[places.ravel()]
    return answer


# Every area of a country asks for the same budgets: 2 kB each, and half of a page's time to work out anew.
@lru_cache(maxsize=256)
def _budgets_of(climate: Climate, limit: float, likelihoods: tuple[float, ...]) -> tuple[float, ...]:
    """GtCO2 for one limit and several likelihoods."""
    values, weights = _outcomes(climate, limit)
    quantiles: list[float] = weighted_quantile(values, weights, 1.0 - np.array(likelihoods) / 100.0).tolist()
    return tuple(quantiles)


@lru_cache(maxsize=8)
def state_grid(climate: Climate) -> tuple[Array, Array, Array, Array]:
    """States of the climate that stand for all: TCRE, ZEC and feedbacks [TCRE, ZEC, feedbacks], and their weights."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(FEEDBACK_NODES)
    zec_nodes, zec_weights = (nodes, weights) if climate.zec_sd else (np.zeros(1), np.ones(1))
    tcre = _tcre_nodes(climate.tcre, climate.tcre_sd)[:, None, None]
    zec = climate.zec + climate.zec_sd * zec_nodes[:, None]
    return tcre, zec, climate.feedbacks + climate.feedbacks_sd * nodes, zec_weights[:, None] * weights


def _outcomes(climate: Climate, limit: float) -> tuple[Array, Array]:
    """Every outcome of the grid for one limit, with its weight."""
    tcre, zec, feedbacks, weights = state_grid(climate)
    outcomes = remaining_gigatonnes(
        limit=limit,
        warming_to_date=climate.warming_to_date,
        non_co2=climate.non_co2_warming(limit),
        zec=zec,
        tcre=tcre,
        feedbacks=feedbacks,
        emitted_since=climate.emitted_since,
    )
    return outcomes.ravel(), np.broadcast_to(weights, outcomes.shape).ravel()
