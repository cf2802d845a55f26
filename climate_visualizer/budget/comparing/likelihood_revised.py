"""Likelihood of a published budget by the newest assessment: what an older vintage's "50 per cent" is worth today.

A budget is published with the likelihood that the science of its day gave it. Newer science gives the same tonnes another:
of AR6's 500 Gt for 1.5 degrees what is left has one chance in five by IGCC 2024.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.parameters import WorldBudget
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import Method
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.science.remaining import framework_budget

# Likelihoods below and above these are the framework's far tails, which no table states.
CHANCES = np.arange(5.0, 95.5, 0.5)


@dataclass(frozen=True)
class Revised:
    """The per cent that the newest assessment gives a budget's limit, and that assessment's name; `stated` is as published."""

    vintage: str
    title: str
    stated: int
    percent: float


def revised_likelihood(question: Question) -> Revised | None:
    """The chosen budget's likelihood by the newest world budget whose climate is known; None where it is that one itself.

    What the world had left at the newer start (the older budget less the emissions between) is sought among the cells of the
    newer table for the same limit, and beyond them among the framework's. None too where a year between is not known.
    """
    method, choices = question.method, question.choices
    behind = _behind(method, choices)
    if behind is None:
        return None
    start, gigatonnes = behind
    newest, known = max(climates(question.edition).items(), key=lambda pair: pair[1].state.start)
    if known.state.start <= start:
        return None
    emitted = method.world.emitted
    left = gigatonnes - sum(emitted.get(year, math.nan) for year in range(start, known.state.start))
    # Published tables leave the spread of ZEC out, so what is held against them does too.
    as_tables = replace(known.state, zec_sd=0.0)
    budgets = framework_budget(climate=as_tables, limit=choices.limit, likelihood=CHANCES)
    if not math.isfinite(left):
        return None
    table = method.world.budgets.get(newest)
    percent = _between_cells(table, choices.limit, left) if table else None
    if percent is None:
        percent = float(np.interp(-left, -budgets, CHANCES))
    title = method.world.budgets[newest].title if newest in method.world.budgets else newest
    return Revised(newest, title, choices.likelihood, percent)


def _between_cells(table: WorldBudget, limit: float, left: float) -> float | None:
    """The per cent between two published cells, evenly in standard deviations; None beyond the table's outermost."""
    cells = sorted((table.gt(one, chance), chance) for one, chance in table.pairs if one == limit)
    if len(cells) < 2 or not cells[0][0] <= left <= cells[-1][0]:
        return None
    normal = NormalDist()
    deviations = [normal.inv_cdf(chance / 100.0) for _, chance in cells]
    return 100.0 * normal.cdf(float(np.interp(left, [gigatonnes for gigatonnes, _ in cells], deviations)))


def _behind(method: Method, choices: Choices) -> tuple[int, float] | None:
    """The start and the Gt of the world's budget that a choice stands on; None where they are not published."""
    if not method.national:
        world = method.world_budget(choices.vintage)
        return world.start, world.gt(choices.limit, choices.likelihood)
    cell = method.cell(choices.limit, choices.likelihood)
    return None if cell.world_gt is None else (cell.world_start, cell.world_gt)
