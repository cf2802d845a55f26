"""Outlines of areas: GeoJSON and TopoJSON into rings, made simpler so that a page can carry them."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.sources.reading.numbers import number_of
from climate_visualizer.sources.reading.shared_borders import alike
from climate_visualizer.sources.table import BOUNDARIES, SourceError

Points = NDArray[np.float64]
DECIMALS = 4
FEWEST = 4  # a ring's points, the first again as the last
Map = dict[str, Any]  # GeoJSON or TopoJSON as parsed, or a part of it; `shapes` says what is damaged
# Every shape that is simplified: its properties, and its polygons, each an outer ring and its holes.
Shape = tuple[Map, list[list[Points]]]


def parsed(content: bytes, name: str) -> Map:
    """A file's JSON object; anything else is a sentence."""
    try:
        drawing = json.loads(content)
    except (ValueError, RecursionError):
        raise SourceError(f"{name} is not JSON; download it again from the publisher.") from None
    if not isinstance(drawing, dict):
        raise SourceError(f"{name} holds no map; check that it is the right file.")
    return drawing


def shapes(content: bytes, name: str) -> list[Shape]:
    """The shapes of a GeoJSON collection or of a topology's first object; raises `SourceError` for another file."""
    drawing = parsed(content, name)
    try:
        if drawing.get("type") == "FeatureCollection":
            drawn = [_feature(feature) for feature in drawing["features"]]
        elif drawing.get("type") == "Topology":
            drawn = list(_topology(drawing))
        else:
            raise SourceError(f"{name} is neither GeoJSON nor TopoJSON; check that it is the right file.")
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as problem:
        raise SourceError(f"{name} is damaged ({problem!r}); download it again from the publisher.") from problem
    if not drawn:
        raise SourceError(f"{name} has no shapes; check that it is the right file.")
    return drawn


def _polygons(kind: str, coordinates: Any) -> list[Any]:  # parsed GeoJSON, nested as its kind has it
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a shape of the kind {kind}")
    return [coordinates] if kind == "Polygon" else list(coordinates)


def _feature(feature: Map) -> Shape:
    geometry = feature["geometry"]
    polygons = _polygons(geometry["type"], geometry["coordinates"])
    return dict(feature["properties"]), [[_points(ring)[:, :2] for ring in rings] for rings in polygons]


def _points(ring: Any) -> Points:  # parsed GeoJSON, nested as its kind has it
    """Points as an array; what is no number, or none that is finite, is a `ValueError`."""
    points = np.array([[number_of(number) for number in point] for point in ring], dtype=np.float64)
    if points.ndim != 2 or not np.isfinite(points).all():
        raise ValueError("a point without two numbers")
    return points


def _topology(topology: Map) -> Iterator[Shape]:
    """Shapes of shared arcs; an arc's points are steps from the one before, and ~n is the arc n backwards."""
    scale, shift = (np.array(topology["transform"][name], dtype=np.float64) for name in ("scale", "translate"))
    arcs = [np.cumsum(_points(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(numbers: Iterable[int]) -> Points:
        pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    first, *_ = topology["objects"].values()
    for geometry in first["geometries"]:
        polygons = _polygons(geometry["type"], geometry["arcs"])
        yield dict(geometry["properties"]), [[ring(numbers) for numbers in rings] for rings in polygons]


def simplified(line: Points, tolerance: float) -> Points:
    """A line or ring with as few of its points as keep it within `tolerance` degrees of latitude (Douglas and Peucker).

    Longitudes count by the cosine of the latitude. A line keeps its ends, and a ring two points more at least.
    """
    flat = line * np.array([math.cos(math.radians(float(line[:, 1].mean()))), 1.0])
    keep = np.zeros(len(line), dtype=bool)
    is_ring = bool((line[0] == line[-1]).all())
    far = int(np.argmax(((flat - flat[0]) ** 2).sum(axis=1))) if is_ring else 0
    keep[[0, far, -1]] = True
    waiting = [(0, far), (far, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        away = _distances(flat[first + 1 : last], flat[first], flat[last])
        farthest = int(np.argmax(away))
        if away[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    points: Points = line[keep]
    return points if len(points) >= FEWEST or not is_ring else _fewest(line)


def _distances(points: Points, start: Points, end: Points) -> Points:
    """How far points lie from the line between two others, or from the first where the two are one."""
    along = end - start
    length = float(np.hypot(*along))
    offset = points - start
    if length == 0.0:
        from_first: Points = np.hypot(offset[:, 0], offset[:, 1])
        return from_first
    across: Points = np.abs(offset[:, 0] * along[1] - offset[:, 1] * along[0]) / length
    return across


def _fewest(ring: Points) -> Points:
    """Four points of a ring, evenly taken, the first again as the last."""
    chosen: Points = ring[np.unique(np.linspace(0, len(ring) - 1, FEWEST).astype(int))]
    return chosen


def boundaries(outlines_of: Iterable[tuple[str, list[list[Points]]]], tolerance: float, name: str) -> pl.DataFrame:
    """The rings of areas as the table of boundaries, the same on both sides of a border.

    Tiny islands go, but never an area's largest part.
    """
    large = [(area_id, rings) for area_id, polygons in outlines_of for rings in _large(polygons, tolerance)]
    rings_in_all = [ring for _, rings in large for ring in rings]
    simpler = iter(zip(rings_in_all, alike(rings_in_all, lambda line: simplified(line, tolerance)), strict=True))
    numbers: Counter[str] = Counter()
    frames = []
    for area_id, rings in large:
        for hole in range(len(rings)):
            frames.append(_rows(area_id, numbers[area_id], hole > 0, *next(simpler)))
            numbers[area_id] += 1
    table = pl.concat(frames).sort("area_id", "ring", "point")
    beyond = (pl.col("longitude").abs() > 180) | (pl.col("latitude").abs() > 90)
    if table.filter(beyond | ~pl.col("longitude").is_finite() | ~pl.col("latitude").is_finite()).height:
        raise SourceError(f"{name} is not in degrees of longitude and latitude; download it in WGS 84.")
    return table


def _large(polygons: list[list[Points]], tolerance: float) -> list[list[Points]]:
    """An area's polygons from the largest down, without those that are too small to be seen."""
    sized = sorted(polygons, key=lambda rings: -_extent(rings[0]))
    return [rings for index, rings in enumerate(sized) if index == 0 or _extent(rings[0]) > tolerance**2]


def _rows(area_id: str, number: int, hole: bool, ring: Points, simpler: Points) -> pl.DataFrame:
    points = np.round(simpler if len(simpler) >= FEWEST else _fewest(ring), DECIMALS)
    facts = {"area_id": area_id, "ring": number, "hole": hole, "point": np.arange(len(points))}
    frame = pl.DataFrame({**facts, "longitude": points[:, 0], "latitude": points[:, 1]})
    return frame.select([pl.col(column).cast(kind) for column, kind in BOUNDARIES.items()])


def _extent(ring: Points) -> float:
    """The area of a ring in square degrees."""
    x, y = ring[:, 0], ring[:, 1]
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2)
