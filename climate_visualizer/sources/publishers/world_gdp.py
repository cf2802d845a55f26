"""The World Bank: gross domestic product of countries, in current US dollars and at purchasing power parity."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

import polars as pl

from climate_visualizer.sources.countries import (
    by_country,
    ensure_ended,
    ensure_once,
    ensure_years_across,
    last_day,
    table_of_text,
    two_letters,
)
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.archives import member
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.workbooks import ZIP
from climate_visualizer.sources.table import SourceError, SourceTables, Troubles, listed

SOURCE = "world_gdp"
PRODUCT = "product"
_CODE = "Indicator Code"
_COLUMNS = ("Country Name", "Country Code", "Year", "Value")
_TABLE = r"API_.+\.csv"  # beside it in the archive: Metadata_Country_API_....csv and Metadata_Indicator_API_....csv
_LIMITS = Limits(size=20 * 2**20)
_OWN = re.compile(rb'"?Data Source"?,')
_HEADER = re.compile(rb'^"?[ \t]*Country[ \t]+Name[ \t]*"?,', re.MULTILINE)
_UPDATED = re.compile(rb'"?Last Updated Date"?,"?(\d{4}-\d{2}-\d{2})"?')


def addresses(base: str | None = None) -> dict[str, str]:
    """Each indicator's address; `base` stands in for the World Bank's own host."""
    address_of = {
        one: str(facts(SOURCE)["card"]["address"]).format(indicator=one) for one in facts(SOURCE)["indicator"]
    }
    return {one: _at(address, base) if base else address for one, address in address_of.items()}


def _at(address: str, base: str) -> str:
    parts = urlsplit(address)
    return f"{base.rstrip('/')}{parts.path}?{parts.query}"


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """Each indicator's table, if it has changed, taken out of the archive it comes in; one that can't be had stops no other.

    The archive is made anew at each request, the table in it isn't: so that a table that has not changed stays one file.
    """
    troubles = []
    for indicator, url in addresses(base).items():
        try:
            downloaded = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=_LIMITS)
            table = member(downloaded.content, downloaded.file_name, _TABLE, _LIMITS.size) if downloaded else None
        except SourceError as trouble:
            troubles.append(f"{indicator}: {trouble}")
            continue
        if downloaded and table:
            yield replace(downloaded, file_name=table[0], content=table[1])
    if troubles:
        raise Troubles(troubles)


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Dollars by country and year; the World Bank's regions are left out. Raises `SourceError` for another file."""
    table = member(content, file_name, _TABLE, _LIMITS.size)[1] if content.startswith(ZIP) else content
    frame, indicator, updated = _long(table, file_name)
    codes = pl.col("Country Code").map_elements(two_letters, return_dtype=pl.String)
    regions, codes_there = facts(SOURCE)["card"]["regions"], frame["Country Code"].drop_nulls().unique().sort()
    unknown = [code for code in codes_there if two_letters(code) is None and code not in regions]
    nations = by_country(frame.select(country=codes, year="Year", value="Value"), indicator["variable"], file_name)
    day = updated or last_day(nations)
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=indicator["title"], release_date=day)
    notes = (
        f"{file_name} has figures of {listed(unknown)}, which is no country or region that is known here; they are left out.",
    )
    return SourceTables(origin, nations=nations, notes=notes if unknown else ())


def _long(content: bytes, file_name: str) -> tuple[pl.DataFrame, dict[str, str], str]:
    """A row a country and year, the card's words on the indicator, and the day of the last update where it is said.

    The bank's own layout has a line for each country and three lines above the header; the mirror's has a line for each year.
    """
    indicators: dict[str, dict[str, str]] = facts(SOURCE)["indicator"]
    plain = content.removeprefix(codecs.BOM_UTF8)
    if not _OWN.match(plain):
        frame = table_of_text(content, _COLUMNS, file_name)
        ensure_once(frame, ("Country Code", "Year"), file_name)
        return frame, indicators["NY.GDP.MKTP.CD"], ""
    ensure_ended(content, file_name)
    header = _HEADER.search(plain)
    wide = table_of_text(plain[header.start() :] if header else plain, ("Country Code", _CODE), file_name)
    codes = wide[_CODE].drop_nulls().unique().to_list()
    if len(codes) != 1 or codes[0] not in indicators:
        raise SourceError(f"{file_name} has the indicator {listed(codes)}; import one of {listed(indicators)}.")
    ensure_once(wide, ("Country Code",), file_name)
    long = _by_year(wide, file_name)
    updated = _UPDATED.search(plain[: header.start()] if header else plain)
    return long, indicators[codes[0]], updated.group(1).decode() if updated else ""


def _by_year(wide: pl.DataFrame, file_name: str) -> pl.DataFrame:
    """A row a country and year; a column that looks like a year and is none is a sentence."""
    years = [name for name in wide.columns if re.fullmatch(r"\d{4}", name)]
    ensure_years_across(wide, years, file_name)
    return wide.unpivot(years, index="Country Code", variable_name="Year", value_name="Value")
