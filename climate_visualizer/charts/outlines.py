"""The outlines of a country's areas as drawn paths: boundaries flattened, fitted to one height and set on whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl

from climate_visualizer.assessment.neighbours import level
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.science.units import Array

HEIGHT = 1300
SMALLEST = 3.0  # square units: an island that is smaller cannot be seen, and is left out
Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True, eq=False)
class Outlines:
    """A path for each area, and one for the borders between the areas that these lie in."""

    width: int
    height: int
    paths: dict[str, str]
    borders: str


def flattened(longitude: Array, latitude: Array) -> Array:
    """Points on a plane, [point, (x, y)], y downwards: transverse Mercator about the middle longitude.

    It keeps shapes and, in countries that reach from north to south, sizes too.
    """
    middle = (longitude.min() + longitude.max()) / 2
    turn, north = np.radians(longitude - middle), np.radians(latitude)
    x = np.arctanh(np.cos(north) * np.sin(turn))
    y = np.arctan2(np.tan(north), np.cos(turn))
    found: Array = np.stack([x, -y], axis=1)
    return found


def _fitted(plane: Array) -> Array:
    """Points on whole numbers from 0, the whole as high as every map is."""
    low = plane.min(axis=0)
    found: Array = np.round((plane - low) * (HEIGHT / (plane[:, 1].max() - low[1])))
    return found


def _rings(rows: pl.DataFrame) -> Iterator[tuple[str, Ring]]:
    """Each ring with its area, the largest of an area first, repeated points left out."""
    for (area_id, _), part in rows.group_by("area_id", "ring", maintain_order=True):
        points: Ring = list(zip(part["x"].to_list(), part["y"].to_list(), strict=True))
        yield str(area_id), [points[0], *(after for before, after in pairwise(points) if after != before)]


def _extent(ring: Ring) -> float:
    return abs(sum(x * below - right * y for (x, y), (right, below) in pairwise(ring))) / 2


def _steps(points: Sequence[Point]) -> str:
    """A path's start and its steps, in as few letters as there can be."""
    steps = "".join(
        f"{'' if right < x else ' '}{right - x}{'' if below < y else ' '}{below - y}"
        for (x, y), (right, below) in pairwise(points)
    )
    return f"M{points[0][0]} {points[0][1]}l{steps.lstrip()}"


def _borders(rings: Sequence[tuple[str, Ring]], parents: dict[str, str | None]) -> str:
    """The lines between areas that lie in different areas, each once."""
    sides: dict[frozenset[Point], set[str | None]] = {}
    for area_id, ring in rings:
        for edge in pairwise(ring):
            sides.setdefault(frozenset(edge), set()).add(parents[area_id])
    waiting = {edge for edge, around in sides.items() if len(around) > 1}
    lines: list[Ring] = []
    for _, ring in rings:
        line: Ring = []
        for edge in pairwise(ring):
            if frozenset(edge) in waiting:
                waiting.discard(frozenset(edge))
                if not line:
                    line = [edge[0]]
                    lines.append(line)
                line.append(edge[1])
            else:
                line = []
    return "".join(map(_steps, lines))


@lru_cache(maxsize=16)
def outlines(edition: Edition, country: str, kind: str = "") -> Outlines | None:
    """The areas of one kind, or those that are not divided further; None where the edition has no boundaries of them."""
    among = level(edition, country, kind)
    return _drawn(edition, among) if among else None


def _drawn(edition: Edition, among: tuple[Area, ...]) -> Outlines:
    parents = {area.id: area.parent_id for area in among}
    rows = edition.boundaries.filter(pl.col("area_id").is_in(list(parents))).sort("area_id", "ring", "point")
    fitted = _fitted(flattened(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())).astype(np.int64)
    rings = list(_rings(rows.with_columns(x=pl.Series(fitted[:, 0]), y=pl.Series(fitted[:, 1]))))
    paths: dict[str, str] = {}
    for area_id, ring in rings:
        if area_id not in paths or _extent(ring) >= SMALLEST:
            paths[area_id] = paths.get(area_id, "") + _steps(ring) + "z"
    return Outlines(int(fitted[:, 0].max()), HEIGHT, paths, _borders(rings, parents))
