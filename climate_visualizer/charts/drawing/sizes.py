"""Sizes: the three widths that every chart is drawn for. A chart is laid out anew for each, never only scaled."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.charts.drawing.scene import LETTERS


@dataclass(frozen=True)
class Size:
    """The width of a whole picture and the size of its letters, in its pixels; `name` begins the names of its patterns."""

    name: str
    width: int
    letters: float = LETTERS

    @property
    def narrow(self) -> bool:
        """Whether there is room for few words only."""
        return self.width < 500


WIDE = Size("w", 1080)  # a page in a window: one to one at 1280 pixels
NARROW = Size("n", 360)  # a page on a phone: one to one at 390 pixels, 0.8 at 320
PAPER = Size("p", 640)  # an A4 page of text, 162 mm: letters of 9 points
SIZES = {"wide": WIDE, "narrow": NARROW, "print": PAPER}
