"""One area's statistics held against one budget: everything that any page, file or answer shows, in one object."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from climate_visualizer.assessment.basis import Array, Basis, basis
from climate_visualizer.assessment.budgets import local_tonnes
from climate_visualizer.assessment.calendar import day_of
from climate_visualizer.assessment.choices import LAST_YEAR, Choices
from climate_visualizer.assessment.explain import Step, derivation
from climate_visualizer.assessment.figures import Figures, assess_all
from climate_visualizer.assessment.methods import Method, find_method
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.science import findings, pathways, trends

DAYS_IN_YEAR = 365.2425
DELAYS = 10
_PATHWAYS = {
    "exponential": pathways.exponential,
    "continuous": pathways.continuous_exponential,
    "linear": pathways.linear,
    "s-curve": pathways.s_curve,
}


@dataclass(frozen=True)
class Series:
    """Tonnes by year; each year's status is published, interpolated, estimated or projected."""

    years: tuple[int, ...]
    tonnes: tuple[float, ...]
    status: tuple[str, ...]


@dataclass(frozen=True)
class Delay:
    """The yearly cut required if it begins in `year`; None when no path is left by then."""

    year: int
    required_cut: float | None


@dataclass(frozen=True)
class Dispute:
    """Where a release contradicts itself: a total beside the sum of its parts, in tonnes."""

    gas: str
    sector: str
    subsector: str
    year: int
    total_t: float
    parts_t: float
    gap_t: float


@dataclass(frozen=True)
class Assessment:
    """An area, a reader's choices and a day, with all that follows. Tonnes CO2, tonnes a year, fractions, dates."""

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
    required_cut: float | None
    required_cut_from: int
    achieved_cut: float | None
    years_left: float | None
    used_up_on: date | None
    used_up_on_trend: date | None
    one_nth: int | None
    persons: int | None
    per_head_t: float | None
    history: Series
    sectors: dict[str, Series]
    trend: Series
    pathway: Series | None
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


def _series(years: Array, tonnes: Array, status: list[str]) -> Series:
    kept = [index for index, value in enumerate(tonnes) if math.isfinite(value)]
    return Series(
        years=tuple(int(years[index]) for index in kept),
        tonnes=tuple(float(tonnes[index]) for index in kept),
        status=tuple(status[index] for index in kept),
    )


def _filled(years: Array, tonnes: Array) -> Series:
    """A published series with the years that statistics skip filled in and marked."""
    known = np.isfinite(tonnes)
    all_years, filled, interpolated = trends.fill_gaps(years=years[known].astype(float), emissions=tonnes[known])
    return _series(all_years, filled, ["interpolated" if mark else "published" for mark in np.atleast_1d(interpolated)])


def _trend_level(base: Basis, row: int, years: Array) -> Array:
    return np.array(
        [
            trends.emitted_between(trend=base.trend, start=float(year), end=float(year + 1))[row]
            for year in years.tolist()
        ]
    )


def _trend_series(base: Basis, row: int, as_of: date) -> Series:
    years = np.arange(base.base_year + 1, LAST_YEAR + 1)
    status = ["estimated" if year <= as_of.year else "projected" for year in years.tolist()]
    return _series(years, _trend_level(base, row, years), status)


def _path_series(choices: Choices, found: Figures, row: int) -> Series | None:
    """The year before the path starts and then the path itself to 2050; None where the budget is overdrawn by then."""
    left, before = float(found.remaining_at_start_t[row]), float(found.start_emissions[row])
    if not (left > 0 and before > 0):
        return None
    years = np.arange(choices.start - 1, LAST_YEAR + 1)
    path = _PATHWAYS[choices.pathway](emissions=before, budget=left, years=len(years) - 1)
    return _series(years, np.concatenate([[before], path]), ["projected"] * len(years))


def _delays(found: Figures, row: int, first: int) -> tuple[Delay, ...]:
    cuts = findings.delay_cost(
        emissions=found.start_emissions[row], budget=found.remaining_at_start_t[row], delays=np.arange(DELAYS)
    )
    return tuple(Delay(first + wait, _or_none(cut)) for wait, cut in enumerate(cuts.tolist()))


