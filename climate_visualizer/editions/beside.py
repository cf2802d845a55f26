"""What an edition has beside its areas' emissions: early national statistics, large plants, and where releases disagree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from climate_visualizer.editions.read import Area


class Beside:
    """The tables beside the figures, asked for by country or area; `Edition` has them."""

    if TYPE_CHECKING:
        areas: tuple[Area, ...]
        disputes: pl.DataFrame
        nationals: pl.DataFrame
        every_plant: pl.DataFrame

        def parents(self, area_id: str) -> tuple[Area, ...]: ...

    def national(self, country: str) -> pl.DataFrame:
        """A country's early national statistics, by sector, gas and year; empty where none are known.

        Each source's figures are a series of their own: a change from year to year is taken within one source.
        """
        return self.nationals.filter(pl.col("country") == country)

    def plants(self, area_id: str) -> pl.DataFrame:
        """The large plants in an area and in those within it, a row a plant and year; empty where none are known."""
        rows = self._plant_rows.get(area_id)
        if not rows:
            return self.every_plant.clear()
        return pl.DataFrame([column[rows] for column in self.every_plant.get_columns()])

    @cached_property
    def _plant_rows(self) -> dict[str, list[int]]:
        """The rows of `every_plant` by the area that each plant is in and by those around it.

        Plants come with the project, so an edition of another country has some in areas that it lacks: those stand nowhere.
        """
        rows_by_area: dict[str, list[int]] = {}
        around: dict[str, list[list[int]]] = {}
        known = {one.id for one in self.areas}
        for row, area_id in enumerate(self.every_plant["area_id"].to_list()):
            if area_id not in around:
                ids = (area_id, *(one.id for one in self.parents(area_id))) if area_id in known else ()
                around[area_id] = [rows_by_area.setdefault(one, []) for one in ids]
            for rows in around[area_id]:
                rows.append(row)
        return rows_by_area

    def disputes_of(self, area_id: str) -> pl.DataFrame:
        """Where the publisher's figures for an area contradict themselves, the largest gap first."""
        rows = self._dispute_rows.get(area_id)
        return self.disputes[rows] if rows else self.disputes.clear()

    @cached_property
    def _dispute_rows(self) -> dict[str, list[int]]:
        """The rows of `disputes` by area: every page asks, most areas have none, and to look through them all takes 1 ms."""
        rows_of: dict[str, list[int]] = {}
        for row, area_id in enumerate(self.disputes["area_id"].to_list()):
            rows_of.setdefault(area_id, []).append(row)
        return rows_of
