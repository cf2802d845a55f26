"""The dot picture for walls and shared pictures: few large dots, drawn one by one, with the years under them."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.dots import LAST, Shape, columns, dot_size, fitted, years
from climate_visualizer.charts.drawing.bundle import escape
from climate_visualizer.charts.drawing.dot_marks import COLOURS
from climate_visualizer.exports.papers.typeset import FONT
from climate_visualizer.languages.language import Language

PITCH, RADIUS, RING, LETTERS = 10, 4.0, 1.6, 17
FOOT, HEAD = 26, 30


def dotted(a: Assessment, shape: Shape, language: Language | None = None) -> str:
    """An SVG with colours by their names; with a language, also the years and today."""
    shape = fitted(a, shape)
    drawn = columns(a, shape)
    tallest = max((sum(count for _, count in one.stack) for one in drawn), default=1)
    width, head = shape.across * PITCH, HEAD if language else 0
    floor = tallest * PITCH + head
    dots = "".join(_column(one.index, one.stack, floor) for one in drawn)
    labels = _labels(a, shape, floor, language) if language else ""
    height = floor + (FOOT if language else 0)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{dots}{labels}</svg>'


def _column(index: int, stack: tuple[tuple[str, int], ...], floor: int) -> str:
    """The dots of one column, from the floor up."""
    x, level, made = index * PITCH + PITCH / 2, 0, ""
    for kind, count in stack:
        for at in range(level, level + count):
            y = floor - at * PITCH - PITCH / 2
            made += f'<circle cx="{x:g}" cy="{y:g}" {_look(kind)}/>'
        level += count
    return made


def _look(kind: str) -> str:
    """A full dot, or for a year that was filled in a ring."""
    colour = f"var(--{COLOURS[kind]})"
    if kind == "filled":
        return f'r="{RADIUS - RING / 2:g}" fill="none" stroke="{colour}" stroke-width="{RING:g}"'
    return f'r="{RADIUS:g}" fill="{colour}"'


def _labels(a: Assessment, shape: Shape, floor: int, language: Language) -> str:
    step = shape.columns * PITCH
    marks = "".join(
        _text((year - shape.first) * step, floor + FOOT - 4, str(year), "start" if year < LAST else "end", "soft")
        for year in years(shape)
    )
    now = (instant(a.as_of) - shape.first) * step
    line = f'<path d="M{now:g} {HEAD}V{floor}" stroke="var(--ink)" stroke-width="1.4" stroke-dasharray="3 4"/>'
    return marks + line + _text(now, HEAD - 8, language.t("Today"), "middle", "ink")


def _text(x: float, y: float, said: str, anchor: str, colour: str) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{FONT}" font-size="{LETTERS}" text-anchor="{anchor}" '
        f'fill="var(--{colour})">{escape(said)}</text>'
    )


def each_dot(a: Assessment, shape: Shape, language: Language) -> str:
    """What a dot of such a picture stands for, in a sentence."""
    return language.t("Each dot is {tonnes} of carbon dioxide", tonnes=language.tonnes(dot_size(a, shape)))
