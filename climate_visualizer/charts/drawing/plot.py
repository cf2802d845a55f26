"""Scales and axes: years and amounts as pixels, round ticks, grid lines, and where an axis lies told to scripts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from climate_visualizer.charts.drawing.scene import LETTERS, Box, Circle, Mark, Paint, Path, Point, Text, polyline
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.charts.drawing.text_widths import text_width
from climate_visualizer.languages.language import Language

HEAD, FOOT = 14, 28  # pixels above the axes and below them, for half a number and for the years
GAP = 8  # pixels between an axis's numbers and the picture
YEARS_BELOW = 20  # pixels from the axis down to the line on which its years stand
MIDDLE = 0.35  # of a letter: from the middle of its height down to its line
STEPS = (1, 2, 5, 10, 20, 50, 100)
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
BETWEEN_YEARS = 1.6  # letters' heights that are free between two years at least
BILLION, MILLION, KILO = 1e9, 1e6, 1e3


def amounts(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Round amounts from `low` to `high` and not beyond, about `most`: steps of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** (math.floor(math.log10(max(high - low, 1e-9))) - 1)
    for step in (step * power for step in STEPS):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first <= most:
            break
    return tuple(step * count for count in range(first, last + 1))


def years(first: float, last: float, width: float, letters: float) -> tuple[int, ...]:
    """Years in even steps, as many as have room beside each other."""
    room = text_width("2000", letters) + BETWEEN_YEARS * letters
    most = max(width / room, 1.0)
    step = next((step for step in YEAR_STEPS if (last - first) / step + 1 <= most), YEAR_STEPS[-1])
    return tuple(range(math.ceil(first / step) * step, math.floor(last) + 1, step))


def unit_of(highest: float) -> float:
    """Tonnes that amounts are told in, so that a number on an axis has four figures at most."""
    for unit in (BILLION, MILLION, KILO):
        if abs(highest) >= (10 * unit if unit > KILO else 5 * unit):
            return unit
    return 1.0


def written(values: Sequence[float], language: Language) -> list[str]:
    """The numbers of an axis, with as many decimals as their step needs."""
    step = values[1] - values[0] if len(values) > 1 else 1.0
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return [language.decimal(value, digits) for value in values]


@dataclass(frozen=True)
class Plot:
    """Where a chart's axes lie in its picture, in pixels, and what their ends stand for."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float
    letters: float = LETTERS

    @property
    def box(self) -> Box:
        """The rectangle between the axes."""
        return Box(self.left, self.top, self.right, self.bottom)

    @property
    def data(self) -> dict[str, str]:
        """Where the axes lie, for scripts that read the picture."""
        names = ("left", "right", "top", "bottom", "first", "last", "low", "high")
        return {name: f"{getattr(self, name):.7g}" for name in names}

    def x(self, at: float) -> float:
        """A moment's or a year's place."""
        return self.left + (at - self.first) / (self.last - self.first) * (self.right - self.left)

    def y(self, amount: float) -> float:
        """An amount's height."""
        return self.bottom - (amount - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def at(self, points: Iterable[Point]) -> list[Point]:
        """Points of the picture."""
        return [(self.x(x), self.y(y)) for x, y in points]

    def line(
        self,
        points: Iterable[Point],
        stroke: str,
        width: float = 3.0,
        dash: tuple[float, ...] = (),
        opacity: float = 1.0,
    ) -> Path:
        """A curve; dashed where it has not happened."""
        return Path(polyline(self.at(points)), stroke=stroke, width=width, dash=dash, opacity=opacity)

    def area(
        self,
        upper: Iterable[Point],
        fill: Paint,
        opacity: float = 1.0,
        lower: Iterable[Point] | None = None,
        edge: str = "",
    ) -> Path:
        """The surface below a curve, down to another one or to nought."""
        upper = list(upper)
        floor = [(x, 0.0) for x, _ in (upper[0], upper[-1])] if lower is None and upper else list(lower or ())
        outline = self.at([*upper, *reversed(floor)])
        return Path(polyline(outline, closed=True), fill=fill, opacity=opacity, stroke=edge, width=0.8 if edge else 0.0)

    def spot(self, x: float, y: float, fill: str, radius: float = 5.0, ring: float = 2.0) -> Circle:
        """A point, ringed with paper so that it stands off from what it lies on."""
        return Circle(round(self.x(x), 1), round(self.y(y), 1), radius, fill=fill, stroke="paper", width=ring)

    def text(self, x: float, y: float, text: str, fill: str = "ink", **more: object) -> Text:
        """A word centred on the height of a point."""
        return Text(self.x(x), self.y(y) + MIDDLE * self.letters, text, self.letters, fill, **more)  # type: ignore[arg-type]

    def axes(
        self, ticks: Sequence[float], labels: Sequence[str], at_years: Sequence[int], half: float = 0.0
    ) -> list[Mark]:
        """Amounts at the left with a thin line each, years below; `half` shifts a year to the middle of its own."""
        lines = "".join(f"M{self.left:.1f} {self.y(value):.1f}H{self.right:.1f}" for value in ticks)
        marks: list[Mark] = [Path(lines, stroke="line", width=1)]
        marks += [
            Text(self.left - GAP, self.y(value) + MIDDLE * self.letters, text, self.letters, "soft", "end")
            for value, text in zip(ticks, labels, strict=True)
        ]
        return [*marks, *self.years(at_years, half)]

    def years(self, at_years: Sequence[int], half: float = 0.0) -> list[Text]:
        """Years below the axis, none of them beyond the ends of the picture."""
        texts = []
        for year in at_years:
            width, x = text_width(str(year), self.letters), self.x(year + half)
            x = min(max(x, self.left + width / 2), self.right - width / 2)
            texts.append(Text(x, self.bottom + YEARS_BELOW, str(year), self.letters, "soft", "middle"))
        return texts


def left_of(labels: Sequence[str], letters: float) -> float:
    """The room that an axis's numbers need at the left."""
    return max((text_width(text, letters) for text in labels), default=0.0) + GAP + 2


def framed(
    size: Size,
    height: float,
    span: tuple[float, float],
    reach: tuple[float, float],
    language: Language,
    *,
    half: float = 0.0,
) -> tuple[Plot, list[Mark]]:
    """A chart's axes over years and amounts, and their marks; `height` is that between the axes."""
    ticks = amounts(*reach, most=4 if size.narrow else 5)
    labels, letters = written(ticks, language), size.letters
    left, right = left_of(labels, letters), size.width - 5.0
    plot = Plot(left, right, HEAD, HEAD + height, *span, *reach, letters)
    return plot, plot.axes(ticks, labels, years(*span, right - left, letters), half)
