"""A reader's scenario, and the emissions that it means for one area: by part and year, from this year to 2050."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area
from climate_visualizer.methods.allocation import local_tonnes
from climate_visualizer.methods.basis import Array, Basis
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.measure_library import Part, library
from climate_visualizer.science import findings, measures, pathways
from climate_visualizer.science.nowcasting import yearly_steps
from climate_visualizer.science.units import quotient

WAYS = ("trend", "cut", "sectors", "target", "drawn")
KNOT_STEP = 3


@dataclass(frozen=True)
class Target:
    """An adopted target: by `year` emissions are `cut` (fraction) below those of the `base` year; level after it."""

    year: int
    cut: float
    base: int


@dataclass(frozen=True)
class Scenario:
    """What a reader moves. `way` says how emissions go from `start` on; measures of the library come on top.

    ``trend``: as now. ``cut``: all sectors fall by `cut` a year. ``sectors``: each by its own, none where not named.
    ``target``: through `target`. ``drawn``: `drawn` are fractions of this year's emissions in the years of `knots`.
    `measures` are (id, year of start).
    """

    way: str
    start: int
    cut: float = 0.0
    sectors: tuple[tuple[str, float], ...] = ()
    target: Target | None = None
    drawn: tuple[float, ...] = ()
    measures: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Ground:
    """What doesn't depend on the scenario: the trend by part from this year to 2050, and the budget on 1 January.

    `fractions` are each part's of this year: so is a path of the whole spread where the trend is zero.
    """

    area: Area
    parts: tuple[Part, ...]
    years: Array
    trend: Array
    fractions: Array
    history: dict[int, float]
    budget: float
    remaining: float
    left: float
    pairs: tuple[tuple[float, float, int], ...]
    budget_start: int

    @property
    def first(self) -> int:
        return int(self.years[0])

    # What every scenario and goal of the area needs again: a page of goals asks five at once.

    @cached_property
    def whole(self) -> Array:
        """The trend of all parts together."""
        total: Array = self.trend.sum(axis=0)
        return total

    @cached_property
    def shares(self) -> Array:
        """Each part's fraction of a year's emissions; this year's in years of nothing."""
        shares = quotient(self.trend, self.whole)
        return np.where(np.isnan(shares), self.fractions[:, None], shares)

    @cached_property
    def by_start(self) -> dict[int, object]:
        """What depends on the year of start alone, by that year: whoever works it out keeps it here."""
        return {}


def knots(as_of: date) -> tuple[int, ...]:
    """The years whose emissions a drawn path names: next year, every third after it, and 2050."""
    years = range(as_of.year + 1, LAST_YEAR, KNOT_STEP)
    return (*(year for year in years if LAST_YEAR - year >= KNOT_STEP - 1), LAST_YEAR)


def _parts(question: Question, years: Array) -> tuple[tuple[Part, ...], Array]:
    """The finest parts of an area's sectors, and what each emits in the years: its sector's, as in the last published year."""
    base, row = question.basis, question.row
    fine: dict[str, dict[str, float]] = {}
    for sector, name, emitted in question.edition.parts_of(question.area_id, base.base_year):
        fine.setdefault(sector, {})[name] = emitted
    names: list[Part] = []
    tonnes: list[Array] = []
    places = years.astype(np.int64) - base.course.first
    scale = quotient(base.course.totals[row, places], np.nansum(base.course.sectors[row][:, places], axis=0))
    sectors = np.nan_to_num(base.course.sectors[row][:, places] * scale)
    for sector, sector_tonnes in zip(base.cube.sectors, sectors, strict=True):
        inside = fine.get(sector) or {"total": 1.0}
        names += [(sector, name) for name in inside]
        tonnes += [sector_tonnes * value / sum(inside.values()) for value in inside.values()]
    return tuple(names), np.array(tonnes)


def _pairs(question: Question, share: float) -> tuple[tuple[float, float, int], ...]:
    """Every limit and likelihood of the method with the area's budget for it, the smallest first."""
    method, country, base, choices = question.method, question.country, question.basis, question.choices
    pairs = [
        (local_tonnes(method, country, choices.vintage, limit, likelihood, base) * share, limit, likelihood)
        for limit, likelihood in method.pairs(choices.vintage)
    ]
    chosen = (choices.limit, choices.likelihood)
    return tuple(sorted(pairs, key=lambda one: (one[0], one[1:] != chosen)))


