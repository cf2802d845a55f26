"""A figure as one object: scene, table, title, alternative text, source and edition, which so cannot disagree."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cached_property

from climate_visualizer.charts.drawing import svg
from climate_visualizer.charts.drawing.png import png
from climate_visualizer.charts.drawing.scene import Scene
from climate_visualizer.charts.drawing.svg import Look
from climate_visualizer.charts.drawing.themes import THEMES
from climate_visualizer.strict_json import json_text


@dataclass(frozen=True)
class Table:
    """The figures behind a picture: column names, and rows of text and numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


@dataclass(frozen=True, eq=False)
class Bundle:
    """`scene` is the picture, None where there is nothing to show; everything else says what it shows.

    `unit` says what its amounts are, and `amount` how one is told, in English.
    """

    scene: Scene | None
    table: Table
    title: str
    alt: str
    source: str
    edition_id: str
    unit: str = ""
    licence: str = ""
    choices: str = ""  # limit, likelihood, start and method in words
    amount: str = "{number} tonnes"

    @cached_property
    def picture(self) -> str:
        """The SVG for a page, whose colours are CSS variables; nothing where there is no picture."""
        return svg.render(self.scene) if self.scene else ""

    def drawn(self, look: Look) -> str:
        """The SVG in the colours and the font of a look."""
        return svg.render(self.scene, look) if self.scene else ""

    def svg(self, theme: str) -> str:
        """The picture on its own, in the colours of a theme, on its paper."""
        ground = f'<rect width="100%" height="100%" fill="{THEMES[theme]["paper"]}"/>'
        return svg.render(self.scene, Look(THEMES[theme]), head=ground) if self.scene else ""

    def png(self, theme: str = "light", scale: float = 1.0) -> bytes:
        """The picture on its own as PNG."""
        return png(self.svg(theme), scale)

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
        facts: dict[str, object] = {
            "title": self.title,
            "alt": self.alt,
            "source": self.source,
            "licence": self.licence,
        }
        facts |= {"edition": self.edition_id, "unit": self.unit, "rows": rows}
        return json_text(facts)
