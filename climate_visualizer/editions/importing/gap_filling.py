"""Gap filling: series that the newest release contradicts or has dropped are kept from earlier releases, marked.

An edition is made from every release that was read, so this depends on nothing but those files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from climate_visualizer.editions.dictionary_encoding import NAMES, packed_tables
from climate_visualizer.sources.table import SourceTables

KEPT = "kept"
SERIES = ["area_id", "gas", "sector", "year"]
WHOLE = ["gas", "sector", "year"]
_MARK = pl.lit(KEPT, dtype=NAMES["status"])
_TOTAL = {name: pl.lit("total", dtype=NAMES[name]) for name in ("sector", "subsector")}


@dataclass(frozen=True, eq=False)
class Settled:
    """A release's figures and disputes for one gas, with what was kept, and a sentence for each kind of keeping."""

    emissions: pl.DataFrame
    disputes: pl.DataFrame
    notes: tuple[str, ...]


def rule_of(release_date: str) -> str:
    """How a dispute says that the figures of an earlier release stand in its place."""
    return f"{KEPT}-from-{release_date}"


def settle(newest: SourceTables, earlier: Sequence[SourceTables], gas: str) -> Settled:
    """The newest release with contradicting series and dropped years taken from the newest earlier one that has them."""
    newest, earlier = packed_tables(newest), [packed_tables(one) for one in earlier]
    assert newest.emissions is not None
    emissions = _all_of_gas(newest.emissions, gas)
    disputes = _of_gas(newest.disputes, gas)
    notes: list[str] = []
    for tables in sorted(earlier, key=lambda one: one.origin.release_date, reverse=True):
        old, old_disputes = _of_gas(tables.emissions, gas), _of_gas(tables.disputes, gas)
        if old is None or old.is_empty():
            continue
        for fill in (_with_years, _with_history):
            emissions, note = fill(emissions, old, gas, tables.origin.release_date)
            notes += note
        if disputes is not None:
            emissions, disputes, note = _with_series(emissions, disputes, old, old_disputes, tables.origin.release_date)
            notes += note
    return Settled(emissions, disputes if disputes is not None else pl.DataFrame(), tuple(notes))


def _all_of_gas(frame: pl.DataFrame, gas: str) -> pl.DataFrame:
    """The rows of one gas; the table itself where it has no other."""
    return frame if frame["gas"].unique().to_list() == [gas] else frame.filter(pl.col("gas") == gas)


def _of_gas(frame: pl.DataFrame | None, gas: str) -> pl.DataFrame | None:
    return None if frame is None else frame.filter(pl.col("gas") == gas)


def _with_years(now: pl.DataFrame, old: pl.DataFrame, gas: str, release: str) -> tuple[pl.DataFrame, list[str]]:
    """Years that the newest release has dropped, as they were."""
    years = sorted(set(old["year"].unique()) - set(now["year"].unique()))
    if not years:
        return now, []
    areas = now.select("area_id").unique()
    earlier = old.filter(pl.col("year").is_in(years)).join(areas, on="area_id", how="semi")
    note = f"{gas}: the years {', '.join(map(str, years))} are kept from the release of {release}, since the newest has none."
    return pl.concat([now, earlier.with_columns(status=_MARK)]), [note]


def _with_history(now: pl.DataFrame, old: pl.DataFrame, gas: str, release: str) -> tuple[pl.DataFrame, list[str]]:
    """Years that the newest release has, but not yet for an area that came later, as they were."""
    place = ["area_id", "year"]
    known = old.join(now.select("year").unique(), on="year", how="semi")
    missing = known.join(now.select("area_id").unique(), on="area_id", how="semi").join(now, on=place, how="anti")
    if missing.is_empty():
        return now, []
    count = missing["area_id"].n_unique()
    who = "1 area has" if count == 1 else f"{count} areas have"
    note = f"{gas}: {who} earlier years from the release of {release}, since the newest begins later for them."
    return pl.concat([now, missing.select(now.columns).with_columns(status=_MARK)]), [note]


def _with_series(
    now: pl.DataFrame, disputes: pl.DataFrame, old: pl.DataFrame, old_disputes: pl.DataFrame | None, release: str
) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """A sector's year whose parts contradict their total somewhere, as it was in a release that adds up: for every area, or none.

    A release that spreads one plant over the whole country is wrong in every area, and noticed in few. Put right only where it
    is noticed, the plant would be counted twice, and what areas have would no longer be what their nation has.
    """
    open_still = disputes.filter((pl.col("sector") != "total") & ~pl.col("rule").str.starts_with(KEPT))
    wanted = open_still.select(WHOLE).unique()
    if old_disputes is not None:
        wanted = wanted.join(old_disputes, on=WHOLE, how="anti")
    wanted = wanted.join(_lacking(now, old, wanted), on=WHOLE, how="anti")
    if wanted.is_empty():
        return now, disputes, []
    earlier = old.join(now.select("area_id").unique(), on="area_id", how="semi").join(wanted, on=WHOLE, how="semi")
    earlier = earlier.with_columns(status=_MARK)
    changed = earlier.select(SERIES).unique()
    merged = _with_totals(pl.concat([now.join(wanted, on=WHOLE, how="anti"), earlier.select(now.columns)]), changed)
    marked = disputes.join(wanted.with_columns(kept=pl.lit(True)), on=WHOLE, how="left", maintain_order="left")
    rule = pl.when(pl.col("kept").fill_null(False)).then(pl.lit(rule_of(release))).otherwise(pl.col("rule"))
    one, many = (
        "1 sector's year that contradicts itself is",
        f"{wanted.height} sectors' years that contradict themselves are",
    )
    note = f"{one if wanted.height == 1 else many} kept from the release of {release}, for every area."
    return merged, marked.with_columns(rule=rule).drop("kept"), [note]


def _lacking(now: pl.DataFrame, old: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Those of the sectors' years that an older release has not for every area that the newest has them for."""
    there = now.filter(pl.col("subsector") == "total").join(wanted, on=WHOLE, how="semi").select(SERIES)
    return there.join(old.select(SERIES).unique(), on=SERIES, how="anti").select(WHOLE).unique()


def _with_totals(emissions: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    """An area's whole made the sum of its sectors again, for the areas and years in which a sector was changed."""
    total_key = ["area_id", "gas", "year"]
    touched = changed.select(total_key).unique()
    totals = (pl.col("subsector") == "total") & (pl.col("sector") != "total")
    sums = (
        emissions.filter(totals).join(touched, on=total_key, how="semi").group_by(total_key).agg(pl.col("tonnes").sum())
    )
    new = sums.with_columns(**_TOTAL, status=_MARK)
    others = emissions.join(new.select([*total_key, "sector"]), on=[*total_key, "sector"], how="anti")
    return pl.concat([others, new.select(emissions.columns)])
