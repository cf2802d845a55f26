"""Legend: keys with their words below a picture, in lines of measured width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from climate_visualizer.charts.dot_marks import dot
from climate_visualizer.charts.drawing.scene import LETTERS, Circle, Mark, Paint, Path, Rect, Text
from climate_visualizer.charts.drawing.text_widths import text_width, wrapped

KEY, GAP, BETWEEN = 16.0, 6.0, 18.0  # pixels: a key, from it to its words, from there to the next key
LINE, MIDDLE = 1.55, 0.35  # of a letter: from one line to the next; from the middle of its height down to its line


@dataclass(frozen=True)
class Key:
    """One entry: its words, and how what it means is drawn: `area`, `line`, `spot`, or a `dot-` of a kind."""

    words: str
    paint: Paint
    kind: str = "area"
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    width: float = 2.0


def legend(
    keys: Sequence[Key], left: float, top: float, right: float, letters: float = LETTERS
) -> tuple[list[Mark], float]:
    """The marks of a legend, and how high it is; nothing for no keys."""
    marks: list[Mark] = []
    x, line = left, 0
    for key in keys:
        words = wrapped(key.words, right - left - KEY - GAP, letters)
        width = KEY + GAP + max(text_width(line_of_words, letters) for line_of_words in words)
        if x > left and x + width > right:
            x, line = left, line + 1
        middle = top + (line + 1) * LINE * letters - MIDDLE * letters
        marks += _sign(key, x, middle)
        for at, line_of_words in enumerate(words):
            marks.append(Text(x + KEY + GAP, middle + (MIDDLE + at * LINE) * letters, line_of_words, letters, "soft"))
        line += len(words) - 1
        x += width + BETWEEN
    return marks, (line + 1) * LINE * letters + 4 if keys else 0.0


def _sign(key: Key, x: float, y: float) -> list[Mark]:
    """The key itself, around the height of its words' middle."""
    if key.kind == "line":
        assert isinstance(key.paint, str)
        return [Path(f"M{x:.1f} {y:.1f}h{KEY:g}", stroke=key.paint, width=key.width, dash=key.dash)]
    if key.kind.startswith("dot-"):
        return [dot(key.kind.removeprefix("dot-"), x + KEY / 2, y, 10.0)]
    if key.kind == "spot":
        assert isinstance(key.paint, str)
        return [Circle(x + KEY / 2, y, 3.5, fill=key.paint)]
    return [Rect(x, y - 5, KEY, 10, key.paint, 2, key.opacity)]
