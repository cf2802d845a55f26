"""The adopted climate budget held against what happened: for every year, sector and committee three figures.

What was adopted and what measures were expected to give stand as they were on the day of the decision; what happened is what
statistics say today, or the estimate of the year (nowcast), which is marked. No statistics know committees: what happened
for one is its parts of what the sectors emitted, by the same division as its budget.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.science.findings import days_bought

OTHERS = "others"


@dataclass(frozen=True)
class Held:
    """One sector, committee or all of it in a year, tonnes; None where it is not known."""

    key: str
    allowed_t: float | None
    expected_t: float | None
    happened_t: float | None

    @property
    def gap_t(self) -> float | None:
        """Above zero: more was emitted than adopted."""
        return None if self.happened_t is None or self.allowed_t is None else self.happened_t - self.allowed_t


@dataclass(frozen=True)
class YearHeld:
    """A year; `is_estimate` where what happened is the nowcast, `is_adopted` where there was a budget for it."""

    year: int
    is_adopted: bool
    is_estimate: bool
    whole: Held
    sectors: tuple[Held, ...]
    committees: tuple[Held, ...]


def by_committee(content: Content) -> list[tuple[str, Sequence[int]]]:
    """What each committee was given, in the order of the budget; a database may keep the rows in an order of its own."""
    allowed = content["adopted"]["allowed"]
    first = [name for name in content.get("committees") or [] if name in allowed]
    rest = [name for name in allowed if name not in first and name != OTHERS]
    return [(name, allowed[name]) for name in [*first, *rest, *([OTHERS] if OTHERS in allowed else [])]]


def adopted_for(year: int, adopted: Sequence[Content]) -> Content | None:
    """The budget that a year is held against: of those adopted for it, the one that was adopted last."""
    return next((one for one in reversed(adopted) if one["first"] <= year <= one["last"]), None)


def emitted(year: int, outset: Outset) -> tuple[Array, float, bool]:
    """What was emitted in a year by sector, in all, and whether that is an estimate; NaN for what is not known."""
    published = np.flatnonzero(outset.history_years == year)
    if published.size and math.isfinite(outset.totals[published[0]]):
        return outset.history[:, published[0]], float(outset.totals[published[0]]), False
    estimated = np.flatnonzero(outset.between_years == year)
    if estimated.size:
        sectors = outset.between[:, estimated[0]]
        return sectors, float(sectors.sum()), True
    return np.full(len(outset.sectors), np.nan), math.nan, False


def held(year: int, adopted: Sequence[Content], outset: Outset) -> YearHeld:
    """One year against the budget that was adopted for it; without one, only what happened."""
    content = adopted_for(year, adopted)
    by_sector, total, is_estimate = emitted(year, outset)
    happened = dict(zip(outset.sectors, by_sector.tolist(), strict=True))
    if content is None:
        rows = tuple(Held(sector, None, None, _known(tonnes)) for sector, tonnes in happened.items())
        return YearHeld(year, False, is_estimate, Held("", None, None, _known(total)), rows, ())
    budget, at = content["adopted"], list(content["adopted"]["years"]).index(year)
    expected = budget.get("expected") or {}
    all_held = Held("", float(budget["whole"][at]), _expected_whole(budget, year), _known(total))
    names = dict.fromkeys([*outset.sectors, *budget["sectors"]])
    sectors = tuple(
        Held(one, _cell(budget["sectors"], one, at), _cell(expected.get("sectors"), one, at), _known(happened.get(one)))
        for one in names
    )
    own = _happened_of(content, year, happened, total)
    committees = tuple(
        Held(one, _cell(budget["allowed"], one, at), _cell(expected.get("committees"), one, at), _known(own.get(one)))
        for one in [*(name for name in content.get("committees") or [] if name in budget["allowed"]), OTHERS]
    )
    return YearHeld(year, True, is_estimate, all_held, sectors, committees)


def _known(tonnes: float | None) -> float | None:
    return None if tonnes is None or not math.isfinite(tonnes) else tonnes


def _cell(rows: Mapping[str, Sequence[float]] | None, key: str, at: int) -> float | None:
    return float(rows[key][at]) if rows and key in rows else None


def _expected_whole(budget: Content, year: int) -> float | None:
    """What was expected of a year in all; budgets that were adopted before sectors were kept have their path alone."""
    tonnes = (budget.get("path") or {}).get(str(year))
    return None if tonnes is None else float(tonnes)


def _happened_of(content: Content, year: int, happened: Mapping[str, float], total: float) -> dict[str, float]:
    """Each committee's parts of what the sectors emitted; NaN where one of its sectors is not known."""
    first, last = content["first"], content["last"]
    along = (year - first) / (last - first) if last > first else 0.0
    parts, later = content.get("parts") or {}, content.get("parts_last") or {}
    happened_by = {}
    for name in content.get("committees") or []:
        begin, end = parts.get(name, {}), {**parts.get(name, {}), **later.get(name, {})}
        rows = {sector: begin.get(sector, 0.0) * (1 - along) + end[sector] * along for sector in end}
        happened_by[name] = sum(happened.get(sector, math.nan) * part / 100.0 for sector, part in rows.items() if part)
    happened_by[OTHERS] = total - sum(happened_by.values())
    return happened_by


@dataclass(frozen=True)
class Verdict:
    """What the years with an adopted budget and statistics come to together: above zero more was emitted than adopted."""

    last: int
    gap_t: float
    days: float


def verdict(years: Sequence[YearHeld], outset: Outset) -> Verdict | None:
    """Against the adopted budget, by statistics alone; None before there are any for a year with a budget."""
    counted = [one for one in years if one.is_adopted and not one.is_estimate and one.whole.gap_t is not None]
    if not counted:
        return None
    gap = sum(one.whole.gap_t or 0.0 for one in counted)
    return Verdict(counted[-1].year, gap, float(days_bought(tonnes=abs(gap), emissions=outset.rate)))
