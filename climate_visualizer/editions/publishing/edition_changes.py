"""Diff of two editions: new figures, revised history and vanished series, area by area."""

from __future__ import annotations

import polars as pl

from climate_visualizer.editions.dictionary_encoding import KEY as KEY
from climate_visualizer.editions.dictionary_encoding import NAMES, side_by_side, unpacked
from climate_visualizer.editions.read import Edition

CHANGES: dict[str, pl.DataType | type[pl.DataType]] = {
    "area_id": NAMES["area_id"],
    "gas": NAMES["gas"],
    "sector": NAMES["sector"],
    "subsector": NAMES["subsector"],
    "year": pl.Int32,
    "kind": NAMES["kind"],
    "from_t": pl.Float64,
    "to_t": pl.Float64,
    "change_t": pl.Float64,
    "change_percent": pl.Float64,
}
LEAST_T = 0.5
AT_ONCE = 400


def differences(before: Edition, after: Edition) -> pl.DataFrame:
    """Every emission figure that is new, revised by half a tonne or more, or gone, the largest change of an area first.

    `kind` is new, revised or gone; per cent is null where there was nothing before. Population isn't compared.
    """
    parts = [_compared(old, new) for old, new in side_by_side(before.emissions, after.emissions, AT_ONCE)]
    return pl.concat([pl.DataFrame(schema=CHANGES), *parts], rechunk=False)


def _compared(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Every figure of some areas that differs."""
    both = _paired(before, after)
    kind = (
        pl.when(pl.col("from_t").is_null()).then(pl.lit("new")).when(pl.col("to_t").is_null()).then(pl.lit("gone"))
    ).otherwise(pl.lit("revised"))
    change = pl.col("to_t").fill_null(0.0) - pl.col("from_t").fill_null(0.0)
    percent = pl.when(pl.col("from_t") != 0).then(100.0 * pl.col("change_t") / pl.col("from_t").abs())
    compared = both.with_columns(kind=kind, change_t=change).with_columns(change_percent=percent)
    compared = compared.filter((pl.col("kind") != "revised") | (pl.col("change_t").abs() >= LEAST_T))
    ordered = compared.sort(
        "area_id",
        pl.col("change_t").abs(),
        "year",
        "sector",
        "gas",
        "subsector",
        descending=[False, True, True, *[False] * 3],
    )
    return ordered.select([pl.col(name).cast(kind) for name, kind in CHANGES.items()])


def _paired(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The figures of both by their key; where both have the same keys in the same order, as most areas do, none is looked up."""
    new = after.select([*KEY, pl.col("tonnes").alias("to_t")])
    if _same_keys(before, after):
        return new.with_columns(before["tonnes"].alias("from_t"))
    old = before.select([*KEY, pl.col("tonnes").alias("from_t")])
    return new.join(old, on=KEY, how="full", coalesce=True)


def _same_keys(before: pl.DataFrame, after: pl.DataFrame) -> bool:
    if before.height != after.height:
        return False
    return all(bool((before[name].to_physical() == after[name].to_physical()).all()) for name in KEY)


def of_area(before: Edition, after: Edition, area_id: str) -> pl.DataFrame:
    """The differences of one area, found without comparing all others."""
    old, new = (edition.emissions.filter(pl.col("area_id") == area_id) for edition in (before, after))
    return unpacked(_compared(unpacked(old), unpacked(new)))


def summary(before: Edition, after: Edition) -> dict[str, list[str]]:
    """What an operator wants to know first: years and areas that came and went, and how many figures were revised."""
    table = differences(before, after)
    years = {edition: set(edition.emissions["year"].unique()) for edition in (before, after)}
    areas = {edition: {area.id for area in edition.areas} for edition in (before, after)}
    revised = table.filter((pl.col("kind") == "revised") & (pl.col("sector") == "total"))
    return {
        "new years": sorted(map(str, years[after] - years[before])),
        "vanished years": sorted(map(str, years[before] - years[after])),
        "new areas": sorted(areas[after] - areas[before]),
        "vanished areas": sorted(areas[before] - areas[after]),
        "revised totals": [
            f"{row['area_id']} {row['gas']} {row['year']}: {row['from_t']:.0f} t to {row['to_t']:.0f} t "
            f"({row['change_t']:+.0f} t)"
            for row in revised.sort(pl.col("change_t").abs(), descending=True).iter_rows(named=True)
        ],
    }
