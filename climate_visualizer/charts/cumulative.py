"""Emitted since the budget's start against the budget: a rising line, and the line that it crosses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.lasting import until
from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.layers import Frame, Label, Layer
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import LAST_YEAR
from climate_visualizer.words.figure_status import EMITTED, KNOWN
from climate_visualizer.words.sentences import area_name

MILLION, KILO = 1e6, 1e3
AHEAD, LATEST = 8, 2050
EARLY = 0.34  # a crossing so early has its month written from the left edge


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
    known = zip(a.history.years, a.history.tonnes, a.history.status, strict=True)
    for year, tonnes, status in sorted(one for one in known if start <= one[0] < int(now)):
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


def _scale(a: Assessment, found: list[Point]) -> tuple[float, str]:
    """The unit of the picture: million tonnes where the numbers are large, thousands else."""
    largest = max(abs(a.budget_t), *(point.tonnes for point in found))
    if largest >= 10 * MILLION:
        return MILLION, "Million tonnes of carbon dioxide since 1 January {year}"
    return KILO, "Thousand tonnes of carbon dioxide since 1 January {year}"


def _rows(found: list[Point], kinds: tuple[str, ...], unit: float) -> list[dict[str, float]]:
    return [{"x": point.moment, "y": point.tonnes / unit} for point in found if point.kind in kinds]


def _after(a: Assessment, found: list[Point], unit: float) -> list[Layer]:
    """What lies above the budget already, in the colour of overdraft."""
    crossing = _crossing(a)
    if not a.is_overdrawn or crossing is None:
        return []
    budget = max(a.budget_t, 0.0)
    known = [point for point in found if point.kind in KNOWN and point.moment > crossing]
    rows = [{"x": max(crossing, float(a.budget_start.year)), "y": budget / unit, "y2": budget / unit}]
    rows += [{"x": point.moment, "y": point.tonnes / unit, "y2": budget / unit} for point in known]
    return [layers.area(rows, "bad", 0.85)]


def _shapes(a: Assessment, found: list[Point], unit: float, last: int) -> list[Layer]:
    start, budget = float(a.budget_start.year), a.budget_t / unit
    published = _rows(found, ("start", "published", "interpolated"), unit)
    estimated = [*published[-1:], *_rows(found, ("estimated",), unit)]
    shapes = [layers.area(published, "past"), layers.area(estimated, "est"), *_after(a, found, unit)]
    shapes.append(layers.line([{"x": start, "y": budget}, {"x": last, "y": budget}], "act" if budget > 0 else "bad", 2))
    shapes.append(layers.line(_rows(found, ("rate",), unit), "ink", 1.6, (2, 4)))
    if a.pathway is not None:
        shapes.append(layers.line(_rows(found, ("path",), unit), "act"))
    crossing = _crossing(a)
    if crossing is not None and a.budget_t > 0:
        shapes.append(layers.spots([{"x": crossing, "y": budget}], "bad" if a.is_overdrawn else "ink"))
    return shapes


def _budget_label(a: Assessment, language: Language) -> str:
    return language.t("the budget: {tonnes}", tonnes=language.tonnes(a.budget_t))


def _crossed(when: str, at: float, budget: float, place: float, over: bool) -> Label:
    """The month of the crossing, left of it where there is room."""
    align, dx = ("right", -12.0) if place > EARLY else ("left", 2.0)
    return Label(at, budget, when, "bad" if over else "ink", align=align, dx=dx, dy=-14.0, bold=True)


def _labels(a: Assessment, found: list[Point], unit: float, last: int, language: Language, narrow: bool) -> list[Label]:
    budget, crossing = a.budget_t / unit, _crossing(a)
    over = a.is_overdrawn
    first, place, said = a.budget_start.year, 0.5, []
    if crossing is not None and a.budget_t > 0:
        place = (crossing - first) / (last - first)
        when = language.month(a.overdrawn_since) if a.overdrawn_since else until(a, language) or ""
        said.append(_crossed(when, crossing if place > EARLY else first, budget, place, over))
    at, align, dx, dy = (last, "right", 0.0, -14.0) if place < 0.5 else (first, "left", 6.0, 14.0)
    fill = "bad" if over else "act"
    said.append(Label(at, budget, _budget_label(a, language), fill, align=align, dx=dx, dy=dy, bold=True))
    now = [point for point in found if point.kind != "path" and point.kind != "rate"][-1]
    emitted = (
        language.t("emitted so far") if narrow else language.t("emitted so far: {tonnes}", tonnes=_short(a, language))
    )
    said.append(Label(now.moment, now.tonnes / unit * 0.5, emitted, dx=8.0))
    rates = [point for point in found if point.kind == "rate"]
    words = language.t("at today\u2019s rate")
    said += [Label(at.moment, at.tonnes / unit, words, align="right", dx=-14.0, dy=4.0) for at in rates[-1:]]
    return said


def _short(a: Assessment, language: Language) -> str:
    return language.tonnes(a.emitted_since_t)


def _specification(a: Assessment, found: list[Point], unit: float, language: Language, narrow: bool) -> dict[str, Any]:
    first, last = a.budget_start.year, _last(a)
    years = range(first, last + 1)
    step = max(1, round(len(years) / (4 if narrow else 9)))
    high = max(a.budget_t, *(point.tonnes for point in found)) / unit
    size = (320, 260) if narrow else (1040, 300)
    frame = Frame(*size, float(first), float(last), tuple(years)[::step], min(0.0, a.budget_t / unit), high)
    words = _labels(a, found, unit, last, language, narrow)
    return layers.specification([*_shapes(a, found, unit, last), *layers.labels(words)], frame, language)


def _alt(a: Assessment, language: Language) -> str:
    facts = {"emitted": language.tonnes(a.emitted_since_t), "budget": language.tonnes(a.budget_t)}
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


def _table(a: Assessment, found: list[Point], language: Language) -> Table:
    """What has been emitted when each year begins, and today."""
    names = {**EMITTED, "start": "the budget begins", "path": "on the budget path"}
    columns = (language.t("At the start of"), language.t("Kind"), language.t("Tonnes"), language.t("The budget"))
    rows: list[tuple[str | int | float, ...]] = []
    for point in found:
        kind = language.t(names.get(point.kind, "at today\u2019s rate"))
        when = int(point.moment) if point.moment == int(point.moment) else language.day(a.as_of)
        rows.append((when, kind, round(point.tonnes), round(a.budget_t)))
    return Table(columns, tuple(rows))


def figure(a: Assessment, source: str, language: Language, *, narrow: bool = False) -> Bundle:
    """The chart of one assessment."""
    found = points(a)
    unit, said = _scale(a, found)
    text = _alt(a, language)
    specification = _specification(a, found, unit, language, narrow)
    return Bundle(
        picture=drawn(specification, text),
        table=_table(a, found, language),
        title=language.t(
            "Emitted since {year}, against {owner} budget",
            year=a.budget_start.year,
            owner=language.genitive(area_name(a.area, language)),
        ),
        alt=text,
        source=source,
        edition_id=a.edition_id,
        specification=specification,
        unit=language.t(said, year=a.budget_start.year),
    )
