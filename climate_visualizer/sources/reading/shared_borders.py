"""Borders that two areas share, cut where other areas meet them, so that both sides are made simpler in the same way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Key = tuple[int, int]
Edge = tuple[Key, Key]
FINE = 10**5  # degrees are compared to a metre: what publishers write of the same point differs by less


def _keys(ring: Points) -> list[Key]:
    """A ring's points as whole numbers, without repeats and without the last, which is the first again."""
    rounded: list[Key] = [(int(x), int(y)) for x, y in np.round(ring * FINE).astype(np.int64).tolist()]
    distinct = [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]
    return distinct[:-1] if len(distinct) > 1 and distinct[0] == distinct[-1] else distinct


def _edge(a: Key, b: Key) -> Edge:
    return (a, b) if a <= b else (b, a)


def _edges(points: Sequence[Key]) -> list[Edge]:
    return [_edge(point, points[(index + 1) % len(points)]) for index, point in enumerate(points)]


def _arcs(points: list[Key], sides: dict[Edge, list[int]]) -> list[list[Key]]:
    """A ring as arcs that begin and end where the ring beyond the border changes; one closed arc where it never does."""
    beyond = [tuple(sides[edge]) for edge in _edges(points)]
    cuts = [index for index in range(len(points)) if beyond[index] != beyond[index - 1]]
    first = cuts[0] if cuts else points.index(min(points))
    turned = [*points[first:], *points[:first], points[first]]
    ends = [(cut - first) % len(points) for cut in cuts] or [0]
    return [turned[start : end + 1] for start, end in zip(ends, [*ends[1:], len(points)], strict=True)]


def alike(rings: Iterable[Points], simplify: Callable[[Points], Points]) -> list[Points]:
    """Each ring made simpler arc by arc; an arc that two rings share is handed to `simplify` once, in one direction."""
    points = [_keys(ring) for ring in rings]
    sides: dict[Edge, list[int]] = defaultdict(list)
    for number, ring in enumerate(points):
        for edge in _edges(ring):
            sides[edge].append(number)
    done: dict[tuple[Key, ...], Points] = {}

    def simpler(arc: list[Key]) -> Points:
        key = tuple(min(arc, arc[::-1]))
        if key not in done:
            done[key] = simplify(np.array(key, dtype=np.float64) / FINE)
        line: Points = done[key] if key == tuple(arc) else done[key][::-1]
        return line

    return [_joined([simpler(arc) for arc in _arcs(ring, sides)]) for ring in points]


def _joined(arcs: Sequence[Points]) -> Points:
    """Arcs that follow each other as one ring, the first point again as the last."""
    line: Points = np.concatenate([arcs[0], *(arc[1:] for arc in arcs[1:])])
    return line
