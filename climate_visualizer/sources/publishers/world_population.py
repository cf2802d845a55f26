"""The United Nations' World Population Prospects: persons at mid-year, by country."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

import polars as pl

from climate_visualizer.sources.countries import as_numbers, as_years, by_country, ensure_ended, last_day, table_of_text
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.table import SourceError, SourceTables

SOURCE = "world_population"
POPULATION = "population"
_GZIP = b"\x1f\x8b"
_TIDY = ("actor_id", "year", "population", "datasource_id")
_OFFICIAL = ("ISO2_code", "Variant", "Time", "PopTotal")
_LIMITS = Limits(size=60 * 2**20)
_LARGEST_UNPACKED = 400 * 2**20


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The table of all countries and years, if it has changed; `base` stands in for the United Nations' host."""
    address = str(facts(SOURCE)["card"]["address"])
    url = f"{base.rstrip('/')}/{SOURCE}/{address.rsplit('/', 1)[-1]}" if base else address
    found = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=_LIMITS)
    if found:
        yield found


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
    persons = (pl.col("PopTotal") * 1000).round()
    return medium.select(country="ISO2_code", year="Time", value=persons), year


def _tidy(content: bytes, name: str) -> tuple[pl.DataFrame, int]:
    """The prospects as a table of actor_id, year, population; each row names the revision."""
    ensure_ended(content, name)
    frame = table_of_text(content, _TIDY, name)
    revisions = frame["datasource_id"].drop_nulls().unique().to_list()
    found = re.search(r"v(\d{4})$", str(revisions[0])) if len(revisions) == 1 else None
    if not found:
        raise SourceError(f"{name} does not name one revision of the prospects; download it again from the publisher.")
    return frame.select(country="actor_id", year="year", value="population"), int(found.group(1))


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Persons by country and year in either layout; raises `SourceError` for another file."""
    plain = _unpacked(content, file_name)
    first = plain[: plain.find(b"\n")].decode("utf-8", errors="replace")
    figures, revision = (_official if "ISO2_code" in first else _tidy)(plain, file_name)
    nations = by_country(figures, POPULATION, file_name)
    title = f"{facts(SOURCE)['card']['title']} {revision}"
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=last_day(nations))
    return SourceTables(origin, nations=nations)
