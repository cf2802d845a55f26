"""A plan: an organisation's measures at work on an area's coming years, sector by sector.

Overlaps don't count twice, by the rule of `science.measures`: shares first, each of what the others leave, then tonnes,
which together take no more than is there; those of one sector before those of all. So the order of the measures never
matters. What a set of measures saves is credited to each in proportion to what it would save alone, so that credits add
up to exactly what all of them save.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.science.findings import days_bought
from climate_visualizer.science.units import floats, quotient

KINDS = ("share", "tonnes")
STATUSES = ("idea", "planned", "decided", "under-way", "done", "dropped")
DECIDED = ("decided", "under-way", "done")
PLANNED = ("planned",)
CO_BENEFITS = ("health", "air", "noise", "safety", "nature", "jobs", "costs", "equality", "resilience")
ALL = ""


class WrongMeasure(Unfit):
    """A measure that can't be reckoned with; `field` says which of its fields."""


@dataclass(frozen=True)
class Measure:
    """Something an organisation does or may do. Fractions are 0 to 1, tonnes a year, money in whole kronor or euros.

    `amount` is the full effect: a share of what is left of the sector (`ALL` for every sector), or tonnes a year. It
    begins in `start`, grows evenly over `ramp` years and stops after `end`; `effects` (year, fraction of the amount)
    say it year by year instead, evenly between the years given. `certainty` is the part of the effect to count on,
    `rebound` the part that is eaten up again by what people do with what they save.
    """

    id: str
    name: str
    sector: str
    kind: str
    amount: float
    start: int
    end: int
    ramp: int = 1
    certainty: float = 1.0
    rebound: float = 0.0
    status: str = "planned"
    owner: str = ""
    effects: tuple[tuple[int, float], ...] = ()
    costs: tuple[tuple[int, float], ...] = ()
    incomes: tuple[tuple[int, float], ...] = ()
    co_benefits: tuple[str, ...] = ()
    indicator: str = ""
    unit: str = ""
    indicator_planned: tuple[tuple[int, float], ...] = ()
    source: str = ""
    link: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _ensure_measure(self)

    @property
    def expected(self) -> float:
        """The full effect that one can count on: less what is uncertain and what rebounds."""
        return self.amount * self.certainty * (1.0 - self.rebound)

    @property
    def is_decided(self) -> bool:
        return self.status in DECIDED

    @property
    def net_cost(self) -> float:
        """All costs less all incomes."""
        return sum(value for _, value in self.costs) - sum(value for _, value in self.incomes)


def _ensure_measure(one: Measure) -> None:
    """Raise `WrongMeasure` for the first field that can't be."""
    _ensure_effect(one)
    if one.status not in STATUSES:
        known = ", ".join(STATUSES)
        raise WrongMeasure(
            "A status is one of {known}; '{status}' is none.", field="status", known=known, status=one.status
        )
    unknown = set(one.co_benefits) - set(CO_BENEFITS)
    if unknown:
        sentence = "'{benefit}' is no benefit that is known; choose among {known}."
        raise WrongMeasure(sentence, field="co_benefits", benefit=unknown.pop(), known=", ".join(CO_BENEFITS))


def _ensure_effect(one: Measure) -> None:
    if one.kind not in KINDS:
        raise WrongMeasure("An effect is a share or tonnes; '{kind}' is neither.", field="kind", kind=one.kind)
    if not one.amount >= 0:
        sentence = "A measure lowers emissions; an effect of {amount} would raise them."
        raise WrongMeasure(sentence, field="amount", amount=_said(one))
    if one.kind == "share" and one.amount > 1:
        sentence = "A measure takes at most 100 per cent of a sector; {amount} is more."
        raise WrongMeasure(sentence, field="amount", amount=_said(one))
    for name in ("certainty", "rebound"):
        if not 0 <= getattr(one, name) <= 1:
            percent = f"{getattr(one, name) * 100:g}"
            sentence = "A part of the effect lies from 0 to 100 per cent; {percent} does not."
            raise WrongMeasure(sentence, field=name, percent=percent)
    if one.ramp < 1:
        sentence = "A measure takes a year or more to reach its effect; {years} is too few."
        raise WrongMeasure(sentence, field="ramp", years=one.ramp)
    if one.end < one.start:
        sentence = "A measure ends no earlier than it starts; {end} is before {start}."
        raise WrongMeasure(sentence, field="end", end=one.end, start=one.start)
    if any(not 0 <= part <= 1 for _, part in one.effects):
        raise WrongMeasure("Each year's effect lies from 0 to 100 per cent of the full effect.", field="effects")


