"""Emitted since the budget's start against the budget: a rising line, and the line that it crosses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.lasting import until
from climate_visualizer.charts.drawing import legend, plot, scene, stacked
from climate_visualizer.charts.drawing.amount_words import unit_since
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key
from climate_visualizer.charts.drawing.placement import Places, along, around, spread
from climate_visualizer.charts.drawing.scene import Mark, Path, Scene, Text, polyline
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.words.balance import balance
from climate_visualizer.words.figure_status import EMITTED, KNOWN
from climate_visualizer.words.sentences import area_name

AHEAD, LATEST = 8, LAST_YEAR
HEIGHTS = {"w": 320.0, "n": 260.0, "p": 200.0}  # between the axes, by the size's name
HEADROOM = 1.06  # so that a word fits above the highest line
DOTTED = (2.0, 4.0)
OVER = 0.85  # how opaque what lies above the budget is
IN_HEIGHT = (0.5, 0.3, 0.7, 0.15)  # of what is emitted: where the words beside it are tried


@dataclass(frozen=True)
class Point:
    """Tonnes emitted from the budget's start up to an instant; kind is start, a figure's status, rate or path."""

    moment: float
    tonnes: float
    kind: str


def _known(a: Assessment) -> Iterator[Point]:
    """Year by year what statistics say, then the estimate up to today; the last point is the assessment's own sum."""
    start, now, sum_ = a.budget_start.year, instant(a.as_of), 0.0
    yield Point(float(start), 0.0, "start")
    statistics = zip(a.history.years, a.history.tonnes, a.history.status, strict=True)
    for year, tonnes, status in sorted(year_row for year_row in statistics if start <= year_row[0] < int(now)):
        sum_ += tonnes
        yield Point(year + 1.0, sum_, status)
    for year, tonnes in zip(a.trend.years, a.trend.tonnes, strict=True):
        if start <= year and year + 1 < now:
            sum_ += tonnes
            yield Point(year + 1.0, sum_, "estimated")
    if now > start:
        yield Point(now, a.emitted_since_t, "estimated")


def _crossing(a: Assessment) -> float | None:
    """The instant at which the budget is or will be used up at today's rate; None if that is too far away to draw."""
    day = a.overdrawn_since if a.is_overdrawn else a.used_up_on
    return instant(day) if day and day.year < LATEST else None


def _last(a: Assessment) -> int:
    crossing = _crossing(a)
    nearest = max(a.as_of.year + AHEAD, int(crossing) + 3 if crossing else LATEST)
    return min(nearest, LATEST)


def _rate(a: Assessment) -> Iterator[Point]:
    """From today on at today's rate."""
    now, last = instant(a.as_of), float(_last(a))
    for moment in (now, *(float(year) for year in range(a.as_of.year + 1, int(last) + 1))):
        yield Point(moment, a.emitted_since_t + (moment - now) * a.current_emissions_t_per_year, "rate")


def _path(a: Assessment) -> Iterator[Point]:
    """From the path's start on along it, which ends at the budget."""
    if a.pathway is None:
        return
    begin = a.pathway.years[1] if len(a.pathway.years) > 1 else LATEST
    sum_ = a.budget_t - _left_at_start(a)
    yield Point(float(begin), sum_, "path")
    for year, tonnes in zip(a.pathway.years[1:], a.pathway.tonnes[1:], strict=True):
        sum_ += tonnes
        if year + 1 <= _last(a):
            yield Point(year + 1.0, sum_, "path")


def _left_at_start(a: Assessment) -> float:
    """What is left when the path begins: today's remainder less the trend until then."""
    now, begin = instant(a.as_of), a.required_cut_from
    by_year = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    until_then = sum(by_year.get(year, 0.0) for year in range(a.as_of.year + 1, begin))
    return a.remaining_t - until_then - by_year.get(a.as_of.year, 0.0) * (a.as_of.year + 1 - now)


def points(a: Assessment) -> list[Point]:
    """Every point of the chart, kind by kind in the order of time; what is not known is no point."""
    return [point for point in (*_known(a), *_rate(a), *_path(a)) if not math.isnan(point.tonnes)]


