"""Files in, an edition out. Raw bytes are kept before they are read; every edition is built from all that is kept."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from climate_visualizer.editions.build import Candidate, build
from climate_visualizer.sources.registry import reader
from climate_visualizer.sources.snapshots import keep, load, write_atomically
from climate_visualizer.sources.table import SourceError, SourceTables

SNAPSHOTS = "snapshots"
IMPORTS = "imports.json"


@dataclass(frozen=True)
class Import:
    """One file that has been read: its source, its name, the hash its bytes are kept under."""

    source: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class Batch:
    """What files gave: all imports including theirs, what each new file holds, and everything read so far."""

    imports: tuple[Import, ...]
    new: tuple[SourceTables, ...]
    read: tuple[SourceTables, ...]


@contextmanager
def one_at_a_time(var: Path) -> Iterator[None]:
    """Hold the folder for one import; a second one waits until the first is done, or its process is gone."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / ".import-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def known_imports(var: Path) -> tuple[Import, ...]:
    """What has been imported, in the order it came; raises `SourceError` where that cannot be read."""
    try:
        entries = json.loads((var / IMPORTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except ValueError as damage:
        raise SourceError(
            f"{var / IMPORTS} is damaged; delete it and import the files again (their bytes are kept in {var / SNAPSHOTS})."
        ) from damage
    return tuple(Import(**entry) for entry in entries)


def remember(imports: Iterable[Import], var: Path) -> None:
    """Write down what has been imported."""
    entries = [asdict(entry) for entry in imports]
    write_atomically(var / IMPORTS, json.dumps(entries, ensure_ascii=False, indent=1).encode())


def _newest_areas(read: Iterable[SourceTables]) -> pl.DataFrame | None:
    """The newest list of each country."""
    lists: dict[str, SourceTables] = {}
    for tables in read:
        if tables.areas is not None:
            country = str(tables.areas["country"][0])
            before = lists.get(country, tables)
            lists[country] = max(before, tables, key=lambda one: one.origin.release_date)
    return pl.concat(tables.areas for tables in lists.values() if tables.areas is not None) if lists else None


def _read(entries: Iterable[Import], contents: dict[str, bytes], before: list[SourceTables]) -> list[SourceTables]:
    """Read files in any order: one that needs the list of areas waits until another has brought it."""
    done, waiting = list(before), list(entries)
    while waiting:
        problem: SourceError | None = None
        still = []
        for entry in waiting:
            try:
                read = reader(entry.source)
                done.append(read(contents[entry.sha256], file_name=entry.file_name, areas=_newest_areas(done)))
            except SourceError as error:
                problem = problem or error
                still.append(entry)
        if problem is not None and len(still) == len(waiting):
            raise problem
        waiting = still
    return done


def read_files(source: str, files: Iterable[tuple[str, bytes]], var: Path) -> Batch:
    """Keep and read new files together with all that came before; raises `SourceError` and then changes nothing."""
    reader(source)
    old = known_imports(var)
    snapshots = var / SNAPSHOTS
    contents = {entry.sha256: load(entry.sha256, snapshots) for entry in old}
    new: dict[str, Import] = {}
    for name, content in files:
        digest = keep(content, snapshots)
        contents[digest] = content
        new[digest] = Import(source, name, digest)
    fresh = [entry for entry in new.values() if entry not in old]
    read = _read(fresh, contents, _read(old, contents, []))
    chosen = tuple(tables for tables in read if tables.origin.sha256 in new)
    return Batch((*old, *fresh), chosen, tuple(read))


def rebuild(var: Path) -> Candidate:
    """The edition that the kept snapshots give, bit for bit the same each time."""
    return build(read_files("se_scb", (), var).read)
