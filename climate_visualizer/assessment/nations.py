"""The world's countries: what sharing the world's budget among nations needs, from ``data/parameters/nations.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from climate_visualizer.assessment.parameters import DATA, load
from climate_visualizer.science.units import Array


@dataclass(frozen=True, eq=False)
class Nations:
    """Columns by name, each [country] in the order of ``codes``; NaN where a publisher has no figure."""

    codes: tuple[str, ...]
    columns: dict[str, Array]
    last_year: int

    def index(self, country: str) -> int:
        """The position of a country by its ISO code; `ValueError` for one that isn't listed."""
        return self.codes.index(country)

    def population(self, wanted: int) -> Array:
        """Persons in the wanted year, or in the latest before it that has figures; zero for who is not counted."""
        years = [int(name[-4:]) for name in self.columns if name.startswith("population_")]
        return np.nan_to_num(self.columns[f"population_{max(year for year in years if year <= wanted)}"])

    def emissions(self, years: tuple[int, ...]) -> Array:
        """Fossil CO2 summed over the years, tonnes; a year after the last counts as the last."""
        tonnes: Array = np.nansum([self._emitted(year) for year in years], axis=0)
        return tonnes

    def _emitted(self, year: int) -> Array:
        return self.columns[f"emissions_{min(year, self.last_year)}"]

    def history(self, since: int, until: int) -> Array:
        """Fossil CO2 from `since` (1850, 1950 or 1990) up to 1 January of `until`, tonnes."""
        whole = np.nan_to_num(self.columns[f"history_{since}"])
        later = tuple(range(self.last_year + 1, until))
        earlier = tuple(range(until, self.last_year + 1))
        return whole + (self.emissions(later) if later else 0.0) - (self.emissions(earlier) if earlier else 0.0)

    @property
    def product(self) -> Array:
        """Gross domestic product of the last year, US dollars; NaN for the countries without a figure."""
        return self.columns[f"product_{self.last_year}"]


def _number(text: str) -> float:
    return float(text) if text else float("nan")


@lru_cache(maxsize=1)
def nations() -> Nations:
    """Every country of the table."""
    with (DATA / "parameters" / "nations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name not in ("country", "name")]
    columns = {name: np.array([_number(row[name]) for row in rows]) for name in names}
    return Nations(tuple(row["country"] for row in rows), columns, load("nations")["last_year"])
