"""What an edition has beside its areas' emissions: early national statistics, large plants, and where releases disagree."""

from __future__ import annotations

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
        around = {area.id: (area.id, *(one.id for one in self.parents(area.id))) for area in self.areas}
        return self.every_plant.filter(pl.col("area_id").is_in([one for one, ids in around.items() if area_id in ids]))

    def disputes_of(self, area_id: str) -> pl.DataFrame:
        """Where the publisher's figures for an area contradict themselves, the largest gap first."""
        return self.disputes.filter(pl.col("area_id") == area_id)
