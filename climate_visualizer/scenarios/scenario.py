"""What if: one area, one budget and one reader's scenario, with everything that follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from climate_visualizer.budget.calendar import day_of
from climate_visualizer.editions.read import Area
from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.scenario_paths import (
    Ground,
    Scenario,
    applied,
    before_measures,
    ground_of,
    scenario_path,
)
from climate_visualizer.science import findings, measures, pathways

DELAYS = 6


@dataclass(frozen=True)
class Later:
    """The yearly cut that a budget takes if it begins in `year`; None when no path is left by then."""

    year: int
    required_cut: float | None


@dataclass(frozen=True)
class Answer:
    """What follows from a scenario, in tonnes, tonnes a year and days. Paths run from this year to 2050.

    `used_t` counts from the budget's start to the end of 2050, `left_t` is below zero where that is more than the
    budget. `used_up_on` is None where the budget lasts beyond 2050 or is used up already (`remaining_t` < 0), `saved_days`
    where the trend has no emissions this year to tell tonnes in days of.
    """

    area: Area
    edition_id: str
    choices: Choices
    scenario: Scenario
    as_of: date
    years: tuple[int, ...]
    path: tuple[float, ...]
    sectors: dict[str, tuple[float, ...]]
    trend: tuple[float, ...]
    budget_path: tuple[float, ...] | None
    budget_start: int
    budget_t: float
    remaining_t: float
    used_t: float
    left_t: float
    used_up_on: date | None
    used_up_on_trend: date | None
    days_gained: int | None
    saved_t: float
    saved_days: float | None
    required_cut: float | None
    delays: tuple[Later, ...]
    delay_t: float | None
    missing_t_per_year: float
    reached: tuple[float, int] | None
    current_t_per_year: float
    saved_by: tuple[tuple[str, float], ...]
    history: tuple[tuple[int, float], ...]

    @property
    def is_overdrawn(self) -> bool:
        return self.remaining_t < 0

    @property
    def keeps(self) -> bool:
        """Whether the budget lasts to the end of 2050."""
        return self.left_t >= 0


def _or_none(figure: Array) -> float | None:
    """A figure, or None where there is no answer."""
    return float(figure) if math.isfinite(figure) else None


def _later(ground: Ground, scenario: Scenario, total: Array) -> float | None:
    """Tonnes that beginning a year later costs; None where nothing begins, or there is no later year."""
    begins = scenario.way in ("cut", "sectors", "target") or bool(scenario.measures)
    if not begins or scenario.way == "drawn" or scenario.start >= LAST_YEAR:
        return None
    if scenario.target and scenario.target.year <= scenario.start + 1:
        return None
    waited = replace(
        scenario,
        start=scenario.start + 1,
        measures=tuple((name, start + 1) for name, start in scenario.measures if start < LAST_YEAR),
    )
    return float(scenario_path(ground, waited).sum() - total.sum())


@dataclass(frozen=True)
class _FromStart:
    """What depends on the year of start alone."""

    delays: tuple[Later, ...]
    budget_path: tuple[float, ...] | None
    trend_used_up: date | None


def _from_start(ground: Ground, start: int) -> _FromStart:
    remembered_start = ground.by_start.get(start)
    if not isinstance(remembered_start, _FromStart):
        remembered_start = _FromStart(
            _delays(ground, start), _budget_path(ground, start), used_up(ground, ground.whole)
        )
        ground.by_start[start] = remembered_start
    return remembered_start


def _delays(ground: Ground, start: int) -> tuple[Later, ...]:
    at, trend = start - ground.first, ground.whole
    cuts = findings.delay_cost(
        emissions=trend[at - 1], budget=ground.left - trend[:at].sum(), delays=np.arange(DELAYS)
    ).tolist()
    years = range(start, min(start + DELAYS, LAST_YEAR + 1))
    return tuple(Later(year, cut if math.isfinite(cut) else None) for year, cut in zip(years, cuts, strict=False))


def _budget_path(ground: Ground, start: int) -> tuple[float, ...] | None:
    """The trend until the start and then the same cut every year, which uses exactly the budget; None without one."""
    at, trend = start - ground.first, ground.whole
    left = ground.left - trend[:at].sum()
    if left <= 0 or trend[at - 1] <= 0:
        return None
    after = pathways.exponential(emissions=trend[at - 1], budget=left, years=len(trend) - at)
    return tuple(np.concatenate([trend[:at], after]).tolist())


def used_up(ground: Ground, total: Array) -> date | None:
    """The day on which a path has used what is left; None beyond 2050, and where it was used up before today."""
    if ground.remaining < 0:
        return None
    return day_of(float(findings.path_used_up_at(path=total, budget=ground.left, first=float(ground.first))))


def _by_sector(ground: Ground, path: Array) -> dict[str, tuple[float, ...]]:
    by_sector: dict[str, Array] = {}
    for (sector, _), tonnes in zip(ground.parts, path, strict=True):
        by_sector[sector] = by_sector.get(sector, np.zeros_like(tonnes)) + tonnes
    return {sector: tuple(tonnes.tolist()) for sector, tonnes in by_sector.items()}


def _saved_by(ground: Ground, scenario: Scenario) -> tuple[tuple[str, float], ...]:
    """Tonnes that each chosen measure saves until 2050, one after the other."""
    chosen = applied(ground, scenario)
    if not chosen:
        return ()
    tonnes = measures.saved_by_each(
        baseline=before_measures(ground, scenario), first=ground.first, measures=[measure for _, measure in chosen]
    )
    return tuple(zip((name for name, _ in chosen), tonnes.tolist(), strict=True))


def _reached(ground: Ground, used: float) -> tuple[float, int] | None:
    return next(((limit, likelihood) for budget, limit, likelihood in ground.pairs if budget >= used), None)


def answer(question: Question, scenario: Scenario) -> Answer:
    """Everything that follows from a scenario; raises `UnknownArea`, and `WrongChoice` for a sharing without figures."""
    ground = ground_of(question)
    return answer_on(question, ground, scenario, scenario_path(ground, scenario))


def answer_on(question: Question, ground: Ground, scenario: Scenario, path: Array) -> Answer:
    """The same for a path, [part, year], that has been worked out already: a scenario's, or that of a goal."""
    total, trend = path.sum(axis=0), ground.whole
    used = ground.budget - ground.left + float(total.sum())
    saved = float(findings.saved(before=trend, after=total))
    at, begun = scenario.start - ground.first, _from_start(ground, scenario.start)
    day, trend_day = used_up(ground, total), begun.trend_used_up
    missing = measures.missing_per_year(path=total[at:], budget=ground.left - total[:at].sum())
    return Answer(
        area=ground.area,
        edition_id=question.edition.id,
        choices=question.choices,
        scenario=scenario,
        as_of=question.as_of,
        years=tuple(int(year) for year in ground.years),
        path=tuple(total.tolist()),
        sectors=_by_sector(ground, path),
        trend=tuple(trend.tolist()),
        budget_path=begun.budget_path,
        budget_start=ground.budget_start,
        budget_t=ground.budget,
        remaining_t=ground.remaining,
        used_t=used,
        left_t=ground.budget - used,
        used_up_on=day,
        used_up_on_trend=trend_day,
        days_gained=(day - trend_day).days if day and trend_day else None,
        saved_t=saved,
        saved_days=_or_none(findings.days_bought(tonnes=saved, emissions=trend[0])),
        required_cut=begun.delays[0].required_cut if begun.delays else None,
        delays=begun.delays,
        delay_t=_later(ground, scenario, total),
        missing_t_per_year=float(missing),
        reached=_reached(ground, used),
        current_t_per_year=float(trend[0]),
        saved_by=_saved_by(ground, scenario),
        history=tuple(sorted(ground.history.items())),
    )
