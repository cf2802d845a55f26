"""Files that read well and leave no edition: set aside with a sentence, so that one source's file stops no other's.

A table of nations with one alone reads well, and what goes before it names areas that its list lacks. Counted as imported, it
would stop every later import.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.ingest import Batch
from climate_visualizer.sources.table import SourceError, SourceTables


def _trouble(read: Sequence[SourceTables], stand_ins: Sequence[SourceTables]) -> str:
    """Why no edition can be built; nothing where it can."""
    try:
        build(read, beside=stand_ins)
    except SourceError as problem:
        return str(problem)
    return ""


def without_unbuildable(batch: Batch, stand_ins: Sequence[SourceTables], missing: str) -> Batch | None:
    """A batch without the files that leave no edition, each one of its problems; raises `SourceError` where none is left.

    None where what came before gives no edition either: then nothing says that the new files are to blame. None for a list of
    areas too, which stands before the statistics that follow it: those can be read once it is there.
    """
    known = {entry.sha256 for entry in batch.imports[: batch.old]}
    fresh = [tables for tables in batch.new if tables.origin.sha256 not in known]
    before = [tables for tables in batch.read if all(tables is not one for one in fresh)]
    lists = [tables for tables in fresh if tables.areas is not None and tables.emissions is None]
    if not fresh or lists or _trouble(before, stand_ins):
        return None
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
