"""Public extracts of SMHI's releases in JSON: one object an area, with tonnes by year and main sector, under SMHI's names.

A file's name says the day of the release, the gas and what it is of: ``2025-06-18_co2_municipality_sectors.json``.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass

import polars as pl

from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.numbers import composed, number_of
from climate_visualizer.sources.reading.totals import DIGITS, with_areas_around
from climate_visualizer.sources.table import (
    EMISSIONS,
    SourceError,
    SourceTables,
    ensure_areas_present,
    ensure_finite,
    ensure_totals,
    ensure_unique,
    ensure_years,
    listed,
)

SMHI = "se_smhi"
SUMMED = "summed"
NAME = r"(\d{4}-\d{2}-\d{2})_(co2|ghg)_(nation|county|municipality)_sectors\.json"
HEADS = {"CO2": "Koldioxid (CO2)", "GHG": "Växthusgaser totalt, CO2-ekv (GHG)"}


@dataclass(frozen=True, eq=False)
class Extract:
    """One extract: its release, gas and kind of area, and the figures by the areas' names."""

    day: str
    gas: str
    kind: str
    figures: pl.DataFrame


def is_extract(content: bytes) -> bool:
    """Whether a file is an extract rather than a workbook or a database's answer."""
    return content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"[")


def parsed(content: bytes, name: str) -> Extract:
    """An extract's figures: name, sector, year and tonnes; raises `SourceError` for what is none."""
    named = re.fullmatch(NAME, name)
    if not named:
        raise SourceError(f"{name} is no name of an extract; call it YEAR-MONTH-DAY_co2_municipality_sectors.json.")
    day, gas, kind = named.groups()
    try:
        rows = [
            (composed(area["name"]), composed(sector), int(year), number_of(tonnes))
            for area in json.loads(content)
            for year, sectors in area["sectors"].items()
            for sector, tonnes in sectors.items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SourceError(f"{name} is cut short or no extract of emissions by sector; fetch it again.") from None
    return Extract(day, gas.upper(), kind, _known(pl.DataFrame(rows, schema=_ROWS, orient="row"), name))


_ROWS = {"name": pl.String, "sector": pl.String, "year": pl.Int32, "tonnes": pl.Float64}


def _known(figures: pl.DataFrame, name: str) -> pl.DataFrame:
    """Figures by the keys of sectors, each sector of each area and year once."""
    sectors = {name: sector["key"] for sector in facts(SMHI)["sector"] for name in sector["spellings"]}
    unknown = sorted(set(figures["sector"]) - set(sectors))
    if unknown:
        raise SourceError(f"{name} has the unknown sector {listed(unknown)}; add its spelling to the card of se_smhi.")
    keyed = figures.with_columns(pl.col("sector").replace_strict(sectors))
    ensure_years(keyed["year"].unique().sort().to_list(), name)
    wanted = keyed["name"].n_unique() * keyed["year"].n_unique() * len(set(sectors.values()))
    if keyed.select("name", "sector", "year").is_duplicated().any() or keyed.height != wanted:
        raise SourceError(
            f"{name} has {keyed.height} figures instead of {wanted}, one an area, sector and year; fetch it again."
        )
    return keyed


def with_totals(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures with each area's whole of each year under the sector `total`."""
    wholes = figures.group_by("name", "year").agg(pl.col("tonnes").sum().round(DIGITS), sector=pl.lit("total"))
    return pl.concat([figures, wholes.select(figures.columns)])


def local(content: bytes, name: str, areas: pl.DataFrame) -> SourceTables:
    """A municipal extract as a local release: main sectors only, with counties and the nation as sums, marked as such.

    SMHI's own figures of the nation are 0.2 to 0.3 Mt larger, since some emissions belong to no municipality; those of the
    counties are the sums of their municipalities within 2 t.
    """
    extract = parsed(content, name)
    if extract.kind != "municipality":
        raise SourceError(f"{name} has no municipalities; import it as se_nation, or an extract of all municipalities.")
    places = areas.filter(pl.col("kind") == "municipality")
    ids = dict(places.select("name", "area_id").iter_rows())
    unlike = sorted(set(extract.figures["name"]) ^ set(ids))
    if unlike:
        raise SourceError(
            f"{name} and the official list differ in {listed(unlike)}; import that year's code list first."
        )
    emissions = _summed(extract, ids, dict(areas.select("area_id", "parent_id").iter_rows()))
    ensure_finite(emissions, name)
    ensure_areas_present(emissions, areas, name)
    ensure_unique(emissions, name)
    ensure_totals(emissions, name)
    title = f"{facts(SMHI)['card']['title_sv']}: {HEADS[extract.gas]}, länen och riket som summor av kommunerna"
    return SourceTables(
        origin_of(SMHI, content=content, file_name=name, title=title, release_date=extract.day), emissions=emissions
    )


def _summed(extract: Extract, ids: dict[str, str], parents: dict[str, str | None]) -> pl.DataFrame:
    """Figures of municipalities and the sums around them in the form of every release."""
    own = with_totals(extract.figures).select(
        pl.col("name").replace_strict(ids).alias("area_id"), "sector", "year", "tonnes"
    )
    every = with_areas_around(own, parents, "tonnes")
    published = pl.col("area_id").is_in(list(ids.values()))
    return every.with_columns(
        gas=pl.lit(extract.gas),
        subsector=pl.lit("total"),
        status=pl.when(published).then(pl.lit(facts(SMHI)["card"]["status"])).otherwise(pl.lit(SUMMED)),
    ).select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])
