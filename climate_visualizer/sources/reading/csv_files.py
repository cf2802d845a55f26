"""Opening a publisher's table as CSV: what it is by its bytes, its columns by name, in a stream for large ones."""

from __future__ import annotations

import io

import polars as pl

from climate_visualizer.sources.reading.workbooks import what_it_is
from climate_visualizer.sources.table import SourceError, listed

_HEAD = 4096


def columns_of(content: bytes, name: str) -> list[str]:
    """The names in the first line, as they are read; a web page under another name is a sentence."""
    if b"\0" in content[:_HEAD] or what_it_is(content).startswith("a web page"):
        raise SourceError(f"{name} is {what_it_is(content, 'table of text')}; download it again from the publisher.")
    return _opened(content, name).collect_schema().names()


def scan(content: bytes, wanted: tuple[str, ...], name: str) -> pl.LazyFrame:
    """The wanted columns as text, not yet read; one that is missing is a sentence."""
    missing = [column for column in wanted if column not in columns_of(content, name)]
    if missing:
        raise SourceError(f"{name} has no column {listed(missing)}; check that it is the right file.")
    return _opened(content, name).select(wanted)


def _opened(content: bytes, name: str) -> pl.LazyFrame:
    try:
        content[:_HEAD].decode("utf-8", errors="strict" if len(content) < _HEAD else "ignore")
        frame = pl.scan_csv(io.BytesIO(content), infer_schema=False, encoding="utf8-lossy")
        frame.collect_schema()
        return frame
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as problem:
        raise SourceError(f"{name} cannot be read as a table; download it again from the publisher.") from problem


def collected(frame: pl.LazyFrame, name: str) -> pl.DataFrame:
    """Read what was asked for, in a stream, without lines that are blank; what is cut short or damaged is a sentence."""
    try:
        blank = pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "")
        return frame.filter(~blank).collect(engine="streaming")
    except pl.exceptions.PolarsError as problem:
        raise SourceError(f"{name} is cut short or damaged; download it again from the publisher.") from problem
