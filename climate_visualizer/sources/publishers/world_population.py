"""The United Nations' World Population Prospects: persons at mid-year, by country."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import polars as pl

from climate_visualizer.sources.countries import (
    as_numbers,
    as_years,
    by_country,
    ensure_ended,
    ensure_once,
    last_day,
    table_of_text,
)
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.workbooks import ZIP, has_row, heading, named_sheet
from climate_visualizer.sources.table import SourceError, SourceTables, listed

SOURCE = "world_population"
POPULATION = "population"
_GZIP = b"\x1f\x8b"
_TIDY = ("actor_id", "year", "population", "datasource_id")
_OFFICIAL = ("ISO2_code", "Variant", "Time", "PopTotal")
_LIMITS = Limits(size=60 * 2**20)
# The workbook of probabilistic projections: its middle sheet, in thousands, from the revision's own year on.
_MEDIAN = "Median"
_ISO2 = "ISO2 Alpha-code"
_HEADER_WITHIN = 40
_LARGEST_UNPACKED = 400 * 2**20


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The newest revision's table of all countries and years, if it has changed; `base` stands in for its host.

    The file's name has the revision's year in it. Later years than the card's are asked for first, so that the next revision
    comes in on the day it is there.
    """
    card = facts(SOURCE)["card"]
    for year in range(max(date.today().year, card["revision"]), card["revision"] - 1, -1):
        address = str(card["address"]).format(revision=year)
        url = f"{base.rstrip('/')}/{SOURCE}/{address.rsplit('/', 1)[-1]}" if base else address
        is_known = year == card["revision"]
        try:
            limits = _LIMITS if is_known else replace(_LIMITS, attempts=1)
            downloaded = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=limits)
        except SourceError:
            if is_known:
                raise
            continue
        if downloaded:
            yield downloaded
        return


def _unpacked(content: bytes, name: str) -> bytes:
    """What a packed table holds, never more than any release has."""
    if not content.startswith(_GZIP):
        return content
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(content, _LARGEST_UNPACKED)
    except zlib.error:
        raise SourceError(f"{name} is damaged; download it again from the publisher.") from None
    if not unpacking.eof:
        what = f"unpacks to more than {_LARGEST_UNPACKED // 2**20} MB" if unpacking.unconsumed_tail else "is cut short"
        raise SourceError(f"{name} {what}; download it again from the publisher.")
    return plain


def _official(content: bytes, name: str) -> tuple[pl.DataFrame, int]:
    """The United Nations' own table, in thousands: estimates and the medium variant, up to the revision's own year."""
    frame = table_of_text(content, _OFFICIAL, name)
    revision = re.search(r"WPP(\d{4})", name)
    if not revision:
        raise SourceError(f"{name} does not say which revision it is; keep the publisher's own name, WPP2024_....csv.")
    year = int(revision.group(1))
    medium = frame.filter((pl.col("Variant") == "Medium") & pl.col("ISO2_code").is_not_null())
    medium = medium.with_columns(as_years(medium["Time"], name)).filter(pl.col("Time") <= year)
    medium = as_numbers(medium, ("PopTotal",), name)
    ensure_once(medium, ("ISO2_code", "Time"), name)
    persons = (pl.col("PopTotal") * 1000).round()
    return medium.select(country="ISO2_code", year="Time", value=persons), year


def _workbook(content: bytes, name: str) -> tuple[pl.DataFrame, int]:
    """The middle of the projections, in thousands, up to the revision's own year, which its heading says."""
    cells = named_sheet(content, name, _MEDIAN)
    above = cells.head(_HEADER_WITHIN).rows()
    head = has_row(cells, (_ISO2,), _HEADER_WITHIN)
    heading_text = " ".join(str(cell) for row in above for cell in row if cell)
    revision = re.search(r"WPP/Rev\.(\d{4})", heading_text)
    if head is None or not revision:
        raise SourceError(
            f"{name} has no row with the column {_ISO2} or does not say which revision it is; check its layout."
        )
    header = [heading(cell) or f"column {at}" for at, cell in enumerate(above[head])]
    year, columns = int(revision.group(1)), [cell for cell in header if re.fullmatch(r"\d{4}(\.0)?", cell)]
    if len(set(header)) < len(header) or not any(int(float(cell)) <= year for cell in columns):
        raise SourceError(f"{name} has no column of {year}, or a column twice; download it again from the publisher.")
    wide = cells.slice(head + 1).rename(dict(zip(cells.columns, header, strict=True)))
    wide = wide.filter(pl.col(_ISO2).str.strip_chars().str.len_chars() > 0)
    long = wide.unpivot(columns, index=_ISO2, variable_name="Time", value_name="PopTotal")
    known = long.with_columns(as_years(long["Time"], name)).filter(pl.col("Time") <= year)
    ensure_once(known, (_ISO2, "Time"), name)
    persons = (pl.lit(figures(known["PopTotal"], name, missing=("...",))) * 1000).round()
    return known.select(country=pl.col(_ISO2).str.strip_chars(), year="Time", value=persons), year


def _tidy(content: bytes, name: str) -> tuple[pl.DataFrame, int]:
    """The prospects as a table of actor_id, year, population; each row names the revision."""
    ensure_ended(content, name)
    frame = table_of_text(content, _TIDY, name)
    ensure_once(frame, ("actor_id", "year"), name)
    revisions = frame["datasource_id"].drop_nulls().unique().to_list()
    revision = re.search(r"v(\d{4})$", str(revisions[0])) if len(revisions) == 1 else None
    if not revision:
        raise SourceError(f"{name} does not name one revision of the prospects; download it again from the publisher.")
    return frame.select(country="actor_id", year="year", value="population"), int(revision.group(1))


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Persons by country and year, from either table or the workbook; raises `SourceError` for another file."""
    if content.startswith(ZIP):
        table, revision = _workbook(content, file_name)
    else:
        plain = _unpacked(content, file_name)
        first = plain[: plain.find(b"\n")].decode("utf-8", errors="replace")
        table, revision = (_official if "ISO2_code" in first else _tidy)(plain, file_name)
    strange = table.filter(~pl.col("country").fill_null("").str.contains(r"^[A-Z]{2}$"))["country"].unique().sort()
    if len(strange):
        raise SourceError(
            f"{file_name} has the country '{listed(strange)}', which is no code of two letters; download it again."
        )
    nations = by_country(table, POPULATION, file_name)
    title = f"{facts(SOURCE)['card']['title']} {revision}"
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=last_day(nations))
    return SourceTables(origin, nations=nations, notes=_notes(nations, file_name))


def _notes(nations: pl.DataFrame, name: str) -> tuple[str, ...]:
    """That a table begins late, so that earlier years stay those of an earlier revision."""
    first = int(nations["year"].to_numpy().min())
    if first <= facts(SOURCE)["card"]["first_year"]:
        return ()
    return (f"{name} begins in {first}; people of earlier years stay those of the revision that was there before.",)
