"""Does a goal hold? A goal as a path, added up until its year and after it, and held against what is left of the budget.

A goal for one year says nothing of how much is emitted on the way: so it is read as a path, straight from the year before it
begins to the goal, and level after it. What is emitted on it from today to the end of 2050 is set against what is left today.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.national_goals import national_goal
from climate_visualizer.scenarios.scenario import Answer, answer_on, used_up
from climate_visualizer.scenarios.scenario_paths import Ground, Scenario, ground_of, spread
from climate_visualizer.science import pathways

ZERO_YEARS = (2030, 2035, 2040, 2045)
OWN, NATION, ZERO = "own", "nation", "zero"


class NoGoal(ValueError):
    """A goal that no path leads to from here; the sentence says why."""


@dataclass(frozen=True)
class Goal:
    """A goal: `key` is how an address names it, `points` are the years with the tonnes a year that may remain in them.

    `by` is the organisation whose own goal it is. Goals lie ahead: the first year is the one in which a path may begin.
    """

    key: str
    kind: str
    points: tuple[tuple[int, float], ...]
    by: str = ""

    @property
    def year(self) -> int:
        return self.points[-1][0]

    @property
    def remains_t(self) -> float:
        """Tonnes a year from the goal's year on."""
        return self.points[-1][1]


@dataclass(frozen=True)
class Verdict:
    """What becomes of the budget on the way to a goal, in tonnes from today on. The way itself is that of `way_to`.

    `start` is the year in which it leaves the trend, `remaining_t` what is left today, `used_up_on` the day on which that is
    used up: None where it lasts beyond 2050 or is used up already.
    `until_t` is emitted to the end of the goal's year, `after_t` from then to the end of 2050, `exceeds_t` is both less what
    is left today: above zero where the goal is not enough. `earlier_days` is how long before the goal's year is over the
    budget is used up. `wait_t` is what it costs to begin a year later, None where the goal leaves no year to wait.
    `zero_by` is the last year in which net zero would hold, None where not even the first would.
    """

    goal: Goal
    start: int
    remaining_t: float
    used_up_on: date | None
    until_t: float
    after_t: float
    exceeds_t: float
    earlier_days: int | None
    wait_t: float | None
    zero_by: int | None

    @property
    def is_overdrawn(self) -> bool:
        return self.remaining_t < 0

    @property
    def holds(self) -> bool:
        return self.exceeds_t <= 0 and not self.is_overdrawn


def zero_goals(first: int) -> tuple[Goal, ...]:
    """Net zero in each of the years that still lie ahead, or in the last year of all where none does."""
    years = [year for year in ZERO_YEARS if year >= first] or [LAST_YEAR]
    return tuple(Goal(str(year), ZERO, ((year, 0.0),)) for year in years)


def nations_goal(country: str, ground: Ground, first: int) -> Goal | None:
    """The goal of the area's country; None where none is known, its year is past, or its base year has no statistics."""
    goal = national_goal(country)
    if goal is None or goal.year < first:
        return None
    if goal.cut >= 1:
        return Goal(NATION, NATION, ((goal.year, 0.0),))
    if goal.base not in ground.history:
        return None
    return Goal(NATION, NATION, ((goal.year, ground.history[goal.base] * (1 - goal.cut)),))


def _path(ground: Ground, goal: Goal, start: int) -> Array:
    """Tonnes a year from this year to 2050: the trend until the start, then through the goal."""
    trend = ground.whole
    at = start - ground.first
    ahead = [point for point in goal.points if point[0] >= start]
    if not ahead:
        raise NoGoal(f"The goal is for {goal.year}, and a path to it can begin in {start} at the earliest.")
    years = np.array([start - 1, *(year for year, _ in ahead)], dtype=np.float64)
    tonnes = np.array([trend[at - 1], *(left for _, left in ahead)])
    total: Array = trend.copy()
    total[at:] = pathways.policy_path(years=ground.years, goal_years=years, goals=tonnes)[at:]
    return total


def _start(ground: Ground, question: Question) -> int:
    """The year in which a path to a goal begins."""
    return max(question.choices.start, ground.first + 1)


def way_to(question: Question, goal: Goal) -> Answer:
    """The path to a goal with all that follows from it, as a scenario's: what its picture is drawn from."""
    ground = ground_of(question)
    start = _start(ground, question)
    path = spread(ground, _path(ground, goal, start))
    return answer_on(question, ground, Scenario(way="trend", start=start), path)


def _zero_by(ground: Ground, start: int) -> int | None:
    """The last year until 2050 in which net zero keeps to the budget; None where not even the first does.

    A straight path from E in the year before the start to zero n years later emits E (1 - k/n) in its k-th year, in all
    E (n - 1) / 2. Set that to what is left when it begins: n = 1 + 2 B / E.
    """
    trend, at = ground.whole, start - ground.first
    emissions, left = float(trend[at - 1]), float(ground.left - trend[:at].sum())
    if left < 0 or ground.remaining < 0:
        return None
    if emissions <= 0:
        return LAST_YEAR
    return min(start - 1 + math.floor(1 + 2 * left / emissions), LAST_YEAR)


def _earlier(day: date | None, year: int) -> int | None:
    end = date(year + 1, 1, 1)
    return (end - day).days if day and day < end else None


def verdict(question: Question, goal: Goal) -> Verdict:
    """Whether a goal holds.

    Raises `UnknownArea`, `WrongChoice` as a scenario does, and `NoGoal` for a year that is past or an unknown day.
    """
    ground = ground_of(question)
    start = _start(ground, question)
    total = _path(ground, goal, start)
    if not math.isfinite(float(total.sum()) - ground.left):
        raise NoGoal(
            f"On {question.as_of} nothing is known of what is left or emitted, so that no goal can be held against it."
        )
    gone = ground.left - ground.remaining
    until = total[: goal.year - ground.first + 1].sum() - gone
    waited = _path(ground, goal, start + 1).sum() - total.sum() if goal.points[0][0] > start else None
    day = used_up(ground, total)
    return Verdict(
        goal=goal,
        start=start,
        remaining_t=ground.remaining,
        used_up_on=day,
        until_t=float(until),
        after_t=float(total[goal.year - ground.first + 1 :].sum()),
        exceeds_t=float(total.sum() - ground.left),
        earlier_days=_earlier(day, goal.year),
        wait_t=None if waited is None else float(waited),
        zero_by=_zero_by(ground, start),
    )
