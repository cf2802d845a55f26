"""Label placement: each text takes the first of its places where it meets no other text and leaves the picture nowhere.

A text that has no such place is left out here and goes into the legend; so labels never lie on each other, in any
language and on any width.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from climate_visualizer.charts.drawing.scene import Box, Point, Text

GAP = 2.0  # pixels that are free between two texts
NEAR, HIGH, LOW = 8.0, 9.0, 17.0  # pixels from a point to a text beside it, above it and below it
ON_SURFACE = 3  # crossings of lines that a text on what was emitted is as bad as
SPREAD = 24  # places along a line that are tried


@dataclass
class Places:
    """The texts of a picture as they find their places: what is taken, where the picture ends, which lines are drawn."""

    within: Box
    lines: list[list[Point]] = field(default_factory=list)
    clear_from: float = 0.0  # words beside lines stand right of here, where they can
    texts: list[Text] = field(default_factory=list)

    def take(self, text: Text) -> Text:
        """A text that stands where it stands."""
        self.texts.append(text)
        return text

    def free(self, text: Text) -> bool:
        """Whether a text lies in the picture and meets no other."""
        box = text.box
        return box.within(self.within) and not any(box.meets(other.box, GAP) for other in self.texts)

    def put(self, candidates: Iterable[Text]) -> Text | None:
        """The first free place that no line crosses, or of the free ones that with the fewest crossings; None without any."""
        best, least = None, math.inf
        for text in candidates:
            if self.free(text) and (unclear := self._unclear(text)) < least:
                best, least = text, unclear
                if not unclear:
                    break
        return self.take(best) if best else None

    def _unclear(self, text: Text) -> int:
        """How many pieces of lines go through a text; one that lies on a surface counts as many."""
        box = text.box
        return crossings(box, self.lines) + (ON_SURFACE if box.left < self.clear_from else 0)


def crossings(box: Box, lines: Sequence[Sequence[Point]]) -> int:
    """How many pieces of lines go through a box."""
    return sum(
        _crosses(box, start, end)
        for line in lines
        for start, end in pairwise(line)
        if max(start[0], end[0]) >= box.left and min(start[0], end[0]) <= box.right  # most lie beside it
    )


def _crosses(box: Box, start: Point, finish: Point) -> bool:
    """Whether a straight piece has a part within a box (Liang-Barsky clipping)."""
    (x, y), (dx, dy) = start, (finish[0] - start[0], finish[1] - start[1])
    begin, end = 0.0, 1.0
    for step, room in ((-dx, x - box.left), (dx, box.right - x), (-dy, y - box.top), (dy, box.bottom - y)):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            begin = max(begin, room / step)
        else:
            end = min(end, room / step)
    return begin <= end


def along(text: Text, line: Sequence[Point], wanted: float = 0.5) -> Iterator[Text]:
    """Places beside a line, those nearest to a part of its length first; each is made when it is tried."""
    if not line:
        return
    count = min(len(line), SPREAD)
    at = sorted({round(index * (len(line) - 1) / max(count - 1, 1)) for index in range(count)})
    at.sort(key=lambda index: abs(index - wanted * (len(line) - 1)))
    for index in at:
        yield from around(text, line[index])


def spread(line: Sequence[Point], count: int = SPREAD) -> list[Point]:
    """So many points at even distances along a line, by its points' x, for lines that have few."""
    if len(line) < 2:
        return list(line)
    xs = [line[0][0] + (line[-1][0] - line[0][0]) * index / (count - 1) for index in range(count)]
    return [(x, _height(line, x)) for x in xs]


def _height(line: Sequence[Point], x: float) -> float:
    for (left, y), (right, end) in pairwise(line):
        if left <= x <= right:
            return y if right == left else y + (end - y) * (x - left) / (right - left)
    return line[-1][1]


def around(text: Text, point: Point) -> Iterator[Text]:
    """Places beside a point."""
    x, y = point
    yield replace(text, x=x + NEAR, y=y - HIGH / 2, anchor="start")
    yield replace(text, x=x, y=y - HIGH, anchor="middle")
    yield replace(text, x=x - NEAR, y=y - HIGH / 2, anchor="end")
    yield replace(text, x=x + NEAR, y=y + LOW, anchor="start")
    yield replace(text, x=x - NEAR, y=y + LOW, anchor="end")
