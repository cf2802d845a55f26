"""A publisher's file read in a process of its own, so that whatever is in it ends as one sentence of that file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from climate_visualizer.editions.dictionary_encoding import packed_tables
from climate_visualizer.sources.labels import learn_brought
from climate_visualizer.sources.origin import Card, Origin
from climate_visualizer.sources.reading import limited_process
from climate_visualizer.sources.registry import reader
from climate_visualizer.sources.table import FRAMES, SourceTables, ensure_release_day

_JOB = "climate_visualizer.editions.importing.isolated_reader:read_here"


def read(
    source: str,
    content: bytes,
    *,
    file_name: str,
    areas: pl.DataFrame | None,
    cards: Mapping[str, Card] | None = None,
) -> SourceTables:
    """What a file holds, packed, as its source's ``read`` has it; raises `SourceError` for what cannot be used.

    `cards` are those of the data packages that are there: a nation's newest years are by its own package's sectors.
    """
    reader(source)
    blobs = [content, *([] if areas is None else [_written(areas)])]
    facts = {"source": source, "file_name": file_name, "cards": dict(cards or {})}
    facts_read, results = limited_process.call(_JOB, facts, blobs, limits=limited_process.RELEASE, what=file_name)
    # Any: tables by the name of a field of `SourceTables`, which refuses a wrong one
    frames: dict[str, Any] = {name: pl.read_ipc(blob) for name, blob in zip(facts_read["tables"], results, strict=True)}
    return SourceTables(Origin(**facts_read["origin"]), **frames, **said_of(facts_read))


def read_here(facts: limited_process.Facts, blobs: list[bytes]) -> limited_process.Answer:
    """The job itself: a source's ``read`` on bytes and the areas that are known."""
    content, *known = blobs
    areas = pl.read_ipc(known[0]) if known else None
    learn_brought(facts["cards"])
    tables = packed_tables(reader(facts["source"])(content, file_name=facts["file_name"], areas=areas))
    ensure_release_day(tables.origin.release_date, facts["file_name"])
    names = [name for name in FRAMES if getattr(tables, name) is not None]
    facts_read: limited_process.Facts = {
        "card": tables.card,
        "origin": tables.origin.as_dict(),
        "tables": names,
        "new_names": tables.new_names,
        "notes": tables.notes,
    }
    return facts_read, [_written(getattr(tables, name)) for name in names]


def said_of(facts_read: limited_process.Facts) -> limited_process.Facts:
    """What a file's reading says besides its tables, from JSON; one that was kept by an earlier version says nothing."""
    return {
        "new_names": tuple((str(s), str(p), str(said)) for s, p, said in facts_read.get("new_names", ())),
        "notes": tuple(map(str, facts_read.get("notes", ()))),
        "card": facts_read.get("card"),
    }


def _written(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_ipc(held)
    return held.getvalue()
