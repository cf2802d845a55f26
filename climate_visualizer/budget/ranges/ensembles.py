"""Ranges for very many areas, cut into blocks that can be worked out anywhere and in any order."""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import TypedDict

import numpy as np
import polars as pl

from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.estimates import HORIZONS, spread
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.ranges.uncertainty_ranges import PERCENTS, emitted_before_start, world_behind
from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.parameters import climate
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.science import uncertainty
from climate_visualizer.science.nowcasting import backtest, nowcast
from climate_visualizer.science.nowcasting.error_spread import Spread, spread_of
from climate_visualizer.science.remaining import Climate

TOGETHER = 10_000  # areas times draws worked out at once, so that what is made on the way (2 MB) stays in the processor's cache
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # glibc's malloc.h


@lru_cache(maxsize=1)
def hold_memory() -> None:
    """Keep freed arrays in the process for the next ones, where the C library is glibc; elsewhere nothing happens.

    Otherwise every array of a megabyte is given back and asked for again, which takes half of the time of a block.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    mallopt(M_MMAP_THRESHOLD, 32 * 1024**2)
    mallopt(M_TRIM_THRESHOLD, 1024**3)


@dataclass(frozen=True)
class Plan:
    """What is the same for every block: the climate, the limit, the days, the draws and the seed."""

    name: str
    climate: Climate
    limit: float
    since: float
    now: float
    path_start: int
    first: int
    horizon: tuple[float, ...]
    growth: tuple[float, ...]
    misses: tuple[float, ...]
    common: float
    unforeseen: float
    known: int
    origins: int
    draws: int
    seed: int
    size: int
    before: float = 0.0  # GtCO2 between the start of the world's budget and the method's own
    revised_alone: float = 0.0
    revised_together: float = 0.0

    @property
    def fingerprint(self) -> str:
        """Tells apart results that may not be mixed."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def spread(self, scale: Array) -> Spread:
        """How far the estimates of some areas have missed."""
        growth, misses = np.array(self.growth), np.array(self.misses)
        shared = (self.common, self.unforeseen, self.known, self.origins, self.revised_alone, self.revised_together)
        return Spread(scale, growth, misses, *shared)


class Shared(TypedDict):
    """What all areas share of a spread, by the fields of a plan."""

    growth: tuple[float, ...]
    misses: tuple[float, ...]
    common: float
    unforeseen: float
    known: int
    origins: int
    revised_alone: float
    revised_together: float


def _kept(spread: Spread) -> Shared:
    """What all areas share of a spread, as it is kept in a plan."""
    return {
        "growth": tuple(spread.growth.tolist()),
        "misses": tuple(spread.misses.tolist()),
        "common": spread.common,
        "unforeseen": spread.unforeseen,
        "known": spread.known,
        "origins": spread.origins,
        "revised_alone": spread.revised_alone,
        "revised_together": spread.revised_together,
    }


@dataclass(frozen=True, eq=False)
class Inputs:
    """One row an area: id, share of the world's budget, tonnes published since its start, estimated years, and their scale."""

    ids: tuple[str, ...]
    share: Array
    published: Array
    years: Array
    scale: Array

    def part(self, start: int, end: int) -> Inputs:
        """Some of the areas."""
        arrays = (self.share, self.published, self.years, self.scale)
        return Inputs(self.ids[start:end], *(array[start:end] for array in arrays))


@dataclass(frozen=True, eq=False)
class Block:
    """A number and the areas of one block; enough, with the plan, to work it out on another machine."""

    number: int
    inputs: Inputs


def of_question(question: Question, *, draws: int, seed: int, size: int) -> tuple[Plan, Inputs]:
    """Every area of the country that is asked of; `WrongChoice` where the inputs of the world budget aren't known."""
    edition, country, choices, as_of = question.edition, question.country, question.choices, question.as_of
    world = world_behind(question)
    if world is None:
        raise WrongChoice(
            "vintage", choices.vintage, tuple(climates(edition)), "The inputs of that world budget are not published."
        )
    base, missed = question.basis, spread(edition, country, question.counting)
    if missed is None:
        raise WrongChoice(
            "country", country, (), "Its statistics go back too few years to tell how far estimates miss."
        )
    figures = assess_all(question)
    since = max(question.start, base.base_year + 1)
    first = max(min(since, as_of.year - 1, choices.start - 1), base.course.first)
    years = np.arange(first, LAST_YEAR + 1, dtype=np.int64)
    plan = Plan(
        name=f"{edition.id} {choices}",
        climate=climates(edition)[world[0]].state,
        limit=choices.limit,
        since=float(since),
        now=instant(as_of),
        path_start=choices.start,
        first=first,
        horizon=tuple(base.course.horizon(years).tolist()),
        **_kept(missed),
        draws=draws,
        seed=seed,
        size=size,
        before=emitted_before_start(question),
    )
    share = figures.budget_t / ((world[1] - plan.before) * 1e9)
    return plan, Inputs(figures.area_ids, share, figures.emitted_published_t, base.course.since(first), missed.scale)


