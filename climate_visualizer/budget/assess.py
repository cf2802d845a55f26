"""One area's statistics held against one budget: everything that any page, file or answer shows, in one object."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from climate_visualizer.budget.calendar import day_of
from climate_visualizer.budget.curves import FilledSectors, Series, filled, no_path, path_series, trend_series
from climate_visualizer.budget.estimates import Ranges, ranges
from climate_visualizer.budget.explain import Step, derivation
from climate_visualizer.budget.figures import Figures, assess_all, sectors_today
from climate_visualizer.budget.lasting import told_day, told_years
from climate_visualizer.budget.left_out import left_out, left_out_years
from climate_visualizer.budget.next_limit import next_limit
from climate_visualizer.caches import remembered
from climate_visualizer.editions.importing.gap_filling import KEPT
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.methods.basis import Array, Basis, persons_near, population_year
from climate_visualizer.methods.choices import Choices, WrongChoice, methods_for, sharings_for
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import Method
from climate_visualizer.science import findings

Fields = dict[str, Any]  # of an `Assessment`, which refuses a wrong one when it is made
DELAYS = 10
# Why a principle may lack an answer for one area, though its country has the statistics for it.
WHY = {
    "equal-transition": "Most of what is emitted here comes from industry that the statistics do not split, and its equipment "
    "lasts from 15 to 40 years: that alone would decide."
}


@dataclass(frozen=True)
class Delay:
    """The yearly cut required if it begins in `year`; None when no path is left by then."""

    year: int
    required_cut: float | None


@dataclass(frozen=True)
class Dispute:
    """Where a release contradicts itself: a total beside the sum of its parts, in tonnes, and what followed.

    `rule` is parts-against-total where the release's figures stand, kept-from-<date> where an earlier release's do.
    """

    gas: str
    sector: str
    subsector: str
    year: int
    total_t: float
    parts_t: float
    gap_t: float
    rule: str

    @property
    def kept_from(self) -> str:
        """The date of the earlier release whose figures stand here; empty where the newest's do."""
        return self.rule.removeprefix(f"{KEPT}-from-") if self.rule.startswith(KEPT) else ""


@dataclass(frozen=True)
class Assessment:
    """An area, a reader's choices and a day, with all that follows. Tonnes CO2, tonnes a year, fractions, dates.

    `current_emissions_t_per_year` is today's rate, that of the twelve months around today (`current_sectors_t_per_year` the
    same by sector); `used_up_on` is the day at that rate, `used_up_on_trend` the day if the trend goes on. Days and years in
    which the budget is used up are told until the end of 2050 (`lasting`); `used_up_on` of None with something left means
    that it lasts longer. `ranges` says how far each may be off; None where the statistics go back too few years to tell.
    `no_path` says why `pathway` is None, see `curves.no_path`. `left_out` are the base year's tonnes that the scope takes off
    what is published, by name (cement, plants; below zero: flights, added), and `left_out_years` the same by sector and year.
    """

    area: Area
    edition_id: str
    choices: Choices
    method: Method
    as_of: date
    share: float
    budget_t: float
    budget_start: date
    emitted_published_t: float
    emitted_estimated_t: float
    remaining_t: float
    overdrawn_t: float | None
    overdrawn_since: date | None
    overdraft_per_day_t: float | None
    next_limit: float | None
    base_year: int
    base_emissions_t_per_year: float
    current_emissions_t_per_year: float
    current_sectors_t_per_year: dict[str, float]
    required_cut: float | None
    required_cut_from: int
    achieved_cut: float | None
    years_left: float | None
    used_up_on: date | None
    used_up_on_trend: date | None
    one_nth: int | None
    persons: int | None
    per_head_t: float | None
    left_out: dict[str, float]
    left_out_years: tuple[tuple[str, int, float], ...]
    history: Series
    sectors: Mapping[str, Series]
    trend: Series
    pathway: Series | None
    no_path: str
    ranges: Ranges | None
    delays: tuple[Delay, ...]
    derivation: tuple[Step, ...]
    disputes: tuple[Dispute, ...]

    @property
    def emitted_since_t(self) -> float:
        """Emitted since the budget's start: what statistics say plus what is estimated."""
        return self.emitted_published_t + self.emitted_estimated_t

    @property
    def is_overdrawn(self) -> bool:
        return self.remaining_t < 0


