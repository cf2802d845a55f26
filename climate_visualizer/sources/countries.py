"""The world's countries as publishers list them, one figure a country and year, by two-letter ISO code.

Three publishers give what sharing the world's budget needs: people (United Nations), gross product (World Bank) and fossil
CO2 (Global Carbon Project). Each reader returns country, name, year, value, with nothing but countries in it; what the
Global Carbon Project books as international transport is the country XT.
"""

from __future__ import annotations

import io

import polars as pl
from babel.core import get_global

from climate_visualizer.sources.table import SourceError, listed

FRAME = {"country": pl.String, "name": pl.String, "year": pl.Int32, "value": pl.Float64}
MEGATONNE = 1e6
# Names of the Global Carbon Project that ISO has no code for: Kosovo, bunkers, and a former territory now Panama's.
OWN_CODES = {"KSV": "XK", "XKX": "XK", "XIT": "XT", "PCZ": "PA"}
WORLD = "WLD"


def two_letters(code: str) -> str | None:
    """The two-letter code of a three-letter one; None for a region or an unknown code."""
    aliases = get_global("territory_aliases").get(code, [])
    return OWN_CODES.get(code) or (aliases[0] if len(aliases) == 1 and len(code) == 3 else None)


def _csv(content: bytes, columns: tuple[str, ...], what: str) -> pl.DataFrame:
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema_length=None, null_values=[""])
    except pl.exceptions.PolarsError as problem:
        raise SourceError(f"{what} cannot be read as a table; download it again from the publisher.") from problem
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise SourceError(f"{what} has no column {listed(missing)}; check that it is the right file.")
    return frame


def _by_country(frame: pl.DataFrame, what: str) -> pl.DataFrame:
    """Figures added up by country and year, checked and in order."""
    known = frame.filter(pl.col("country").is_not_null() & pl.col("value").is_not_null())
    if known.is_empty():
        raise SourceError(f"{what} has no figures for any country; check that it is the right file.")
    if known.filter((pl.col("value") < 0) | ~pl.col("value").is_finite()).height:
        raise SourceError(f"{what} has a figure below zero or without a number; download it again from the publisher.")
    summed = known.group_by("country", "year").agg(pl.col("name").first(), pl.col("value").sum())
    return summed.select([pl.col(name).cast(kind) for name, kind in FRAME.items()]).sort("country", "year")


def read_population(content: bytes, *, file_name: str) -> pl.DataFrame:
    """Persons at mid-year, from the United Nations' prospects as a table of actor_id, year, population."""
    frame = _csv(content, ("actor_id", "year", "population"), file_name)
    return _by_country(
        frame.select(country="actor_id", name="actor_id", year="year", value=pl.col("population").cast(pl.Float64)),
        file_name,
    )


def read_product(content: bytes, *, file_name: str) -> pl.DataFrame:
    """Gross domestic product in current US dollars, from the World Bank's table; its regions are left out."""
    frame = _csv(content, ("Country Name", "Country Code", "Year", "Value"), file_name)
    codes = pl.col("Country Code").map_elements(two_letters, return_dtype=pl.String)
    return _by_country(frame.select(country=codes, name="Country Name", year="Year", value="Value"), file_name)


def read_emissions(content: bytes, *, file_name: str) -> pl.DataFrame:
    """Fossil CO2 in tonnes, from the Global Carbon Budget's flat table (Mt), by column name; the world's row is left out."""
    frame = _csv(content, ("Country", "ISO 3166-1 alpha-3", "Year", "Total"), file_name)
    frame = frame.filter(pl.col("ISO 3166-1 alpha-3") != WORLD)
    codes = pl.col("ISO 3166-1 alpha-3").map_elements(two_letters, return_dtype=pl.String)
    unknown = frame.filter(codes.is_null())["Country"].unique().sort()
    if len(unknown):
        raise SourceError(f"{file_name} has the unknown country {listed(unknown)}; add its code to OWN_CODES.")
    tonnes = pl.col("Total").cast(pl.Float64) * MEGATONNE
    return _by_country(frame.select(country=codes, name="Country", year="Year", value=tonnes), file_name)
