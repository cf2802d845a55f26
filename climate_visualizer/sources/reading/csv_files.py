"""Opening a publisher's table as CSV: what it is by its bytes, its columns by name, in a stream for large ones."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import polars as pl

from climate_visualizer.sources.reading.workbooks import heading, what_it_is
from climate_visualizer.sources.table import SourceError, listed

_HEAD = 4096
# Lines are counted in pieces of so many bytes, so that a table of 250 MB takes no more memory for it than one of 2 MB.
_PIECE = 2**21
# A large table is laid out so many bytes at a time, and what is kept of each piece is small: of the United Kingdom's 250 MB that
# is 88 MB (0.2 GB at most on the way there).
_STREAMED = 2**24
_DUPLICATED = "_duplicated_"  # what the reader puts behind the second column of a name


def columns_of(content: bytes, name: str) -> list[str]:
    """The names in the first line, as they are read; a web page under another name is a sentence."""
    if b"\0" in content[:_HEAD] or what_it_is(content).startswith("a web page"):
        raise SourceError(f"{name} is {what_it_is(content, 'table of text')}; download it again from the publisher.")
    return _opened(content, name).collect_schema().names()


def scan(content: bytes, wanted: tuple[str, ...], name: str, *, lossy: bool = False) -> pl.LazyFrame:
    """The wanted columns as text, not yet read; one that is missing, and a line that is too short, is a sentence.

    A file that is not in UTF-8 is one too, unless it may be `lossy`: then what can't be read stands as U+FFFD.
    """
    ensure_headed(columns_of(content, name), wanted, name)
    if not lossy:
        _ensure_readable(content, name)
    ensure_whole_lines(content, name)
    return _opened(content, name).select(wanted)


def _ensure_readable(content: bytes, name: str) -> None:
    """Every letter is one in UTF-8, looked at a piece at a time."""
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(content)
    try:
        for start in range(0, len(view), _PIECE):
            decoder.decode(bytes(view[start : start + _PIECE]))
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise SourceError(
            f"{name} has letters that are not in UTF-8; save it as UTF-8, or download it again from the publisher."
        ) from None


def ensure_headed(columns: Sequence[str], wanted: Iterable[str], name: str) -> None:
    """Every wanted column is there, once."""
    missing = [column for column in wanted if column not in columns]
    if missing:
        raise SourceError(f"{name} has no column {listed(missing)}; check that it is the right file.")
    twice = [column for column in wanted if any(one.startswith(f"{column}{_DUPLICATED}") for one in columns)]
    if twice:
        raise SourceError(f"{name} has the column {listed(twice)} more than once; download it again.")


def as_headed(columns: Sequence[str]) -> dict[str, str]:
    """Each column's name as it is read to its heading; the second column of one heading keeps a mark, as the reader gives it."""
    named: dict[str, str] = {}
    for column in columns:
        title = heading(column)
        named[column] = f"{title}{_DUPLICATED}{len(named)}" if title in named.values() else title
    return named


def ensure_whole_lines(content: bytes, name: str) -> None:
    """Every line has as many cells as the first: the reader takes what a shorter one lacks for missing."""
    counts = _cells(content)
    wrong = np.flatnonzero((counts > 0) & (counts != counts[:1])) if counts.size else counts
    if wrong.size:
        at = int(wrong[0])
        raise SourceError(
            f"{name} has {counts[at]} cells in line {at + 1} instead of {counts[0]}, so that it may be cut short or damaged; "
            "download it again from the publisher."
        )


def _cells(content: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How many cells each line has, outside of quotes; 0 for a line without any, blank or of commas alone."""
    start = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    data = np.frombuffer(content, dtype=np.uint8)[start:]
    widths, inside, commas, filled = [], np.uint8(0), 0, 0
    for first in range(0, data.size, _PIECE):
        piece = data[first : first + _PIECE]
        quoted = np.bitwise_xor.accumulate((piece == ord('"')).astype(np.uint8)) ^ inside
        inside = quoted[-1]
        ends = np.flatnonzero((piece == ord("\n")) & (quoted == 0))
        comma = np.cumsum((piece == ord(",")) & (quoted == 0))
        text = np.cumsum((piece > ord(" ")) & (piece != ord(",")))
        passed, filled_before = comma[ends] + commas, text[ends] + filled
        widths.append(np.where(np.diff(filled_before, prepend=0) > 0, np.diff(passed, prepend=0) + 1, 0))
        commas = int(comma[-1]) + commas - (int(passed[-1]) if ends.size else 0)
        filled = int(text[-1]) + filled - (int(filled_before[-1]) if ends.size else 0)
    return np.concatenate([*widths, [commas + 1 if filled else 0]])


def _opened(content: bytes, name: str) -> pl.LazyFrame:
    try:
        content[:_HEAD].decode("utf-8", errors="strict" if len(content) < _HEAD else "ignore")
        frame = pl.scan_csv(io.BytesIO(content), infer_schema=False, encoding="utf8-lossy")
        return frame.rename(as_headed(frame.collect_schema().names()))
    except (UnicodeDecodeError, pl.exceptions.PolarsError) as problem:
        raise SourceError(f"{name} cannot be read as a table; download it again from the publisher.") from problem


def collected(frame: pl.LazyFrame, name: str) -> pl.DataFrame:
    """Read what was asked for, in a stream, without lines that are blank; what is cut short or damaged is a sentence."""
    try:
        blank = pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == "")
        rows = frame.filter(~blank).collect(engine="streaming")
    except pl.exceptions.PolarsError as problem:
        raise SourceError(f"{name} is cut short or damaged; download it again from the publisher.") from problem
    return rows


def streamed(
    content: bytes,
    wanted: tuple[str, ...],
    name: str,
    kept: Callable[[pl.DataFrame, int], pl.DataFrame],
    size: int = _STREAMED,
) -> pl.DataFrame:
    """A table read as a stream: what is `kept` of each piece of its lines (and of how many rows came before), put together.

    What may be wrong with a table is a sentence as in `scan` and `collected`, but letters that are not in UTF-8 stand as U+FFFD.
    """
    ensure_headed(columns_of(content, name), wanted, name)
    ensure_whole_lines(content, name)
    pieces, before = [], 0
    for piece in _pieces(content, size):
        rows = collected(_opened(piece, name).select(wanted), name)
        pieces.append(kept(rows, before))
        before += rows.height
    return pl.concat(pieces)


def _pieces(content: bytes, size: int) -> Iterator[bytes]:
    """The table in pieces that end with a line, outside of quotes, each under the table's own heading."""
    first = content.find(b"\n") + 1 or len(content)
    heading_line, begin = content[:first], first
    while True:
        end = begin + size
        while end < len(content):
            end = content.find(b"\n", end) + 1 or len(content)
            if content.count(b'"', begin, end) % 2 == 0:
                break
        yield heading_line + content[begin:end]
        if end >= len(content):
            return
        begin = end