def _said(one: Measure) -> str:
    """The amount as people write it: a share in per cent."""
    return f"{one.amount * 100 if one.kind == 'share' else one.amount:g}"


def profiles(measures: Sequence[Measure], years: NDArray[np.int64]) -> Array:
    """How much of its full effect each measure has in each year, 0 to 1, [measure, year]."""
    if not measures:
        return np.zeros((0, len(years)))
    facts = np.array([(one.start, one.end, one.ramp) for one in measures], dtype=np.float64)
    start, end, ramp = (facts[:, index, None] for index in range(3))
    profile = np.clip((years - start + 1.0) / ramp, 0.0, 1.0)
    for index, one in enumerate(measures):
        if one.effects:
            points, values = zip(*sorted(one.effects), strict=True)
            profile[index] = np.interp(years, points, values, left=0.0)
    return np.where((years >= start) & (years <= end), profile, 0.0)


@dataclass(frozen=True, eq=False)
class Effects:
    """Expected effects as arrays: `sector` [measure], -1 for all of them, and `shares`, `tonnes` [measure, year]."""

    sector: NDArray[np.int64]
    shares: Array
    tonnes: Array

    def some(self, chosen: NDArray[np.bool_]) -> Effects:
        """Those of some measures, the others' set to nothing: the axes stay."""
        return Effects(self.sector, self.shares * chosen[:, None], self.tonnes * chosen[:, None])


def effects(measures: Sequence[Measure], outset: Outset) -> Effects:
    """The expected effect of each measure in each of the outset's years; raises `WrongMeasure` for an unknown sector."""
    positions = {name: index for index, name in enumerate(outset.sectors)} | {ALL: -1}
    for one in measures:
        if one.sector not in positions:
            known = ", ".join(outset.sectors)
            sentence = "There is no sector '{sector}'; choose one of {known}."
            raise WrongMeasure(sentence, field="sector", sector=one.sector, known=known)
    amounts = np.array([one.expected for one in measures]).reshape(-1, 1) * profiles(measures, outset.years)
    is_share = np.array([one.kind == "share" for one in measures], dtype=bool).reshape(-1, 1)
    sector = np.array([positions[one.sector] for one in measures], dtype=np.int64)
    return Effects(sector, np.where(is_share, amounts, 0.0), np.where(is_share, 0.0, amounts))


def with_effects(baseline: Array, of_measures: Effects) -> Array:
    """The baseline [sector, year] with all effects at work; see the module for the rule."""
    everywhere = of_measures.sector < 0
    remaining = np.repeat((1.0 - of_measures.shares[everywhere]).prod(axis=0)[None], len(baseline), axis=0)
    taken = np.zeros_like(baseline)
    own = of_measures.sector[~everywhere]
    np.multiply.at(remaining, own, 1.0 - of_measures.shares[~everywhere])
    np.add.at(taken, own, of_measures.tonnes[~everywhere])
    path = np.maximum(baseline * remaining - taken, 0.0)
    total = path.sum(axis=0)
    common = np.minimum(of_measures.tonnes[everywhere].sum(axis=0), total)
    lowered: Array = path * (1.0 - np.nan_to_num(quotient(common, total)))
    return lowered


