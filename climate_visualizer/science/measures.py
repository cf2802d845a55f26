"""What people decide to do: measures on parts of the emissions, and adopted targets, both as paths.

Axes: [..., part, year]. A part is a sector or a sub-sector. Years are calendar years; element 0 of a path is `first`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from climate_visualizer.science.arrays.blocks import in_blocks
from climate_visualizer.science.pathways import policy_path
from climate_visualizer.science.units import Array, Fraction, Tonnes, TonnesPerYear, Years, floats, quotient


@dataclass(frozen=True)
class Measure:
    """Something that lowers emissions of some parts from a year on.

    ``parts`` are positions on the part axis. Either ``share`` (fraction of what is left of each part, 0 to 1) or
    ``tonnes`` (tonnes a year in all, taken from the parts in proportion to what is left of them) says how much at full
    effect. It begins in ``start``, grows evenly over ``ramp`` years (1: in full at once) and stops after ``end``.
    """

    parts: tuple[int, ...]
    start: int
    end: int
    ramp: int
    share: float = 0.0
    tonnes: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.share <= 1.0:
            raise ValueError(f"A measure's share lies from 0 to 1; {self.share} does not.")
        if self.tonnes < 0:
            raise ValueError(f"A measure saves tonnes; {self.tonnes} would add them.")
        if self.share and self.tonnes:
            raise ValueError("A measure has a share or tonnes, not both.")
        if self.ramp < 1 or self.end < self.start:
            raise ValueError("A measure takes a year or more to reach its effect, and ends no earlier than it starts.")

    def effect(self, years: Years) -> Array:
        """How much of the full effect each year has, 0 to 1; ``years`` [Y]."""
        at = floats(years)
        reached = np.clip((at - self.start + 1.0) / self.ramp, 0.0, 1.0)
        return np.where(at <= self.end, reached, 0.0)


def with_measures(*, baseline: TonnesPerYear, first: int, measures: Sequence[Measure]) -> Array:
    """The baseline with all measures at work, t/yr, [..., part, year].

    Overlaps don't count twice: shares first, each of what the others leave (two halves leave a quarter, in whatever
    order), then tonnes, which together take no more than is there. So a part never goes below zero, and the order of
    the measures doesn't matter to what the shares leave. NaN stays NaN. A part that the baseline has not is an
    `IndexError`.
    Source: decision 18 in docs/decisions.md.

    >>> halves = [Measure((0,), 2025, 2030, 1, share=0.5), Measure((0,), 2025, 2030, 1, share=0.5)]
    >>> with_measures(baseline=[[100.0, 100.0]], first=2025, measures=halves)
    array([[25., 25.]])
    """
    path_before = floats(baseline)
    years = first + np.arange(path_before.shape[-1])
    return in_blocks(
        lambda rows: _at_work(rows, years, measures),
        path_before,
        axes=2,
        size=path_before.shape[-2] * path_before.shape[-1],
    )


def _at_work(baseline: Array, years: Years, measures: Sequence[Measure]) -> Array:
    """The baseline of some areas with all measures at work."""
    path = baseline.copy()
    for measure in measures:
        chosen = list(measure.parts)
        path[..., chosen, :] = path[..., chosen, :] * (1.0 - measure.share * measure.effect(years))
    for measure in measures:
        if measure.tonnes:
            _take(path, list(measure.parts), measure.tonnes * measure.effect(years))
    return path


def _take(path: Array, parts: list[int], tonnes: Array) -> None:
    """Take tonnes from parts in proportion to what they have, never more than that; in place."""
    there = path[..., parts, :]
    total = there.sum(axis=-2, keepdims=True)
    taken = quotient(tonnes, total)
    remaining = np.maximum(1.0 - np.where(np.isfinite(taken), taken, 1.0), 0.0)
    path[..., parts, :] = np.where(np.isnan(there), np.nan, there * remaining)


def saved_by_each(*, baseline: TonnesPerYear, first: int, measures: Sequence[Measure]) -> Array:
    """Tonnes that each measure saves when they come one after the other, [..., measure]; they sum to what all save.

    What overlaps is credited to the one that comes first in the list.
    Source: decision 18 in docs/decisions.md.
    """
    steps = [
        with_measures(baseline=baseline, first=first, measures=measures[:count]) for count in range(len(measures) + 1)
    ]
    totals = np.stack([step.sum(axis=(-2, -1)) for step in steps], axis=-1)
    tonnes: Array = totals[..., :-1] - totals[..., 1:]
    return tonnes


def missing_per_year(*, path: TonnesPerYear, budget: Tonnes) -> Array:
    """Tonnes a year that a path is above its budget, spread over the path's years; below zero there is room.

    ``path`` [..., year] in all, ``budget`` [...] for those years. NaN where no year is left to spread it over.
    Source: definition.
    """
    tonnes_by_year = floats(path)
    tonnes: Array = quotient(tonnes_by_year.sum(axis=-1) - floats(budget), tonnes_by_year.shape[-1])
    return tonnes


def target_path(
    *,
    emissions: TonnesPerYear,
    last_year: int,
    target_years: Years,
    target_shares: Fraction,
    base: TonnesPerYear,
    years: Years,
) -> Array:
    """Emissions (t/yr) through adopted targets, each a share of a base year's emissions that may remain.

    ``emissions`` [...] of ``last_year``, where the path begins; ``target_years`` [G] ascending and after it;
    ``target_shares`` [G] that may remain (0.15 for "85 per cent less"), of ``base`` [...] t/yr; ``years`` [Y]. Returns
    [..., Y], see `pathways.policy_path`. Targets out of order are a `ValueError`.
    Source: as `policy_path`.
    """
    goals = np.concatenate([floats(emissions)[..., None], floats(base)[..., None] * floats(target_shares)], axis=-1)
    points = np.concatenate([[float(last_year)], floats(target_years)])
    return policy_path(years=years, goal_years=points, goals=goals)
