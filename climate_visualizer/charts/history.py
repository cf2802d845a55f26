"""The main chart: what was emitted by sector, where the trend leads, and the path that the budget allows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

from climate_visualizer.assessment.assess import Assessment
from climate_visualizer.assessment.curves import Series
from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.words import area_name
from climate_visualizer.charts.bundle import FONT, Bundle, Table, colour, rendered

SHOWN = 5
KILO = 1000.0
_SHADES = tuple(f"s{index}" for index in range(1, SHOWN + 2))


def _grouped(a: Assessment, names: Mapping[str, str], language: Language) -> dict[str, Series]:
    """The largest sectors by their names, and all others as one; the largest first."""
    present = {key: series for key, series in a.sectors.items() if any(series.tonnes)}
    order = sorted(present, key=lambda key: -(present[key].tonnes[-1] if present[key].years else 0.0))
    shown = {names[key]: present[key] for key in order[:SHOWN]}
    others = [present[key] for key in order[SHOWN:]]
    if others:
        shown[language.t("Other")] = _sum(others)
    return shown


def _sum(parts: list[Series]) -> Series:
    years = parts[0].years
    by_year = [dict(zip(part.years, part.tonnes, strict=True)) for part in parts]
    return Series(years, tuple(sum(part.get(year, 0.0) for part in by_year) for year in years), parts[0].status)


def _rows(series: Mapping[str, Series]) -> list[dict[str, Any]]:
    return [
        {"name": name, "order": order, "year": year, "kt": tonnes / KILO}
        for order, (name, one) in enumerate(series.items())
        for year, tonnes in zip(one.years, one.tonnes, strict=True)
    ]


def _line(series: Series) -> list[dict[str, float]]:
    return [{"year": year, "kt": tonnes / KILO} for year, tonnes in zip(series.years, series.tonnes, strict=True)]


def _labels(series: Mapping[str, Series], narrow: bool) -> list[dict[str, Any]]:
    """A sector's name where its band is widest, if it is wide enough there to hold it; on a narrow picture at the left."""
    length = min((len(one.tonnes) for one in series.values()), default=0)
    places = range(1, length // 4) if narrow else range(4, length - 4)
    if not places:
        return []
    whole = [sum(one.tonnes[index] for one in series.values()) for index in range(length)]
    below, found = [0.0] * length, []
    for name, one in series.items():
        widest = max(places, key=lambda index, band=one: band.tonnes[index])
        if one.tonnes[widest] > 0.07 * max(whole):
            middle = below[widest] + one.tonnes[widest] / 2
            found.append({"year": one.years[widest], "kt": middle / KILO, "name": name})
        below = [low + high for low, high in zip(below, one.tonnes, strict=False)]
    return found


def _data(rows: list[dict[str, Any]]) -> alt.NamedData:
    """Rows as a name, which altair hands through as it is; rows themselves it would copy and check at every step."""
    return alt.NamedData(name=json.dumps(rows))


def _with_rows(specification: dict[str, Any]) -> dict[str, Any]:
    """A specification whose layers have their rows again."""
    layers = [{**layer, "data": {"values": json.loads(layer["data"]["name"])}} for layer in specification["layer"]]
    return {**specification, "layer": layers}


def _x(last: int, first: int, narrow: bool) -> alt.X:
    ticks = [year for year in (1990, 2000, 2010, 2020, 2030, 2040, 2050) if first <= year <= last]
    ticks = ticks[::2] if narrow else ticks
    axis = alt.Axis(values=ticks, format="d", grid=False, domain=False, ticks=False, labelPadding=8, title=None)
    return alt.X("year:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=axis)


def _y(language: Language) -> alt.Y:
    expression = (
        "format(datum.value, ',.0f')"
        if language.base == "en"
        else "replace(format(datum.value, ',.0f'), ',', '\u202f')"
    )
    axis = alt.Axis(tickCount=4, domain=False, ticks=False, gridColor=colour("line"), title=None, labelExpr=expression)
    return alt.Y("kt:Q", axis=axis)


def _history_layer(series: Mapping[str, Series], x: alt.X, y: alt.Y) -> alt.Chart:
    names = list(series)
    shades = [colour(shade) for shade in _SHADES[: len(names)]]
    scale = alt.Scale(domain=names, range=shades)
    return (
        alt.Chart(_data(_rows(series)))
        .mark_area(interpolate="linear", stroke=colour("paper"), strokeWidth=0.6)
        .encode(x=x, y=y.stack("zero"), color=alt.Color("name:N", scale=scale, legend=None), order="order:Q")
    )


def _text(rows: list[dict[str, Any]], size: int, **mark: Any) -> alt.Chart:
    return (
        alt.Chart(_data(rows))
        .mark_text(fontSize=size, **mark)
        .encode(x=alt.X("year:Q"), y=alt.Y("kt:Q"), text="name:N")
    )


def _outlined(rows: list[dict[str, Any]], size: int, fill: str, **mark: Any) -> list[alt.Chart]:
    """A label that stays readable over lines: its own outline in the colour of the paper under it."""
    halo = _text(rows, size, color=colour("paper"), stroke=colour("paper"), strokeWidth=4, strokeJoin="round", **mark)
    return [halo, _text(rows, size, color=colour(fill), **mark)]


def _path_layers(a: Assessment, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    if a.pathway is None:
        return []
    rows = _line(a.pathway)
    area = alt.Chart(_data(rows)).mark_area(color=colour("left"), opacity=0.85).encode(x=x, y=y)
    line = alt.Chart(_data(rows)).mark_line(color=colour("act"), strokeWidth=3).encode(x=x, y=y)
    return [area, line]


def _estimate_layer(a: Assessment, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """What was emitted between the last published year and the path, as the trend has it."""
    rows = [point for point in _line(a.trend) if point["year"] < a.required_cut_from]
    if a.history.years:
        rows.insert(0, {"year": a.base_year, "kt": a.history.tonnes[-1] / KILO})
    return [alt.Chart(_data(rows)).mark_area(color=colour("est"), opacity=0.55).encode(x=x, y=y)]


def _notes(a: Assessment, language: Language, narrow: bool, size: int) -> list[alt.Chart]:
    """The lines' own names, beside them; shorter on a narrow picture."""
    layers = []
    names = ("trend", "budget path") if narrow else ("if the trend goes on", "what the budget allows")
    year = min(a.base_year + 14, 2042)
    tonnes = a.trend.tonnes[a.trend.years.index(year)]
    if tonnes > 0:
        note = {"year": year, "kt": tonnes / KILO, "name": language.t(names[0])}
        layers += _outlined([note], size, "ink", dy=-10, align="left")
    if a.pathway is not None:
        index = min(3, len(a.pathway.years) - 1)
        note = {"year": a.pathway.years[index], "kt": a.pathway.tonnes[index] / KILO, "name": language.t(names[1])}
        layers += _outlined([note], size, "act", dx=10, dy=-4, align="left", fontWeight="bold")
    return layers


def _specification(a: Assessment, series: Mapping[str, Series], language: Language, narrow: bool) -> dict[str, Any]:
    size = 13
    first, last = (a.history.years[0] if a.history.years else a.base_year - 1), 2050
    x, y = _x(last, first, narrow), _y(language)
    trend = _line(a.trend)
    if a.history.years:
        trend.insert(0, {"year": a.base_year, "kt": a.history.tonnes[-1] / KILO})
    dashes = alt.Chart(_data(trend)).mark_line(color=colour("ink"), strokeWidth=1.6, strokeDash=[2, 4]).encode(x=x, y=y)
    layers: list[alt.Chart] = [_history_layer(series, x, y), *_estimate_layer(a, x, y), *_path_layers(a, x, y), dashes]
    labels = _labels(series, narrow)
    if labels:
        layers += _outlined(labels, size, "ink", align="left" if narrow else "center")
    layers += _notes(a, language, narrow, size)
    chart = alt.layer(*layers).properties(
        width=300 if narrow else 1040, height=300 if narrow else 380, background="transparent", padding=4
    )
    chart = chart.configure(font=FONT).configure_view(stroke=None)
    chart = chart.configure_axis(labelColor=colour("soft"), labelFontSize=13, labelPadding=6)
    return _with_rows(chart.to_dict(validate=False))


def _alt(a: Assessment, language: Language) -> str:
    sentence = language.t(
        "Emissions of carbon dioxide by sector from {first} to {last}, and the trend to 2050.",
        first=a.history.years[0],
        last=a.history.years[-1],
    )
    if a.pathway is not None and a.required_cut is not None:
        sentence += " " + language.t(
            "The path that the budget allows falls by {cut} a year from {year}.",
            cut=language.percent(a.required_cut),
            year=a.required_cut_from,
        )
    return sentence


def _table(a: Assessment, series: Mapping[str, Series], language: Language) -> Table:
    columns = (language.t("Year"), *series, language.t("All emissions"), language.t("Kind"))
    kinds = {"published": "published", "interpolated": "interpolated", "estimated": "estimated", "projected": "trend"}
    rows: list[tuple[str | int | float, ...]] = []
    by_year = [dict(zip(one.years, one.tonnes, strict=True)) for one in series.values()]
    for year, tonnes, status in zip(a.history.years, a.history.tonnes, a.history.status, strict=True):
        parts = [round(part[year]) if year in part else "" for part in by_year]
        rows.append((year, *parts, round(tonnes), language.t(kinds[status])))
    for year, tonnes, status in zip(a.trend.years, a.trend.tonnes, a.trend.status, strict=True):
        rows.append((year, *("" for _ in series), round(tonnes), language.t(kinds[status])))
    for year, tonnes in zip(*((a.pathway.years[1:], a.pathway.tonnes[1:]) if a.pathway else ((), ())), strict=True):
        rows.append((year, *("" for _ in series), round(tonnes), language.t("budget path")))
    return Table(columns, tuple(rows))


def figure(a: Assessment, names: Mapping[str, str], source: str, language: Language, *, narrow: bool = False) -> Bundle:
    """The chart of one assessment; `names` are the sectors' names in the language."""
    series = _grouped(a, names, language)
    text = _alt(a, language)
    owner = language.genitive(area_name(a.area, language))
    return Bundle(
        picture=rendered(_specification(a, series, language, narrow), text),
        table=_table(a, series, language),
        title=language.t("{owner} emissions and budget", owner=owner),
        alt=text,
        source=source,
        edition_id=a.edition_id,
    )