def alone(baseline: Array, of_measures: Effects) -> Array:
    """What each measure would save on its own, [measure, sector, year]; never more than is there."""
    saved: Array = np.zeros((len(of_measures.sector), *baseline.shape))
    everywhere = of_measures.sector < 0
    mix = np.nan_to_num(quotient(baseline, baseline.sum(axis=0)))
    saved[everywhere] = (
        of_measures.shares[everywhere, None, :] * baseline + of_measures.tonnes[everywhere, None, :] * mix
    )
    own = np.flatnonzero(~everywhere)
    sector = of_measures.sector[own]
    saved[own, sector] = (
        of_measures.shares[own] * baseline[sector] + of_measures.tonnes[own]
    )  # all the others stay at nothing
    return np.minimum(saved, baseline, out=saved)


def credited(by_each: Array, saved: Array) -> Array:
    """What all of them save, `saved` [sector, year], credited to each in proportion to what it saves alone.

    `by_each` and the result are [measure, sector, year], and credits add up to `saved`. In a sector, measures are credited
    together with what they save alone at most. More is saved there where others have pushed a measure for all sectors into
    it: that follows what each saves in all sectors. So both quotients lie from 0 to 1, however little a measure saves, and a
    measure that saves next to nothing is credited with next to nothing.
    """
    alone_t = by_each.sum(axis=0)
    own = np.minimum(saved, alone_t)
    everywhere = by_each.sum(axis=1, keepdims=True)
    pushed = (saved - own) * np.nan_to_num(quotient(everywhere, everywhere.sum(axis=0)))
    shared: Array = by_each * np.nan_to_num(quotient(own, alone_t)) + pushed
    return shared


@dataclass(frozen=True, eq=False)
class Effect:
    """A plan at work. Axes as named; tonnes a year.

    `decided` and `planned` are the paths [sector, year] with the decided measures alone, and with the planned ones too;
    ideas and dropped measures count in neither. `credits` [measure, year] is what each saves: the decided ones share
    what they save together, the planned ones what they add to that. `saved_alone` [measure, year] is what each would
    save if it were the only one.
    """

    measures: tuple[Measure, ...]
    outset: Outset
    decided: Array
    planned: Array
    credits: Array
    credits_by_sector: Array
    saved_alone: Array

    @property
    def saved_decided(self) -> Array:
        """Tonnes a year that decided measures save, [sector, year]."""
        saved: Array = self.outset.baseline - self.decided
        return saved

    @property
    def saved_planned(self) -> Array:
        """Tonnes a year that planned measures would save besides, [sector, year]."""
        saved: Array = self.decided - self.planned
        return saved

    def total(self, index: int) -> float:
        """Tonnes that one measure is credited with until 2050."""
        return float(self.credits[index].sum())

    def days(self, tonnes: float) -> float:
        """So many tonnes in days of emissions at today's rate."""
        return float(days_bought(tonnes=tonnes, emissions=self.outset.rate))


def effect(measures: Sequence[Measure], outset: Outset) -> Effect:
    """All measures at work on the outset's baseline; raises `WrongMeasure` for one in an unknown sector."""
    every_effect = effects(measures, outset)
    is_decided = np.array([one.is_decided for one in measures], dtype=bool)
    is_planned = np.array([one.status in PLANNED for one in measures], dtype=bool)
    baseline = floats(outset.baseline)
    decided = with_effects(baseline, every_effect.some(is_decided))
    planned = np.minimum(with_effects(baseline, every_effect.some(is_decided | is_planned)), decided)
    each = alone(baseline, every_effect)
    credits_by_sector = np.zeros_like(each)
    for chosen, saved in ((is_decided, baseline - decided), (is_planned, decided - planned)):
        credits_by_sector[chosen] = credited(each[chosen], saved)
    return Effect(
        measures=tuple(measures),
        outset=outset,
        decided=decided,
        planned=planned,
        credits=credits_by_sector.sum(axis=1),
        credits_by_sector=credits_by_sector,
        saved_alone=each.sum(axis=1),
    )
