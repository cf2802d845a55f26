"""A business within an area's budget: the cut that keeps to it, the path that follows, and the business's own plan beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.science import pathways


@dataclass(frozen=True)
class Standing:
    """Tonnes by year from the first that is still to come; `budget_t` is what those years may emit in all.

    The budget is the area's, shared by present emissions: who must cut like the area has the same cut. `over_t` is what the
    plan emits beyond it until 2050, below zero where it emits less. None where the area has no path left.
    """

    latest_year: int
    latest_t: float
    required_cut: float | None
    budget_t: float | None
    years: tuple[int, ...]
    required_t: tuple[float, ...] | None
    planned_t: tuple[float, ...]
    over_t: float | None

    @property
    def fits(self) -> bool:
        """Whether the plan keeps to the budget, to the nearest tonne."""
        return self.over_t is not None and self.over_t < 0.5


def planned(series: Mapping[int, float], goal_year: int, goal_percent: float, years: range) -> tuple[float, ...]:
    """The plan: a straight line from the last reported year to the goal, and level after it.

    The goal is so many per cent below the first reported year; what lies above the last report already stays there.
    """
    latest = max(series)
    goal = series[min(series)] * (1.0 - goal_percent / 100.0)
    points = [float(latest), float(goal_year)]
    return tuple(np.interp(years, points, [series[latest], goal]).tolist())


def standing(a: Assessment, series: Mapping[int, float], goal_year: int, goal_percent: float) -> Standing:
    """Hold a business's reported tonnes (by year, at least one) and plan against the budget of its area."""
    latest, cut = max(series), a.required_cut
    years = range(a.required_cut_from, LAST_YEAR + 1)
    plan = planned(series, goal_year, goal_percent, years)
    if cut is None:
        return Standing(latest, series[latest], None, None, tuple(years), None, plan, None)
    budget = series[latest] * (1.0 - cut) / cut
    path = pathways.exponential(emissions=series[latest], budget=budget, years=len(years))
    return Standing(latest, series[latest], cut, budget, tuple(years), tuple(path.tolist()), plan, sum(plan) - budget)