def _next_limit(method: Method, choices: Choices, found: Figures, row: int) -> float | None:
    """The lowest limit above the chosen one that is not overdrawn yet, at the same likelihood where there is one."""
    if found.remaining_t[row] >= 0:
        return None
    vintage, country = choices.vintage, method.countries[0]
    pairs = [pair for pair in method.pairs(vintage) if pair[0] > choices.limit]
    same = [pair for pair in pairs if pair[1] == choices.likelihood] or pairs
    for limit, likelihood in sorted(same):
        budget = local_tonnes(method, country, vintage, limit, likelihood) * found.share[row]
        if budget > found.emitted_since_t[row]:
            return limit
    return None


def _persons(edition: Edition, row: int, base_year: int) -> int | None:
    """The population of the year nearest to the base year that has one."""
    for distance in range(6):
        for year in (base_year - distance, base_year + distance):
            persons = edition.persons(year)[row]
            if math.isfinite(persons):
                return int(persons)
    return None


def _disputes(edition: Edition, area_id: str) -> tuple[Dispute, ...]:
    names = ("gas", "sector", "subsector", "year", "total_t", "parts_t", "gap_t")
    return tuple(Dispute(**{name: row[name] for name in names}) for row in edition.disputes_of(area_id).to_dicts())


def _origin(edition: Edition) -> tuple[str, str]:
    """Title and address of the emission statistics that the edition was made from."""
    first = next((origin for origin in edition.origins if origin["source"] != "se_scb"), {})
    return str(first.get("title", "")), str(first.get("url", ""))


def assess(edition: Edition, area_id: str, choices: Choices, *, as_of: date) -> Assessment:
    """Hold one area against the chosen budget on a day; raises `UnknownArea` for an area the edition has not."""
    area = edition.area(area_id)
    method = find_method(choices.method)
    base = basis(edition, method.share_local.without)
    found = assess_all(edition, choices, as_of=as_of)
    row = found.area_ids.index(area_id)
    return _assessment(edition, area, method, choices, as_of, base, found, row)


def _assessment(
    edition: Edition,
    area: Area,
    method: Method,
    choices: Choices,
    as_of: date,
    base: Basis,
    found: Figures,
    row: int,
) -> Assessment:
    remaining = float(found.remaining_t[row])
    overdrawn = remaining < 0
    persons = _persons(edition, row, base.base_year)
    nth = findings.one_nth(emissions=found.current_emissions[row], budget=remaining if not overdrawn else math.nan)
    years = base.cube.years
    return Assessment(
        area=area,
        edition_id=edition.id,
        choices=choices,
        method=method,
        as_of=as_of,
        share=float(found.share[row]),
        budget_t=float(found.budget_t[row]),
        budget_start=date(method.start_year(choices.vintage), 1, 1),
        emitted_published_t=float(found.emitted_published_t[row]),
        emitted_estimated_t=float(found.emitted_estimated_t[row]),
        remaining_t=remaining,
        overdrawn_t=-remaining if overdrawn else None,
        overdrawn_since=day_of(float(found.overdrawn_since[row])),
        overdraft_per_day_t=float(found.current_emissions[row]) / DAYS_IN_YEAR if overdrawn else None,
        next_limit=_next_limit(method, choices, found, row),
        base_year=base.base_year,
        base_emissions_t_per_year=float(found.base_emissions[row]),
        current_emissions_t_per_year=float(found.current_emissions[row]),
        required_cut=_or_none(found.required_cut[row]),
        required_cut_from=choices.start,
        achieved_cut=_or_none(found.achieved_cut[row]),
        years_left=_or_none(found.years_left[row]),
        used_up_on=day_of(float(found.used_up_at[row])),
        used_up_on_trend=day_of(float(found.used_up_at_trend[row])),
        one_nth=int(nth) if math.isfinite(nth) else None,
        persons=persons,
        per_head_t=float(found.base_emissions[row]) / persons if persons else None,
        history=_filled(years, base.totals[row]),
        sectors={name: _filled(years, base.sectors[row, index]) for index, name in enumerate(base.cube.sectors)},
        trend=_trend_series(base, row, as_of),
        pathway=_path_series(choices, found, row),
        delays=_delays(found, row, choices.start),
        derivation=derivation(
            method,
            choices,
            country=area.country,
            share=float(found.share[row]),
            budget=float(found.budget_t[row]),
            published=float(found.emitted_published_t[row]),
            estimated=float(found.emitted_estimated_t[row]),
            origin=_origin(edition),
        ),
        disputes=_disputes(edition, area.id),
    )
