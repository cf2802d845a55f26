"""Files in, an edition out. Raw bytes are kept before they are read; every edition is built from all that is kept."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from climate_visualizer.editions.importing import isolated_reader, parse_cache
from climate_visualizer.editions.importing.build import Candidate, build
from climate_visualizer.editions.importing.world_tables import COUNTRIES
from climate_visualizer.editions.publishing.methods_used import Steps
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.registry import reader
from climate_visualizer.sources.snapshots import keep, load, note, write_atomically
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
    """What files gave: all imports including theirs (the first `old` came before), what each holds, and everything read."""

    imports: tuple[Import, ...]
    new: tuple[SourceTables, ...]
    read: tuple[SourceTables, ...]
    old: int = 0


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
        if tables.areas is not None and tables.origin.source != COUNTRIES:
            country = str(tables.areas["country"][0])
            before = lists.get(country, tables)
            lists[country] = max(before, tables, key=lambda one: one.origin.release_date)
    return pl.concat(tables.areas for tables in lists.values() if tables.areas is not None) if lists else None


def lost(var: Path) -> list[Import]:
    """The imports whose bytes are not kept any more."""
    return [entry for entry in known_imports(var) if not (var / SNAPSHOTS / entry.sha256[:2] / entry.sha256).is_file()]


def _kept(entries: Iterable[Import], snapshots: Path) -> dict[str, bytes]:
    """The kept bytes of files by their hash; those that are lost or damaged are a sentence."""
    found = {}
    for entry in entries:
        with suppress(FileNotFoundError):
            found[entry.sha256] = load(entry.sha256, snapshots)
        if hashlib.sha256(found.get(entry.sha256, b"")).hexdigest() != entry.sha256:
            raise SourceError(
                f"The kept bytes of {entry.file_name} are lost or damaged; put {entry.sha256} back into {snapshots} from a "
                f"backup, or import the file again: python manage.py import_statistics {entry.source} FILE"
            )
    return found


Reading = Callable[[Import, bytes, pl.DataFrame | None], SourceTables]


def _from_bytes(entry: Import, content: bytes, areas: pl.DataFrame | None) -> SourceTables:
    return isolated_reader.read(entry.source, content, file_name=entry.file_name, areas=areas)


def _kept_or_read(var: Path, used: set[str]) -> Reading:
    """Take what a file was read as from where that is kept, else read and keep it; `used` gets the names of both."""

    def reading(entry: Import, content: bytes, areas: pl.DataFrame | None) -> SourceTables:
        name = parse_cache.name_of(entry.source, entry.file_name, entry.sha256, areas)
        found = parse_cache.kept(name, var)
        if found is None:
            found = _from_bytes(entry, content, areas)
            parse_cache.keep(name, found, var)
        used.add(name)
        return found

    return reading


def _read(
    entries: Iterable[Import],
    contents: dict[str, bytes],
    before: list[SourceTables],
    reading: Reading = _from_bytes,
) -> list[SourceTables]:
    """Read files in any order: one that needs the list of areas waits until another has brought it."""
    done, waiting = list(before), list(entries)
    while waiting:
        problem: SourceError | None = None
        still = []
        for entry in waiting:
            try:
                done.append(reading(entry, contents[entry.sha256], _newest_areas(done)))
            except SourceError as error:
                problem = problem or error
                still.append(entry)
        if problem is not None and len(still) == len(waiting):
            raise problem
        waiting = still
    return done


def _received(source: str, file_name: str, address: str) -> dict[str, Any]:
    """What is noted of bytes as they come in: of a file given by hand the address is empty."""
    card = facts(source)["card"]
    return {
        "source": source,
        "file_name": file_name,
        "address": address,
        "received": datetime.now(UTC).isoformat(timespec="seconds"),
        "publisher": card["publisher"],
        "licence": card["licence"],
    }


def keep_download(source: str, download: Download, var: Path) -> None:
    """Keep a download's bytes, and note where and when they came with which headers, before anything reads them."""
    digest = keep(download.content, var / SNAPSHOTS)
    received = _received(source, download.file_name, download.url)
    note(digest, var / SNAPSHOTS, {**received, "headers": dict(download.headers)})


def read_files(source: str, files: Iterable[tuple[str, bytes]], var: Path, *, afresh: bool = False) -> Batch:
    """Keep and read new files together with all that came before; raises `SourceError` and then changes nothing.

    What came before is not read again where it is kept as read, unless `afresh`.
    """
    reader(source)
    old = known_imports(var)
    snapshots = var / SNAPSHOTS
    contents: dict[str, bytes] = {}
    new: dict[str, Import] = {}
    for name, content in files:
        digest = keep(content, snapshots)
        note(digest, snapshots, _received(source, name, ""))
        contents[digest] = content
        new[digest] = Import(source, name, digest)
    contents = _kept(old, snapshots) | contents
    fresh = [entry for entry in new.values() if entry not in old]
    used: set[str] = set()
    reading = _from_bytes if afresh else _kept_or_read(var, used)
    read = _read(fresh, contents, _read(old, contents, [], reading), reading)
    parse_cache.forget_all_but(used, var)
    chosen = tuple(tables for tables in read if tables.origin.sha256 in new)
    for tables in chosen:
        released = {"release_date": tables.origin.release_date, "title": tables.origin.title}
        note(tables.origin.sha256, snapshots, released)
    return Batch((*old, *fresh), chosen, tuple(read), len(old))


def made_from(batch: Batch) -> list[dict[str, Any]]:
    """What an edition was read from, for its manifest: every file in order, and which of them were new."""
    return [{**asdict(entry), "new": index >= batch.old} for index, entry in enumerate(batch.imports)]


def made_from_all(var: Path) -> list[dict[str, Any]]:
    """The same of every file that has been imported, for an edition that does not say it."""
    return [{**asdict(entry), "new": False} for entry in known_imports(var)]


def with_inputs(candidate: Candidate, batch: Batch) -> Candidate:
    """A candidate whose manifest says what it was read from, so that it can be rebuilt."""
    return replace(candidate, manifest={**candidate.manifest, "inputs": made_from(batch)})


def rebuild(var: Path) -> Candidate:
    """The edition that all kept files give."""
    batch = read_files("se_scb", (), var, afresh=True)
    return with_inputs(build(batch.read), batch)


def rebuilt(inputs: Iterable[Mapping[str, Any]], var: Path, recipes: Mapping[str, Steps] | None = None) -> Candidate:
    """The edition that some kept files give, read in the order in which they were read the first time."""
    old: list[Import] = []
    fresh: list[Import] = []
    for facts_of in inputs:
        entry = Import(facts_of["source"], facts_of["file_name"], facts_of["sha256"])
        (fresh if facts_of["new"] else old).append(entry)
    contents = _kept((*old, *fresh), var / SNAPSHOTS)
    return build(_read(fresh, contents, _read(old, contents, [])), recipes=recipes)
