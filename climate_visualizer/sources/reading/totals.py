"""Totals that a release leaves to its reader: of sectors from their parts, of areas from those within them.

Sums are rounded to a millionth, since the order in which numbers are added up differs from run to run and an edition doesn't.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

DIGITS = 6
KEY = ["area_id", "gas", "sector", "subsector", "year"]


def all_gases(parts: pl.DataFrame, name: str = "GHG") -> pl.DataFrame:
    """The same series with every gas added up, as one more gas; only where all are in one unit, CO2 equivalents."""
    key = [column for column in KEY if column != "gas"]
    summed = parts.group_by(key).agg(pl.col("tonnes").sum().round(DIGITS)).with_columns(gas=_named(name, "gas", parts))
    return summed.select(parts.columns)


def with_totals(parts: pl.DataFrame) -> pl.DataFrame:
    """Parts with each sector's total and each area's whole.

    A sector without rows in an area has nothing there, since releases leave zeros out. A sector that lacks a part in a year
    that the newest year has (in the whole file, for that gas) gets no total that year, nor does the whole.
    """
    summed = parts.group_by("area_id", "gas", "sector", "year").agg(pl.col("tonnes").sum().round(DIGITS))
    places = parts.select("area_id", "gas", "year").unique()
    grid = places.join(parts.select("gas", "sector").unique(), on="gas").join(
        _incomplete(parts), on=["gas", "sector", "year"], how="anti"
    )
    sectors = grid.join(summed, on=["area_id", "gas", "sector", "year"], how="left").with_columns(
        pl.col("tonnes").fill_null(0.0), subsector=_named("total", "subsector", parts)
    )
    totals = sectors.join(_incomplete(parts).select("gas", "year").unique(), on=["gas", "year"], how="anti")
    totals = totals.group_by("area_id", "gas", "year").agg(pl.col("tonnes").sum().round(DIGITS))
    totals = totals.with_columns(sector=_named("total", "sector", parts), subsector=_named("total", "subsector", parts))
    return pl.concat([parts, sectors.select(parts.columns), totals.select(parts.columns)])


def _named(name: str, column: str, table: pl.DataFrame) -> pl.Expr:
    """A name as the table's own column has names: as text, or as a number of the dictionary that a large table keeps them in."""
    return pl.lit(name).cast(table.schema[column])


def _incomplete(parts: pl.DataFrame) -> pl.DataFrame:
    """Gas, sector and year of what lacks parts that the newest year has."""
    have = parts.select("gas", "sector", "subsector", "year").unique()
    newest = have.filter(pl.col("year") == pl.col("year").max()).drop("year")
    wanted = newest.join(have.select("gas", "year").unique(), on="gas")
    return (
        wanted.join(have, on=["gas", "sector", "subsector", "year"], how="anti")
        .select("gas", "sector", "year")
        .unique()
    )


def with_areas_around(rows: pl.DataFrame, parents: Mapping[str, str | None], value: str) -> pl.DataFrame:
    """Rows of areas with the sums of every area around them; `parents` leads from each area to the one around it."""
    key = [column for column in rows.columns if column not in (value, "area_id")]
    levels, level = [rows], rows
    while True:
        names = pl.col("area_id").cast(pl.String)
        around = names.replace_strict(parents, default=None, return_dtype=pl.String).cast(rows.schema["area_id"])
        level = level.with_columns(area_id=around).filter(pl.col("area_id").is_not_null())
        if level.is_empty():
            break
        level = level.group_by(["area_id", *key]).agg(_sum(value, rows.schema[value])).select(rows.columns)
        levels.append(level)
    return (
        pl.concat(levels)
        .group_by(["area_id", *key], maintain_order=True)
        .agg(_sum(value, rows.schema[value]))
        .select(rows.columns)
    )


def _sum(value: str, kind: pl.DataType) -> pl.Expr:
    return pl.col(value).sum().round(DIGITS) if kind.is_float() else pl.col(value).sum()
