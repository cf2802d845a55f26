"""The World Bank: gross domestic product of countries, in current US dollars and at purchasing power parity."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from climate_visualizer.sources.countries import by_country, ensure_ended, last_day, table_of_text, two_letters
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.table import SourceError, SourceTables, listed

SOURCE = "world_gdp"
PRODUCT = "product"
_CODE = "Indicator Code"
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
    """Dollars by country and year; the World Bank's regions are left out. Raises `SourceError` for another file."""
    frame, indicator = _long(content, file_name)
    codes = pl.col("Country Code").map_elements(two_letters, return_dtype=pl.String)
    nations = by_country(frame.select(country=codes, year="Year", value="Value"), indicator["variable"], file_name)
    day = last_day(nations)
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=indicator["title"], release_date=day)
    return SourceTables(origin, nations=nations)


def _long(content: bytes, file_name: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """A row a country and year, and the card's words on the indicator: from the bank's own layout, or the mirror's."""
    indicators: dict[str, dict[str, str]] = facts(SOURCE)["indicator"]
    head, _, body = content.removeprefix(codecs.BOM_UTF8).partition(b'"Country Name"')
    if not head.startswith(b'"Data Source"'):
        return table_of_text(content, _COLUMNS, file_name), indicators["NY.GDP.MKTP.CD"]
    ensure_ended(content, file_name)
    wide = table_of_text(b'"Country Name"' + body, ("Country Code", _CODE), file_name)
    codes = wide[_CODE].unique().to_list()
    if len(codes) != 1 or codes[0] not in indicators:
        raise SourceError(f"{file_name} has the indicator {listed(codes)}; import one of {listed(indicators)}.")
    years = [name for name in wide.columns if name.isdecimal()]
    long = wide.unpivot(years, index="Country Code", variable_name="Year", value_name="Value")
    return long.with_columns(pl.col("Year").cast(pl.Int32)), indicators[codes[0]]
