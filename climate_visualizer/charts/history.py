"""The main chart: what was emitted by sector, where the trend leads and how far it may err, and the budget's path."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.trend_band import Band
from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.layers import Frame, Label, Layer
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.languages.language import Language
from climate_visualizer.words.figure_status import KNOWN, has_filled
from climate_visualizer.words.sentences import area_name

SHOWN = 5
KILO = 1000.0
LAST = 2050
DECADES = (1990, 2000, 2010, 2020, 2030, 2040, 2050)
DARK_BANDS = 2  # the first of the shades bear light letters, the others dark ones
MARKER = 34  # the area of a published year's point, in square pixels: seen beside a band, smaller than a target's
WIDTH, HEIGHT = 8.0, 17.0  # of a letter and of a word, in pixels
SHADES = tuple(f"s{index}" for index in range(1, SHOWN + 2))


@dataclass(frozen=True)
class Beside:
    """What else may stand in the chart: how far the trend may err, and an adopted target as tonnes by year."""

    band: Band | None = None
    target: Series | None = None


def grouped(a: Assessment, names: Mapping[str, str], language: Language) -> dict[str, Series]:
    """The largest sectors by their names, and all others as one; the largest first."""
    within = {key: _within(series, a.history.years) for key, series in a.sectors.items()}
    present = {key: series for key, series in within.items() if any(series.tonnes)}
    order = sorted(present, key=lambda key: -(present[key].tonnes[-1] if present[key].years else 0.0))
    shown = {names[key]: present[key] for key in order[:SHOWN]}
    others = [present[key] for key in order[SHOWN:]]
    if others:
        shown[language.t("Other")] = sum_of(others)
    return shown


def _within(series: Series, years: tuple[int, ...]) -> Series:
    """A sector's years for which there is a whole too: without cement, a nation's begins later than its sectors."""
    kept = [index for index, year in enumerate(series.years) if year in years]
    return Series(
        tuple(series.years[index] for index in kept),
        tuple(series.tonnes[index] for index in kept),
        tuple(series.status[index] for index in kept),
    )


def sum_of(parts: list[Series]) -> Series:
    """Several series as one, over the years of the first."""
    years = parts[0].years
    by_year = [dict(zip(part.years, part.tonnes, strict=True)) for part in parts]
    return Series(years, tuple(sum(part.get(year, 0.0) for part in by_year) for year in years), parts[0].status)


def rows_of(series: Mapping[str, Series]) -> list[dict[str, Any]]:
    """Stacked curves as rows, in thousand tonnes; a part below nought (cement taken off in excess) has no height."""
    return [
        {"name": name, "order": order, "x": year, "y": max(tonnes, 0.0) / KILO}
        for order, (name, one) in enumerate(series.items())
        for year, tonnes in zip(one.years, one.tonnes, strict=True)
    ]


def published_points(series: Series) -> list[dict[str, float]]:
    """A point for each year that has statistics, in thousand tonnes: what lies between two of them is filled in."""
    together = zip(series.years, series.tonnes, series.status, strict=True)
    return [{"x": year, "y": max(tonnes, 0.0) / KILO} for year, tonnes, status in together if status == "published"]


def _curve(series: Series) -> list[dict[str, float]]:
    return layers.points(series.years, (tonnes / KILO for tonnes in series.tonnes))


def _from_last(a: Assessment) -> list[dict[str, float]]:
    """The last published year, from which trend and estimates go on."""
    return [{"x": a.base_year, "y": a.history.tonnes[-1] / KILO}] if a.history.years else []


def _room(lower: list[float], upper: list[float], at: int, reach: int) -> tuple[float, float]:
    """How high a word may be that is centred on a year and reaches so many years to both sides, and its middle."""
    around = slice(at - reach, at + reach + 1)
    top, bottom = min(upper[around]), max(lower[around])
    return top - bottom, (top + bottom) / 2


def labels_inside(series: Mapping[str, Series], frame: Frame) -> list[Label]:
    """Each sector's name inside its band, where there is most room for it; none where it would not fit."""
    years = min((one.years for one in series.values()), key=len, default=())
    lower, found = [0.0] * len(years), []
    for order, (name, one) in enumerate(series.items()):
        upper = [low + max(tonnes, 0.0) / KILO for low, tonnes in zip(lower, one.tonnes, strict=False)]
        reach = math.ceil(len(name) * WIDTH / 2 / (frame.width / (frame.last - frame.first)))
        rooms = [(*_room(lower, upper, at, reach), at) for at in range(reach, len(years) - reach)]
        high, middle, at = max(rooms, default=(0.0, 0.0, 0))
        if high > HEIGHT * frame.high / frame.height:
            fill = "paper" if order < DARK_BANDS else "ink"
            found.append(Label(years[at], middle, name, fill, SHADES[order], "center", bold=order < DARK_BANDS))
        lower = upper
    return found


