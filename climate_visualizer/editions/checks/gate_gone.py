"""The gate's rules for what the edition before had and a candidate has not: areas, sectors, years, contradictions."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from climate_visualizer.editions.checks.concerns import Concern, many, said
from climate_visualizer.editions.checks.gate_world import world_is_whole
from climate_visualizer.editions.importing.world_tables import COUNTRIES, REGIONS
from climate_visualizer.editions.read import Edition
from climate_visualizer.sources.table import listed


def names_of(edition: Edition, ids: list[str]) -> str:
    """A few areas' names for a sentence."""
    return listed(edition.area(area_id).name for area_id in ids)


def _gave_way(country: str, candidate: Edition, before: Edition) -> bool:
    """Whether a country had Europe's regions and has statistics of its own now, which take their place."""
    had, has = ({one["source"] for one in edition.origins_of(country)} for edition in (before, candidate))
    return REGIONS in had and REGIONS not in has and bool(has - {COUNTRIES})


def vanished_areas(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Areas that had figures and have none now, without an official list that leaves them out.

    A territory that the world's table lists no more, as France's overseas departments since 2023, is told as long as the world's
    tonnes are all there: it is counted elsewhere.
    """
    now = set(candidate.emissions["area_id"].unique()) | {one.area_id for one in candidate.gone}
    gone = sorted(set(before.emissions["area_id"].unique()) - now)
    lone = [one for one in gone if before.area(one).kind == "country" and not before.children(one)]
    elsewhere = lone if world_is_whole(candidate, before, "emissions") else []
    if elsewhere:
        yield said(
            "departed-territories",
            f"{many(len(elsewhere), 'territory is', 'territories are')} listed no more, and the world's emissions are all there: "
            f"{names_of(before, elsewhere)}.",
        )
    local = {country for country in before.countries if _gave_way(country, candidate, before)}
    regions = [one for one in gone if before.area(one).country in local]
    if regions:
        yield said(
            "regions-replaced",
            f"{many(len(regions), 'region of Europe has given', 'regions of Europe have given')} way to the country's own "
            f"statistics: {names_of(before, regions)}.",
        )
    if rest := [one for one in gone if one not in (*elsewhere, *regions)]:
        yield said(
            "vanished-areas",
            f"{many(len(rest), 'area has', 'areas have')} no figures any more: {names_of(before, rest)}.",
        )


def contradictions_gone(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Totals that contradicted their parts and do no more: a correction, told with the figure that shows it best."""
    key = ["area_id", "gas", "sector", "year"]
    open_still = candidate.disputes.select(key)
    was = before.disputes.filter(pl.col("sector") != "total").join(open_still, on=key, how="anti")
    now = candidate.emissions.filter(pl.col("subsector") == "total").select(
        *(pl.col(name).cast(pl.String) for name in key[:-1]), "year", "tonnes"
    )
    healed = was.join(now, on=key).filter((pl.col("tonnes") - pl.col("total_t")).abs() > 1.0)
    for (gas, sector), rows in healed.group_by("gas", "sector", maintain_order=True):
        row = rows.sort(pl.col("gap_t").abs(), descending=True).row(0, named=True)
        of = f"of {sector} in {gas}"
        contradict = many(rows.height, f"total {of} contradicts its parts", f"totals {of} contradict their parts")
        yield said(
            "contradictions-gone",
            f"{contradict} no more: {candidate.area(row['area_id']).name} "
            f"had {row['total_t']:.0f} t beside parts of {row['parts_t']:.0f} t in {row['year']}, and has "
            f"{row['tonnes']:.0f} t now.",
        )


def vanished_sectors(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Sectors that had figures and have none now: a renamed one, or a part of a report."""
    for gas in before.gases():
        had = set(before.emissions.filter(pl.col("gas") == gas)["sector"].unique())
        gone = sorted(had - set(candidate.emissions.filter(pl.col("gas") == gas)["sector"].unique()))
        if gone:
            yield said("vanished-sectors", f"{gas} has no figures any more for {listed(gone)}.")


def vanished_years(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Years that earlier releases had."""
    for gas in before.gases():
        had = set(before.emissions.filter(pl.col("gas") == gas)["year"].unique())
        gone = sorted(had - set(candidate.emissions.filter(pl.col("gas") == gas)["year"].unique()))
        if gone:
            yield said("vanished-years", f"{gas} has no figures any more for {listed(gone)}.")


AGAINST_GONE = (vanished_areas, vanished_sectors, vanished_years, contradictions_gone)
