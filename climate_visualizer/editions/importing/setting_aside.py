"""Files that read well and leave no edition: set aside with a sentence, so that one source's file stops no other's.

A table of nations with one alone reads well, and what goes before it names areas that its list lacks. Counted as imported, it
would stop every later import; and what an earlier version took in may leave no edition in this one.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from climate_visualizer.editions.importing.build import Candidate, build
from climate_visualizer.editions.importing.files_aside import LeftOut
from climate_visualizer.editions.importing.ingest import Batch, read_files
from climate_visualizer.sources.table import SourceError, SourceTables


def built(read: Sequence[SourceTables], stand_ins: Sequence[SourceTables]) -> Candidate:
    """A candidate from what was read; whatever is in the files, one that leaves no edition is a `SourceError`."""
    try:
        return build(read, beside=stand_ins)
    except (SourceError, OSError, MemoryError):
        raise
    except Exception as problem:
        logging.getLogger("climate_visualizer").exception("an edition could not be built")
        what = f"{type(problem).__name__}: {problem}".partition("\n")[0].strip(": ")[:200]
        raise SourceError(
            f"It went wrong in a way that was not foreseen ({what}); report it with the log."
        ) from problem


def _trouble(read: Sequence[SourceTables], stand_ins: Sequence[SourceTables]) -> str:
    """Why no edition can be built; nothing where it can."""
    try:
        built(read, stand_ins)
    except SourceError as problem:
        return str(problem)
    return ""


def _sound_part(read: Sequence[SourceTables], stand_ins: Sequence[SourceTables]) -> list[SourceTables] | None:
    """What of files that leave no edition together does leave one: what came last is to blame before what was there.

    So the longest beginning that leaves an edition counts, and of what came after it each file that still leaves one. Where no
    beginning does (a list of areas alone is no edition), it is all but one, the newest that is to blame.
    """
    for end in reversed(range(len(read))):
        if not _trouble(read[:end], stand_ins):
            sound = list(read[:end])
            for tables in read[end + 1 :]:
                if not _trouble([*sound, tables], stand_ins):
                    sound.append(tables)
            return sound
    for index in reversed(range(len(read))):
        rest = [*read[:index], *read[index + 1 :]]
        if not _trouble(rest, stand_ins):
            return rest
    return None


def _without(batch: Batch, stuck: Sequence[SourceTables], why: str) -> Batch:
    """A batch that leaves files from earlier out, which stay imported."""
    digests = {tables.origin.sha256 for tables in stuck}
    entries = [entry for entry in batch.imports if entry.sha256 in digests]
    told = [LeftOut(one.source, one.file_name, one.sha256, f"It leaves no edition: {why}") for one in entries]
    read = tuple(tables for tables in batch.read if tables.origin.sha256 not in digests)
    return replace(batch, read=read, left_out=(*batch.left_out, *told))


def without_unbuildable(batch: Batch, stand_ins: Sequence[SourceTables], missing: str) -> Batch | None:
    """A batch without the files that leave no edition; raises `SourceError` where none of the new ones is left.

    A new file becomes one of the batch's problems, one from earlier is left out. None where nothing that came before gives an
    edition: then nothing says which is to blame. None for a list of areas too, which stands before the statistics that follow
    it: those can be read once it is there.
    """
    known = {entry.sha256 for entry in batch.imports[: batch.old]}
    fresh = [tables for tables in batch.new if tables.origin.sha256 not in known]
    before = [tables for tables in batch.read if all(tables is not one for one in fresh)]
    lists = [tables for tables in fresh if tables.areas is not None and tables.emissions is None]
    if trouble := _trouble(before, stand_ins):
        sound = _sound_part(before, stand_ins)
        if sound is None:
            return None
        stuck = [tables for tables in before if all(tables is not one for one in sound)]
        batch, before = _without(batch, stuck, trouble), sound
        missing = _trouble([*sound, *fresh], stand_ins)
        if not missing:
            return batch
    if not fresh or lists:
        return None
    return _without_new(batch, fresh, before, stand_ins, missing)


def _without_new(
    batch: Batch,
    fresh: Sequence[SourceTables],
    before: Sequence[SourceTables],
    stand_ins: Sequence[SourceTables],
    missing: str,
) -> Batch:
    """A batch without those of the new files that leave no edition beside what came before, each one of its problems."""
    why = {tables.origin.sha256: _trouble([*before, tables], stand_ins) for tables in fresh}
    wrong = {digest: said for digest, said in why.items() if said} or dict.fromkeys(why, missing)
    sentences = [
        f"{tables.origin.file_name} leaves no edition, so it does not count as imported: {wrong[tables.origin.sha256]}"
        for tables in fresh
        if tables.origin.sha256 in wrong
    ]
    if len(wrong) == len(why):
        raise SourceError(" ".join(sentences))
    return replace(
        batch,
        imports=tuple(entry for entry in batch.imports if entry.sha256 not in wrong),
        new=tuple(tables for tables in batch.new if tables.origin.sha256 not in wrong),
        read=tuple(tables for tables in batch.read if tables.origin.sha256 not in wrong),
        problems=(*batch.problems, *sentences),
    )


def stuck_files(var: Path, stand_ins: Sequence[SourceTables]) -> list[str]:
    """A sentence for each file from earlier that cannot be used now; nothing is written."""
    batch = read_files("se_scb", (), var, beside=stand_ins, trial=True)
    if trouble := _trouble(batch.read, stand_ins):
        sound = _sound_part(batch.read, stand_ins)
        stuck = [] if sound is None else [one for one in batch.read if all(one is not kept for kept in sound)]
        batch = _without(batch, stuck, trouble)
    return [one.sentence for one in batch.left_out]
