"""The dot picture for walls and shared pictures: few large dots, drawn one by one, with the years under them."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.dot_columns import LAST, Shape, columns, dot_size, fitted
from climate_visualizer.charts.dot_marks import dot
from climate_visualizer.charts.drawing import plot
from climate_visualizer.charts.drawing.plot import Plot
from climate_visualizer.charts.drawing.scene import Mark, Path, Scene, Text
from climate_visualizer.languages.language import Language

PITCH, LETTERS = 10, 17.0
LARGER = 1.11  # than on a page, where a dot takes 0.72 of its square's side: here 0.8
FOOT, HEAD = 28, 30


def dotted(a: Assessment, shape: Shape, language: Language | None = None) -> Scene:
    """The picture; with a language, also the years and today."""
    shape = fitted(a, shape)
    drawn = columns(a, shape)
    tallest = max((sum(count for _, count in column.stack) for column in drawn), default=1)
    width, head = shape.across * PITCH, HEAD if language else 0
    floor = tallest * PITCH + head
    marks = [mark for column in drawn for mark in _column(column.index, column.stack, floor)]
    marks += _labels(a, shape, floor, language) if language else []
    return Scene(width, floor + (FOOT if language else 0), marks, letters=LETTERS)


def _column(index: int, stack: tuple[tuple[str, int], ...], floor: int) -> list[Mark]:
    """The dots of one column, from the floor up."""
    kinds = [kind for kind, count in stack for _ in range(count)]
    x = index * PITCH + PITCH / 2
    return [_dot(kind, x, floor - at * PITCH - PITCH / 2) for at, kind in enumerate(kinds)]


def _dot(kind: str, x: float, y: float) -> Mark:
    """A dot of a kind, larger in its square than on a page."""
    return dot(kind, x, y, PITCH * LARGER)


def _labels(a: Assessment, shape: Shape, floor: int, language: Language) -> list[Mark]:
    now = (instant(a.as_of) - shape.first) * shape.columns * PITCH
    axes = Plot(0, shape.across * PITCH, 0, floor, shape.first, LAST + 1, 0, 1, LETTERS)
    line = Path(f"M{now:g} {HEAD}V{floor}", stroke="ink", width=1.4, dash=(3, 4))
    today = Text(now, HEAD - 8, language.t("Today"), LETTERS, anchor="middle")
    return [*axes.years(plot.years(shape.first, LAST, axes.right, LETTERS)), line, today]


def each_dot(a: Assessment, shape: Shape, language: Language) -> str:
    """What a dot of such a picture stands for, in a sentence."""
    return language.t("Each dot is {tonnes} of carbon dioxide", tonnes=language.tonnes(dot_size(a, shape)))
