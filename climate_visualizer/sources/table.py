"""The contract of what a source's ``read`` returns, and one small rule per promise.

Emissions: area_id, gas, sector, subsector, year, tonnes, status. `total` is the sum at its level: (total, total) is an
area's whole, (transport, total) a sector's. Population: area_id, year, persons, status. Areas: area_id, name, kind,
parent_id, country, slug. Missing is null, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from climate_visualizer.sources.origin import Origin

EMISSIONS = {
    "area_id": pl.String,
    "gas": pl.String,
    "sector": pl.String,
    "subsector": pl.String,
    "year": pl.Int32,
    "tonnes": pl.Float64,
    "status": pl.String,
}
POPULATION = {"area_id": pl.String, "year": pl.Int32, "persons": pl.Int64, "status": pl.String}
AREAS = {
    "area_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "parent_id": pl.String,
    "country": pl.String,
    "slug": pl.String,
}
DISPUTES = {
    "area_id": pl.String,
    "gas": pl.String,
    "sector": pl.String,
    "subsector": pl.String,
    "year": pl.Int32,
    "total_t": pl.Float64,
    "parts_t": pl.Float64,
    "gap_t": pl.Float64,
    "rule": pl.String,
}
UNIQUE = ("area_id", "gas", "sector", "subsector", "year")


class SourceError(Exception):
    """A file cannot be used: one sentence says what is wrong and what to do."""


@dataclass(frozen=True)
class SourceTables:
    """What one file holds, in the house's own form."""

    origin: Origin
    emissions: pl.DataFrame | None = None
    population: pl.DataFrame | None = None
    areas: pl.DataFrame | None = None


def listed(names: Iterable[object], most: int = 5) -> str:
    """A few names for a sentence: "a, b and 3 more"."""
    every = [str(name) for name in names]
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def ensure_columns(frame: pl.DataFrame, columns: dict[str, type[pl.DataType]], what: str) -> None:
    """The frame has the contract's columns, in order."""
    if frame.columns != list(columns):
        raise SourceError(f"The {what} table has the columns {listed(frame.columns)} instead of {listed(columns)}.")


def ensure_unique(emissions: pl.DataFrame, what: str) -> None:
    """No area, sector, sub-sector and year stands twice."""
    twice = emissions.filter(emissions.select(UNIQUE).is_duplicated())
    if twice.height:
        row = twice.row(0, named=True)
        raise SourceError(
            f"{what} gives {row['area_id']}, {row['sector']} / {row['subsector']}, {row['year']} more than once; "
            "ask the publisher for a corrected file."
        )


def ensure_areas_present(emissions: pl.DataFrame, areas: pl.DataFrame, what: str) -> None:
    """Every known area has emissions."""
    missing = areas.join(emissions, on="area_id", how="anti")
    if missing.height:
        raise SourceError(
            f"{what} has no rows for {listed(missing['name'])}; download the whole country's report and import that."
        )


def ensure_totals(emissions: pl.DataFrame, what: str) -> None:
    """Every area has its whole and each sector's total for every year."""
    totals = emissions.filter(pl.col("subsector") == "total")
    wanted = emissions["area_id"].n_unique() * emissions["sector"].n_unique() * emissions["year"].n_unique()
    if totals.height != wanted or not (totals["sector"] == "total").any():
        raise SourceError(
            f"{what} lacks {wanted - totals.height} of the {wanted} totals that every area, sector and year must have; "
            "download it again, and report it to the publisher if that does not help."
        )


def ensure_finite(emissions: pl.DataFrame, what: str) -> None:
    """Every figure is a number."""
    wrong = emissions.filter(pl.col("tonnes").is_null() | ~pl.col("tonnes").is_finite())
    if wrong.height:
        row = wrong.row(0, named=True)
        raise SourceError(
            f"{what} has no number for {row['area_id']}, {row['sector']} / {row['subsector']}, {row['year']}; "
            "download it again, and report it to the publisher if that does not help."
        )


def ensure_years(years: list[int], what: str) -> None:
    """Years are plausible and each comes once."""
    if not years or len(set(years)) != len(years) or not all(1750 <= year <= 2100 for year in years):
        raise SourceError(f"{what} has no usable years above its header (found {listed(years)}); is it another report?")


def _gaps(totals: pl.DataFrame, parts: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    sums = parts.group_by(on).agg(pl.col("tonnes").sum().alias("parts_t"))
    return totals.rename({"tonnes": "total_t"}).join(sums, on=on, how="inner")


def contradictions(emissions: pl.DataFrame, *, tonnes: float, share_of_area: float) -> pl.DataFrame:
    """Where the parts of a total do not add up to it, beyond both an amount and a share of the area's whole.

    Sub-sectors are held against their sector, sectors against their area; the largest gap comes first.
    """
    whole = emissions.filter(pl.col("sector") == "total")
    sectors = emissions.filter((pl.col("sector") != "total") & (pl.col("subsector") == "total"))
    parts = emissions.filter(pl.col("subsector") != "total")
    key = ["area_id", "gas", "year"]
    found = pl.concat([_gaps(sectors, parts, [*key, "sector"]), _gaps(whole, sectors, key)], how="diagonal")
    area_whole = whole.select(*key, pl.col("tonnes").alias("whole"))
    gap = pl.col("gap_t").abs()
    return (
        found.with_columns((pl.col("parts_t") - pl.col("total_t")).alias("gap_t"))
        .join(area_whole, on=key)
        .filter((gap > tonnes) & (gap > share_of_area * pl.col("whole").abs()))
        .with_columns(pl.lit("parts-against-total").alias("rule"))
        .sort(gap, "area_id", "year", "sector", descending=[True, False, False, False])
        .select([pl.col(name).cast(kind) for name, kind in DISPUTES.items()])
    )
