"""The chart of a scenario: what was emitted, the path that is explored, the trend and the budget's path, as one SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.drawing import plot, stacked
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key, legend
from climate_visualizer.charts.drawing.plot import Plot
from climate_visualizer.charts.drawing.scene import Group, Mark, Nested, Paint, Path, Pattern, Rect, Scene, Text
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.charts.drawing.text_widths import text_width, wrapped
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.scenarios.scenario import Answer
from climate_visualizer.words.figure_status import KNOWN
from climate_visualizer.words.scenario_words import headline, summary

FIRST_YEAR, ROOM = 2010, 1.5
WIDE, NARROW = Size("wide", 780, 15.0), Size("narrow", 390, 13.0)
HEIGHTS = {"wide": 372.0, "narrow": 240.0}  # between the axes
OVER_THE_TOP = 1.06  # of the axis: a line that leads beyond it is drawn this far, so that one sees that it does
PAST_END, LINE = 8.0, 4.0  # pixels: from a line's end to its name, between two names
DASHED, DOTTED = (6.0, 5.0), (1.0, 5.0)
STRIPES = Pattern("over", 7, (Rect(0, 0, 7, 7, "bad", opacity=0.18), Rect(0, 0, 2.4, 7, "bad")), 45)
Points = Sequence[tuple[float, float]]
NAMES = ("The trend goes on", "Your path", "Budget", "Kept")


def axes(answer: Answer, language: Language, size: Size = WIDE, path_name: str = "") -> Plot:
    """The same span whatever the scenario: the picture stands still while the path moves. A year's value is in its middle."""
    first = max(FIRST_YEAR, answer.history[0][0]) if answer.history else answer.years[0]
    past = [tonnes for year, tonnes in answer.history if year >= first]
    most = max([*past, *answer.trend, ROOM * answer.current_t_per_year, 1.0])
    _, labels, _ = _ticks(most, language)
    names = (path_name, *(language.t(name) for name in NAMES))
    right = size.width - PAST_END - max(text_width(name, size.letters, bold=True) for name in names)
    left = plot.left_of(labels, size.letters)
    return Plot(left, right, 24, 24 + HEIGHTS[size.name], first - 0.5, LAST_YEAR + 0.5, 0.0, most, size.letters)


def _ticks(most: float, language: Language) -> tuple[tuple[float, ...], list[str], float]:
    """Round amounts in tonnes, as they are written, and the unit that they are written in."""
    unit = plot.unit_of(most)
    ticks = plot.amounts(0.0, most / unit, 4)
    return tuple(tick * unit for tick in ticks), plot.written(ticks, language), unit


def unit(answer: Answer, language: Language) -> str:
    """What the amounts of the axis are told in."""
    return unit_words(_ticks(axes(answer, language).high, language)[2], language)


def _by_year(years: Sequence[int], tonnes: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(year), value) for year, value in zip(years, tonnes, strict=True)]


def _split(points: Points, moment: float) -> tuple[Points, Points]:
    """A line before and after an instant, with the point in between on both."""
    before = [point for point in points if point[0] < moment]
    after = [point for point in points if point[0] >= moment]
    if not before or not after:
        return before, after
    (x0, y0), (x1, y1) = before[-1], after[0]
    middle = (moment, y0 + (y1 - y0) * (moment - x0) / (x1 - x0))
    return [*before, middle], [middle, *after]


