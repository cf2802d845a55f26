"""Adopted targets as a path, set against the budget: it fits, or it exceeds by so much and ends so much earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from climate_visualizer.budget.calendar import day_of
from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.science.findings import days_bought
from climate_visualizer.science.measures import target_path

KINDS = ("percent", "tonnes")


class WrongTarget(Unfit):
    """A target that can't be held against anything; the sentence says why and what would do."""


@dataclass(frozen=True)
class Target:
    """What is to be reached in a year: `percent` less than a base year, or so many `tonnes` a year that may remain.

    `scope` is a sector, or empty for all emissions. Emissions that may remain are never below zero.
    """

    year: int
    kind: str
    amount: float
    base_year: int = 0
    scope: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise WrongTarget("A target is in percent or tonnes; '{kind}' is neither.", field="kind", kind=self.kind)
        if self.kind == "percent" and not 0 <= self.amount <= 100:
            amount_said = f"{self.amount:g}"
            raise WrongTarget(
                "A target cuts from 0 to 100 per cent; {amount} does not.", field="amount", amount=amount_said
            )
        if not self.amount >= 0:
            amount_said = f"{self.amount:g}"
            raise WrongTarget(
                "Emissions that remain are not below zero; {amount} tonnes are.", field="amount", amount=amount_said
            )

    def remaining(self, outset: Outset) -> float:
        """Tonnes a year that may remain in the target's year; raises `UnknownYear`."""
        if self.kind == "tonnes":
            return self.amount
        return outset.emitted(self.base_year, self.scope) * (1.0 - self.amount / 100.0)


@dataclass(frozen=True, eq=False)
class TargetStanding:
    """Targets of one scope as yearly tonnes, and what becomes of the budget on the way.

    `exceeds_t` is above zero where the path uses more until 2050 than is left when it begins, below where it leaves
    some; `days` is the same in days at today's rate. `used_up_on` is when the path has used the budget, None for not by
    2050, and `earlier_days` how long before the last target's year is over. A target for one sector has a path and
    nothing to be set against: all these are None.

    After the last target's year, `until`, nothing is decided: the path stays level at `level_t` a year, which is zero
    where nothing has to be assumed. `until_t` is what is emitted until then.
    """

    scope: str
    years: tuple[int, ...]
    tonnes: tuple[float, ...]
    total_t: float
    left_t: float | None
    exceeds_t: float | None
    days: float | None
    used_up_on: date | None
    earlier_days: int | None
    reached: tuple[tuple[int, float], ...]
    until: int
    until_t: float
    level_t: float

    @property
    def fits(self) -> bool:
        return self.exceeds_t is not None and self.exceeds_t <= 0


def _ordered(targets: Sequence[Target], outset: Outset) -> list[Target]:
    scopes = {target.scope for target in targets}
    if len(scopes) != 1:
        raise WrongTarget("A path goes through targets of one scope; give those of one sector, or of all emissions.")
    unknown = scopes - {"", *outset.sectors}
    if unknown:
        raise WrongTarget(
            "There is no sector '{sector}'; choose one of {known}.",
            field="scope",
            sector=unknown.pop(),
            known=", ".join(outset.sectors),
        )
    ordered = sorted(targets, key=lambda target: target.year)
    years = [target.year for target in ordered]
    if len(set(years)) < len(years):
        year = max(years, key=years.count)
        raise WrongTarget("Two targets are for the same year, {year}; keep one of them.", field="year", year=year)
    return [target for target in ordered if target.year >= outset.first]


def _before(outset: Outset, scope: str) -> float:
    """What was emitted in the year ahead of the path."""
    tonnes = outset.before[outset.sectors.index(scope)] if scope else outset.before.sum()
    return float(tonnes)


def path_of(targets: Sequence[Target], outset: Outset) -> Array:
    """Tonnes a year through the targets that lie ahead, [year of the outset]; level after the last.

    Raises `WrongTarget` where none lies ahead, and for those that don't belong on one path.
    """
    if not targets:
        raise WrongTarget("There is no adopted goal for all emissions yet; decide and publish one first.")
    ahead = _ordered(targets, outset)
    if not ahead:
        last = max(target.year for target in targets)
        sentence = "A path needs a target from {first} on; the last is for {last}."
        raise WrongTarget(sentence, field="year", first=outset.first, last=last)
    return target_path(
        emissions=_before(outset, ahead[0].scope),
        last_year=outset.first - 1,
        target_years=[target.year for target in ahead],
        target_shares=[target.remaining(outset) for target in ahead],
        base=1.0,
        years=outset.years,
    )


def used_up_at(path: Array, left: float, first: int) -> float:
    """The instant at which yearly tonnes from 1 January of `first` have used what is left; infinite if they never do."""
    if left < 0:
        return float("nan")
    spent = np.concatenate([[0.0], np.cumsum(path)])
    if spent[-1] <= left:
        return float("inf")
    index = int(np.searchsorted(spent, left, side="right")) - 1
    return first + index + (left - float(spent[index])) / float(path[index])


def standing(targets: Sequence[Target], outset: Outset) -> TargetStanding:
    """Targets of one scope set against what is left of the budget; raises `WrongTarget` and `UnknownYear`."""
    path = path_of(targets, outset)
    is_of_all_sectors = not targets[0].scope
    total = float(path.sum())
    moment = used_up_at(path, outset.left_t, outset.first)
    reached = tuple((target.year, target.remaining(outset)) for target in _ordered(targets, outset))
    on, end = day_of(moment), date(reached[-1][0] + 1, 1, 1)
    until = min(reached[-1][0], int(outset.years[-1]))
    after = path[outset.years > until]
    return TargetStanding(
        scope=targets[0].scope,
        years=tuple(int(year) for year in outset.years),
        tonnes=tuple(path.tolist()),
        total_t=total,
        left_t=outset.left_t if is_of_all_sectors else None,
        exceeds_t=total - outset.left_t if is_of_all_sectors else None,
        days=float(days_bought(tonnes=total - outset.left_t, emissions=outset.rate)) if is_of_all_sectors else None,
        used_up_on=on if is_of_all_sectors else None,
        earlier_days=(end - on).days if is_of_all_sectors and on and on < end else None,
        reached=reached,
        until=until,
        until_t=float(path[outset.years <= until].sum()),
        level_t=float(after[-1]) if after.size else 0.0,
    )
