"""The figures of all areas at once: arrays in, arrays out, for one choice or for every choice on leading axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from climate_visualizer.budget.calendar import instant
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.allocation import local_tonnes, shares, undecided
from climate_visualizer.methods.basis import Array, Basis, basis
from climate_visualizer.methods.choices import RATES
from climate_visualizer.methods.horizon import ensure_within
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import Method
from climate_visualizer.science import findings, pathways
from climate_visualizer.science.nowcasting import yearly_steps
from climate_visualizer.science.units import quotient

SPAN = 5
MEAN_OF = 5


@dataclass(frozen=True, eq=False)
class Figures:
    """What a reader asks, for every area on the last axis (the cube's order); tonnes, years, fractions.

    `current_emissions` are today's rate: the twelve months around today. `start_emissions` are those of the year before the
    path starts; `growth` is the fraction of them by which the trend changes in the year after. Instants are years with
    decimals (2031.08 is January 2031); infinite means never, NaN means it has no answer.
    """

    area_ids: tuple[str, ...]
    share: Array
    budget_t: Array
    emitted_published_t: Array
    emitted_estimated_t: Array
    remaining_t: Array
    base_emissions: Array
    current_emissions: Array
    start_emissions: Array
    growth: Array
    remaining_at_start_t: Array
    required_cut: Array
    achieved_cut: Array
    years_left: Array
    used_up_at: Array
    used_up_at_trend: Array
    overdrawn_since: Array

    @property
    def emitted_since_t(self) -> Array:
        return self.emitted_published_t + self.emitted_estimated_t


def _emitted(base: Basis, start: float, end: float) -> Array:
    """Tonnes from one instant to another on the course, none where the second comes first, [area]."""
    if end <= start:
        return np.zeros(len(base.totals))
    return yearly_steps.emitted_between(yearly=base.course.totals, first=base.course.first, start=start, end=end)


def _rate(base: Basis, now: float, rule: str) -> Array:
    """Today's rate, t/yr, [area]: of the twelve months around today, or what a reader takes for it."""
    if rule != RATES[0]:
        published: Array = base.consistent[:, -_published_years(rule) :].mean(axis=-1)
        return published
    return yearly_steps.rate_around(yearly=base.course.totals, first=base.course.first, moment=now)


def sectors_today(base: Basis, row: int, as_of: date, rule: str) -> dict[str, float]:
    """Today's rate of one area by sector, t/yr, by the same rule as that of the whole; 0 where nothing is known."""
    if rule != RATES[0]:
        rates = base.sectors[row][:, -_published_years(rule) :].mean(axis=-1)
    else:
        course = base.course
        rates = yearly_steps.rate_around(yearly=course.sectors[row], first=course.first, moment=instant(as_of))
    return dict(zip(base.cube.sectors, np.nan_to_num(rates).tolist(), strict=True))


def _published_years(rule: str) -> int:
    """Over how many of the last published years a rule takes its mean."""
    return 1 if rule == "last-published" else MEAN_OF


def _growth(base: Basis, before: Array, path_start: int) -> Array:
    """The fraction by which the trend changes in the path's first year, [area]."""
    after = _emitted(base, float(path_start), path_start + 1.0)
    return quotient(after - before, before)


def _achieved(base: Basis) -> Array:
    """The mean yearly cut of the last years; NaN where fewer are published, or not one after the other."""
    years = base.cube.years
    if years.size <= SPAN or years[-1] - years[-1 - SPAN] != SPAN:
        return np.full(len(base.totals), np.nan)
    return findings.achieved_cut(emissions=base.consistent, span=SPAN)


def figures(
    base: Basis,
    *,
    share: Array,
    local: float | Array,
    start: int,
    path_start: int,
    now: float,
    rate: str = RATES[0],
) -> Figures:
    """All figures for budgets `local` (a scalar, or an array with a last axis of one) shared by `share` [..., area].

    What was emitted counts from the budget's start to today, on any day: as published up to the end of the last published
    year (a running year by its days), and as estimated after it.
    """
    budget, edge = np.asarray(local) * share, base.base_year + 1.0
    published = _emitted(base, float(start), min(now, edge))
    estimated = _emitted(base, max(float(start), edge), now)
    remaining = budget - published - estimated
    current, before_start = _rate(base, now, rate), _emitted(base, path_start - 1.0, float(path_start))
    at_start = remaining - _emitted(base, max(now, float(start)), float(path_start))
    exhausted = yearly_steps.used_up_at(
        yearly=base.course.totals, first=base.course.first, budget=budget, start=float(start)
    )
    gone = np.where(budget < 0, float(start), exhausted)
    overdrawn = remaining < 0
    left = np.where(overdrawn, np.nan, remaining)
    return Figures(
        area_ids=base.cube.area_ids,
        share=share,
        budget_t=budget,
        emitted_published_t=published,
        emitted_estimated_t=estimated,
        remaining_t=remaining,
        base_emissions=base.totals[:, -1],
        current_emissions=current,
        start_emissions=before_start,
        growth=_growth(base, before_start, path_start),
        remaining_at_start_t=at_start,
        required_cut=pathways.required_cut(emissions=before_start, budget=np.where(at_start > 0, at_start, np.nan)),
        achieved_cut=_achieved(base),
        years_left=findings.years_left(emissions=current, budget=left),
        used_up_at=findings.used_up_at_rate(emissions=current, budget=left, start=max(now, float(start))),
        used_up_at_trend=np.where(overdrawn, np.nan, gone),
        overdrawn_since=np.where(overdrawn, gone, np.nan),
    )


def assess_all(question: Question) -> Figures:
    """What is asked of one area for every area of its country; `BeyondHorizon` for a day that is too late."""
    return _of_country(question.everywhere)


@remembered
def _of_country(question: Question) -> Figures:
    ensure_within(question.as_of)
    edition, country, choices, method = question.edition, question.country, question.choices, question.method
    base, start = question.basis, question.start
    local = local_tonnes(method, country, choices.vintage, choices.limit, choices.likelihood, base)
    share = shares(method, base, edition, country, choices.sharing, local=local, start=start)
    return figures(
        base,
        share=np.where(undecided(method, base, edition, country, choices.sharing), np.nan, share),
        local=local,
        start=start,
        path_start=choices.start,
        now=instant(question.as_of),
        rate=choices.rate,
    )


def assess_every_choice(
    edition: Edition, country: str, method: Method, vintage: str, *, path_start: int, as_of: date
) -> Figures:
    """Every area of a country for all that a method offers: leading axes [pair, sharing], last axis area."""
    base = basis(edition, country, method.share_local.without)
    pairs, start = method.pairs(vintage), method.start_year(vintage)
    local = np.array([local_tonnes(method, country, vintage, *pair) for pair in pairs])
    wide = (local.size, len(base.cube.area_ids))
    by_sharing = [
        np.where(
            undecided(method, base, edition, country, name),
            np.nan,
            np.broadcast_to(shares(method, base, edition, country, name, local=local, start=start), wide),
        )
        for name in method.share_local.sharings
    ]
    return figures(
        base,
        share=np.stack(by_sharing, axis=1),
        local=local[:, None, None],
        start=start,
        path_start=path_start,
        now=instant(as_of),
    )
