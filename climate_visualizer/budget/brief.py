"""A budget in brief: what is left of it and when it ends, for one area, without curves, ranges and derivation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from climate_visualizer.budget.assess import ensure_shared
from climate_visualizer.budget.calendar import day_of
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.lasting import told_day
from climate_visualizer.methods.question import Question


@dataclass(frozen=True)
class Brief:
    """The same fields as those of `Assessment`, and the same values."""

    base_year: int
    budget_t: float
    remaining_t: float
    used_up_on: date | None
    overdrawn_since: date | None

    @property
    def is_overdrawn(self) -> bool:
        return self.remaining_t < 0


def brief(question: Question) -> Brief:
    """One area's budget in brief; raises what `assess` raises."""
    figures, row = assess_all(question), question.row
    ensure_shared(question, figures)
    return Brief(
        base_year=question.basis.base_year,
        budget_t=float(figures.budget_t[row]),
        remaining_t=float(figures.remaining_t[row]),
        used_up_on=told_day(float(figures.used_up_at[row])),
        overdrawn_since=day_of(float(figures.overdrawn_since[row])),
    )
