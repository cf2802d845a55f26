"""A figure as one object: picture, table, title, alternative text, source and edition, which so cannot disagree."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import Any

import vl_convert

# One name a meaning; the page sets the names as CSS variables, a downloaded picture carries the colours of its theme.
LIGHT = {
    "paper": "#faf6f2",
    "ink": "#1f1a1c",
    "soft": "#6d6165",
    "line": "#e6dcd6",
    "past": "#d9443f",
    "est": "#ea8b84",
    "left": "#dcbdb5",
    "bad": "#8c1d2f",
    "act": "#0d6a66",
    "s1": "#b92f33",
    "s2": "#d9443f",
    "s3": "#e3756b",
    "s4": "#eb9c90",
    "s5": "#f0bdb2",
    "s6": "#e8d3ca",
}
DARK = {
    **LIGHT,
    "paper": "#171315",
    "ink": "#f4ece9",
    "soft": "#b3a5a6",
    "line": "#3a3135",
    "past": "#ff6b61",
    "est": "#c4625c",
    "left": "#5d4a4b",
    "bad": "#ff9aa5",
    "act": "#5fd0c5",
    "s1": "#ff8a7d",
    "s2": "#ff6b61",
    "s3": "#d9574f",
    "s4": "#b34a45",
    "s5": "#8a3f3d",
    "s6": "#5d3a3b",
}
THEMES = {"light": LIGHT, "dark": DARK}
# A renderer knows no CSS variables: each meaning is drawn in a colour that nothing else has, and then named.
_SENTINELS = {name: f"#00fe{index:02x}" for index, name in enumerate(LIGHT)}
FONT = "ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def colour(name: str) -> str:
    """The stand-in for a meaning's colour in a Vega-Lite specification."""
    return _SENTINELS[name]


@dataclass(frozen=True)
class Table:
    """The figures behind a picture: column names, and rows of text and numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


@dataclass(frozen=True, eq=False)
class Bundle:
    """`picture` is an SVG whose colours are CSS variables; everything else says what it shows."""

    picture: str
    table: Table
    title: str
    alt: str
    source: str
    edition_id: str

    def svg(self, theme: str) -> str:
        """The picture on its own, in the colours of a theme, with title and source in its description."""
        colours = THEMES[theme]
        picture = re.sub(r"var\(--([a-z0-9]+)\)", lambda found: colours[found.group(1)], self.picture)
        return re.sub(
            r"(<svg[^>]*>)", rf'\1<rect width="100%" height="100%" fill="{colours["paper"]}"/>', picture, count=1
        )

    def png(self, theme: str = "light", scale: float = 1.0) -> bytes:
        """The picture as PNG."""
        picture: bytes = vl_convert.svg_to_png(self.svg(theme), scale=scale)
        return picture

    def csv(self) -> str:
        """The table, each row with its source and edition."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*self.table.columns, "source", "edition"])
        writer.writerows([*row, self.source, self.edition_id] for row in self.table.rows)
        return out.getvalue()

    def json(self) -> str:
        """The table with title, alternative text, source and edition."""
        rows = [dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows]
        facts = {"title": self.title, "alt": self.alt, "source": self.source, "edition": self.edition_id, "rows": rows}
        return json.dumps(facts, ensure_ascii=False)


def escape(text: str) -> str:
    """Text as it may stand in markup, attributes included."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def rendered(specification: dict[str, Any], alt: str) -> str:
    """A Vega-Lite specification as an SVG for a page: named colours, no style, one image for a screen reader."""
    svg: str = vl_convert.vegalite_to_svg(specification)
    for name, stand_in in _SENTINELS.items():
        svg = svg.replace(stand_in, f"var(--{name})")
    svg = re.sub(r' (?:aria-[a-z]+|role|class|style|pointer-events|xmlns:xlink|version)="[^"]*"', "", svg)
    svg = re.sub(r"(\d\.\d{2})\d+", r"\1", svg)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    body = svg[svg.index(">", svg.index("<svg")) + 1 :]
    width, height = size.groups() if size else ("0", "0")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(alt)}">{body}'
    )
