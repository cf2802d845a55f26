"""What a method publishes beside a budget: budgets of some years each, the least yearly cut, the year of near zero.

They belong to the day on which the budget begins: a path that falls by the same share each year from then on and uses
exactly the budget. What has been emitted since stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import in_one_unit
from climate_visualizer.methods import horizon
from climate_visualizer.methods.recipes import MilestoneRule
from climate_visualizer.science import pathways
from climate_visualizer.science.units import Array

LAST_YEAR = 2100
PUBLISHED = "published"


@dataclass(frozen=True)
class Period:
    """The budget of some years, tonnes, and what has been emitted in those of them that statistics cover."""

    first: int
    last: int
    budget_t: float
    emitted_t: float | None
    emitted_until: int | None


@dataclass(frozen=True)
class Milestones:
    """The least yearly cut from the budget's first year, the year of near zero, and the budget of each period."""

    first_year: int
    required_cut: float
    near_zero_year: int | None
    periods: tuple[Period, ...]


def milestones(a: Assessment) -> Milestones | None:
    """An area's milestones by its method; None where the method has none, or where no path uses exactly the budget."""
    rule, first = a.method.milestones, a.budget_start.year
    before = dict(zip(a.history.years, a.history.tonnes, strict=True)).get(first - 1)
    if rule is None or before is None or not (before > 0 and a.budget_t > 0):
        return None
    path = pathways.exponential(emissions=before, budget=a.budget_t, years=LAST_YEAR - first + 1)
    near = float(pathways.near_zero_year(path=path, budget=a.budget_t, first_year=first, left=rule.left))
    return Milestones(
        first_year=first,
        required_cut=float(pathways.required_cut(emissions=before, budget=a.budget_t)),
        near_zero_year=int(near) if math.isfinite(near) else None,
        periods=_periods(a, rule, path, first),
    )


def _periods(a: Assessment, rule: MilestoneRule, path: Array, first: int) -> tuple[Period, ...]:
    starts, sums = pathways.period_budgets(path=path, first_year=first, length=rule.years, origin=rule.origin)
    measured = {
        year: tonnes
        for year, tonnes, status in zip(a.history.years, a.history.tonnes, a.history.status, strict=True)
        if status == PUBLISHED and tonnes is not None
    }
    periods = []
    for start, budget in zip(starts.tolist(), sums.tolist(), strict=True):
        begin, last = max(int(start), first), min(int(start) + rule.years - 1, LAST_YEAR)
        have = [year for year in range(begin, last + 1) if year in measured]
        emitted = sum(measured[year] for year in have) if have else None
        periods.append(Period(begin, last, budget, emitted, have[-1] if have else None))
    return tuple(periods)


@dataclass(frozen=True)
class Told:
    """Milestones as they are read: a sentence, and rows of years, budget and what was emitted."""

    sentence: str
    rows: tuple[tuple[str, str, str], ...]


def told(milestone: Milestones | None, language: Language, until: int = horizon.LAST_YEAR) -> Told | None:
    """The milestones in words, with the periods that begin before `until`."""
    if milestone is None:
        return None
    cut = language.percent(milestone.required_cut, 1)
    sentence = language.t(
        "When the budget began in {year}, it took a cut of at least {cut} every year.",
        year=milestone.first_year,
        cut=cut,
    )
    if milestone.near_zero_year:
        near = language.t("On that path next to nothing is left after {year}.", year=milestone.near_zero_year)
        sentence = f"{sentence} {near}"
    periods = [one for one in milestone.periods if one.first < until]
    emitted = [one.emitted_t for one in periods if one.emitted_t is not None]
    written = in_one_unit([*(one.budget_t for one in periods), *emitted], language)
    budgets, amounts = written[: len(periods)], iter(written[len(periods) :])
    rows = tuple(
        (f"{one.first}\u2013{one.last}", budget, _emitted(one, amounts, language))
        for one, budget in zip(periods, budgets, strict=True)
    )
    return Told(sentence, rows)


def _emitted(one: Period, amounts: Iterator[str], language: Language) -> str:
    if one.emitted_t is None:
        return "\u2013"
    written = next(amounts)
    if one.emitted_until == one.last:
        return written
    return language.t("{tonnes} up to {year}", tonnes=written, year=one.emitted_until)