def _spread(wanted: Sequence[float], gap: float, bottom: float) -> list[float]:
    """Heights of labels, moved apart until none touches another and none lies below the chart."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    last = -math.inf
    for index in order:
        last = max(wanted[index], last + gap)
        placed[index] = last
    excess = max(last - bottom, 0.0)
    return [round(height - excess, 1) for height in placed]


class _Chart:
    """One scenario's chart as it is drawn."""

    def __init__(
        self,
        answer: Answer,
        other: Answer | None,
        language: Language,
        size: Size,
        *,
        path_name: str = "",
        alt: str = "",
    ) -> None:
        self.answer, self.other, self.language, self.size = answer, other, language, size
        self.path_name, self.alt = path_name or language.t("Your path"), alt or summary(answer, language)
        self.axes = axes(answer, language, size, path_name)

    def low(self, points: Points) -> list[tuple[float, float]]:
        """Points that stay in the picture."""
        most = self.axes.high * OVER_THE_TOP
        return [(x, min(tonnes, most)) for x, tonnes in points]

    def area(self, points: Points, fill: Paint, opacity: float = 1.0) -> list[Mark]:
        return [self.axes.area(self.low(points), fill, opacity)] if len(points) > 1 else []

    def line(self, points: Points, stroke: str, width: float, dash: tuple[float, ...] = ()) -> Path:
        return self.axes.line(self.low(points), stroke, width, dash)

    def past(self) -> list[Mark]:
        """Published years, and those estimated between the last of them and this one."""
        points = [(float(year), tonnes) for year, tonnes in self.answer.history if year >= self.axes.first]
        now = (float(self.answer.years[0]), self.answer.trend[0])
        surfaces = [*self.area(points, "past"), *self.area([*points[-1:], now], "est")]
        return [*surfaces, *stacked.bridged(self.low(points), self.axes)]

    def legend(self) -> tuple[list[Mark], float]:
        """How figures are known, and how high that is."""
        past = [(float(year), tonnes) for year, tonnes in self.answer.history if year >= self.axes.first]
        keys = stacked.bridged_keys(past, self.language)
        keys += [Key(self.language.t(KNOWN["estimated"]), "est")] if past and self.answer.years[0] > past[-1][0] else []
        return legend(keys, self.axes.left, self.axes.bottom + plot.FOOT, self.axes.right, self.size.letters - 2)

    def future(self) -> list[Mark]:
        """What the path emits: within the budget pale, beyond it striped."""
        answer = self.answer
        points: Points = _by_year(answer.years, answer.path)
        within, beyond = points, points[:0]
        if answer.is_overdrawn:
            within, beyond = beyond, points
        elif answer.used_up_on:
            within, beyond = _split(points, instant(answer.used_up_on) - 0.5)
        return [*self.area(within, "left", 0.75), *self.area(beyond, STRIPES)]

    def gone(self) -> list[Mark]:
        """Where the budget is used up: a line with the month."""
        if self.answer.used_up_on is None:
            return []
        axes, language = self.axes, self.language
        x = axes.x(instant(self.answer.used_up_on) - 0.5)
        words = language.t("used up {month}", month=language.month(self.answer.used_up_on))
        word = Text(x + 6, axes.top + 10, words, self.size.letters, "bad", bold=True, halo="paper")
        if word.box.right > self.size.width:
            before = replace(word, x=x - 6, anchor="end")
            inside = replace(word, x=self.size.width - word.width)  # no room on either side: across the line
            word = before if before.box.left >= axes.left else inside
        return [Path(f"M{x:.1f} {axes.top:g}V{axes.bottom:g}", stroke="bad", width=1.5), word]

    def ends(self) -> list[Mark]:
        """The names of the lines at their right ends."""
        t, answer, letters = self.language.t, self.answer, self.size.letters
        lines = [(t("The trend goes on"), "soft", answer.trend[-1]), (self.path_name, "ink", answer.path[-1])]
        lines += [(t("Budget"), "act", answer.budget_path[-1])] if answer.budget_path else []
        lines += [(t("Kept"), "ink", self.other.path[-1])] if self.other else []
        wanted = [self.axes.y(min(tonnes, self.axes.high)) + plot.MIDDLE * letters for _, _, tonnes in lines]
        heights = _spread(wanted, letters + LINE, self.axes.bottom + 4)
        return [
            Text(self.axes.right + PAST_END, height, name, letters, colour, bold=True)
            for (name, colour, _), height in zip(lines, heights, strict=True)
        ]

    def scene(self) -> Scene:
        answer, axes, size = self.answer, self.axes, self.size
        ticks, labels, _ = _ticks(axes.high, self.language)
        grid = axes.axes(ticks, labels, plot.years(axes.first + 0.5, LAST_YEAR, axes.right - axes.left, size.letters))
        budget = [self.line(_by_year(answer.years, answer.budget_path), "act", 2.5)] if answer.budget_path else []
        kept_path = [self.line(_by_year(self.other.years, self.other.path), "ink", 2, DOTTED)] if self.other else []
        marks: list[Mark] = [
            *grid,
            *self.past(),
            Group([*self.future(), *self.gone()], css="answer"),
            self.line(_by_year(answer.years, answer.trend), "soft", 2, DASHED),
            Group(budget, css="answer"),
            *kept_path,
            Group([self.line(_by_year(answer.years, answer.path), "ink", 3.5)], css="path"),
            *self.ends(),
        ]
        data = {**axes.data, "now": f"{answer.trend[0]:.0f}"}
        keyed, more = self.legend() if answer.history else ([], 0.0)
        marks += keyed
        height = axes.bottom + plot.FOOT + more
        return Scene(size.width, height, marks, self.alt, data, size.name, size.letters)


