"""What one measure comes to, step by step: as stated, as expected, as far as there is something to lower, and as counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.plan import ALL, PLANNED, Effect, Effects, Measure, effects, profiles
from climate_visualizer.science.units import floats

NEARLY_T = 0.5  # tonnes: what no page would show
KILOS_IN_A_TONNE = 1000.0


@dataclass(frozen=True, eq=False)
class Account:
    """Tonnes a year of one measure, [year]; each line is at most the one above it.

    `stated` is what was written, `expected` what is left of it after uncertainty and rebound, `alone` no more of that than
    its sector emits on its own trend, `counted` what is left where other measures lower the same emissions. A measure that
    is decided or planned is credited with `counted`; an idea would add so much to all that is decided and planned.
    """

    measure: Measure
    years: tuple[int, ...]
    there: Array
    stated: Array
    expected: Array
    alone: Array
    counted: Array

    @property
    def is_idea(self) -> bool:
        return not self.measure.is_decided and self.measure.status not in PLANNED

    @property
    def stated_t(self) -> float:
        return float(self.stated.sum())

    @property
    def counted_t(self) -> float:
        return float(self.counted.sum())

    @property
    def uncertain_t(self) -> float:
        """What certainty and rebound take off."""
        return max(float(self.stated.sum() - self.expected.sum()), 0.0)

    @property
    def absent_t(self) -> float:
        """What its sector does not emit on its own trend, so that nothing can lower it."""
        return max(float(self.expected.sum() - self.alone.sum()), 0.0)

    @property
    def overlap_t(self) -> float:
        """What other measures lower too."""
        return max(float(self.alone.sum() - self.counted.sum()), 0.0)

    @property
    def a_tonne(self) -> float | None:
        """Net cost a tonne that is counted; None where no money was entered or nothing is counted."""
        if not (self.measure.costs or self.measure.incomes) or self.counted_t < NEARLY_T:
            return None
        return self.measure.net_cost / self.counted_t


def account(effect: Effect, index: int) -> Account:
    """The account of one measure of a plan."""
    one, outset = effect.measures[index], effect.outset
    there = outset.baseline.sum(axis=0) if one.sector == ALL else outset.baseline[outset.sectors.index(one.sector)]
    profile = profiles([one], outset.years)[0]
    stated = one.amount * profile * (there if one.kind == "share" else 1.0)
    expected = stated * one.certainty * (1.0 - one.rebound)
    alone = np.minimum(effect.saved_alone[index], expected)
    own = effect.credits[index] if one.is_decided or one.status in PLANNED else added(effect, [index])[0]
    return Account(
        measure=one,
        years=tuple(int(year) for year in outset.years),
        there=floats(there),
        stated=stated,
        expected=expected,
        alone=alone,
        counted=own,
    )


def added(effect: Effect, indices: Sequence[int]) -> Array:
    """What each of some measures would lower emissions by if it alone came to all that is decided and planned, [measure, year].

    By the plan's own rule: with K = the product of (1 - share) and T = the sum of tonnes over the decided and planned measures
    of a sector, its path is max(B K - T, 0), and tonnes for all sectors are taken off the sum at the end. A further measure
    changes K or T of its sector, or of all, and what it adds is the difference of the two sums.
    """
    outset = effect.outset
    counted = np.array([one.is_decided or one.status in PLANNED for one in effect.measures], dtype=bool)
    every = effects(effect.measures, outset)
    remaining, taken, common = _sums(every.some(counted), len(outset.sectors))
    baseline = floats(outset.baseline)
    today = _total(baseline * remaining - taken, common)
    chosen = list(indices)
    sector, shares, tonnes = every.sector[chosen], every.shares[chosen], every.tonnes[chosen]
    place = np.where((sector < 0)[:, None], 1.0, np.eye(len(baseline))[np.maximum(sector, 0)])
    own = (sector >= 0)[:, None]
    paths = baseline * remaining * (1.0 - place[:, :, None] * shares[:, None, :])
    paths = paths - taken - (place * own)[:, :, None] * tonnes[:, None, :]
    then = _total(paths, common + np.where(own, 0.0, tonnes))
    saved: Array = np.maximum(today - then, 0.0)
    return saved


def _sums(effects: Effects, count: int) -> tuple[Array, Array, Array]:
    """What shares leave and tonnes take of each sector, [sector, year], and tonnes for all sectors, [year]."""
    everywhere = effects.sector < 0
    years = effects.shares.shape[1]
    remaining = np.repeat((1.0 - effects.shares[everywhere]).prod(axis=0)[None], count, axis=0)
    taken = np.zeros((count, years))
    np.multiply.at(remaining, effects.sector[~everywhere], 1.0 - effects.shares[~everywhere])
    np.add.at(taken, effects.sector[~everywhere], effects.tonnes[~everywhere])
    return remaining, taken, effects.tonnes[everywhere].sum(axis=0)


def _total(paths: Array, common: Array) -> Array:
    """Emissions in all, [..., year], of paths [..., sector, year] less tonnes for all sectors; never below zero."""
    total: Array = np.maximum(np.maximum(paths, 0.0).sum(axis=-2) - common, 0.0)
    return total


@dataclass(frozen=True)
class Slip:
    """A measure whose effect is more than its sector emits in a year; `as_kilos_t` is what it would be if kilos were meant."""

    year: int
    stated_t: float
    there_t: float
    as_kilos_t: float | None


def slip(account: Account) -> Slip | None:
    """The first year in which a stated effect in tonnes is more than is emitted; None where none is."""
    if account.measure.kind != "tonnes":
        return None
    over = np.flatnonzero(account.stated > account.there + NEARLY_T)
    if not over.size:
        return None
    at = int(over[0])
    stated, there = float(account.stated[at]), float(account.there[at])
    kilos = stated / KILOS_IN_A_TONNE
    return Slip(account.years[at], stated, there, kilos if stated > 2 * there and kilos <= there else None)


def slipped(effect: Effect) -> NDArray[np.bool_]:
    """Which measures state more tonnes for some year than their sector emits in it, [measure]; dropped ones do not."""
    outset, measures = effect.outset, effect.measures
    if not measures:
        return np.zeros(0, dtype=bool)
    places = {name: at for at, name in enumerate(outset.sectors)} | {ALL: len(outset.sectors)}
    there = np.vstack([outset.baseline, outset.baseline.sum(axis=0)])[[places[one.sector] for one in measures]]
    amounts = np.array([one.amount if one.kind == "tonnes" and one.status != "dropped" else 0.0 for one in measures])
    stated = amounts[:, None] * profiles(measures, outset.years)
    over: NDArray[np.bool_] = np.any(stated > there + NEARLY_T, axis=1)
    return over
