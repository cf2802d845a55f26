"""A specification's first picture, as a light SVG: the few marks that charts here are made of, drawn in a millisecond.

A full renderer takes thirty times as long for the same shapes. The tests hold each mark against what Vega draws from
the same specification, so that the first picture and the interactive one are one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from climate_visualizer.charts.drawing.bundle import FONT, escape, named

Scale = Callable[[float], float]
DIGIT = 0.56  # width of a digit, in letters' heights
HEAD, FOOT, GAP = 8, 26, 10


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _path(points: list[tuple[float, float]]) -> str:
    """A line through points; each step relative to the one before, which is shorter."""
    if not points:
        return ""
    parts, (x, y) = [f"M{_number(points[0][0])} {_number(points[0][1])}"], points[0]
    x, y = round(x, 1), round(y, 1)
    for to_x, to_y in points[1:]:
        dx, dy = round(round(to_x, 1) - x, 1), round(round(to_y, 1) - y, 1)
        parts.append(f"l{_number(dx)} {_number(dy)}")
        x, y = round(x + dx, 1), round(y + dy, 1)
    return "".join(parts)


def _scales(specification: dict[str, Any]) -> tuple[Scale, Scale]:
    head = specification["layer"][0]["encoding"]
    (left, right), (low, high) = head["x"]["scale"]["domain"], head["y"]["scale"]["domain"]
    width, height = specification["width"], specification["height"]
    return (
        lambda x: (x - left) / (right - left) * width,
        lambda y: height - (y - low) / (high - low) * height,
    )


def _closed(upper: list[tuple[float, float]], lower: list[tuple[float, float]]) -> str:
    return f"{_path([*upper, *reversed(lower)])}Z"


def _stack(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    """Curves on each other, the first at the bottom."""
    scale = layer["encoding"]["color"]["scale"]
    heights: dict[float, float] = {}
    found = []
    for name, fill in zip(scale["domain"], scale["range"], strict=True):
        rows = [row for row in layer["data"]["values"] if row["name"] == name]
        below = [heights.get(row["x"], 0.0) for row in rows]
        above = [low + row["y"] for low, row in zip(below, rows, strict=True)]
        heights |= {row["x"]: high for row, high in zip(rows, above, strict=True)}
        upper = [(x(row["x"]), y(high)) for row, high in zip(rows, above, strict=True)]
        lower = [(x(row["x"]), y(low)) for row, low in zip(rows, below, strict=True)]
        stroke = f'stroke="{layer["mark"]["stroke"]}" stroke-width="{layer["mark"]["strokeWidth"]}"'
        found.append(f'<path d="{_closed(upper, lower)}" fill="{fill}" {stroke}/>')
    return "".join(found)


def _area(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    if "color" in layer["encoding"]:
        return _stack(layer, x, y)
    mark, rows = layer["mark"], layer["data"]["values"]
    upper = [(x(row["x"]), y(row["y"])) for row in rows]
    lower = [(x(row["x"]), y(row.get("y2", 0.0))) for row in rows]
    opacity = f' opacity="{mark["opacity"]:g}"' if mark["opacity"] < 1 else ""
    return f'<path d="{_closed(upper, lower)}" fill="{mark["color"]}"{opacity}/>'


def _line(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    mark = layer["mark"]
    d = _path([(x(row["x"]), y(row["y"])) for row in layer["data"]["values"]])
    dash = f' stroke-dasharray="{" ".join(map(str, mark["strokeDash"]))}"' if "strokeDash" in mark else ""
    width = f'stroke-width="{mark["strokeWidth"]:g}" stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{d}" fill="none" stroke="{mark["color"]}" {width}{dash}/>'


def _rule(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    mark = layer["mark"]
    dash = " ".join(map(str, mark["strokeDash"]))
    return "".join(
        f'<path d="M{_number(x(row["x"]))} {_number(y(row["y"]))}V{_number(y(row["y2"]))}" fill="none" '
        f'stroke="{mark["color"]}" stroke-dasharray="{dash}"/>'
        for row in layer["data"]["values"]
    )


def _point(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    mark = layer["mark"]
    radius = (mark["size"] / 3.14159) ** 0.5
    return "".join(
        f'<circle cx="{_number(x(row["x"]))}" cy="{_number(y(row["y"]))}" r="{_number(radius)}" fill="{mark["color"]}" '
        f'stroke="{mark["stroke"]}" stroke-width="{mark["strokeWidth"]}"/>'
        for row in layer["data"]["values"]
    )


_ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def _text(layer: dict[str, Any], x: Scale, y: Scale) -> str:
    mark = layer["mark"]
    weight = ' font-weight="700"' if mark.get("fontWeight") == "bold" else ""
    halo = (
        f'stroke="{mark["stroke"]}" stroke-width="{mark["strokeWidth"]}" stroke-linejoin="round" paint-order="stroke"'
    )
    middle = mark["fontSize"] * 0.35
    return "".join(
        f'<text x="{_number(x(row["x"]) + mark["dx"])}" y="{_number(y(row["y"]) + mark["dy"] + middle)}" '
        f'fill="{row["fill"]}" {halo}{weight}{_ANCHORS[mark["align"]]}>{escape(row["text"])}</text>'
        for row in layer["data"]["values"]
    )


_MARKS = {"area": _area, "line": _line, "rule": _rule, "point": _point, "text": _text}


def _axes(specification: dict[str, Any], x: Scale, y: Scale) -> str:
    """Years below, amounts at the left with a thin line each."""
    head, axis = specification["layer"][0]["encoding"], specification["config"]["axis"]
    width, height = specification["width"], specification["height"]
    first, last = head["x"]["scale"]["domain"]
    soft, letters = axis["labelColor"], axis["labelFontSize"]
    lines = "".join(f"M0 {_number(y(value))}H{width}" for value in head["y"]["axis"]["values"])
    written = zip(head["y"]["axis"]["values"], specification["usermeta"]["amounts"], strict=True)
    amounts = "".join(
        f'<text x="-{GAP}" y="{_number(y(value) + letters * 0.35)}" text-anchor="end">{text}</text>'
        for value, text in written
    )
    ends = {first: "", last: ' text-anchor="end"'}
    years = "".join(
        f'<text x="{_number(x(year))}" y="{height + 20}"{ends.get(year, _ANCHORS["center"])}>{year:g}</text>'
        for year in head["x"]["axis"]["values"]
    )
    return f'<path d="{lines}" stroke="{axis["gridColor"]}" fill="none"/><g fill="{soft}">{amounts}{years}</g>'


def drawn(specification: dict[str, Any], alt: str) -> str:
    """A specification as an SVG for a page: named colours, no style, one image for a screen reader."""
    x, y = _scales(specification)
    letters = specification["config"]["axis"]["labelFontSize"]
    left = max((len(text) for text in specification["usermeta"]["amounts"]), default=0) * letters * DIGIT + GAP + 2
    width, height = specification["width"] + left + GAP / 2, specification["height"] + HEAD + FOOT
    shapes = [layer for layer in specification["layer"] if layer["mark"]["type"] != "text"]
    words = [layer for layer in specification["layer"] if layer["mark"]["type"] == "text"]
    marks = "".join(_MARKS[layer["mark"]["type"]](layer, x, y) for layer in (*shapes, *words))
    body = f'<g transform="translate({_number(left)} {HEAD})">{_axes(specification, x, y)}{marks}</g>'
    return named(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_number(width)} {height}" role="img" '
        f'aria-label="{escape(alt)}" font-family="{FONT}" font-size="{letters}">{body}</svg>'
    )