class _Chart:
    """One chart as it is drawn."""

    def __init__(self, a: Assessment, points: list[Point], language: Language, size: Size) -> None:
        self.a, self.points, self.language, self.size = a, points, language, size
        reach = [point.tonnes for point in points] + [a.budget_t]
        self.unit = plot.unit_of(max(map(abs, reach)))
        low, high = min(*reach, 0.0), max(*reach, 1e-3)
        span = (float(a.budget_start.year), float(_last(a)))
        edges = (low / self.unit, high / self.unit * HEADROOM)
        self.axes, self.grid = plot.framed(size, HEIGHTS[size.name], span, edges, language)
        self.crossing = _crossing(a)

    def rows(self, *kinds: str) -> list[scene.Point]:
        return [(point.moment, point.tonnes / self.unit) for point in self.points if point.kind in kinds]

    @property
    def budget(self) -> float:
        return self.a.budget_t / self.unit

    def surfaces(self) -> list[Mark]:
        """What was emitted, measured and estimated, and what of it lies above the budget already."""
        published = self.rows("start", "published", "interpolated")
        estimated = [*published[-1:], *self.rows("estimated")]
        marks: list[Mark] = [self.axes.area(published, "past"), self.axes.area(estimated, "est")]
        return [*marks, *self.filled(), *self.above()]

    def filled(self) -> list[Mark]:
        """Stripes over years that statistics skip."""
        statistics = [point for point in self.points if point.kind in ("start", "published", "interpolated")]
        gaps = [(start, end) for start, end in pairwise(statistics) if end.kind == "interpolated"]
        return [
            self.axes.area([(point.moment, point.tonnes / self.unit) for point in gap], stacked.FILLED, stacked.FADED)
            for gap in gaps
        ]

    def above(self) -> list[Mark]:
        if not self.a.is_overdrawn or self.crossing is None:
            return []
        budget = max(self.budget, 0.0)
        statistics = [point for point in self.points if point.kind in KNOWN and point.moment > self.crossing]
        upper = [(max(self.crossing, float(self.a.budget_start.year)), budget)]
        upper += [(point.moment, point.tonnes / self.unit) for point in statistics]
        return [self.axes.area(upper, "bad", OVER, lower=[(x, budget) for x, _ in upper])]

    def lines(self) -> list[tuple[Key, list[scene.Point], float]]:
        """The lines: their names and looks, their points on the picture, and where along them a name stands best."""
        a, t, axes = self.a, self.language.t, self.axes
        level = [(axes.first, self.budget), (axes.last, self.budget)]
        colour = "bad" if a.is_overdrawn or a.budget_t <= 0 else "act"
        budget = t("the budget: {tonnes}", tonnes=balance(a).said("budget", self.language))
        curves = [(Key(budget, colour, "line", width=2), level, 0.05)]
        rate = Key(t("at today\u2019s rate"), "ink", "line", dash=DOTTED, width=1.6)
        curves.append((rate, self.rows("rate"), 0.8))
        if a.pathway is not None:
            curves.append((Key(t("what the budget allows"), "act", "line", width=3), self.rows("path"), 0.9))
        return [(key, axes.at(points), wanted) for key, points, wanted in curves if len(points) > 1]

    def crossed(self, places: Places) -> list[Mark]:
        """Where the budget is used up: a point, and beside it the month."""
        a, language = self.a, self.language
        if self.crossing is None or a.budget_t <= 0:
            return []
        when = language.month(a.overdrawn_since) if a.overdrawn_since else until(a, language) or ""
        colour = "bad" if a.is_overdrawn else "ink"
        word = Text(0, 0, when, self.size.letters, colour, bold=True, halo="paper")
        placed_word = places.put(around(word, (self.axes.x(self.crossing), self.axes.y(self.budget))))
        spot = self.axes.spot(self.crossing, self.budget, colour)
        return [spot, placed_word] if placed_word else [spot]

    def emitted(self, places: Places) -> Text | None:
        """How much has been emitted so far, in the surface or beside it."""
        t, a, axes = self.language.t, self.a, self.axes
        now = [point for point in self.points if point.kind not in ("path", "rate")][-1]
        x, heights = axes.x(now.moment), [axes.y(now.tonnes / self.unit * fraction) for fraction in IN_HEIGHT]
        wordings = [
            t("emitted so far: {tonnes}", tonnes=balance(a).said("emitted", self.language)),
            t("emitted so far"),
        ]
        words = [Text(x + 8, y, text, self.size.letters, halo="paper") for text in wordings for y in heights]
        return places.put([*words, *(replace(word, x=x - 8, anchor="end") for word in words)])

    def scene(self, alt: str) -> Scene:
        axes, size, lines = self.axes, self.size, self.lines()
        drawn = [points for _, points, _ in lines]
        places = Places(stacked.frame_of(axes, size), drawn, clear_from=axes.x(instant(self.a.as_of)))
        crossed = self.crossed(places)
        marks: list[Mark] = [*self.grid, *self.surfaces()]
        words: list[Text | None] = []
        keys: list[Key] = []
        for key, points, wanted in lines:
            colour = str(key.paint)
            marks.append(Path(polyline(points), stroke=colour, width=key.width, dash=key.dash))
            word = Text(0, 0, key.words, size.letters, colour, bold=colour != "ink", halo="paper")
            words.append(places.put(along(word, spread(points), wanted)))
            keys += [] if words[-1] else [key]
        words.append(self.emitted(places))
        foot = axes.bottom + plot.FOOT
        keyed, more = legend.legend([*keys, *self.kinds()], axes.left, foot, axes.right, size.letters)
        marks += [*crossed, *(word for word in words if word), *keyed]
        return Scene(size.width, foot + more, marks, alt, axes.data, size.name, size.letters)

    def kinds(self) -> list[Key]:
        """How figures are known, in the words of the table."""
        kinds = {point.kind for point in self.points}
        keys = [Key(self.language.t(EMITTED["published"]), "past")] if "published" in kinds else []
        keys += [Key(self.language.t(EMITTED["interpolated"]), stacked.FILLED_KEY)] if self.filled() else []
        keys += [Key(self.language.t(EMITTED["estimated"]), "est")] if "estimated" in kinds else []
        keys += [Key(self.language.t("over the budget"), "bad", opacity=OVER)] if self.above() else []
        return keys


