"""Follow-up: what was planned against what was reported, and the planned path against what statistics say happened."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.plan import Measure, profiles
from climate_visualizer.science.findings import days_bought

ON_TRACK, AHEAD = 0.9, 1.1
VERDICTS = ("ahead", "on-track", "behind", "not-reported", "nothing-planned")


@dataclass(frozen=True)
class Report:
    """What was reported of a measure for a year: tonnes saved, the indicator's value, kronor spent; None is not known."""

    measure: str
    year: int
    saved_t: float | None = None
    indicator: float | None = None
    cost: float | None = None
    comment: str = ""


@dataclass(frozen=True)
class Comparison:
    """Planned against reported; `ratio` is reported over planned, None where either is missing or nothing was planned."""

    planned: float | None
    reported: float | None
    ratio: float | None
    verdict: str


@dataclass(frozen=True)
class Followed:
    """One measure in one year."""

    measure: Measure
    year: int
    saved: Comparison
    indicator: Comparison
    cost: Comparison
    comment: str


def compared(planned: float | None, reported: float | None) -> Comparison:
    """Whether a reported figure keeps up: at least nine tenths of what was planned is on track."""
    if planned is None or planned == 0:
        return Comparison(planned, reported, None, "nothing-planned" if reported is None else "ahead")
    if reported is None:
        return Comparison(planned, None, None, "not-reported")
    ratio = reported / planned
    verdict = "ahead" if ratio >= AHEAD else "on-track" if ratio >= ON_TRACK else "behind"
    return Comparison(planned, reported, ratio, verdict)


def _planned(values: tuple[tuple[int, float], ...], year: int) -> float | None:
    """The value planned for a year, evenly between the years given; None outside of them."""
    points = sorted(values)
    if not points or not points[0][0] <= year <= points[-1][0]:
        return None
    years, numbers = zip(*points, strict=True)
    return float(np.interp(year, years, numbers))


def _saved(measure: Measure, year: int, saved_alone: Mapping[str, float]) -> float | None:
    """Tonnes planned for a year: what the effect says, or what a share is worth by the plan."""
    part = float(profiles([measure], np.array([year]))[0, 0])
    if measure.kind == "tonnes":
        return measure.expected * part
    return saved_alone.get(measure.id) if part else 0.0


def followed(
    measures: Sequence[Measure],
    reports: Sequence[Report],
    year: int,
    saved_alone: Mapping[str, float] | None = None,
) -> tuple[Followed, ...]:
    """Every measure at work in a year against what was reported of it; of two reports the later in the list stands.

    `saved_alone` gives, by measure, the tonnes that shares are worth in that year. Costs are compared the other way
    round: who spends less than planned is not behind.
    """
    reported = {one.measure: one for one in reports if one.year == year}
    rows = []
    for measure in measures:
        if measure.status not in ("decided", "under-way", "done") or not measure.start <= year <= measure.end:
            continue
        report = reported.get(measure.id, Report(measure.id, year))
        rows.append(
            Followed(
                measure,
                year,
                compared(_saved(measure, year, saved_alone or {}), report.saved_t),
                compared(_planned(measure.indicator_planned, year), report.indicator),
                _cost(dict(measure.costs).get(year), report.cost),
                report.comment,
            )
        )
    return tuple(rows)


def _cost(planned: float | None, reported: float | None) -> Comparison:
    pair = compared(planned, reported)
    turned = {"ahead": "behind", "behind": "ahead"}
    return Comparison(pair.planned, pair.reported, pair.ratio, turned.get(pair.verdict, pair.verdict))


@dataclass(frozen=True)
class Happened:
    """One year of a planned path beside what statistics say; None where they don't say yet."""

    year: int
    planned_t: float
    happened_t: float | None

    @property
    def gap_t(self) -> float | None:
        """Above zero: more was emitted than planned."""
        return None if self.happened_t is None else self.happened_t - self.planned_t


@dataclass(frozen=True)
class PathFollowed:
    """A planned path year by year, and what the difference is in all, in tonnes and in days at today's rate."""

    years: tuple[Happened, ...]
    gap_t: float | None
    days: float | None

    @property
    def last_known(self) -> int | None:
        """The last year that statistics are there for."""
        known = [one.year for one in self.years if one.happened_t is not None]
        return max(known) if known else None


def path_followed(planned: Mapping[int, float], outset: Outset) -> PathFollowed:
    """A path as it was adopted (tonnes by year) against the published emissions that the outset's edition has."""
    published = {
        int(year): float(tonnes)
        for year, tonnes in zip(outset.history_years, outset.totals, strict=True)
        if math.isfinite(tonnes)
    }
    years = tuple(Happened(year, tonnes, published.get(year)) for year, tonnes in sorted(planned.items()))
    gaps = [one.gap_t for one in years if one.gap_t is not None]
    if not gaps:
        return PathFollowed(years, None, None)
    days = float(days_bought(tonnes=sum(gaps), emissions=outset.rate))
    return PathFollowed(years, sum(gaps), days if math.isfinite(days) else None)
