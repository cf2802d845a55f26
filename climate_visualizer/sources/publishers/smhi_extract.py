"""Public extracts of SMHI's releases in JSON: one object an area, with tonnes by year and main sector, under SMHI's names.

A file's name says the day of the release, the gas and what it is of: ``2025-06-18_co2_municipality_sectors.json``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import polars as pl

from climate_visualizer.sources.publishers.se_smhi import spellings
from climate_visualizer.sources.table import SourceError, ensure_years, listed

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
    return content.lstrip().startswith(b"[")


def parsed(content: bytes, name: str) -> Extract:
    """An extract's figures: name, sector, year and tonnes; raises `SourceError` for what is none."""
    named = re.fullmatch(NAME, name)
    if not named:
        raise SourceError(f"{name} is no name of an extract; call it YEAR-MONTH-DAY_co2_municipality_sectors.json.")
    day, gas, kind = named.groups()
    try:
        rows = [
            (area["name"], sector, int(year), float(tonnes))
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
    sectors = {name: key for name, key in spellings()[0].items() if key != "total"}
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
    wholes = figures.group_by("name", "year").agg(pl.col("tonnes").sum(), sector=pl.lit("total"))
    return pl.concat([figures, wholes.select(figures.columns)])
