"""A plan as a picture: where the trend leads, what decided and planned measures take off it, and the path to keep to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from climate_visualizer.charts.drawing import legend, plot, stacked
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key
from climate_visualizer.charts.drawing.placement import Places, along
from climate_visualizer.charts.drawing.scene import Box, Mark, Path, Point, Scene, Text, polyline
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.history import DOTTED, ESTIMATED, LAST
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.plan import Effect
from climate_visualizer.words.figure_status import KNOWN

Curve = Sequence[float] | Array | None
FIRST = 2000
HEIGHTS = {"w": 340.0, "n": 300.0, "p": 230.0}  # between the axes, by the size's name
DECIDED, PLANNED = 0.55, 0.22  # how opaque what measures take off is


def figure(
    effect: Effect,
    path: Curve,
    title: str,
    source: str,
    language: Language,
    *,
    path_name: str,
    size: Size = WIDE,
) -> Bundle:
    """Published years, the trend, what measures take off it, and a `path` to keep to (budget or goals; None for none)."""
    alt, drawing = _alt(effect, path, language), _Drawing(effect, path, path_name, language, size)
    return Bundle(
        scene=drawing.scene(alt),
        table=_table(effect, path, language, path_name),
        title=title,
        alt=alt,
        source=source,
        edition_id=effect.outset.edition_id,
        unit=unit_words(drawing.unit, language),
    )


class _Drawing:
    """The curves of one plan in its unit, from the year ahead of the first coming one."""

    def __init__(self, effect: Effect, path: Curve, path_name: str, language: Language, size: Size) -> None:
        o = effect.outset
        self.path_name, self.language, self.size = path_name, language, size
        drawn_years = (o.history_years >= FIRST) & np.isfinite(o.totals)
        ahead = float(o.before.sum())
        past = o.totals[drawn_years].tolist()
        baseline, decided, planned = (
            [ahead, *sectors.sum(axis=0).tolist()] for sectors in (o.baseline, effect.decided, effect.planned)
        )
        highest = max(*past, *baseline, 1.0)
        self.unit = plot.unit_of(highest)
        self.years = [o.first - 1, *o.years.tolist()]
        self.past = self._points(o.history_years[drawn_years].tolist(), past)
        self.baseline, self.decided, self.planned = (
            self._points(self.years, series) for series in (baseline, decided, planned)
        )
        self.path = None if path is None else self._points(self.years, [ahead, *map(float, path)])
        span = (self.past[0][0], float(LAST))
        self.axes, self.grid = plot.framed(size, HEIGHTS[size.name], span, (0.0, highest / self.unit), language)

    def _points(self, years: Sequence[float], tonnes: Sequence[float]) -> list[Point]:
        return [(float(year), value / self.unit) for year, value in zip(years, tonnes, strict=True)]

    def _bands(self) -> list[tuple[Key, list[Point], list[Point]]]:
        """What decided and planned measures take off, where they take off anything."""
        t = self.language.t
        bands = [
            (Key(t("decided measures"), "act", opacity=DECIDED), self.baseline, self.decided),
            (Key(t("planned measures"), "act", opacity=PLANNED), self.decided, self.planned),
        ]
        return [band for band in bands if any(high > low for (_, high), (_, low) in zip(*band[1:], strict=True))]

    def _surfaces(self) -> list[Mark]:
        axes = self.axes
        marks: list[Mark] = [
            axes.area(self.past, "past"),
            axes.area([self.past[-1], self.planned[0]], "est", ESTIMATED),
        ]
        marks.append(axes.area(self.planned, "est", ESTIMATED))
        marks += stacked.bridged(self.past, axes)
        return marks + [axes.area(upper, key.paint, key.opacity, lower=low) for key, upper, low in self._bands()]

    def _lines(self) -> list[tuple[Key, list[Point], float]]:
        t, narrow = self.language.t, self.size.narrow
        trend = Key(t("trend") if narrow else t("if the trend goes on"), "ink", "line", dash=DOTTED, width=1.6)
        lines = [(trend, self.axes.at(self.baseline), 0.5)]
        if self.path is not None:
            of_budget = narrow and self.path_name != t("path of the goals")
            name = t("budget path") if of_budget else self.path_name
            lines.append((Key(name, "act", "line", width=3), self.axes.at(self.path), 0.2))
        return lines

    def scene(self, alt: str) -> Scene:
        axes, size, lines = self.axes, self.size, self._lines()
        places = Places(Box(axes.left, 0, size.width, axes.bottom), [points for _, points, _ in lines])
        marks, texts, keys = [*self.grid, *self._surfaces()], [], [key for key, *_ in self._bands()]
        for key, points, wanted in lines:
            colour = str(key.paint)
            marks.append(Path(polyline(points), stroke=colour, width=key.width, dash=key.dash))
            word = Text(0, 0, key.words, size.letters, colour, bold=colour == "act", halo="paper")
            placed_name = places.put(along(word, points, wanted))
            texts += [placed_name] if placed_name else []
            keys += [] if placed_name else [key]
        t = self.language.t
        keys += [*stacked.bridged_keys(self.past, self.language), Key(t(KNOWN["estimated"]), "est", opacity=ESTIMATED)]
        foot = axes.bottom + plot.FOOT
        keyed, more = legend.legend(keys, axes.left, foot, axes.right, size.letters)
        return Scene(size.width, foot + more, [*marks, *texts, *keyed], alt, axes.data, size.name, size.letters)


def _alt(effect: Effect, path: Curve, language: Language) -> str:
    o = effect.outset
    sentence = language.t(
        "Emissions to {last}, and the trend to 2050 with what measures take off it: {decided} decided, {planned} planned.",
        last=o.last_published,
        decided=language.tonnes(float(effect.saved_decided.sum())),
        planned=language.tonnes(float(effect.saved_planned.sum())),
    )
    if path is None:
        return sentence
    at = min(max(2030 - o.first, 0), len(path) - 1)
    path_sentence = language.t(
        "The path to keep to goes from {first} in {from_year} to {last} in {to_year}.",
        first=language.tonnes(float(o.before.sum())),
        from_year=o.first - 1,
        last=language.tonnes(float(path[at])),
        to_year=o.first + at,
    )
    return f"{sentence} {path_sentence}"


def _table(effect: Effect, path: Curve, language: Language, path_name: str) -> Table:
    o, t = effect.outset, language.t
    columns = (t("Year"), t("Trend"), t("With decided measures"), t("With planned measures too"), path_name)
    curves = [by_sector.sum(axis=0) for by_sector in (o.baseline, effect.decided, effect.planned)]
    path_cells: list[str | int] = ["" for _ in o.years] if path is None else [round(float(value)) for value in path]
    rows = [
        (int(year), *(round(float(by_sector[index])) for by_sector in curves), path_cells[index])
        for index, year in enumerate(o.years)
    ]
    return Table(columns, tuple(rows))