def _ensure_known(base: Basis, row: int, as_of: date) -> None:
    """What is emitted is known from the year of a day on: a path cannot begin with nothing, and nothing could be left of it.

    Without cement those of a place with a cement plant, and of all around it, begin in 2015, as the plants' own do.
    """
    known = base.course.first + np.flatnonzero(np.isfinite(base.course.totals[row]))
    if known.size and as_of.year < known[0]:
        why = "What is emitted in this scope is not known before."
        raise WrongChoice("as_of", as_of.isoformat(), (f"a day from {known[0]}-01-01",), why)


@remembered
def ground_of(question: Question) -> Ground:
    """What every scenario of an area and a budget begins with, kept; `WrongChoice` for a sharing without figures."""
    base, figures, row, as_of = question.basis, assess_all(question), question.row, question.as_of
    share, remaining = float(figures.share[row]), float(figures.remaining_t[row])
    if not math.isfinite(share):
        asked = question.choices.sharing
        others = tuple(name for name in question.method.share_local.sharings if name != asked)
        raise WrongChoice("sharing", asked, others)
    _ensure_known(base, row, as_of)
    years = np.arange(as_of.year, LAST_YEAR + 1, dtype=np.float64)
    parts, trend = _parts(question, years)
    gone = yearly_steps.emitted_between(
        yearly=base.course.totals[row],
        first=base.course.first,
        start=float(as_of.year),
        end=max(instant(as_of), float(question.start)),
    )
    known = zip(base.cube.years.tolist(), base.totals[row].tolist(), strict=True)
    return Ground(
        area=question.area,
        parts=parts,
        years=years,
        trend=trend,
        fractions=np.nan_to_num(findings.parts_of_whole(emissions=trend[:, 0])),
        history={year: tonnes for year, tonnes in known if math.isfinite(tonnes)},
        budget=float(figures.budget_t[row]),
        remaining=remaining,
        left=remaining + float(gone),
        pairs=_pairs(question, share),
        budget_start=question.start,
    )


def _cuts(ground: Ground, scenario: Scenario) -> Array:
    """Each part's yearly cut."""
    own = dict(scenario.sectors)
    return np.array([scenario.cut if scenario.way == "cut" else own.get(sector, 0.0) for sector, _ in ground.parts])


def spread(ground: Ground, total: Array) -> Array:
    """A path of the whole, spread over the parts as the trend is."""
    path: Array = total * ground.shares
    return path


def before_measures(ground: Ground, scenario: Scenario) -> Array:
    """The scenario's emissions without its measures, t/yr, [part, year]."""
    path = ground.trend.copy()
    at = scenario.start - ground.first
    if scenario.way in ("cut", "sectors"):
        cuts = _cuts(ground, scenario)
        path[:, at:] = pathways.sector_paths(emissions=path[:, at - 1], cuts=cuts, years=path.shape[1] - at)
    elif scenario.way == "target" and scenario.target:
        path[:, at:] = _through_target(ground, scenario, scenario.target)[:, at:]
    elif scenario.way == "drawn":
        points = np.array([ground.first, *knots(date(ground.first, 1, 1))], dtype=np.float64)
        now = ground.trend[:, 0].sum()
        goals = now * np.array([1.0, *scenario.drawn])
        path = spread(ground, pathways.policy_path(years=ground.years, goal_years=points, goals=goals))
    return path


def _through_target(ground: Ground, scenario: Scenario, target: Target) -> Array:
    total = measures.target_path(
        emissions=ground.trend[:, scenario.start - 1 - ground.first].sum(),
        last_year=scenario.start - 1,
        target_years=[target.year],
        target_shares=[1.0 - target.cut],
        base=ground.history[target.base],
        years=ground.years,
    )
    return spread(ground, total)


def applied(ground: Ground, scenario: Scenario) -> list[tuple[str, measures.Measure]]:
    """The chosen measures that the area has anything for."""
    applied_ones = ((name, library()[name].applied(ground.parts, start=start)) for name, start in scenario.measures)
    return [(name, measure) for name, measure in applied_ones if measure is not None]


def scenario_path(ground: Ground, scenario: Scenario) -> Array:
    """The scenario's emissions with its measures, t/yr, [part, year]."""
    chosen = [measure for _, measure in applied(ground, scenario)]
    path = before_measures(ground, scenario)
    return measures.with_measures(baseline=path, first=ground.first, measures=chosen) if chosen else path
