"""What Vega-Lite charts are made of here: layers of plain rows, one frame, labels on the shapes instead of a legend.

A specification is plain data: building it takes no library and no time, and the same data draws the server's picture
and the interactive one. The tests hold every specification against the schema of Vega-Lite.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from climate_visualizer.charts.drawing.bundle import colour
from climate_visualizer.languages.language import Language
from climate_visualizer.strict_json import json_text

Layer = dict[str, Any]
Row = dict[str, Any]
X, Y, Y2 = "x", "y", "y2"
LETTERS = 13


@dataclass(frozen=True)
class Frame:
    """The size of a picture and what its axes reach: instants or years, and amounts."""

    width: int
    height: int
    first: float
    last: float
    ticks: tuple[float, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Label:
    """A word beside a shape: where, which colour, on which side of the point, and how far from it."""

    x: float
    y: float
    text: str
    fill: str = "ink"
    halo: str = "paper"
    align: str = "left"
    dx: float = 0.0
    dy: float = 0.0
    bold: bool = False


def _x() -> dict[str, Any]:
    return {"field": X, "type": "quantitative"}


def _y(field: str = Y) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}


def points(xs: Iterable[float], ys: Iterable[float]) -> list[Row]:
    """Rows of a curve."""
    return [{X: x, Y: y} for x, y in zip(xs, ys, strict=True)]


def area(rows: Sequence[Row], fill: str, opacity: float = 1.0) -> Layer:
    """A filled curve; rows with a second height are filled down to it."""
    encoding = {"x": _x(), "y": _y()}
    if rows and Y2 in rows[0]:
        encoding["y2"] = {"field": Y2}
    mark = {"type": "area", "color": colour(fill), "opacity": opacity}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def stacked(rows: Sequence[Row], names: Sequence[str], fills: Sequence[str]) -> Layer:
    """Curves on each other: rows have a `name`, and the place in the pile as `order`."""
    scale = {"domain": list(names), "range": [colour(fill) for fill in fills]}
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "area", "stroke": colour("paper"), "strokeWidth": 0.8},
        "encoding": {
            "x": _x(),
            "y": {**_y(), "stack": "zero"},
            "color": {"field": "name", "type": "nominal", "scale": scale, "legend": None},
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def line(rows: Sequence[Row], stroke: str, width: float = 3.0, dash: Sequence[int] = ()) -> Layer:
    """A curve; dashed where it has not happened."""
    mark: dict[str, Any] = {"type": "line", "color": colour(stroke), "strokeWidth": width, "strokeCap": "round"}
    if dash:
        mark["strokeDash"] = list(dash)
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": {"x": _x(), "y": _y()}}


def upright(x: float, low: float, high: float, stroke: str) -> Layer:
    """A thin dashed line at one instant."""
    mark = {"type": "rule", "color": colour(stroke), "strokeWidth": 1, "strokeDash": [2, 3]}
    encoding = {"x": _x(), "y": _y(), "y2": {"field": Y2}}
    return {"data": {"values": [{X: x, Y: low, Y2: high}]}, "mark": mark, "encoding": encoding}


def spots(rows: Sequence[Row], fill: str, size: int = 90) -> Layer:
    """Single points, ringed with paper so that they stand off from what they lie on."""
    mark = {"type": "point", "filled": True, "size": size, "opacity": 1.0}
    mark |= {"color": colour(fill), "stroke": colour("paper"), "strokeWidth": 2}
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": {"x": _x(), "y": _y()}}


def labels(found: Sequence[Label]) -> list[Layer]:
    """All words of a picture: a layer for each way of setting them, since a mark has one."""
    layers: dict[tuple[object, ...], list[Row]] = {}
    for one in found:
        key = (one.align, one.dx, one.dy, one.bold, one.halo)
        layers.setdefault(key, []).append({X: one.x, Y: one.y, "text": one.text, "fill": colour(one.fill)})
    return [_words(rows, *key) for key, rows in layers.items()]


def _words(rows: list[Row], align: object, dx: object, dy: object, bold: object, halo: object) -> Layer:
    mark: dict[str, Any] = {"type": "text", "align": align, "dx": dx, "dy": dy, "fontSize": LETTERS}
    mark |= {"stroke": colour(str(halo)), "strokeWidth": 4, "strokeJoin": "round", "baseline": "middle"}
    if bold:
        mark["fontWeight"] = "bold"
    encoding = {
        "x": _x(),
        "y": _y(),
        "text": {"field": "text", "type": "nominal"},
        "color": {"field": "fill", "type": "nominal", "scale": None},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def amounts(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round amounts for an axis from below `low` to above `high`: steps of 1, 2 or 5 times a power of ten."""
    wanted = max(high - low, 1e-9) / most
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= wanted * (1 - 1e-9))
    return tuple(step * count for count in range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1))


def _written(values: Sequence[float], language: Language) -> list[str]:
    step = values[1] - values[0]
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return [language.decimal(value, digits) for value in values]


def specification(layers: Sequence[Layer], frame: Frame, language: Language) -> dict[str, Any]:
    """The whole picture; the first layer carries the axes, which all share."""
    values = amounts(frame.low, frame.high)
    written = _written(values, language)
    label = f"{json_text(written)}[datum.index * {len(written) - 1}]"
    x = {"scale": {"domain": [frame.first, frame.last], "nice": False}}
    x["axis"] = {"values": list(frame.ticks), "format": "d", "grid": False}
    y: dict[str, Any] = {"scale": {"domain": [values[0], values[-1]], "nice": False, "zero": False}}
    y["axis"] = {"values": list(values), "labelExpr": label}
    first = layers[0]["encoding"]
    head = {**layers[0], "encoding": {**first, "x": {**first["x"], **x}, "y": {**first["y"], **y}}}
    axis = {"title": None, "domain": False, "ticks": False, "labelColor": colour("soft"), "labelFontSize": LETTERS}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": frame.width,
        "height": frame.height,
        "background": "transparent",
        "padding": 4,
        "usermeta": {"amounts": written},
        "layer": [head, *layers[1:]],
        "config": {
            "font": "sans-serif",
            "view": {"stroke": None},
            "axis": {**axis, "gridColor": colour("line"), "labelPadding": 8},
        },
    }
