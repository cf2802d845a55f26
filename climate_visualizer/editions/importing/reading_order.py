"""Files read in any order: one that needs a list of areas waits for it; what is kept as read is taken from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from climate_visualizer.editions.importing import isolated_reader, parse_cache
from climate_visualizer.editions.importing.build import cards_of
from climate_visualizer.editions.importing.world_tables import COUNTRIES
from climate_visualizer.sources.origin import Card
from climate_visualizer.sources.table import SourceError, SourceTables

AS_BEFORE = "this version cannot read; it goes on as it was read before"


@dataclass(frozen=True)
class Import:
    """One file that has been read: its source, its name, the hash its bytes are kept under."""

    source: str
    file_name: str
    sha256: str


def newest_areas(read: Iterable[SourceTables], beside: Iterable[SourceTables] = ()) -> pl.DataFrame | None:
    """The newest list of each country; one that is known without any file where there is no other."""
    lists: dict[str, SourceTables] = {}
    own = {str(one.areas["country"][0]) for one in read if one.areas is not None}
    stand_ins = [one for one in beside if one.areas is not None and str(one.areas["country"][0]) not in own]
    for tables in (*read, *stand_ins):
        if tables.areas is not None and tables.origin.source != COUNTRIES:
            country = str(tables.areas["country"][0])
            before = lists.get(country, tables)
            lists[country] = max(before, tables, key=lambda one: one.origin.release_date)
    return pl.concat(tables.areas for tables in lists.values() if tables.areas is not None) if lists else None


Cards = Mapping[str, Card]  # of the data packages that are there, by their source
Reading = Callable[[Import, bytes | None, pl.DataFrame | None, Cards], SourceTables]
Failures = dict[Import, SourceError]


def from_bytes(entry: Import, content: bytes | None, areas: pl.DataFrame | None, cards: Cards) -> SourceTables:
    """Read a file from its bytes, in a process with limits."""
    if content is None:
        raise SourceError(f"The kept bytes of {entry.file_name} are lost or damaged.")
    return isolated_reader.read(entry.source, content, file_name=entry.file_name, areas=areas, cards=cards)


def kept_or_read(var: Path, used: set[str], *, keeping: bool) -> Reading:
    """Take what a file was read as from where that is kept, else read it (and keep that); `used` gets the names of both."""

    def reading(entry: Import, content: bytes | None, areas: pl.DataFrame | None, cards: Cards) -> SourceTables:
        name = parse_cache.name_of(entry.source, entry.file_name, entry.sha256, areas, cards)
        tables = parse_cache.kept(name, var)
        if tables is None:
            tables = from_bytes(entry, content, areas, cards)
            if keeping:
                parse_cache.keep(name, tables, var)
        used.add(name)
        return tables

    return reading


def read_in_order(
    entries: Iterable[Import],
    contents: Mapping[str, bytes],
    before: Sequence[SourceTables],
    reading: Reading = from_bytes,
    beside: Sequence[SourceTables] = (),
) -> tuple[list[SourceTables], Failures]:
    """Read files in any order, and say which could not be: one that needs the list of areas waits until another brought it.

    `beside` are lists of areas that are known without any file.
    """
    done, waiting, failures = list(before), list(entries), Failures()
    while waiting:
        failures = {}
        for entry in waiting:
            try:
                content = contents.get(entry.sha256)
                done.append(reading(entry, content, newest_areas(done, beside), cards_of(done)))
            except SourceError as error:
                failures[entry] = error
        if len(failures) == len(waiting):
            break
        waiting = list(failures)
    return done, failures


def read_or_as_before(
    entries: Sequence[Import],
    contents: Mapping[str, bytes],
    reading: Reading,
    beside: Sequence[SourceTables],
    used: set[str],
    var: Path | None,
    *,
    as_before: bool,
) -> tuple[list[SourceTables], Failures, Failures]:
    """Read files from earlier; `as_before`, one that can be read no more goes on as an earlier version read it.

    Where `var` has that, it stays there in any case. Lists of areas first, and one by one, as what waits for a list can be read
    once that stands in. Returns what was read, what could not be, and what goes on as before.
    """
    done, failures = read_in_order(entries, contents, [], reading, beside)
    kept = {entry: found for entry in failures if var and (found := parse_cache.read_before(entry.sha256, var))}
    used.update(name for name, _ in kept.values())
    instead = Failures()
    if not as_before:
        return done, failures, instead
    for entry in sorted(kept, key=lambda one: kept[one][1].areas is None):
        if entry in failures:
            instead[entry] = failures.pop(entry)
            done, failures = read_in_order(failures, contents, [*done, kept[entry][1]], reading, beside)
    return done, failures, instead
