"""What nations have adopted: the goals in ``data/goals``, each with its year, its cut and its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.methods.recipes import Words
from climate_visualizer.places import DATA


@dataclass(frozen=True)
class NationalGoal:
    """By `year` at least `cut` (fraction) less than in the year `base`; a cut of everything needs no base."""

    country: str
    year: int
    cut: float
    base: int
    says: Words
    source: str
    source_url: str


@lru_cache(maxsize=1)
def _goals() -> dict[str, NationalGoal]:
    raw = tomllib.loads((DATA / "goals" / "nations.toml").read_text(encoding="utf-8"))
    return {
        one["country"]: NationalGoal(
            country=one["country"],
            year=one["year"],
            cut=one["cut"] / 100,
            base=one["base"],
            says=one["says"],
            source=one["source"]["title"],
            source_url=one["source"]["url"],
        )
        for one in raw["nation"]
    }


def national_goal(country: str) -> NationalGoal | None:
    """The goal of a country; None where none is known here."""
    return _goals().get(country)
