"""How sure it is: ranges of budget and estimates, the chance of keeping to the limit, the degrees it stands for.

And the same area by every budget there is: what each vintage and method gives.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from climate_visualizer.budget.calendar import day_of
from climate_visualizer.budget.comparing.fair_shares import debt_per_head_year
from climate_visualizer.budget.comparing.likelihood_revised import Revised, revised_likelihood
from climate_visualizer.budget.estimates import drawn_years, quantiles_of
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.lasting import told_day
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.choices import default_choices, likelihoods_for, methods_for, sharings_for
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import Method, find_method
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.science import uncertainty, warming
from climate_visualizer.science.remaining import Climate

DRAWS = 4000
SEED = 2015
PERCENTS = (5.0, 17.0, 50.0, 83.0, 95.0)


@dataclass(frozen=True)
class Outlook:
    """Quantiles at `percents`; instants as days, None for never and beyond 2050.

    `budget_t` is over draws of the climate. What follows from emissions (`remaining_t`, `required_cut`, `used_up_on` if the
    trend goes on) is over what estimates have missed, with the budget as it is chosen: its caution is in its likelihood, and
    taking it in again would move the middle away from what the page says.

    `chance_within` (0 to 1) is that of staying below `limit` degrees if everybody used their budget as the area's trend
    does until the end of 2050, with nothing emitted after it. For who uses exactly a budget for 83 per cent it is about 77:
    warming to date and other gases are drawn too, which published tables leave beside. `implied_limit` is the warming
    (degrees, at 17, 50 and 83 per cent) that the same stands for; None where the budget leaves no such reading, and where
    the world would emit more than the relation between emissions and warming holds for: then `implied_above` is what it at
    least comes to, in whole degrees. Where the climate is fitted to the vintage's own table, `fitted_within_gt` is the
    largest miss of its cells. `revised` is what the newest assessment makes of the likelihood as published.
    """

    percents: tuple[float, ...]
    limit: float
    budget_t: tuple[float, ...]
    remaining_t: tuple[float, ...]
    required_cut: tuple[float, ...]
    used_up_on: tuple[date | None, ...]
    chance_within: float
    implied_limit: tuple[float, float, float] | None
    implied_above: float | None = None
    fitted_within_gt: float | None = None
    revised: Revised | None = None


@dataclass(frozen=True)
class Vintage:
    """What one method with one published budget gives an area: tonnes from its start, and what of it is left today.

    Where the nation's own part is less than nothing, `debt_t_per_head_year` is its debt for each person and year to 2050:
    it is to be financed elsewhere, and has no date that could be shared on to a municipality.
    """

    method: str
    vintage: str
    published: str
    limit: float
    likelihood: int
    budget_start: date
    budget_t: float
    remaining_t: float
    used_up_on: date | None
    overdrawn_since: date | None
    is_first: bool
    debt_t_per_head_year: float | None = None


def world_behind(question: Question) -> tuple[str, float] | None:
    """The climate that a budget stands on and the world's Gt behind it; None where its inputs are not known."""
    method, choices = question.method, question.choices
    if method.national:
        gigatonnes = method.cell(choices.limit, choices.likelihood).world_gt
        return None if gigatonnes is None else ("ar6-2021", gigatonnes)
    if choices.vintage not in climates(question.edition):
        return None
    return choices.vintage, method.world_budget(choices.vintage).gt(choices.limit, choices.likelihood)


def emitted_before_start(question: Question) -> float:
    """GtCO2 that the world emitted between the start of its budget and that of the method's own; 0 where both start together.

    A budget has a memory: Uppsala's 285 Mt count from 2024, the world's 850 Gt behind them from 2020. What was left for the
    world in 2024 is what the nation's budget is a part of, so that is what moves with each draw. NaN where a year between
    is not known.
    """
    method, choices = question.method, question.choices
    if not method.national:
        return 0.0
    cell, emitted = method.cell(choices.limit, choices.likelihood), method.world.emitted
    years = range(cell.world_start, method.national.start)
    return float(sum(emitted.get(year, math.nan) for year in years))


def _emitted(question: Question) -> Array | None:
    """Draws of what is emitted from the budget's start to the end of 2050 if the trend goes on, [draw]."""
    years = drawn_years(question, question.start, DRAWS)
    return None if years is None else years[0].sum(axis=-1)


