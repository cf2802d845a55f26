"""The world's countries: what sharing the world's budget among nations needs, from the edition's table of nations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.science.units import Array
from climate_visualizer.sources.countries import TRANSPORT

PRODUCT = "product-ppp"


@dataclass(frozen=True, eq=False)
class Variable:
    """One variable of all countries: `values` [country, year], NaN where a publisher has no figure."""

    years: NDArray[np.int64]
    values: Array

    def latest(self, wanted: int) -> Array:
        """The wanted year's figures, or those of the latest year before it that has any; `ValueError` for none."""
        before = self.years[self.years <= wanted]
        if not before.size:
            raise ValueError(f"There are no figures for {wanted} or any year before it; import an older release too.")
        column: Array = self.values[:, int(np.flatnonzero(self.years == before[-1])[0])]
        return column

    def with_nearest(self, column: Array, wanted: int) -> Array:
        """A year's figures, with those of a country's nearest year for each that has none; NaN where it never has any."""
        apart = np.where(np.isfinite(self.values), np.abs(self.years - wanted), np.inf)
        nearest: Array = np.take_along_axis(self.values, apart.argmin(axis=1)[:, None], axis=1)[:, 0]
        return np.where(np.isnan(column), nearest, column)


@dataclass(frozen=True, eq=False)
class Nations:
    """Variables by name, each [country] in the order of ``codes``; NaN where a publisher has no figure."""

    codes: tuple[str, ...]
    variables: dict[str, Variable]

    def index(self, country: str) -> int:
        """The position of a country by its ISO code; `ValueError` for one that isn't listed."""
        return self.codes.index(country)

    @cached_property
    def countries(self) -> Nations:
        """Those with people alone: international transport and who is not counted take no part in sharing."""
        is_country = np.nan_to_num(np.nanmax(self.variables["population"].values, axis=1, initial=0.0)) > 0
        is_country &= np.array([code != TRANSPORT for code in self.codes])
        variables = {name: Variable(one.years, one.values[is_country]) for name, one in self.variables.items()}
        return Nations(tuple(np.array(self.codes)[is_country].tolist()), variables)

    @cached_property
    def last_year(self) -> int:
        """The last year of emissions."""
        return int(self.variables["emissions"].years[-1])

    def population(self, wanted: int) -> Array:
        """Persons in the wanted year, or in the latest before it that has figures; zero for who is not counted.

        A country that is not counted in that year but in others has those of the nearest: Namibia is missing in one revision.
        A page of one area asks for some thousand years of people, by every method and vintage, so they are kept.
        """
        if wanted not in self._people:
            people = self.variables["population"]
            counts = np.nan_to_num(people.with_nearest(people.latest(wanted), wanted))
            counts.flags.writeable = False
            self._people[wanted] = counts
        return self._people[wanted]

    @cached_property
    def _people(self) -> dict[int, Array]:
        """Persons of each year that was asked for."""
        return {}

    def emissions(self, years: tuple[int, ...]) -> Array:
        """Fossil CO2 summed over the years, tonnes; a year after the last counts as the last."""
        tonnes: Array = np.nansum([self._emitted(year) for year in years], axis=0)
        return tonnes

    def _emitted(self, year: int) -> Array:
        return self.variables["emissions"].latest(min(year, self.last_year))

    def history(self, since: int, until: int) -> Array:
        """Fossil CO2 from `since` up to 1 January of `until`, tonnes; a year after the last counts as the last."""
        emitted = self.variables["emissions"]
        known = (emitted.years >= since) & (emitted.years < until)
        cumulated: Array = np.nansum(emitted.values[:, known], axis=1)
        later = tuple(range(self.last_year + 1, until))
        return cumulated + (self.emissions(later) if later else 0.0)

    @property
    def product(self) -> Array:
        """Gross domestic product of the last year of emissions, at purchasing power parity, international dollars.

        NaN for the countries without a figure. An edition from before purchasing power parity came into them (0.5 and
        older) has market rates alone, and keeps them.
        """
        return self.variables[PRODUCT if PRODUCT in self.variables else "product"].latest(self.last_year)


def nations_of(table: pl.DataFrame) -> Nations:
    """Every country of an edition's table of nations."""
    codes = table["country"].unique().sort()
    return Nations(
        tuple(codes.to_list()),
        {str(name): _variable(rows, codes) for (name,), rows in table.group_by("variable", maintain_order=True)},
    )


def _variable(rows: pl.DataFrame, codes: pl.Series) -> Variable:
    years = rows["year"].unique().sort().to_numpy().astype(np.int64)
    values = np.full((len(codes), years.size), np.nan)
    at = np.searchsorted(codes.to_numpy(), rows["country"].to_numpy()), np.searchsorted(years, rows["year"].to_numpy())
    values[at] = rows["value"].fill_null(np.nan).to_numpy()
    return Variable(years, values)
