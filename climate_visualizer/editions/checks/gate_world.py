"""The gate's rules for what comes from the world: its budgets and emissions, the nations, boundaries.

They never change by themselves: a vintage is published once, and what a nation emitted in 1995 moves by per cent.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from climate_visualizer.editions.checks.concerns import Concern, many, said, thresholds
from climate_visualizer.editions.read import Edition
from climate_visualizer.sources.countries import TRANSPORT, country_name
from climate_visualizer.sources.table import listed

_CELL = ["vintage", "limit", "likelihood"]


def world_budget_changed(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """A vintage of the world's budget that is another now: every area's budget moves with it.

    A publisher that issues a vintage again, as a later table under the same name, is told. Without a later table it is a slip.
    """
    had = before.world_budgets.select(*_CELL, was="gigatonnes", table="source")
    cells = had.join(candidate.world_budgets, on=_CELL, how="left", maintain_order="left")
    moved = (pl.col("gigatonnes") - pl.col("was")).abs().fill_null(float("inf"))
    wrong = cells.filter(moved > thresholds()["world-budget-changed"]["gigatonnes"]).sort(moved, descending=True)
    again = (pl.col("source") > pl.col("table")).fill_null(False) & pl.col("gigatonnes").is_not_null()
    for rule, rows in (
        ("world-budget-issued-again", wrong.filter(again)),
        ("world-budget-changed", wrong.filter(~again)),
    ):
        if rows.height:
            row = rows.row(0, named=True)
            now = "is not there any more" if row["gigatonnes"] is None else f"is {row['gigatonnes']:g} Gt now"
            by = f" ({row['source']})" if rule == "world-budget-issued-again" else ""
            yield said(
                rule,
                f"{many(rows.height, 'cell', 'cells')} of the world budget "
                f"{listed(rows['vintage'].unique().sort())} changed{by}: that for "
                f"{row['limit']:g} degrees at {row['likelihood']} per cent was {row['was']:g} Gt and {now}.",
            )


def world_is_whole(candidate: Edition, before: Edition, variable: str) -> bool:
    """Whether the nations' figures of a variable add up to what they did, in the newest year that both have.

    A year that most nations had no figure of says nothing: a revision may stand in for a few that another has lost.
    """
    now, was = (
        edition.nations.filter(pl.col("variable") == variable)
        .group_by("year")
        .agg(pl.col("value").sum(), nations=pl.len())
        for edition in (candidate, before)
    )
    most = was.filter(2 * pl.col("nations") > pl.col("nations").max())
    both = now.join(most, on="year").sort("year")
    if both.is_empty():
        return False
    row = both.row(-1, named=True)
    return bool(
        abs(row["value"] - row["value_right"]) <= thresholds()["departed-territories"]["share"] * row["value_right"]
    )


def world_emissions_moved(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """A year of the world's emissions that moved further than any revision has."""
    limits, key = thresholds()["world-emissions-moved"], ["series", "part", "year"]
    both = before.world_emissions.select(*key, was="gigatonnes").join(candidate.world_emissions, on=key, how="left")
    moved = (pl.col("gigatonnes") - pl.col("was")).abs().fill_null(float("inf"))
    far = both.filter((moved > limits["gigatonnes"]) & (moved > limits["share"] * pl.col("was").abs())).sort(*key)
    if far.height:
        row = far.row(-1, named=True)
        now = "nothing" if row["gigatonnes"] is None else f"{row['gigatonnes']:.2f} Gt"
        yield said(
            "world-emissions-moved",
            f"{many(far.height, 'yearly figure', 'yearly figures')} of the world's emissions moved far or went: "
            f"{row['part']} in {row['year']} was "
            f"{row['was']:.2f} Gt and is {now}.",
        )


