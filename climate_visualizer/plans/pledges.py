"""Pledges of businesses added up: what they emitted last, what their goals leave, and so what they have pledged to cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from climate_visualizer.plans.plan_content import Content


@dataclass(frozen=True)
class Pledged:
    """So many businesses, their tonnes in the year that each reported last, and what their goals leave in each one's own year."""

    count: int
    latest_t: float
    goal_t: float
    first_goal: int
    last_goal: int

    @property
    def cut_t(self) -> float:
        return self.latest_t - self.goal_t


def pledged(contents: Iterable[Content]) -> Pledged | None:
    """The sum over businesses; None without any. A goal that lies above the last report counts as a cut of nothing.

    The tonnes are the businesses' own and may be lowered by a measure of the plan too, so they are never added to those.
    """
    latest, goal, years = [], [], []
    for content in contents:
        series = {int(year): float(tonnes) for year, tonnes in content["tonnes"].items()}
        last = series[max(series)]
        latest.append(last)
        goal.append(min(series[min(series)] * (1.0 - float(content["goal_percent"]) / 100.0), last))
        years.append(int(content["goal_year"]))
    if not latest:
        return None
    return Pledged(len(latest), sum(latest), sum(goal), min(years), max(years))
