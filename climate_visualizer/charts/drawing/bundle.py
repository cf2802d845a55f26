"""A figure as one object: picture, table, title, alternative text, source and edition, which so cannot disagree."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import vl_convert

from climate_visualizer.strict_json import json_text

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
    "s1": "#a8282d",
    "s2": "#cd3b37",
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
    "s3": "#b34640",
    "s4": "#99403c",
    "s5": "#7f3838",
    "s6": "#5d3a3b",
}
THEMES = {"light": LIGHT, "dark": DARK}
# A renderer knows no CSS variables: each meaning is drawn in a colour that nothing else has, and then named.
_NAMES = tuple(LIGHT)
_STAND_INS = re.compile("#00fe([0-9a-f]{2})")
FONT = "ui-sans-serif, system-ui, sans-serif"


def colour(name: str) -> str:
    """The stand-in for a meaning's colour in a Vega-Lite specification."""
    return f"#00fe{_NAMES.index(name):02x}"


@dataclass(frozen=True)
class Table:
    """The figures behind a picture: column names, and rows of text and numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


@dataclass(frozen=True, eq=False)
class Bundle:
    """`picture` is an SVG whose colours are CSS variables; everything else says what it shows.

    `specification` draws the same picture in a browser, where there is one; `unit` says what its amounts are, and
    `amount` how one is told, in English.
    """

    picture: str
    table: Table
    title: str
    alt: str
    source: str
    edition_id: str
    specification: dict[str, Any] | None = None
    unit: str = ""
    licence: str = ""
    amount: str = "{number} tonnes"

    def svg(self, theme: str) -> str:
        """The picture on its own, in the colours of a theme."""
        colours = THEMES[theme]
        picture = re.sub(r"var\(--([a-z0-9]+)\)", lambda found: colours[found.group(1)], self.picture)
        return re.sub(
            r"(<svg[^>]*>)", rf'\1<rect width="100%" height="100%" fill="{colours["paper"]}"/>', picture, count=1
        )

    def png(self, theme: str = "light", scale: float = 1.0) -> bytes:
        """The picture on its own as PNG."""
        picture: bytes = vl_convert.svg_to_png(self.svg(theme), scale=scale)
        return picture

    def csv(self) -> str:
        """The table, each row with its source and edition."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*self.table.columns, "source", "licence", "edition"])
        writer.writerows([*row, self.source, self.licence, self.edition_id] for row in self.table.rows)
        return out.getvalue()

    def json(self) -> str:
        """The table with title, alternative text, source and edition."""
        rows = [dict(zip(self.table.columns, row, strict=True)) for row in self.table.rows]
        facts: dict[str, Any] = {"title": self.title, "alt": self.alt, "source": self.source, "licence": self.licence}
        facts |= {"edition": self.edition_id, "unit": self.unit, "rows": rows}
        return json_text(facts)


def escape(text: str) -> str:
    """Text as it may stand in markup, attributes included."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def named(svg: str) -> str:
    """A picture whose stand-in colours are the names that the page gives its colours."""
    return _STAND_INS.sub(lambda found: f"var(--{_NAMES[int(found.group(1), 16)]})", svg)
