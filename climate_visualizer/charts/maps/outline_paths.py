"""The outlines of a country's areas as drawn paths: boundaries flattened, fitted to one height and set on whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from climate_visualizer.beside.neighbours import level
from climate_visualizer.caches import remembered
from climate_visualizer.charts.maps.inset import Inset, free_place, taken
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.science.units import Array

HEIGHT = 1300
SMALLEST = 3.0  # square units: an island that is smaller cannot be seen, and is left out
SMALL, MANY = 120.0, 8  # square units of the median area, and how many areas, from which a map has an inset of them
ENLARGED = (5.0, 4.0, 3.0, 2.5, 2.0)
MARGIN, HEADING, WIDEST = 12.0, 30.0, 0.42  # around an inset, above it, and its part of the map's width at most
Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True, eq=False)
class Outlines:
    """A path for each area, one for the borders between the areas that these lie in, and the crowded ones enlarged."""

    width: int
    height: int
    paths: dict[str, str]
    borders: str
    inset: Inset | None = None


def flattened(longitude: Array, latitude: Array) -> Array:
    """Points on a plane, [point, (x, y)], y downwards: transverse Mercator about the middle longitude.

    It keeps shapes and, in countries that reach from north to south, sizes too.
    """
    middle = (longitude.min() + longitude.max()) / 2
    turn, north = np.radians(longitude - middle), np.radians(latitude)
    x = np.arctanh(np.cos(north) * np.sin(turn))
    y = np.arctan2(np.tan(north), np.cos(turn))
    plane: Array = np.stack([x, -y], axis=1)
    return plane


def _fitted(plane: Array) -> Array:
    """Points from 0, the whole as high as every map is."""
    low = plane.min(axis=0)
    fitted: Array = (plane - low) * (HEIGHT / (plane[:, 1].max() - low[1]))
    return fitted


def _whole(rows: pl.DataFrame, points: Array) -> list[tuple[str, Ring]]:
    """The rings of some boundaries with points on whole numbers."""
    x, y = np.round(points).astype(np.int64).T
    return list(_rings(rows.with_columns(x=pl.Series(x), y=pl.Series(y))))


def _rings(rows: pl.DataFrame) -> Iterator[tuple[str, Ring]]:
    """Each ring with its area, the largest of an area first, repeated points left out."""
    for (area_id, _), ring_rows in rows.group_by("area_id", "ring", maintain_order=True):
        points: Ring = list(zip(ring_rows["x"].to_list(), ring_rows["y"].to_list(), strict=True))
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


@remembered
def outlines(edition: Edition, country: str, kind: str = "") -> Outlines | None:
    """The areas of one kind, or those that are not divided further; None where the edition has no boundaries of them."""
    among = level(edition, country, kind)
    return _drawn(edition, among) if among else None


def _paths(rings: Sequence[tuple[str, Ring]]) -> dict[str, str]:
    """A path for each area, without the islands that are too small to be seen."""
    paths: dict[str, str] = {}
    for area_id, ring in rings:
        if area_id not in paths or _extent(ring) >= SMALLEST:
            paths[area_id] = paths.get(area_id, "") + _steps(ring) + "z"
    return paths


def _crowded(rings: Sequence[tuple[str, Ring]], among: tuple[Area, ...]) -> tuple[str, ...]:
    """The areas that lie together in one area and are too small to be pointed at, if there are any such."""
    extents: dict[str, float] = {}
    for area_id, ring in rings:
        extents[area_id] = extents.get(area_id, 0.0) + _extent(ring)
    groups: dict[str | None, list[str]] = {}
    for area in among:
        groups.setdefault(area.parent_id, []).append(area.id)
    if len(groups) < 2:
        return ()
    sizes = [(float(np.median([extents[member_id] for member_id in group])), group) for group in groups.values()]
    size, group = min((size, group) for size, group in sizes)
    return tuple(group) if size < SMALL and len(group) >= MANY else ()


def _enlarged(rows: pl.DataFrame, points: Array, crowded: tuple[str, ...], around: Area, width: int) -> Inset | None:
    """The crowded areas once more, larger, in a place where nothing lies; None where there is no such place."""
    own = rows["area_id"].is_in(list(crowded)).to_numpy()
    corner, size = points[own].min(axis=0), np.ptp(points[own], axis=0)
    frame = np.array([2 * MARGIN, 2 * MARGIN + HEADING])
    land = taken(points, rows["ring_id"].to_numpy(), (width, HEIGHT))
    for times in (times for times in ENLARGED if (size * times + frame)[0] <= width * WIDEST):
        wide, high = size * times + frame
        corner_of_inset = free_place(land, size * times + frame, corner + size / 2)
        if corner_of_inset is not None:
            moved = (points[own] - corner) * times + corner_of_inset + (MARGIN, MARGIN + HEADING)
            paths = _paths(_whole(rows.filter(own), moved))
            return Inset(around, (*corner_of_inset, float(wide), float(high)), (*corner, *size), paths)
    return None


def _drawn(edition: Edition, among: tuple[Area, ...]) -> Outlines:
    parents = {area.id: area.parent_id for area in among}
    rows = edition.boundaries.filter(pl.col("area_id").is_in(list(parents))).sort("area_id", "ring", "point")
    rows = rows.with_columns(ring_id=pl.struct("area_id", "ring").rle_id())
    points = _fitted(flattened(rows["longitude"].to_numpy(), rows["latitude"].to_numpy()))
    rings, width = _whole(rows, points), round(float(points[:, 0].max()))
    crowded = _crowded(rings, among)
    around = edition.area(parents[crowded[0]] or "") if crowded else None
    inset = _enlarged(rows, points, crowded, around, width) if around else None
    return Outlines(width, HEIGHT, _paths(rings), _borders(rings, parents), inset)