def _notes(a: Assessment, beside: Beside, language: Language, narrow: bool) -> list[Label]:
    """The lines' own names, beside them; shorter on a narrow picture."""
    found = []
    trend, path = ("trend", "budget path") if narrow else ("if the trend goes on", "what the budget allows")
    year = min(a.base_year + (12 if narrow else 14), 2042)
    tonnes = a.trend.tonnes[a.trend.years.index(year)]
    if tonnes > 0:
        found.append(Label(year, tonnes / KILO, language.t(trend), dy=-14.0))
    if a.pathway is not None:
        index = min(5 if narrow else 3, len(a.pathway.years) - 1)
        side = {"align": "right"} if narrow else {"dx": 10.0}
        at = (LAST if narrow else a.pathway.years[index], a.pathway.tonnes[index] / KILO)
        found.append(Label(*at, language.t(path), fill="act", dy=-6.0, bold=True, **side))
    if beside.target is not None:
        at = (beside.target.years[-1], beside.target.tonnes[-1] / KILO)
        late = at[0] > LAST - 12  # the word then stands before its point, or it would leave the picture
        align, dx, dy = ("right", -4.0, -14.0) if late else ("left", 10.0, -8.0)
        found.append(Label(*at, language.t("adopted target"), align=align, dx=dx, dy=dy))
    return found


def _shapes(a: Assessment, series: Mapping[str, Series], beside: Beside) -> list[Layer]:
    estimated = [point for point in _curve(a.trend) if point["x"] < a.required_cut_from]
    shades = SHADES[: len(series)]
    found = [layers.stacked(rows_of(series), list(series), shades)]
    if has_filled(a.history):
        found.append(layers.spots(published_points(a.history), "ink", MARKER))
    found.append(layers.area([*_from_last(a), *estimated], "est", 0.55))
    if a.pathway is not None:
        found.append(layers.area(_curve(a.pathway), "left", 0.85))
    if beside.band is not None:
        band = zip(beside.band.years, beside.band.low, beside.band.high, strict=True)
        start = [{**point, "y2": point["y"]} for point in _from_last(a)]
        rows = [{"x": year, "y": high / KILO, "y2": low / KILO} for year, low, high in band]
        found.append(layers.area([*start, *rows], "ink", 0.09))
    found.append(layers.line([*_from_last(a), *_curve(a.trend)], "ink", 1.6, (2, 4)))
    if beside.target is not None:
        found += [layers.line(_curve(beside.target), "ink", 1.6), layers.spots(_curve(beside.target)[1:], "ink")]
    if a.pathway is not None:
        found.append(layers.line(_curve(a.pathway), "act"))
    return found


def _highest(a: Assessment, beside: Beside) -> float:
    """The top of the picture: what was emitted, or the trend; a band that grows beyond doubles of it is cut off."""
    most = max((*a.history.tonnes, *a.trend.tonnes, *(a.pathway.tonnes if a.pathway else ())), default=1.0)
    band = max(beside.band.high, default=0.0) if beside.band else 0.0
    return max(most, min(band, 1.25 * most)) / KILO