def _or_none(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _delays(figures: Figures, row: int, first: int) -> tuple[Delay, ...]:
    emissions, budget = figures.start_emissions[row], figures.remaining_at_start_t[row]
    cuts = findings.delay_cost(emissions=emissions, budget=budget, delays=np.arange(DELAYS))
    return tuple(Delay(first + wait, _or_none(cut)) for wait, cut in enumerate(cuts.tolist()))


def _disputes(edition: Edition, area_id: str) -> tuple[Dispute, ...]:
    names = ("gas", "sector", "subsector", "year", "total_t", "parts_t", "gap_t", "rule")
    return tuple(Dispute(**{name: row[name] for name in names}) for row in edition.disputes_of(area_id).to_dicts())


def _origin(edition: Edition, country: str) -> tuple[str, str]:
    """Title and address of the emission statistics that a country's figures were made from."""
    first = edition.origin(country)
    return str(first.get("title", "")), str(first.get("url", ""))


def ensure_shared(question: Question, figures: Figures) -> None:
    """A principle that lacks statistics here says so, and never falls back to another."""
    row, country, method, choices = question.row, question.country, question.method, question.choices
    if not math.isfinite(figures.share[row]):
        others = tuple(name for name in sharings_for(method, country) if name != choices.sharing)
        raise WrongChoice("sharing", choices.sharing, others, WHY.get(choices.sharing, ""))
    if not math.isfinite(figures.budget_t[row]):
        allowed = tuple(other.id for other in methods_for(country, question.edition) if other.id != method.id)
        why = "One of the statistics that it compares countries by does not have this one."
        raise WrongChoice("method", method.id, allowed, why)


@dataclass(frozen=True, eq=False)
class Row:
    """One area's row in the figures of all areas, with what they were worked out from; `persons` live there.

    A group is one row of its own: its `area` is made up and its `question` the country's; `base` is its own, where that of
    any other area is the country's.
    """

    question: Question
    area: Area
    base: Basis
    found: Figures
    index: int
    persons: int | None
    ranges: Ranges | None

    @property
    def choices(self) -> Choices:
        return self.question.choices

    def at(self, figures: Array) -> float:
        return float(figures[self.index])


def _balance(row: Row) -> Fields:
    """What there was, what was emitted, what is left or overdrawn."""
    figures, remaining = row.found, row.at(row.found.remaining_t)
    overdrawn, per_day = remaining < 0, row.at(findings.overdraft_per_day(emissions=figures.current_emissions))
    return {
        "share": row.at(figures.share),
        "budget_t": row.at(figures.budget_t),
        "budget_start": date(row.question.start, 1, 1),
        "emitted_published_t": row.at(figures.emitted_published_t),
        "emitted_estimated_t": row.at(figures.emitted_estimated_t),
        "remaining_t": remaining,
        "overdrawn_t": -remaining if overdrawn else None,
        "overdrawn_since": day_of(row.at(figures.overdrawn_since)),
        "overdraft_per_day_t": per_day if overdrawn else None,
        "next_limit": next_limit(row.question, figures, row.index),
    }


def _pace(row: Row) -> Fields:
    """How fast it goes: emissions, cuts, and when the budget is used up."""
    figures, remaining = row.found, row.at(row.found.remaining_t)
    nth = findings.one_nth(emissions=figures.current_emissions[row.index], budget=remaining)
    return {
        "base_year": row.base.base_year,
        "base_emissions_t_per_year": row.at(figures.base_emissions),
        "current_emissions_t_per_year": row.at(figures.current_emissions),
        "current_sectors_t_per_year": sectors_today(row.base, row.index, row.question.as_of, row.choices.rate),
        "required_cut": _or_none(row.at(figures.required_cut)),
        "required_cut_from": row.choices.start,
        "achieved_cut": _or_none(row.at(figures.achieved_cut)),
        "years_left": told_years(row.at(figures.years_left), row.question.as_of),
        "used_up_on": told_day(row.at(figures.used_up_at)),
        "used_up_on_trend": told_day(row.at(figures.used_up_at_trend)),
        "one_nth": int(nth) if math.isfinite(nth) else None,
        "persons": row.persons,
        "per_head_t": row.at(figures.base_emissions) / row.persons if row.persons else None,
    }


def _curves(row: Row) -> Fields:
    """Years: history by sector, trend, path, and the cut for each year of start."""
    base, missing = row.base, no_path(row.choices, row.found, row.index)
    history = filled(base.cube.years, base.totals[row.index])
    return {
        "history": history,
        "sectors": FilledSectors(base.cube.sectors, base.cube.years, base.sectors[row.index].copy(), history),
        "trend": trend_series(base, row.index, row.question.as_of),
        "pathway": path_series(row.choices, row.found, row.index),
        "no_path": missing,
        "ranges": row.ranges,
        "delays": _delays(row.found, row.index, row.choices.start),
    }


def _explained(row: Row, balance: Fields) -> tuple[Step, ...]:
    edition, country, method, base = row.question.edition, row.area.country, row.question.method, row.question.basis
    return derivation(
        method,
        row.choices,
        country=country,
        base=base,
        share=balance["share"],
        budget=balance["budget_t"],
        published=balance["emitted_published_t"],
        estimated=balance["emitted_estimated_t"],
        base_years=base.base_years(method.share_local.base_years),
        population_year=population_year(edition, base, country, method.share_local.population_year),
        origin=_origin(edition, country),
    )


@remembered
def assess(question: Question) -> Assessment:
    """Hold one area against the chosen budget on a day, kept; raises `UnknownArea` for an area the edition has not."""
    area, base, figures, index = question.area, question.basis, assess_all(question), question.row
    row = Row(
        question=question,
        area=area,
        base=base,
        found=figures,
        index=index,
        persons=persons_near(question.edition, area.country, index, base.base_year),
        ranges=ranges(question, figures),
    )
    ensure_shared(question, figures)
    return assessment_of(row)


def assessment_of(row: Row) -> Assessment:
    """A row's figures as everything that is shown of an area."""
    balance = _balance(row)
    return Assessment(
        area=row.area,
        edition_id=row.question.edition.id,
        choices=row.choices,
        method=row.question.method,
        as_of=row.question.as_of,
        derivation=_explained(row, balance),
        disputes=_disputes(row.question.edition, row.area.id),
        **balance,
        **_pace(row),
        **_curves(row),
        left_out=left_out(row.base, row.index, row.area.country),
        left_out_years=left_out_years(row.base, row.index),
    )