def synthetic(areas: int, *, as_of: date, draws: int, seed: int, size: int) -> tuple[Plan, Inputs]:
    """Made-up areas of all sizes that fall by a few per cent a year, to try large runs with; ids say what they are."""
    dice = np.random.default_rng(seed)
    past = np.arange(2015.0, 2023.0)
    tonnes = dice.lognormal(12.0, 1.0, (areas, 1)) * (1.0 - dice.uniform(-0.01, 0.06, (areas, 1)) * (past - 2015.0))
    tonnes *= dice.normal(1.0, 0.03, tonnes.shape)
    nation, damping = tonnes.sum(axis=0, keepdims=True), np.array([0.8])
    errors = backtest.rolling_errors(
        emissions=tonnes[:, None, :], nation=nation, damping=damping, known=0, horizons=HORIZONS, span=nowcast.SPAN
    )
    missed = spread_of(errors=errors, size=tonnes[:, -1], known=0)
    ahead = LAST_YEAR - int(past[-1])
    ratios = nowcast.nation_ratios(nation=nation, published=past.size - 1, years=ahead, damping=damping)
    years = nowcast.nowcast(emissions=tonnes[:, -1:], ratios=ratios)[:, 0]
    plan = Plan(
        f"{areas} made-up areas", climate("igcc-2024"), 1.7, 2025.0, instant(as_of), as_of.year + 1, int(past[-1]) + 1,
        tuple(np.arange(1.0, ahead + 1.0).tolist()), **_kept(missed), draws=draws, seed=seed, size=size,
    )  # fmt: skip
    share = tonnes.mean(axis=-1) / 40e9
    ids = tuple(f"made-up-{number}" for number in range(areas))
    return plan, Inputs(ids, share, np.zeros(areas), years, missed.scale)


def blocks(plan: Plan, inputs: Inputs) -> Iterator[Block]:
    """The areas in blocks of the plan's size."""
    for number, start in enumerate(range(0, len(inputs.ids), plan.size)):
        yield Block(number, inputs.part(start, start + plan.size))


def _ranges(plan: Plan, inputs: Inputs, gigatonnes: Array) -> uncertainty.Ranges:
    """Quantiles of some areas at once, by draws of the world's budget in GtCO2."""
    return uncertainty.ranges(
        budgets=inputs.share[:, None] * 1e9 * gigatonnes,
        published=inputs.published,
        years=uncertainty.draw_years(
            estimate=inputs.years,
            spread=plan.spread(inputs.scale),
            horizon=plan.horizon,
            size=plan.draws,
            seed=plan.seed,
        ),
        first=plan.first,
        since=plan.since,
        now=plan.now,
        path_start=plan.path_start,
        percents=PERCENTS,
    )


def work_out(plan: Plan, block: Block) -> bytes:
    """One block's quantiles as Parquet: area_id, percent, budget_t, remaining_t, required_cut, both dates, chance_within.

    The draws of the climate and of what estimates miss are the same in every block, so results don't depend on which block is
    worked out where or when. An instant that is never, or after 2050, is infinite.
    """
    hold_memory()
    inputs, state = block.inputs, plan.climate
    states = uncertainty.draw_states(climate=state, size=plan.draws, rng=np.random.default_rng([plan.seed, 0]))
    gigatonnes = uncertainty.budget_draws(climate=state, states=states, limit=plan.limit) - plan.before
    at_once = max(TOGETHER // plan.draws, 1)
    pieces = [
        _ranges(plan, inputs.part(start, start + at_once), gigatonnes) for start in range(0, len(inputs.ids), at_once)
    ]
    repeats = len(PERCENTS)
    table = pl.DataFrame(
        {
            "area_id": np.repeat(np.array(inputs.ids), repeats),
            "percent": np.tile(PERCENTS, len(inputs.ids)),
            "budget_t": np.concatenate([ranges.budget_t.ravel() for ranges in pieces]),
            "remaining_t": np.concatenate([ranges.remaining_t.ravel() for ranges in pieces]),
            "required_cut": np.concatenate([ranges.required_cut.ravel() for ranges in pieces]),
            "used_up_at": np.concatenate([ranges.used_up_at.ravel() for ranges in pieces]),
            "used_up_at_trend": np.concatenate([ranges.used_up_at_trend.ravel() for ranges in pieces]),
            "chance_within": np.repeat(np.concatenate([ranges.chance_within for ranges in pieces]), repeats),
        }
    )
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()
