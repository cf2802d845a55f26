"""Files that read well and leave no edition: set aside with a sentence, so that one source's file stops no other's.

A table of nations with one alone reads well, and what goes before it names areas that its list lacks. Counted as imported, it
would stop every later import; and what an earlier version took in may leave no edition in this one.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from climate_visualizer.editions.importing.build import Candidate, build
from climate_visualizer.editions.importing.files_aside import LeftOut, files_left_out
from climate_visualizer.editions.importing.ingest import Batch, read_files
from climate_visualizer.sources.table import SourceError, SourceTables


class Editions:
    """Candidates from what was read, beside the starter set's figures; the last one is kept, as it is asked for again."""

    def __init__(self, stand_ins: Sequence[SourceTables]) -> None:
        self._stand_ins = stand_ins
        self._last: tuple[tuple[int, ...], Candidate] | None = None

    def of(self, read: Sequence[SourceTables]) -> Candidate:
        """A candidate; whatever is in the files, what leaves no edition is a `SourceError`."""
        names = tuple(id(tables) for tables in read)
        if self._last is None or self._last[0] != names:
            self._last = None
            self._last = names, _built(read, self._stand_ins)
        return self._last[1]

    def trouble(self, read: Sequence[SourceTables]) -> str:
        """Why no edition can be built; nothing where it can."""
        try:
            self.of(read)
        except SourceError as problem:
            return str(problem)
        return ""


def _built(read: Sequence[SourceTables], stand_ins: Sequence[SourceTables]) -> Candidate:
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


def _with_more(sound: list[SourceTables], more: Sequence[SourceTables], editions: Editions) -> list[SourceTables]:
    """What leaves an edition, with all of `more` that still leaves one: tried together, then by halves."""
    if not more or not editions.trouble([*sound, *more]):
        return [*sound, *more]
    if len(more) == 1:
        return sound
    half = len(more) // 2
    return _with_more(_with_more(sound, more[:half], editions), more[half:], editions)


def _longest_beginning(read: Sequence[SourceTables], editions: Editions) -> int | None:
    """How many files from the first on leave an edition, looked for from the end in growing steps, then between two of them.

    None where no beginning that was tried does. A build takes more than a second with every country in, so not each is tried.
    """
    bad, step = len(read), 1
    while bad:
        end = max(len(read) - step, 0)
        if not editions.trouble(read[:end]):
            while bad - end > 1:
                middle = (end + bad) // 2
                end, bad = (end, middle) if editions.trouble(read[:middle]) else (middle, bad)
            return end
        bad, step = end, step * 2
    return None


def _sound_part(read: Sequence[SourceTables], editions: Editions) -> list[SourceTables] | None:
    """What of files that leave no edition together does leave one: what came last is to blame before what was there.

    So a long beginning that leaves an edition counts, and of what came after it each file that still leaves one. Where no
    beginning does (a list of areas alone is no edition), it is all but one, the newest that is to blame.
    """
    end = _longest_beginning(read, editions)
    if end is not None:
        return _with_more(list(read[:end]), read[end + 1 :], editions)
    for index in reversed(range(len(read))):
        rest = [*read[:index], *read[index + 1 :]]
        if not editions.trouble(rest):
            return rest
    return None


def _without(batch: Batch, sound: Sequence[SourceTables], among: Sequence[SourceTables], why: str) -> Batch:
    """A batch that leaves out those `among` the files from earlier that are not sound; they stay imported."""
    digests = {tables.origin.sha256 for tables in among if all(tables is not one for one in sound)}
    entries = [entry for entry in batch.imports if entry.sha256 in digests]
    left_out = [LeftOut(one.source, one.file_name, one.sha256, f"It leaves no edition: {why}") for one in entries]
    read = tuple(tables for tables in batch.read if tables.origin.sha256 not in digests)
    return replace(batch, read=read, left_out=(*batch.left_out, *left_out))


def _without_suspects(
    batch: Batch, before: Sequence[SourceTables], editions: Editions, missing: str, suspects: Collection[str]
) -> Batch | None:
    """A batch without files that were left out the last time, where it is they again; each that can be used comes back."""
    stuck = [tables for tables in before if tables.origin.sha256 in suspects]
    rest = [tables for tables in batch.read if all(tables is not one for one in stuck)]
    if not stuck or editions.trouble(rest):
        return None
    return _without(batch, _with_more(rest, stuck, editions) if len(stuck) > 1 else rest, stuck, missing)


def without_unbuildable(batch: Batch, editions: Editions, missing: str, suspects: Collection[str] = ()) -> Batch | None:
    """A batch without the files that leave no edition; raises `SourceError` where none of the new ones is left.

    A new file becomes one of the batch's problems, one from earlier is left out. None where nothing that came before gives an
    edition: then nothing says which is to blame. None for a list of areas too, which stands before the statistics that follow
    it: those can be read once it is there. `suspects` are the digests of those that were left out before, which are tried first.
    """
    known = {entry.sha256 for entry in batch.imports[: batch.old]}
    fresh = [tables for tables in batch.new if tables.origin.sha256 not in known]
    before = [tables for tables in batch.read if all(tables is not one for one in fresh)]
    lists = [tables for tables in fresh if tables.areas is not None and tables.emissions is None]
    if again := _without_suspects(batch, before, editions, missing, suspects):
        return again
    if trouble := editions.trouble(before) if fresh else missing:
        sound = _sound_part(before, editions)
        if sound is None:
            return None
        batch, before = _without(batch, sound, before, trouble), sound
        missing = editions.trouble(batch.read)
        if not missing:
            return batch
    if not fresh or lists:
        return None
    return _without_new(batch, fresh, before, editions, missing)


def _without_new(
    batch: Batch,
    fresh: Sequence[SourceTables],
    before: Sequence[SourceTables],
    editions: Editions,
    missing: str,
) -> Batch:
    """A batch without those of the new files that leave no edition beside what came before, each one of its problems."""
    why = {tables.origin.sha256: editions.trouble([*before, tables]) for tables in fresh}
    wrong = {digest: sentence for digest, sentence in why.items() if sentence} or dict.fromkeys(why, missing)
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


def stuck_files(var: Path, stand_ins: Sequence[SourceTables]) -> tuple[LeftOut, ...]:
    """The files from earlier that cannot be used now, or only as they were read before; no edition is made."""
    batch, editions = read_files("se_scb", (), var, beside=stand_ins, trial=True, as_before=True), Editions(stand_ins)
    suspects = [one.sha256 for one in files_left_out(var) if not one.goes_on]
    if trouble := editions.trouble(batch.read):
        batch = without_unbuildable(batch, editions, trouble, suspects) or batch
    return batch.unusable
