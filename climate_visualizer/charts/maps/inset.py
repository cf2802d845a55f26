"""Where a map has room: a place for the small areas of a large city, drawn once more and larger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.editions.read import Area
from climate_visualizer.science.units import Array

CELL = 10.0  # units of the map
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Inset:
    """Areas drawn larger: the area that they lie in, the frame, what it enlarges (x, y, width, height), their paths."""

    around: Area
    frame: Box
    origin: Box
    paths: dict[str, str]


def _edges(points: Array, ring: NDArray[np.integer]) -> tuple[Array, NDArray[np.integer]]:
    """Points so near each other along each ring that no cell is stepped over, with the ring of each."""
    together = ring[1:] == ring[:-1]
    start, step, of = points[:-1][together], np.diff(points, axis=0)[together], ring[:-1][together]
    count = np.maximum(np.ceil(np.abs(step).max(axis=1) / (CELL / 2)), 1).astype(np.int64)
    edge = np.repeat(np.arange(count.size), count)
    fraction = (np.arange(edge.size) - np.repeat(np.cumsum(count) - count, count)) / count[edge]
    return start[edge] + step[edge] * fraction[:, None], of[edge]


def taken(points: Array, ring: NDArray[np.integer], size: tuple[float, float]) -> NDArray[np.bool_]:
    """The cells of a map, [row, column], on which land lies; a ring takes all from its left to its right side.

    `points` are [point, (x, y)] in the order of their rings, `ring` is the number of the ring that each belongs to.
    """
    dense, of = _edges(points, ring)
    columns, rows = int(size[0] // CELL), int(size[1] // CELL)
    x = np.clip((dense[:, 0] // CELL).astype(np.int64), 0, columns - 1)
    y = np.clip((dense[:, 1] // CELL).astype(np.int64), 0, rows - 1)
    _, line = np.unique(of * rows + y, return_inverse=True)
    count = int(line.max()) + 1
    left, right, row = np.full(count, columns), np.full(count, -1), np.zeros(count, dtype=np.int64)
    np.minimum.at(left, line, x)
    np.maximum.at(right, line, x)
    row[line] = y
    ends = np.zeros((rows, columns + 1), dtype=np.int64)
    np.add.at(ends, (row, left), 1)
    np.add.at(ends, (row, right + 1), -1)
    cells: NDArray[np.bool_] = np.cumsum(ends, axis=1)[:, :columns] > 0
    return cells


def free_place(land: NDArray[np.bool_], box: Array, near: Array) -> tuple[float, float] | None:
    """The left upper corner of the place for a box, (width, height), that is nearest to a point; None if there is none."""
    sums = np.pad(np.cumsum(np.cumsum(land, axis=0), axis=1), ((1, 0), (1, 0)))
    columns, rows = int(np.ceil(box[0] / CELL)), int(np.ceil(box[1] / CELL))
    if rows > land.shape[0] or columns > land.shape[1]:
        return None
    within = sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns] + sums[:-rows, :-columns]
    free = np.argwhere(within == 0)
    if not free.size:
        return None
    centres = (free + np.array([rows, columns]) / 2) * CELL
    row, column = free[np.argmin(((centres - near[::-1]) ** 2).sum(axis=1))]
    return float(column * CELL), float(row * CELL)