def _specification(
    a: Assessment, series: Mapping[str, Series], beside: Beside, language: Language, narrow: bool
) -> dict[str, Any]:
    first = a.history.years[0] if a.history.years else a.base_year - 1
    ticks = [year for year in DECADES if first <= year <= LAST]
    frame = Frame(
        *((320, 300) if narrow else (1040, 380)),
        first,
        LAST,
        tuple(ticks[::2] if narrow else ticks),
        0.0,
        _highest(a, beside),
    )
    words = [*labels_inside(series, frame), *_notes(a, beside, language, narrow)]
    return layers.specification([*_shapes(a, series, beside), *layers.labels(words)], frame, language)


def _alt(a: Assessment, language: Language) -> str:
    if not a.history.years:
        return language.t("There are no statistics on these emissions.")
    sentence = language.t(
        "Emissions of carbon dioxide by sector from {first} to {last}, and the trend to 2050.",
        first=a.history.years[0],
        last=a.history.years[-1],
    )
    if a.pathway is not None and a.choices.pathway != "exponential":
        sentence += " " + language.t("The path that the budget allows begins in {year}.", year=a.required_cut_from)
    elif a.pathway is not None and a.required_cut is not None:
        sentence += " " + language.t(
            "The path that the budget allows falls by {cut} a year from {year}.",
            cut=language.percent(a.required_cut),
            year=a.required_cut_from,
        )
    return sentence


def _table(a: Assessment, series: Mapping[str, Series], beside: Beside, language: Language) -> Table:
    columns = (language.t("Year"), *series, language.t("All emissions"), language.t("Kind"))
    rows: list[tuple[str | int | float, ...]] = []
    by_year = [dict(zip(one.years, one.tonnes, strict=True)) for one in series.values()]
    for year, tonnes, status in zip(a.history.years, a.history.tonnes, a.history.status, strict=True):
        parts = [round(part[year]) if year in part else "" for part in by_year]
        rows.append((year, *parts, round(tonnes), language.t(KNOWN[status])))
    curves = [(a.trend.years, a.trend.tonnes, [KNOWN[status] for status in a.trend.status])]
    if beside.band is not None:
        count = len(beside.band.years)
        curves.append((beside.band.years, beside.band.low, ["trend, low"] * count))
        curves.append((beside.band.years, beside.band.high, ["trend, high"] * count))
    if beside.target is not None:
        curves.append((beside.target.years, beside.target.tonnes, ["adopted target"] * len(beside.target.years)))
    if a.pathway is not None:
        curves.append((a.pathway.years[1:], a.pathway.tonnes[1:], ["budget path"] * (len(a.pathway.years) - 1)))
    for years, tonnes_by_year, said in curves:
        for year, tonnes, kind in zip(years, tonnes_by_year, said, strict=True):
            rows.append((year, *("" for _ in series), round(tonnes), language.t(kind)))
    return Table(columns, tuple(rows))


def figure(
    a: Assessment,
    names: Mapping[str, str],
    source: str,
    language: Language,
    *,
    narrow: bool = False,
    beside: Beside | None = None,
) -> Bundle:
    """The chart of one assessment; `names` are the sectors' names in the language."""
    beside = beside or Beside()
    series = grouped(a, names, language)
    text = _alt(a, language)
    owner = language.genitive(area_name(a.area, language))
    specification = _specification(a, series, beside, language, narrow)
    return Bundle(
        picture=drawn(specification, text),
        table=_table(a, series, beside, language),
        title=language.opened(language.t("{owner} emissions and budget", owner=owner)),
        alt=text,
        source=source,
        edition_id=a.edition_id,
        specification=specification,
        unit=language.t("Thousand tonnes of carbon dioxide a year"),
    )
