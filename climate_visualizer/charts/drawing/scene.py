"""Scene: the few marks that every picture is made of, in pixels; `svg` writes it, `png` draws it, `placement` measures its texts.

A mark names colours by their meaning (`past`, `act`, `paper`), so that one scene serves pages, embeds, files and print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from climate_visualizer.charts.drawing.text_widths import text_width

LETTERS = 13.0
ASCENT, DESCENT = 0.76, 0.24  # of a letter above and below its line, in its size: measured on DejaVu Sans
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle, from its left upper to its right lower corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Whether two boxes overlap, or come nearer than a gap."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def within(self, other: Box, slack: float = 0.5) -> bool:
        """Whether it lies in another, but for half a pixel of rounding."""
        return (
            self.left >= other.left - slack
            and self.right <= other.right + slack
            and self.top >= other.top - slack
            and self.bottom <= other.bottom + slack
        )


@dataclass(frozen=True)
class Path:
    """A shape by its SVG path data: filled, or a line of a width, dashed where `dash` has lengths."""

    d: str
    fill: Paint = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rect:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint = ""
    radius: float = 0.0
    opacity: float = 1.0
    stroke: str = ""
    line: float = 0.0


@dataclass(frozen=True)
class Circle:
    """A circle, filled or ringed."""

    x: float
    y: float
    radius: float
    fill: str = ""
    stroke: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Text:
    """A line of text; `y` is its baseline, `halo` the colour around its letters where it lies on something."""

    x: float
    y: float
    text: str
    size: float = LETTERS
    fill: str = "ink"
    anchor: str = "start"
    bold: bool = False
    halo: str = ""

    @property
    def width(self) -> float:
        """How wide it is, in pixels."""
        return text_width(self.text, self.size, bold=self.bold)

    @property
    def box(self) -> Box:
        """Where its letters lie."""
        left = self.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width
        return Box(left, self.y - ASCENT * self.size, left + self.width, self.y + DESCENT * self.size)


@dataclass(frozen=True)
class Group:
    """Marks with something in common: a link with its name, a class for the page's script, colours that they inherit."""

    marks: Sequence[Mark]
    css: str = ""
    href: str = ""
    name: str = ""  # what the link is called, read aloud and shown when it is pointed at
    repeated: bool = False  # a link that stands elsewhere too: it is not read aloud and not reached by keys
    fill: Paint = ""
    stroke: str = ""
    width: float = 0.0


@dataclass(frozen=True)
class Nested:
    """A scene within another, in a rectangle of its own."""

    scene: Scene
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Pattern:
    """A fill that repeats marks in a square: dots, stripes."""

    name: str
    size: float
    marks: tuple[Mark, ...]
    angle: float = 0.0


Paint = str | Pattern
Mark = Path | Rect | Circle | Text | Group | Nested


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture: its size, its marks from back to front, its alternative text.

    `data` are attributes for scripts: where on the picture an axis lies. `name` tells pictures on one page apart. A scene
    of `links` is a group of them for a screen reader, any other is one image.
    """

    width: float
    height: float
    marks: Sequence[Mark]
    alt: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    letters: float = LETTERS
    links: bool = False


def marks_of(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Every mark of some, those of groups too; a nested scene is one mark."""
    for mark in marks:
        yield mark
        if isinstance(mark, Group):
            yield from marks_of(mark.marks)


def texts_of(scene: Scene) -> list[Text]:
    """The texts of a scene, without those of scenes in it."""
    return [mark for mark in marks_of(scene.marks) if isinstance(mark, Text)]


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, in as few letters as there can be."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def polyline(points: Sequence[Point], *, closed: bool = False) -> str:
    """Path data through points, each step relative to the one before, which is shorter."""
    if not points:
        return ""
    x = y = 0
    steps: list[str] = []
    for to_x, to_y in points:
        left, down = round(to_x * 10) - x, round(to_y * 10) - y
        steps.append(f"{'l' if steps else 'M'}{_tenths(left)} {_tenths(down)}")
        x, y = x + left, y + down
    return "".join(steps) + ("Z" if closed else "")


@lru_cache(maxsize=8192)  # steps of a few pixels come again and again
def _tenths(count: int) -> str:
    """A number of tenths, in as few letters as there can be; a page's pictures have thousands."""
    units, tenths = divmod(abs(count), 10)
    return f"{'-' if count < 0 else ''}{units}{f'.{tenths}' if tenths else ''}"
