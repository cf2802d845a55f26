"""Indices of an edition's tables, made once, so that a page filters no whole table for an area or a year."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from climate_visualizer.editions.read import Area


class Lookups:
    """Where an area's figures stand, and every area's people of a year; `Edition` has them."""

    if TYPE_CHECKING:
        emissions: pl.DataFrame
        population: pl.DataFrame

        def area(self, area_id: str) -> Area: ...

        def parents(self, area_id: str) -> tuple[Area, ...]: ...

        def children(self, area_id: str) -> tuple[Area, ...]: ...

    def larger_around(self, area_id: str) -> tuple[Area, ...]:
        """The areas around an area that it can be compared with, the nearest first.

        A county of one municipality is that municipality: Gotland is no less than Gotland County emits.
        """
        outwards = pairwise((self.area(area_id), *self.parents(area_id)))
        return tuple(around for _, around in outwards if len(self.children(around.id)) > 1)

    def _persons_of(self, year: int) -> dict[str, int]:
        """Every area's population of a year, looked up once."""
        if year not in self._persons:
            rows = self.population.filter(pl.col("year") == year)
            self._persons[year] = dict(zip(rows["area_id"].to_list(), rows["persons"].to_list(), strict=True))
        return self._persons[year]

    @cached_property
    def _persons(self) -> dict[int, dict[str, int]]:
        return {}

    def _figures_of(self, area_id: str) -> pl.DataFrame:
        """The rows from an area's first to its last: its own alone where areas follow one another, as in a stored edition."""
        first, end = self._spans.get(area_id, (0, 0))
        return self.emissions.slice(first, end - first)

    def _rows_of(self, area_id: str, gas: str) -> tuple[pl.DataFrame, list[int]]:
        """The rows from an area's first to its last, and which of them are its figures of a gas.

        Column by column: a query of polars goes through its pool of threads, which on a busy machine took 7 ms for these few.
        """
        rows = self._figures_of(area_id)
        names = zip(rows["area_id"].to_list(), rows["gas"].to_list(), strict=True)
        return rows, [row for row, row_name in enumerate(names) if row_name == (area_id, gas)]

    def parts_of(self, area_id: str, year: int, gas: str = "CO2") -> list[tuple[str, str, float]]:
        """Sector, sub-sector and tonnes of each sub-sector of an area that emitted anything in a year."""
        rows, its = self._rows_of(area_id, gas)
        years, sectors, parts, tonnes = (rows[name].to_list() for name in ("year", "sector", "subsector", "tonnes"))
        its = [row for row in its if years[row] == year and parts[row] != "total" and (tonnes[row] or 0.0) > 0]
        return [(sectors[row], parts[row], tonnes[row]) for row in its]

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        """For each area its first row among the emissions, and the one after its last."""
        rows = self.emissions.select("area_id").with_row_index("row").group_by("area_id")
        spans = rows.agg(first=pl.col("row").min(), last=pl.col("row").max()).with_columns(
            pl.col("area_id").cast(pl.String)
        )
        return {area_id: (first, last + 1) for area_id, first, last in spans.iter_rows()}