def nations_lost(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Nations that had emissions, people or a product, and have none now."""
    key = ["variable", "country"]
    lost = before.nations.select(key).unique().join(candidate.nations, on=key, how="anti").sort(key)
    for (variable,), rows in lost.group_by("variable", maintain_order=True):
        if rows.height > thresholds()["nations-lost"]["countries"]:
            rule = "departed-territories" if world_is_whole(candidate, before, str(variable)) else "nations-lost"
            names = listed(country_name(code, "en") for code in rows["country"])
            yield said(rule, f"{many(rows.height, 'nation has', 'nations have')} no {variable} any more: {names}.")


def _nations(candidate: Edition, before: Edition) -> pl.DataFrame:
    """The nations' figures that both have, with the factor that each moved by."""
    key = ["variable", "country", "year"]
    both = candidate.nations.join(before.nations.select(*key, was="value"), on=key)
    return both.filter((pl.col("was") > 0) & (pl.col("value") > 0)).with_columns(factor=pl.col("value") / pl.col("was"))


def without_people(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Nations that emit or produce and have no people in any year: a code that was read as missing, or a table with a gap.

    Without people a nation has no share, no page and no budget; Namibia's code is NA. Said when the nations' figures change.
    """
    if candidate.nations.equals(before.nations):
        return
    limits = thresholds()["without-people"]
    rows = candidate.nations
    newest = rows.filter(pl.col("year") == pl.col("year").max().over("variable"))
    least = pl.col("variable").replace_strict(limits["least"], default=None, return_dtype=pl.Float64)
    large = newest.filter((pl.col("value") > least) & (pl.col("country") != TRANSPORT))
    peopled = rows.filter((pl.col("variable") == "population") & (pl.col("value") > 0)).select("country").unique()
    alone = large.join(peopled, on="country", how="anti").sort("country", "variable")
    if alone.height and peopled.height:
        row, codes = alone.row(0, named=True), alone["country"].unique(maintain_order=True)
        named = listed(country_name(code, "en") for code in codes)
        yield said(
            "without-people",
            f"{many(len(codes), 'nation has', 'nations have')} emissions or a product, no people and so no share ({named}): "
            f"{country_name(row['country'], 'en')} has {row['value']:.0f} of {row['variable']} in {row['year']}.",
        )


def nations_scale(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Half of all nations' figures moved by a factor: thousands for ones, carbon for carbon dioxide."""
    most = thresholds()["nations-scale"]["factor"]
    moved = _nations(candidate, before).group_by("variable").agg(pl.col("factor").median()).sort("variable")
    for row in moved.filter((pl.col("factor") > most) | (pl.col("factor") < 1 / most)).iter_rows(named=True):
        yield said(
            "nations-scale",
            f"Half of the nations' {row['variable']} is {row['factor']:.4g} times what it was: the unit or the scale has "
            "slipped.",
        )


def nations_moved(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Nations whose figures of earlier years moved far."""
    limits = thresholds()["nations-moved"]
    least = pl.col("variable").replace_strict(limits["least"], default=0.0, return_dtype=pl.Float64)
    change = (pl.col("value") - pl.col("was")).abs()
    far = _nations(candidate, before).filter((change > limits["share"] * pl.col("was")) & (change > least))
    for (variable,), rows in far.sort("variable", change, descending=[False, True]).group_by(
        "variable", maintain_order=True
    ):
        row = rows.row(0, named=True)
        yield said(
            "nations-moved",
            f"The {variable} of {many(rows['country'].n_unique(), 'nation', 'nations')} moved far, the most "
            f"{country_name(row['country'], 'en')} in {row['year']}: from {row['was']:.0f} to {row['value']:.0f}.",
        )


def boundaries_lost(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Areas that are still there and can't be drawn any more."""
    there = {area.id for area in candidate.areas}
    lost = sorted((set(before.boundaries["area_id"]) - set(candidate.boundaries["area_id"])) & there)
    if len(lost) > thresholds()["boundaries-lost"]["areas"]:
        yield said(
            "boundaries-lost", f"{many(len(lost), 'area has', 'areas have')} no boundary any more: {listed(lost)}."
        )


AGAINST_WORLD = (
    world_budget_changed,
    world_emissions_moved,
    nations_lost,
    without_people,
    nations_scale,
    nations_moved,
    boundaries_lost,
)
