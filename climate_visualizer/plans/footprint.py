"""What an area's budget means for one person and for one business: figures a reader's own are held against."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.places import DATA
from climate_visualizer.science.findings import overdraft_per_day

FACTORS = DATA / "footprint" / "factors.toml"


@dataclass(frozen=True)
class Factor:
    """What one unit emits, in kilograms, and who says so."""

    id: str
    unit: str
    kilograms: float
    source: str
    url: str
    page: str


@lru_cache(maxsize=1)
def factors(path: Path = FACTORS) -> dict[str, Factor]:
    """Every factor by its id."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["factor"]
    return {one["id"]: Factor(**one) for one in rows}


@dataclass(frozen=True)
class Shares:
    """One person's part of an area, and what a business is held against. Tonnes and tonnes a year.

    `per_head_t` is emitted in a year for each who lives there; `budget_per_head_t` is what is left for each, None where
    nothing is; `a_day_t` is what the whole area emits in a day. `cut` is the yearly cut that keeps to the budget.
    """

    persons: int | None
    per_head_t: float | None
    budget_per_head_t: float | None
    a_day_t: float
    remaining_t: float
    sectors_t: dict[str, float]
    cut: float | None
    first: int


def shares(a: Assessment) -> Shares:
    """The figures that a reader's own emissions are held against, from the last published year and from today."""
    people = a.persons or None
    left = a.remaining_t if a.remaining_t > 0 else None
    return Shares(
        persons=people,
        per_head_t=a.per_head_t,
        budget_per_head_t=left / people if left and people else None,
        a_day_t=float(overdraft_per_day(emissions=a.current_emissions_t_per_year)),
        remaining_t=a.remaining_t,
        sectors_t={name: one.tonnes[-1] for name, one in a.sectors.items() if one.tonnes and one.tonnes[-1] > 0},
        cut=a.required_cut,
        first=a.required_cut_from,
    )