def _alt(a: Assessment, language: Language) -> str:
    sums = balance(a)
    facts = {name: sums.said(name, language) for name in ("emitted", "budget")}
    sentence = language.t(
        "Since 1 January {year} {emitted} of carbon dioxide have been emitted; the budget is {budget}.",
        year=a.budget_start.year,
        **facts,
    )
    if a.budget_t < 0:
        return sentence
    if a.overdrawn_since:
        when = language.month(a.overdrawn_since)
        return f"{sentence} " + language.t("The two crossed in {when}.", when=when)
    when_used = until(a, language)
    if when_used is None:
        return f"{sentence} " + language.t("At today\u2019s rate it lasts longer than to {year}.", year=LAST_YEAR)
    return f"{sentence} " + language.t("At today\u2019s rate the two cross in {when}.", when=when_used)


def _table(a: Assessment, points: list[Point], language: Language) -> Table:
    """What has been emitted when each year begins, and today."""
    names = {**EMITTED, "start": "the budget begins", "path": "on the budget path"}
    columns = (language.t("At the start of"), language.t("Kind"), language.t("Tonnes"), language.t("The budget"))
    rows: list[tuple[str | int | float, ...]] = []
    for point in points:
        kind = language.t(names.get(point.kind, "at today\u2019s rate"))
        when = int(point.moment) if point.moment == int(point.moment) else language.day(a.as_of)
        rows.append((when, kind, round(point.tonnes), round(a.budget_t)))
    return Table(columns, tuple(rows))


def figure(a: Assessment, source: str, language: Language, *, size: Size = WIDE) -> Bundle:
    """The chart of one assessment."""
    since_start, text = points(a), _alt(a, language)
    chart = _Chart(a, since_start, language, size)
    return Bundle(
        scene=chart.scene(text),
        table=_table(a, since_start, language),
        title=language.t(
            "Emitted since {year}, against {owner} budget",
            year=a.budget_start.year,
            owner=language.genitive(area_name(a.area, language)),
        ),
        alt=text,
        source=source,
        edition_id=a.edition_id,
        unit=unit_since(chart.unit, a.budget_start.year, language),
    )
