"""Budget vintages in words: how the same area's budget differs from one published budget to the next, and why it moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.ranges.uncertainty_ranges import Vintage
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import common_step, tonnes_to
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.words.certainty import debt_said, until_said


@dataclass(frozen=True)
class Row:
    """One vintage of a method: its name, start and likelihood, the budget then, emitted since, and what is left today."""

    vintage: str
    start: int
    chance: int
    budget: str
    emitted: str
    left: str
    until: str
    overdrawn: bool
    chosen: bool


@dataclass(frozen=True)
class Moved:
    """One method with its vintages, the newest first."""

    id: str
    name: str
    rows: tuple[Row, ...]


def moved(
    a: Assessment, vintages: tuple[Vintage, ...], label: Callable[[str], str], language: Language
) -> tuple[Moved, ...]:
    """Every method with its vintages as they are read; what stands in a row adds up as printed."""
    methods = dict.fromkeys(vintage.method for vintage in vintages)
    return tuple(
        Moved(
            method,
            find_method(method).name[language.code],
            tuple(_row(vintage, a, label, language) for vintage in vintages if vintage.method == method),
        )
        for method in methods
    )


def _row(vintage: Vintage, a: Assessment, label: Callable[[str], str], language: Language) -> Row:
    step = common_step((vintage.budget_t, vintage.remaining_t))
    budget, left = (round(tonnes / step) * step for tonnes in (vintage.budget_t, vintage.remaining_t))
    debt = debt_said(vintage, language)
    return Row(
        vintage=label(vintage.vintage),
        start=vintage.budget_start.year,
        chance=vintage.likelihood,
        budget=debt or tonnes_to(budget, step, language),
        emitted="" if debt else tonnes_to(budget - left, step, language),
        left="" if debt else tonnes_to(left, step, language),
        until=until_said(vintage, language),
        overdrawn=vintage.remaining_t < 0,
        chosen=(vintage.method, vintage.vintage) == (a.choices.method, a.choices.vintage),
    )


def moved_words(a: Assessment, vintages: tuple[Vintage, ...], language: Language) -> tuple[str, ...]:
    """How far what is left lies apart for this area, and what moves it."""
    usable = [vintage for vintage in vintages if vintage.debt_t_per_head_year is None]
    if len(usable) < 2:
        return ()
    least, most = (pick(usable, key=lambda vintage: vintage.remaining_t) for pick in (min, max))
    apart = language.t(
        "By the budgets that there are for {limit} degrees, from {low} to {high} are left here today.",
        limit=language.degrees(a.choices.limit),
        low=language.tonnes(least.remaining_t),
        high=language.tonnes(most.remaining_t),
    )
    return (apart, language.t(WHY))


WHY = (
    "A newer budget for the world knows more years of emissions and warming, and begins later. A method takes other parts off "
    "and shares by another rule. The likelihood is the nearest that each budget is published with."
)
