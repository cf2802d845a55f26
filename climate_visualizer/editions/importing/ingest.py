"""Ingest: raw bytes are kept before they are read, and every edition is built from all that is kept."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from climate_visualizer.editions.importing import parse_cache
from climate_visualizer.editions.importing.build import Candidate, build
from climate_visualizer.editions.importing.files_aside import LeftOut, files_set_aside
from climate_visualizer.editions.importing.reading_order import (
    AS_BEFORE,
    Failures,
    from_bytes,
    kept_or_read,
    read_in_order,
    read_or_as_before,
)
from climate_visualizer.editions.importing.reading_order import Import as Import
from climate_visualizer.editions.publishing.methods_used import Steps
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.registry import reader
from climate_visualizer.sources.snapshots import digest_of, keep, load, note, write_atomically
from climate_visualizer.sources.table import SourceError, SourceTables

SNAPSHOTS = "snapshots"
IMPORTS = "imports.json"


@dataclass(frozen=True)
class Batch:
    """What files gave: all imports including theirs (the first `old` came before), what each holds, and everything read.

    `problems` are sentences on files that could not be read, beside which the others came in; `left_out` are files from earlier
    that cannot be used now: they stay imported, and no edition is made of them until they can be. `as_before` are those that this
    version cannot read and that go on as an earlier one did. `damaged` are sentences on files from earlier whose kept bytes are,
    and which go on as they were read.
    """

    imports: tuple[Import, ...]
    new: tuple[SourceTables, ...]
    read: tuple[SourceTables, ...]
    old: int = 0
    problems: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    damaged: tuple[str, ...] = ()
    as_before: tuple[LeftOut, ...] = ()

    @property
    def of_earlier(self) -> tuple[str, ...]:
        """A sentence for each file from earlier with which something is wrong: nobody's who brings in new ones."""
        return (*self.damaged, *(one.sentence for one in self.unusable))

    @property
    def unusable(self) -> tuple[LeftOut, ...]:
        """The files from earlier that cannot be read or leave no edition, each once; some go on as they were read before."""
        out = {one.sha256 for one in self.left_out}
        return (*(one for one in self.as_before if one.sha256 not in out), *self.left_out)


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
        return tuple(Import(**entry) for entry in entries)
    except FileNotFoundError:
        return ()
    except (ValueError, TypeError) as damage:
        raise SourceError(
            f"{var / IMPORTS} is damaged; delete it and import the files again (their bytes are kept in {var / SNAPSHOTS})."
        ) from damage


def remember(imports: Iterable[Import], var: Path) -> None:
    """Write down what has been imported."""
    entries = [asdict(entry) for entry in imports]
    write_atomically(var / IMPORTS, json.dumps(entries, ensure_ascii=False, indent=1).encode())


def lost(var: Path) -> list[Import]:
    """The imports whose bytes are not kept any more."""
    return [entry for entry in known_imports(var) if not (var / SNAPSHOTS / entry.sha256[:2] / entry.sha256).is_file()]


def _kept(entries: Iterable[Import], snapshots: Path) -> tuple[dict[str, bytes], dict[str, SourceError]]:
    """The kept bytes of files by their hash, and a sentence for each whose bytes are lost or damaged."""
    contents, wrong = {}, {}
    for entry in entries:
        content = b""
        with suppress(OSError):
            content = load(entry.sha256, snapshots)
        if hashlib.sha256(content).hexdigest() == entry.sha256:
            contents[entry.sha256] = content
        else:
            wrong[entry.sha256] = SourceError(
                f"The kept bytes of {entry.file_name} are lost or damaged; put {entry.sha256} back into {snapshots} from a "
                f"backup, or import the file again: python manage.py import_statistics {entry.source} FILE"
            )
    return contents, wrong


def _received(source: str, file_name: str, address: str) -> dict[str, object]:
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


def _told(files: Failures, wrong: dict[str, SourceError], goes_on: str = "") -> tuple[LeftOut, ...]:
    """Files from earlier that cannot be read; where it is their bytes that are `wrong`, that is why, and is said once."""
    why = {one: str(wrong.pop(one.sha256, problem)) for one, problem in files.items()}
    return tuple(LeftOut(**asdict(one), why=said, goes_on=goes_on) for one, said in why.items())


def _note_read(chosen: Iterable[SourceTables], snapshots: Path) -> None:
    """What is known of new files once they are read, beside their bytes."""
    for tables in chosen:
        released = {"release_date": tables.origin.release_date, "title": tables.origin.title}
        note(tables.origin.sha256, snapshots, released)


