"""A plan as a picture: where the trend leads, what decided and planned measures take off it, and the path to keep to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.layers import Frame, Label, Layer
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.charts.history import KILO, LAST
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import Array
from climate_visualizer.plans.plan import Effect

Curve = Sequence[float] | Array | None
FIRST = 2000
SHAPES = {"wide": (1040, 340), "narrow": (320, 300), "print": (640, 230)}
BESIDE = 9  # years from which on the names of bands don't meet that of the path
THIN = 0.07  # of the picture's height: a band below that has no name inside


def figure(
    effect: Effect,
    path: Curve,
    title: str,
    source: str,
    language: Language,
    *,
    path_name: str,
    shape: str = "wide",
) -> Bundle:
    """Published years, the trend, what measures take off it, and a `path` to keep to (budget or goals; None for none)."""
    said, drawing = _alt(effect, path, language), _Drawing(effect, path, path_name, language, shape)
    specification = drawing.specification()
    return Bundle(
        picture=drawn(specification, said),
        table=_table(effect, path, language, path_name),
        title=title,
        alt=said,
        source=source,
        edition_id=effect.outset.edition_id,
        specification=specification,
        unit=language.t("Thousand tonnes of carbon dioxide a year"),
    )


class _Drawing:
    """The curves of one plan in thousand tonnes, from the year ahead of the first coming one."""

    def __init__(self, effect: Effect, path: Curve, path_name: str, language: Language, shape: str) -> None:
        o = effect.outset
        self.outset, self.path_name, self.language, self.shape = o, path_name, language, shape
        shown = (o.history_years >= FIRST) & np.isfinite(o.totals)
        self.past_years, self.past = o.history_years[shown].tolist(), (o.totals[shown] / KILO).tolist()
        self.ahead = float(o.before.sum()) / KILO
        self.years = [o.first - 1, *o.years.tolist()]
        self.baseline, self.decided, self.planned = (
            [self.ahead, *(part.sum(axis=0) / KILO).tolist()] for part in (o.baseline, effect.decided, effect.planned)
        )
        self.path = None if path is None else [self.ahead, *(float(value) / KILO for value in path)]

    def _band(self, upper: Sequence[float], lower: Sequence[float]) -> list[dict[str, float]]:
        return [{"x": x, "y": high, "y2": low} for x, high, low in zip(self.years, upper, lower, strict=True)]

    def _shapes(self) -> list[Layer]:
        bridge = [{"x": self.past_years[-1], "y": self.past[-1]}, {"x": self.years[0], "y": self.ahead}]
        found = [layers.area(layers.points(self.past_years, self.past), "past"), layers.area(bridge, "est", 0.55)]
        found.append(layers.area(layers.points(self.years, self.planned), "est", 0.55))
        if any(self._gap(self.decided, self.planned)):
            found.append(layers.area(self._band(self.decided, self.planned), "act", 0.22))
        if any(self._gap(self.baseline, self.decided)):
            found.append(layers.area(self._band(self.baseline, self.decided), "act", 0.55))
        found.append(layers.line(layers.points(self.years, self.baseline), "ink", 1.6, (2, 4)))
        if self.path is not None:
            found.append(layers.line(layers.points(self.years, self.path), "act"))
        return found

    @staticmethod
    def _gap(upper: Sequence[float], lower: Sequence[float]) -> list[float]:
        return [max(high - low, 0.0) for high, low in zip(upper, lower, strict=True)]

    def _words(self, highest: float) -> list[Label]:
        t = self.language.t
        at = min(14, len(self.years) - 1)
        trend = t("trend") if self.shape == "narrow" else t("if the trend goes on")
        found = [Label(self.years[at], self.baseline[at], trend, dy=-12.0)]
        for upper, lower, name in (
            (self.baseline, self.decided, t("decided measures")),
            (self.decided, self.planned, t("planned measures")),
        ):
            gap = self._gap(upper, lower)
            last = len(gap) - (4 if self.shape == "wide" else 10)
            widest = max(range(min(BESIDE, last), last + 1), key=gap.__getitem__)
            if gap[widest] > THIN * highest:
                middle = (upper[widest] + lower[widest]) / 2
                found.append(Label(self.years[widest], middle, name, align="center"))
        if self.path is not None:
            name = (
                t("budget path")
                if self.shape == "narrow" and self.path_name != t("path of the goals")
                else self.path_name
            )
            found.append(Label(self.years[4], self.path[4], name, fill="act", dx=10.0, dy=-6.0, bold=True))
        return found

    def specification(self) -> dict[str, Any]:
        highest = max(*self.past, *self.baseline, 0.001)
        first = self.past_years[0]
        ticks = [year for year in range(2000, LAST + 1, 10) if year >= first]
        frame = Frame(*SHAPES[self.shape], first, LAST, tuple(ticks), 0.0, highest)
        words = layers.labels(self._words(highest))
        return layers.specification([*self._shapes(), *words], frame, self.language)


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
    kept = language.t(
        "The path to keep to goes from {first} in {from_year} to {last} in {to_year}.",
        first=language.tonnes(float(o.before.sum())),
        from_year=o.first - 1,
        last=language.tonnes(float(path[at])),
        to_year=o.first + at,
    )
    return f"{sentence} {kept}"


def _table(effect: Effect, path: Curve, language: Language, path_name: str) -> Table:
    o, t = effect.outset, language.t
    columns = (t("Year"), t("Trend"), t("With decided measures"), t("With planned measures too"), path_name)
    parts = [part.sum(axis=0) for part in (o.baseline, effect.decided, effect.planned)]
    kept: list[str | int] = ["" for _ in o.years] if path is None else [round(float(value)) for value in path]
    rows = [
        (int(year), *(round(float(part[index])) for part in parts), kept[index]) for index, year in enumerate(o.years)
    ]
    return Table(columns, tuple(rows))
