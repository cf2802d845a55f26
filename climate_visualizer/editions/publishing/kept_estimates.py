"""Estimates kept beside the editions that they were shown with, and their score when figures come for those years.

`estimates/<edition>.parquet` has a row an area and year after the last published one: the estimate and both ranges. It is written
before an edition becomes current and never changed, so that no later change of the code makes an old estimate better.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from climate_visualizer.editions.read import Edition
from climate_visualizer.science.nowcasting.backtest import score
from climate_visualizer.sources.snapshots import write_atomically

FOLDER = "estimates"
ESTIMATES = {
    "area_id": pl.String,
    "year": pl.Int32,
    "estimate_t": pl.Float64,
    "low_t": pl.Float64,
    "high_t": pl.Float64,
    "low90_t": pl.Float64,
    "high90_t": pl.Float64,
}

SCORED = {
    **ESTIMATES,
    "came_t": pl.Float64,
    "edition": pl.String,
    "country": pl.String,
    "error": pl.Float64,
    "within": pl.Boolean,
    "within90": pl.Boolean,
}


def _path(edition_id: str, root: Path) -> Path:
    return root / FOLDER / f"{edition_id}.parquet"


def is_kept(edition_id: str, root: Path) -> bool:
    """Whether an edition's estimates stand beside it."""
    return _path(edition_id, root).is_file()


def keep(estimates: pl.DataFrame, edition_id: str, root: Path) -> None:
    """Write the estimates that an edition is shown with, once."""
    if not is_kept(edition_id, root):
        held = io.BytesIO()
        typed = [pl.col(name).cast(kind) for name, kind in ESTIMATES.items()]
        estimates.select(typed).write_parquet(held, compression="zstd")
        write_atomically(_path(edition_id, root), held.getvalue())


def scored(edition_id: str, edition: Edition, root: Path) -> pl.DataFrame:
    """A row for each estimate of an edition whose year has been published since: what came, and whether it was within.

    `error` is the fraction of what came by which the estimate lay above it. Empty where nothing is kept, or nothing has come.
    """
    path = _path(edition_id, root)
    estimates = pl.read_parquet(path) if path.is_file() else pl.DataFrame(schema=ESTIMATES)
    ids = estimates["area_id"].unique().to_list()
    countries = sorted({edition.area(area_id).country for area_id in ids if edition.has(area_id)})
    came = [
        edition.figures(country, "CO2")
        .filter((pl.col("sector") == "total") & (pl.col("subsector") == "total"))
        .select(
            pl.col("area_id").cast(pl.String), pl.col("year").cast(pl.Int32), came_t=pl.col("tonnes").cast(pl.Float64)
        )
        for country in countries
    ]
    totals = (
        pl.concat(came) if came else pl.DataFrame(schema={"area_id": pl.String, "year": pl.Int32, "came_t": pl.Float64})
    )
    both = estimates.join(totals, on=["area_id", "year"]).filter(
        (pl.col("came_t") > 0) & pl.col("estimate_t").is_not_null()
    )
    return both.with_columns(
        edition=pl.lit(edition_id),
        country=pl.col("area_id").str.slice(0, 2),
        error=pl.col("estimate_t") / pl.col("came_t") - 1.0,
        within=pl.col("came_t").is_between("low_t", "high_t"),
        within90=pl.col("came_t").is_between("low90_t", "high90_t"),
    ).sort("area_id", "year")


def summary(rows: pl.DataFrame) -> list[dict[str, object]]:
    """The score by edition, country and year: areas, median error, ninth in ten, bias, and the shares within both ranges."""
    rows_of_score: list[dict[str, object]] = []
    for (edition_id, country, year), part in rows.group_by("edition", "country", "year", maintain_order=True):
        errors = score(estimates=part["estimate_t"].to_numpy(), came=part["came_t"].to_numpy())
        facts = {"edition": edition_id, "country": country, "year": year, "areas": part.height}
        shares = {name: part[name].mean() for name in ("within", "within90")}
        rows_of_score.append({**facts, **errors, **shares})
    return sorted(rows_of_score, key=lambda one: (str(one["country"]), str(one["edition"]), str(one["year"])))


def every(ids: Sequence[str], edition: Edition, root: Path) -> pl.DataFrame:
    """The scored estimates of every edition that was published before, as in `scored`."""
    earlier = [scored(one, edition, root).select(list(SCORED)) for one in ids if one != edition.id]
    return pl.concat([pl.DataFrame(schema=SCORED), *earlier])


def scores(ids: Sequence[str], edition: Edition, root: Path) -> list[dict[str, object]]:
    """The summary of every edition that was published before."""
    return summary(every(ids, edition, root))
