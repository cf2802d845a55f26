"""Measures ranked: what each gives and costs, the cheapest tonne first, and what fits a sum of money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.measure_account import NEARLY_T, added
from climate_visualizer.plans.plan import PLANNED, Effect, Measure, effect

RANKED = ("idea", *PLANNED)


@dataclass(frozen=True)
class Ranked:
    """One measure: tonnes until 2050 that it gives, their worth in days of the budget, its cost, and cost a tonne (net).

    `a_tonne` is None where no money is entered or nothing is given. `cost` is what has to be paid before anything comes back.
    """

    index: int
    measure: Measure
    tonnes: float
    days: float
    cost: float
    net_cost: float
    a_tonne: float | None


def ranked(effect: Effect) -> list[Ranked]:
    """Ideas and planned measures, the cheapest tonne first, then those without a cost by what they give.

    An idea gives what it would add to all that is decided and planned, each by itself; a planned one what it is credited with.
    """
    ideas = [index for index, one in enumerate(effect.measures) if one.status == "idea"]
    marginal = dict(zip(ideas, added(effect, ideas).sum(axis=1), strict=True)) if ideas else {}
    rows = []
    for index, one in enumerate(effect.measures):
        if one.status in RANKED:
            rows.append(_row(effect, index, float(marginal.get(index, effect.total(index)))))
    return sorted(rows, key=_order)


def _row(effect: Effect, index: int, tonnes: float) -> Ranked:
    one = effect.measures[index]
    has_money = bool(one.costs or one.incomes)
    a_tonne = one.net_cost / tonnes if has_money and tonnes >= NEARLY_T else None
    cost = sum(value for _, value in one.costs)
    return Ranked(index, one, tonnes, effect.days(tonnes), cost, one.net_cost, a_tonne)


def _order(row: Ranked) -> tuple[bool, float, float, str]:
    return (row.a_tonne is None, row.a_tonne or 0.0, -row.tonnes, row.measure.id)


@dataclass(frozen=True, eq=False)
class Fitting:
    """What a sum of money pays for: the measures, what they cost before anything comes back, and what they give together."""

    chosen: tuple[Ranked, ...]
    cost: float
    tonnes: float
    days: float


def fitting(effect: Effect, rows: Sequence[Ranked], money: float) -> Fitting:
    """The cheapest tonnes first, as long as the money lasts; one that no longer fits is passed over for the next.

    That is how a budget is argued and nearly the best that can be had, though not always: the last kronor may be better spent
    on another pair. Measures without an entered cost are left out: nobody knows what they take. Together they give less
    than the sum of each where they lower the same emissions, so what they give is worked out anew with all of them at work.
    """
    chosen, left = [], money
    for row in rows:
        if row.a_tonne is not None and row.cost <= left:
            chosen.append(row)
            left -= row.cost
    together = _together(effect, [row.index for row in chosen])
    return Fitting(tuple(chosen), money - left, float(together.sum()), effect.days(float(together.sum())))


def _together(found: Effect, indices: Sequence[int]) -> Array:
    """What some measures give together beside the decided ones, [year]."""
    wanted = set(indices)
    measures = [
        replace(one, status="planned" if index in wanted else one.status if one.is_decided else "dropped")
        for index, one in enumerate(found.measures)
    ]
    saved: Array = effect(measures, found.outset).saved_planned.sum(axis=0)
    return saved
