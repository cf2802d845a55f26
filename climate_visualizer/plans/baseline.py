"""Baseline of a plan: the coming years of an area, sector by sector, and what the budget allows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.budget.curves import path_series
from climate_visualizer.budget.figures import Figures, assess_all
from climate_visualizer.caches import remembered
from climate_visualizer.methods.basis import Array, Basis
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.science.units import quotient


@dataclass(frozen=True, eq=False)
class Outset:
    """An area on 1 January of its first coming year, in tonnes and tonnes a year.

    `years` [year] are the coming ones, up to 2050; `baseline` [sector, year] is what is emitted in them if nothing more
    is done, and `before` [sector] in the year ahead of them. `left_t` of the budget is there when they begin, and
    `budget_path` [year] uses exactly that; None where nothing is left. `rate` is what is emitted in a year today.
    `history` [sector, year] and `totals` [year] are published, `history_years` theirs; NaN where statistics are missing.
    `between` [sector, year] is estimated for `between_years`, those after the last published one that have begun.
    """

    area_id: str
    edition_id: str
    as_of: date
    choices: Choices
    sectors: tuple[str, ...]
    years: NDArray[np.int64]
    baseline: Array
    before: Array
    rate: float
    left_t: float
    budget_path: Array | None
    history_years: NDArray[np.int64]
    history: Array
    totals: Array
    between_years: NDArray[np.int64]
    between: Array

    @property
    def first(self) -> int:
        return int(self.years[0])

    @property
    def last_published(self) -> int:
        return int(self.history_years[-1])

    def emitted(self, year: int, sector: str = "") -> float:
        """Published emissions of a sector in a year, all of them without one; `UnknownYear` where there are none."""
        places = np.flatnonzero(self.history_years == year)
        series = self.history[self.sectors.index(sector)] if sector else self.totals
        tonnes = float(series[places[0]]) if places.size else float("nan")
        if not np.isfinite(tonnes):
            have = ", ".join(str(one) for one in self.history_years[np.isfinite(series)])
            raise UnknownYear(
                "There are no statistics for {year}; choose one of {have}.", field="base_year", year=year, have=have
            )
        return tonnes


class UnknownYear(Unfit):
    """A base year without statistics; the sentence lists those with them."""


def _by_sector(base: Basis, row: int, years: NDArray[np.int64], baseline: str) -> Array:
    """What is emitted by sector, [sector, year]: as estimated, or each year as in the last published one."""
    places = (
        years - base.course.first if baseline == "trend" else np.full(len(years), base.base_year - base.course.first)
    )
    sectors = np.nan_to_num(np.maximum(base.course.sectors[row][:, places], 0.0))
    tonnes: Array = np.nan_to_num(quotient(sectors, sectors.sum(axis=0))) * base.course.totals[row, places]
    return tonnes


def _path(choices: Choices, figures: Figures, row: int) -> Array | None:
    series = path_series(choices, figures, row)
    return None if series is None else np.array(series.tonnes[1:])


@remembered
def outset(question: Question, *, baseline: str = "trend") -> Outset:
    """What a plan of one area starts from, with the budget that the choices give; raises `UnknownArea`.

    `baseline` says what happens if nothing more is done: "trend" is what the area's page estimates, sector by sector;
    "level" stays where the last published year was.
    """
    base, figures, row, choices = question.basis, assess_all(question), question.row, question.choices
    years = np.arange(choices.start, LAST_YEAR + 1, dtype=np.int64)
    ahead = years[:1] - 1
    between = np.arange(base.base_year + 1, choices.start, dtype=np.int64)
    sectors, before = _by_sector(base, row, years, baseline), _by_sector(base, row, ahead, baseline)
    return Outset(
        area_id=question.area_id,
        edition_id=question.edition.id,
        as_of=question.as_of,
        choices=choices,
        sectors=base.cube.sectors,
        years=years,
        baseline=sectors,
        before=before[:, 0],
        rate=float(figures.current_emissions[row]),
        left_t=float(figures.remaining_at_start_t[row]),
        budget_path=_path(choices, figures, row),
        history_years=base.cube.years,
        history=base.sectors[row],
        totals=base.totals[row],
        between_years=between,
        between=_by_sector(base, row, between, "trend"),
    )