def read_files(
    source: str,
    files: Iterable[tuple[str, bytes]],
    var: Path,
    *,
    afresh: bool = False,
    beside: Sequence[SourceTables] = (),
    trial: bool = False,
    as_before: bool = False,
) -> Batch:
    """Keep and read new files together with all that came before; a file that can't be read is a problem beside the others.

    Where none of the new ones can be read, `SourceError` is raised and nothing changes. What came before is not read again where
    it is kept as read, unless `afresh`: so a file whose bytes are lost goes on as it was read. One from earlier that cannot be
    read any more is left out, or goes on `as_before`, and stops nothing. A `trial` writes nothing.
    """
    reader(source)
    old, snapshots = known_imports(var), var / SNAPSHOTS
    refused = {one.sha256: one.refusal for one in files_set_aside(var)}
    given = {digest_of(content): (name, content) for name, content in files}
    new = {digest: one for digest, one in given.items() if digest not in refused}
    not_wanted = [refused[digest] for digest in given if digest in refused]
    if not_wanted and not new:
        raise SourceError(" ".join(not_wanted))
    if not trial:
        for name, content in new.values():
            note(keep(content, snapshots), snapshots, _received(source, name, ""))
    earlier, wrong = _kept((one for one in old if one.sha256 not in new), snapshots)
    contents = earlier | {digest: content for digest, (_, content) in new.items()}
    entries = [Import(source, name, digest) for digest, (name, _) in new.items()]
    fresh, used = [entry for entry in entries if entry not in old], set[str]()
    reading = from_bytes if afresh else kept_or_read(var, used, keeping=not trial)
    before, lost_files, instead = read_or_as_before(
        old, contents, reading, beside, used, None if afresh else var, as_before=as_before
    )
    left_out, go_on = _told(lost_files, wrong), _told(instead, wrong, AS_BEFORE)
    read, failed = read_in_order(fresh, contents, before, reading, beside)
    if failed and len(failed) == len(entries):
        raise next(iter(failed.values()))
    chosen = tuple(tables for tables in read if tables.origin.sha256 in new)
    if not trial:
        parse_cache.forget_all_but(used, var)
        _note_read(chosen, snapshots)
    came = [entry for entry in fresh if entry not in failed]
    problems, damaged = (*not_wanted, *map(str, failed.values())), tuple(map(str, wrong.values()))
    return Batch((*old, *came), chosen, tuple(read), len(old), problems, left_out, damaged, go_on)


def made_from(batch: Batch) -> list[dict[str, object]]:
    """What an edition was read from, for its manifest: every file in order, which were new, which an earlier version read."""
    unused = {one.sha256 for one in batch.left_out}
    earlier = {one.sha256 for one in batch.as_before}
    return [
        {**asdict(entry), "new": index >= batch.old, **({"as_before": True} if entry.sha256 in earlier else {})}
        for index, entry in enumerate(batch.imports)
        if entry.sha256 not in unused
    ]


def made_from_all(var: Path) -> list[dict[str, object]]:
    """The same of every file that has been imported, for an edition that does not say it."""
    return [{**asdict(entry), "new": False} for entry in known_imports(var)]


def with_inputs(candidate: Candidate, batch: Batch) -> Candidate:
    """A candidate whose manifest says what it was read from, so that it can be rebuilt."""
    return replace(candidate, manifest={**candidate.manifest, "inputs": made_from(batch)})


def rebuild(var: Path, beside: Sequence[SourceTables] = ()) -> Candidate:
    """The edition that all kept files give, `beside` what stands in for others; raises `SourceError` where one is of no use."""
    batch = read_files("se_scb", (), var, afresh=True, beside=beside)
    if batch.left_out:
        raise SourceError(" ".join(one.sentence for one in batch.left_out))
    return with_inputs(build(batch.read, beside=beside), batch)


def rebuilt(
    inputs: Iterable[Mapping[str, Any]],  # JSON of a manifest, which any version wrote
    var: Path,
    recipes: Mapping[str, Steps] | None = None,
    beside: Sequence[SourceTables] = (),
) -> Candidate:
    """The edition that some kept files give, read in the order in which they were read the first time."""
    old: list[Import] = []
    fresh: list[Import] = []
    for facts_of in inputs:
        entry = Import(facts_of["source"], facts_of["file_name"], facts_of["sha256"])
        (fresh if facts_of["new"] else old).append(entry)
    contents, wrong = _kept((*old, *fresh), var / SNAPSHOTS)
    for problem in wrong.values():
        raise problem
    before, failed = read_in_order(old, contents, [], beside=beside)
    read, also_failed = read_in_order(fresh, contents, before, beside=beside)
    for problem in (failed | also_failed).values():
        raise problem
    return build(read, recipes=recipes, beside=beside)
