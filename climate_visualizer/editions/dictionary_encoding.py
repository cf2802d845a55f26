"""Dictionary encoding of tables: names as numbers, sorted by those numbers, so that a hundred thousand areas fit in memory.

A name takes one to four bytes a row instead of sixteen and its letters; the names themselves are kept once for the whole
process, so that any two packed tables can be joined and put one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.sources.table import SourceTables

KEY = ["area_id", "gas", "sector", "subsector", "year"]
# So many rows at a time stay in the processor's cache, and what is made on the way is memory that is used again: fresh memory
# costs as much as the work on it.
ROWS = 2**18


def _names(of: str, physical: type[pl.DataType]) -> pl.Categorical:
    return pl.Categorical(pl.Categories(of, namespace="climate_visualizer", physical=physical))


NAMES = {
    "area_id": _names("area", pl.UInt32),
    "gas": _names("gas", pl.UInt8),
    "sector": _names("sector", pl.UInt16),
    "subsector": _names("subsector", pl.UInt16),
    "status": _names("status", pl.UInt8),
    "kind": _names("kind", pl.UInt8),
}


def packed(frame: pl.DataFrame) -> pl.DataFrame:
    """A table with its names as numbers; one that is packed already stays as it is."""
    plain = [name for name in NAMES if name in frame.columns and frame.schema[name] == pl.String]
    return frame.with_columns(pl.col(name).cast(NAMES[name]) for name in plain) if plain else frame


def packed_tables(tables: SourceTables) -> SourceTables:
    """What a file holds, with the figures and disputes of areas packed."""
    emissions, disputes = (None if frame is None else packed(frame) for frame in (tables.emissions, tables.disputes))
    return replace(tables, emissions=emissions, disputes=disputes)


def unpacked(frame: pl.DataFrame) -> pl.DataFrame:
    """A table with its names as text again, for a few rows that are shown or written."""
    return pl.DataFrame(
        [
            column.cast(pl.String) if isinstance(column.dtype, pl.Categorical) else column
            for column in frame.get_columns()
        ]
    )


def numbered(column: pl.Series) -> tuple[list[str], NDArray[np.uint32]]:
    """A packed column's names in the order of the alphabet, and for each number the place of its name among them."""
    distinct = column.unique()
    names = pl.DataFrame({"name": distinct.cast(pl.String), "number": distinct.to_physical()}).sort("name")
    numbers = names["number"].to_numpy()
    places = np.zeros(int(numbers.max()) + 1 if numbers.size else 1, dtype=np.uint32)
    places[numbers] = np.arange(numbers.size, dtype=np.uint32)
    return names["name"].to_list(), places


@dataclass(frozen=True)
class _Ranks:
    """For each name of the key its place in the alphabet, and the years, so that a row's key is one number."""

    places: dict[str, NDArray[np.uint32]]
    widths: dict[str, int]
    first: int
    span: int


def _ranks(frame: pl.DataFrame) -> _Ranks:
    numbered_by = {name: numbered(frame[name]) for name in KEY[:-1]}
    first, last = (int(frame["year"].min()), int(frame["year"].max())) if frame.height else (0, 0)  # type: ignore[arg-type]
    widths = {name: max(len(names), 1) for name, (names, _) in numbered_by.items()}
    return _Ranks({name: places for name, (_, places) in numbered_by.items()}, widths, first, last - first + 1)


def _places(frame: pl.DataFrame, ranks: _Ranks) -> NDArray[np.uint64]:
    """One number a row that stands in the order of the whole key."""
    place = np.zeros(frame.height, dtype=np.uint64)
    for name in KEY[:-1]:
        place *= np.uint64(ranks.widths[name])
        place += ranks.places[name][frame[name].to_physical().to_numpy()]
    place *= np.uint64(ranks.span)
    place += (frame["year"].to_numpy() - ranks.first).astype(np.uint16)
    return place


def _in_order(frame: pl.DataFrame, ranks: _Ranks) -> bool:
    """Whether the rows are in the order of their keys, looked at some at a time."""
    last = np.uint64(0)
    for part in frame.iter_slices(ROWS):
        place = _places(part, ranks)
        if place[0] < last or bool((place[1:] < place[:-1]).any()):
            return False
        last = place[-1]
    return True


def ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """A packed table of emissions in the order of its key, without a copy where it is so already."""
    ranks = _ranks(frame)
    if not frame.height or _in_order(frame, ranks):
        return frame
    order = pl.Series(_places(frame, ranks)).arg_sort()
    return frame.select(pl.all().gather(order))


def repeated(frame: pl.DataFrame) -> bool:
    """Whether a row's key in an ordered table is that of the row before it."""
    same = np.ones(max(frame.height - 1, 0), dtype=bool)
    for name in KEY:
        here = frame[name].to_physical().to_numpy()
        same &= here[1:] == here[:-1]
    return bool(same.any())


def by_area(frame: pl.DataFrame) -> tuple[list[str], NDArray[np.int64]]:
    """The areas of an ordered table, and the row at which each begins; the last number is the table's end."""
    numbers = frame["area_id"].to_physical().to_numpy()
    if not numbers.size:
        return [], np.zeros(1, dtype=np.int64)
    begins = np.concatenate([[0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1])
    names = frame["area_id"].gather(begins).cast(pl.String).to_list()
    return names, np.concatenate([begins, [numbers.size]]).astype(np.int64)


def side_by_side(
    before: pl.DataFrame, after: pl.DataFrame, at_once: int
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The same areas of two tables, some at a time, so that comparing takes no more memory for more areas."""
    frames = [ordered(packed(frame)) for frame in (before, after)]
    areas = [(np.array(names, dtype=str), begins) for names, begins in map(by_area, frames)]
    ids = np.union1d(areas[0][0], areas[1][0])
    for first in range(0, ids.size, at_once):
        low, high = ids[first], ids[min(first + at_once, ids.size) - 1]
        parts = []
        for frame, (names, begins) in zip(frames, areas, strict=True):
            start = int(begins[np.searchsorted(names, low, "left")])
            end = int(begins[np.searchsorted(names, high, "right")])
            parts.append(frame.slice(start, end - start))
        yield parts[0], parts[1]
