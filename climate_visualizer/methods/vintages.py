"""What an edition knows of the world: every vintage of the remaining budget, and the nations that share it.

Vintages that a publisher issues as a table come in with the edition; those that have none, or that the edition has not, are
kept by hand in ``data/parameters/world_budgets.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from climate_visualizer.caches import remembered
from climate_visualizer.editions.importing.world_tables import shipped
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.nations import Nations, nations_of
from climate_visualizer.methods.parameters import WorldBudget, load, world_budgets
from climate_visualizer.science.remaining import BudgetTable
from climate_visualizer.sources.publishers.world_igcc import SERIES

CO2_PARTS = ("CO2-FFI", "CO2-LULUCF")


@dataclass(frozen=True, eq=False)
class World:
    """Budgets by vintage, and the tables that nations and yearly emissions are worked out from when they are asked for."""

    budgets: dict[str, WorldBudget]
    nations_table: pl.DataFrame
    emissions_table: pl.DataFrame

    @cached_property
    def nations(self) -> Nations:
        return nations_of(self.nations_table)

    @cached_property
    def emitted(self) -> dict[int, float]:
        """The world's CO2 by year, Gt: what the edition has, and what is kept by hand for other years."""
        parameters = load("world_emissions")
        by_year = {parameters["first_year"] + index: float(gt) for index, gt in enumerate(parameters["gigatonnes"])}
        rows = self.emissions_table.filter((pl.col("series") == SERIES) & pl.col("part").is_in(CO2_PARTS))
        yearly = rows.group_by("year").agg(pl.col("gigatonnes").sum(), parts=pl.len())
        both = yearly.filter((pl.col("parts") == len(CO2_PARTS)) & (pl.col("year") >= parameters["first_year"]))
        return by_year | dict(both.select("year", "gigatonnes").iter_rows())

    def with_newer(self, vintages: tuple[str, ...]) -> tuple[str, ...]:
        """A method's vintages, before each those that have come out since in its series (igcc-2025 before igcc-2024).

        Older ones of the same publications that are at hand come last, so that what was known then can be chosen and compared.
        """
        names: list[str] = []
        for vintage in vintages:
            series, start = vintage.rpartition("-")[0], self.budgets[vintage].start
            newer = [one for one in self.budgets.values() if one.id.rpartition("-")[0] == series and one.start > start]
            names += [one.id for one in sorted(newer, key=lambda one: -one.start)]
            names.append(vintage)
        known = {vintage.partition("-")[0] for vintage in vintages}
        older = [one for one in self.budgets.values() if one.id.partition("-")[0] in known]
        names += [one.id for one in sorted(older, key=lambda one: (-one.start, one.id))]
        return tuple(dict.fromkeys(names))


def _budget(rows: pl.DataFrame) -> WorldBudget:
    """One vintage of an edition's table."""
    limits, chances = (rows[name].unique().sort() for name in ("limit", "likelihood"))
    ordered = rows.sort("limit", "likelihood")["gigatonnes"].to_numpy()
    first = rows.row(0, named=True)
    table = BudgetTable(
        limits=limits.to_numpy().astype(np.float64),
        likelihoods=chances.to_numpy().astype(np.float64),
        gigatonnes=ordered.reshape(len(limits), len(chances)).astype(np.float64),
        start=first["start"],
    )
    return WorldBudget(first["vintage"], first["title"], first["source"], first["url"], table)


@remembered
def world(edition: Edition | None = None) -> World:
    """What an edition knows of the world; without one, what comes with the project."""
    if edition is None:
        return World(world_budgets(), _shipped_nations(), _NONE)
    table = edition.world_budgets
    issued = {str(vintage): _budget(rows) for (vintage,), rows in table.group_by("vintage", maintain_order=True)}
    # An edition from before nations came into them is shown with those that come with the project until it is renewed.
    nations = _shipped_nations() if edition.nations.is_empty() else edition.nations
    return World({**world_budgets(), **issued}, nations, edition.world_emissions)


def _shipped_nations() -> pl.DataFrame:
    return pl.concat([one.nations for one in shipped() if one.nations is not None])


_NONE = pl.DataFrame(schema={"series": pl.String, "part": pl.String, "year": pl.Int32, "gigatonnes": pl.Float64})
