"""An area whose statistics are of all greenhouse gases together: its emissions by year and sector, held against no budget."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from climate_visualizer.editions.read import Area, Edition

GAS = "GHG"
NEAR = 5


@dataclass(frozen=True)
class Equivalents:
    """Tonnes of CO2 equivalents by year, the oldest first: the whole and each sector, None where there is no figure."""

    area: Area
    years: tuple[int, ...]
    total: tuple[float | None, ...]
    sectors: dict[str, tuple[float | None, ...]]
    persons: int | None

    @property
    def newest(self) -> dict[str, float]:
        """The newest year's sectors that emit anything, the largest first."""
        last = {key: values[-1] for key, values in self.sectors.items()}
        return dict(sorted(((key, one) for key, one in last.items() if one and one > 0), key=lambda pair: -pair[1]))

    @property
    def per_head(self) -> float | None:
        """Tonnes an inhabitant in the newest year; None where people or the whole are not known."""
        newest = self.total[-1] if self.total else None
        return newest / self.persons if newest is not None and self.persons else None


def equivalents(edition: Edition, area: Area) -> Equivalents:
    """An area's statistics of all gases together; without years where there are none."""
    rows = edition.emissions_of(area.id, GAS).filter(pl.col("subsector") == "total").sort("sector", "year")
    years = tuple(int(year) for year in rows["year"].unique().sort())
    known = {(sector, year): tonnes for sector, year, tonnes in rows.select("sector", "year", "tonnes").iter_rows()}
    series = {sector: tuple(known.get((sector, year)) for year in years) for sector in rows["sector"].unique().sort()}
    return Equivalents(area, years, series.pop("total", ()), series, _persons(edition, area, years))


def _persons(edition: Edition, area: Area, years: tuple[int, ...]) -> int | None:
    """People in the newest year, or in the year nearest to it that is known."""
    counted = edition.population.filter(pl.col("area_id") == area.id)
    persons_in = {int(year): int(persons) for year, persons in counted.select("year", "persons").iter_rows()}
    near = [year for year in persons_in if years and abs(year - years[-1]) <= NEAR]
    return persons_in[min(near, key=lambda year: (abs(year - years[-1]), year))] if near else None
