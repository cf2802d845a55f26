"""A budget in brief: what is left of it and when it ends, for one area, without curves, ranges and derivation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from climate_visualizer.budget.assess import ensure_shared
from climate_visualizer.budget.calendar import day_of
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.lasting import told_day
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import basis, row_of
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.scopes import counting


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


def brief(edition: Edition, area_id: str, choices: Choices, *, as_of: date) -> Brief:
    """One area's budget in brief; raises what `assess` raises."""
    area, method = edition.area(area_id), find_method(choices.method, edition)
    figures = assess_all(edition, area.country, choices, as_of=as_of)
    row = row_of(edition, figures.area_ids, area_id)
    ensure_shared(edition, figures, row, method, choices)
    base = basis(edition, area.country, counting(method, choices.scope), choices.trend)
    return Brief(
        base_year=base.base_year,
        budget_t=float(figures.budget_t[row]),
        remaining_t=float(figures.remaining_t[row]),
        used_up_on=told_day(float(figures.used_up_at[row])),
        overdrawn_since=day_of(float(figures.overdrawn_since[row])),
    )
