"""The World Bank: gross domestic product of countries in current US dollars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from climate_visualizer.sources.countries import by_country, last_day, table_of_text, two_letters
from climate_visualizer.sources.http import Download, Limits, authority, download
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.table import SourceTables

SOURCE = "world_gdp"
PRODUCT = "product"
_COLUMNS = ("Country Name", "Country Code", "Year", "Value")
_LIMITS = Limits(size=20 * 2**20)


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The table of all countries and years, if it has changed; `base` stands in for its own host."""
    card = facts(SOURCE)["card"]
    url = f"{base.rstrip('/')}/{SOURCE}/gdp.csv" if base else card["address"]
    found = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=_LIMITS)
    if found:
        yield replace(found, file_name="gdp.csv")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """US dollars by country and year; the World Bank's regions are left out. Raises `SourceError` for another file."""
    frame = table_of_text(content, _COLUMNS, file_name)
    codes = pl.col("Country Code").map_elements(two_letters, return_dtype=pl.String)
    nations = by_country(frame.select(country=codes, year="Year", value="Value"), PRODUCT, file_name)
    title, day = facts(SOURCE)["card"]["title"], last_day(nations)
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    return SourceTables(origin, nations=nations)