def scene(
    answer: Answer,
    language: Language,
    *,
    size: Size = WIDE,
    other: Answer | None = None,
    path_name: str = "",
    alt: str = "",
) -> Scene:
    """The chart; its data say where its years and tonnes lie, for drawing on it.

    `path_name` names the path in the picture and `alt` says what the picture shows, where these are others than a scenario's.
    """
    return _Chart(answer, other, language, size, path_name=path_name, alt=alt).scene()


def _table(answer: Answer, names: Mapping[str, str], language: Language) -> Table:
    """Every year of the path with its sectors, the trend and the budget's path, in whole tonnes."""
    sectors = [key for key, tonnes in answer.sectors.items() if any(tonnes)]
    columns = (language.t("Year"), language.t("Your path"), language.t("The trend goes on"), language.t("Budget"))
    rows = []
    for at, year in enumerate(answer.years):
        budget = round(answer.budget_path[at]) if answer.budget_path else ""
        sector_tonnes = (round(answer.sectors[key][at]) for key in sectors)
        rows.append((str(year), round(answer.path[at]), round(answer.trend[at]), budget, *sector_tonnes))
    return Table((*columns, *(names[key] for key in sectors)), tuple(rows))


def readings(answer: Answer, language: Language) -> list[dict[str, object]]:
    """What is read out at each year: the path, the trend and, where there is one, the budget's path."""
    lines = [(language.t("Your path"), answer.path), (language.t("The trend goes on"), answer.trend)]
    lines += [(language.t("Budget"), answer.budget_path)] if answer.budget_path else []

    def told(tonnes: float) -> str:
        return language.t("{number} tonnes", number=language.whole(tonnes))

    return [
        {"at": year, "name": str(year), "lines": [(name, told(values[at])) for name, values in lines]}
        for at, year in enumerate(answer.years)
    ]


def figure(
    answer: Answer,
    names: Mapping[str, str],
    source: str,
    language: Language,
    *,
    size: Size = WIDE,
    other: Answer | None = None,
) -> Bundle:
    """A scenario's chart with its table, title, alternative text and source."""
    return Bundle(
        scene=scene(answer, language, size=size, other=other),
        table=_table(answer, names, language),
        title=headline(answer, language),
        alt=summary(answer, language),
        source=source,
        edition_id=answer.edition_id,
        unit=unit(answer, language),
    )


CARD = (1200.0, 630.0)
SIDE, TOP, HEADLINE, NOTE = 60.0, 80.0, 40.0, 16.0  # pixels of a card: its margins, and the letters of its words


def card(answer: Answer, name: str, source: str, language: Language, *, other: Answer | None = None) -> Scene:
    """A picture to share: the place, the headline, the chart and the source."""
    drawn = scene(answer, language, other=other)
    return card_around(drawn, f"{name}: {headline(answer, language)}", source, f"{name}: {summary(answer, language)}")


def card_around(chart: Scene, sentence: str, source: str, alt: str) -> Scene:
    """A chart of this kind with a sentence above it and the source below it, 1200 by 630."""
    width, height = CARD
    lines = wrapped(sentence, width - 2 * SIDE, HEADLINE, bold=True)
    marks: list[Mark] = [Text(SIDE, TOP + 50 * at, line, HEADLINE, bold=True) for at, line in enumerate(lines)]
    top = TOP + 50 * len(lines) - 20
    notes = wrapped(source, width - 2 * SIDE, NOTE)
    foot = height - 26 - 20 * (len(notes) - 1)
    marks.append(Nested(chart, SIDE, top, width - 2 * SIDE, foot - 24 - top))
    marks += [Text(SIDE, foot + 20 * at, line, NOTE, "soft") for at, line in enumerate(notes)]
    return Scene(width, height, marks, alt)