def _implied(
    state: Climate, budget: float, emitted: float, world: float, before: float
) -> tuple[tuple[float, float, float] | None, float | None]:
    """Degrees if everybody used their budget as the trend does: what is left for the world times trend over budget.

    `world` Gt count from the climate's own start; of them `before` were emitted before the area's budget starts.

    Beyond what the relation holds for, the whole degrees that its end stands for.
    """
    if not budget > 0:
        return None, None
    used = before + (world - before) * emitted / budget
    low, middle, high = warming.warming_of(climate=state, gigatonnes=used, likelihood=[17.0, 50.0, 83.0]).tolist()
    if math.isfinite(middle):
        return (low, middle, high), None
    end = warming.warming_of(climate=state, gigatonnes=warming.FURTHEST_GIGATONNES, likelihood=50.0)
    return None, float(math.floor(end)) if used > warming.FURTHEST_GIGATONNES else None


@remembered
def outlook(question: Question) -> Outlook | None:
    """Ranges for one area and choice; None where the inputs of the chosen world budget aren't known.

    The area's budget is taken as a fixed part of what was left for the world at the method's own start (shares, overhead,
    and what a national budget takes off first), and moves with each draw of the world's. Draws come from a fixed seed, so
    an answer can be had again.
    """
    world = world_behind(question)
    if world is None:
        return None
    (vintage, gigatonnes), limit = world, question.choices.limit
    figures = assess_all(question)
    budget = float(figures.budget_t[question.row])
    vintage_climate, rng = climates(question.edition)[vintage], np.random.default_rng(SEED)
    state = vintage_climate.state
    states = uncertainty.draw_states(climate=state, size=DRAWS, rng=rng)
    drawn = uncertainty.budget_draws(climate=state, states=states, limit=limit)
    before = emitted_before_start(question)
    budgets = budget / (gigatonnes - before) * (drawn - before)
    emitted = _emitted(question)
    ranges = quantiles_of(question, figures, PERCENTS)
    if emitted is None or ranges is None:
        return None
    implied, above = _implied(state, budget, float(np.median(emitted)), gigatonnes, before)
    return Outlook(
        percents=PERCENTS,
        limit=limit,
        budget_t=tuple(uncertainty.quantiles(budgets, PERCENTS).tolist()),
        remaining_t=tuple(ranges.remaining_t[0].tolist()),
        required_cut=tuple(ranges.required_cut[0].tolist()),
        used_up_on=tuple(told_day(moment) for moment in ranges.used_up_at_trend[0].tolist()),
        chance_within=float(np.mean(budgets >= emitted)),
        implied_limit=implied,
        implied_above=above,
        fitted_within_gt=vintage_climate.residual_gt,
        revised=revised_likelihood(question),
    )


def vintages(question: Question) -> tuple[Vintage, ...]:
    """The same area by every method and published budget that has its limit, with the nearest likelihood, newest first."""
    standings = [
        _vintage(_same(question, method, vintage), question.row)
        for method in methods_for(question.country, question.edition)
        for vintage in method.vintages
        if question.choices.limit in {limit for limit, _ in method.pairs(vintage)}
    ]
    usable = [standing for standing in standings if math.isfinite(standing.remaining_t)]

    def order(standing: Vintage) -> tuple[bool, str, int]:
        return standing.method.startswith("world-"), standing.method, -standing.budget_start.year

    return tuple(sorted(usable, key=order))


def _same(question: Question, method: Method, vintage: str) -> Question:
    """The same limit and sharing with another method, at the likelihood that lies nearest; of the path nothing is told here."""
    edition, country, choices = question.edition, question.country, question.choices
    chances = likelihoods_for(method.id, choices.limit, vintage=vintage, edition=edition)
    default = default_choices(country, question.as_of, method=method.id, vintage=vintage, edition=edition)
    sharing = choices.sharing if choices.sharing in sharings_for(method, country) else default.sharing
    likelihood = min(chances, key=lambda value: abs(value - choices.likelihood))
    return question.by(replace(default, limit=choices.limit, likelihood=likelihood, sharing=sharing))


@remembered
def _debt(edition: Edition, method: str, country: str, vintage: str, limit: float, likelihood: int) -> float | None:
    """A nation's debt by a method, kept: every area of the nation asks for that of every method."""
    return debt_per_head_year(find_method(method, edition), country, vintage, limit, likelihood)


def _vintage(question: Question, row: int) -> Vintage:
    figures, method, choices = assess_all(question), question.method, question.choices
    debt = _debt(question.edition, method.id, question.country, choices.vintage, choices.limit, choices.likelihood)
    return Vintage(
        method=method.id,
        vintage=choices.vintage,
        published=method.published,
        limit=choices.limit,
        likelihood=choices.likelihood,
        budget_start=date(question.start, 1, 1),
        budget_t=float(figures.budget_t[row]),
        remaining_t=float(figures.remaining_t[row]),
        used_up_on=told_day(float(figures.used_up_at[row])),
        overdrawn_since=None if debt else day_of(float(figures.overdrawn_since[row])),
        is_first=choices.vintage == method.vintages[0],
        debt_t_per_head_year=debt,
    )
