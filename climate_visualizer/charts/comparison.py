"""Several areas side by side: the same small picture for each, emissions as an index beside those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.layers import Frame, Label
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import area_name

LAST = 2050
SIZE = (320, 200)


@dataclass(frozen=True)
class Indexed:
    """One area's emissions, 100 in the first year that all have, and the path that its budget allows."""

    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    path_years: tuple[int, ...]
    path: tuple[float, ...]


def first_year(among: Sequence[Assessment]) -> int:
    """The first year in which every area has emissions."""
    return max(
        next((y for y, t in zip(a.history.years, a.history.tonnes, strict=True) if t > 0), a.base_year) for a in among
    )


def indexed(a: Assessment, first: int, language: Language) -> Indexed:
    """One area as an index of its emissions in `first`."""
    by_year = {y: t for y, t in zip(a.history.years, a.history.tonnes, strict=True) if y >= first}
    whole = by_year.get(first, float("nan"))
    path = a.pathway
    points = [(y, t) for y, t in zip(path.years, path.tonnes, strict=True) if y <= LAST] if path else []
    return Indexed(
        name=area_name(a.area, language),
        years=tuple(by_year),
        values=tuple(100 * tonnes / whole for tonnes in by_year.values()),
        path_years=tuple(year for year, _ in points),
        path=tuple(100 * tonnes / whole for _, tonnes in points),
    )


def _alt(one: Indexed, first: int, language: Language) -> str:
    sentence = language.t(
        "{area}: emissions were 100 in {first} and {value} in {last}.",
        area=one.name,
        first=first,
        value=language.whole(one.values[-1]),
        last=one.years[-1],
    )
    later = [value for year, value in zip(one.path_years, one.path, strict=True) if year == 2030]
    if not later:
        return sentence
    return f"{sentence} " + language.t(
        "The path that the budget allows is at {value} in 2030.", value=language.whole(later[0])
    )


def _table(among: Sequence[Indexed], language: Language) -> Table:
    years = sorted({year for one in among for year in one.years})
    rows = []
    for year in years:
        values = [dict(zip(one.years, one.values, strict=True)).get(year) for one in among]
        rows.append((year, *("" if value is None else round(value, 1) for value in values)))
    return Table((language.t("Year"), *(one.name for one in among)), tuple(rows))


def _picture(own: Indexed, among: Sequence[Indexed], language: Language) -> list[layers.Layer]:
    others = [one for one in among if one is not own]
    shapes = [layers.line(layers.points(one.years, one.values), "left", 1.6) for one in others]
    if own.path:
        shapes.append(layers.line(layers.points(own.path_years, own.path), "act", 2.5))
    shapes.append(layers.line(layers.points(own.years, own.values), "past", 3))
    said = [Label(own.years[-1], own.values[-1], language.whole(own.values[-1]), dx=6.0, dy=-10.0, bold=True)]
    # The first layer carries the axes, so one is drawn even where an area stands alone.
    return [*shapes, *layers.labels(said)]


def figures(
    among: Sequence[Assessment], source: str, edition_id: str, licence: str, language: Language
) -> tuple[Bundle, ...]:
    """A picture for each area; all have the same axes and the same table."""
    first = first_year(among)
    found = [indexed(a, first, language) for a in among]
    high = max(value for one in found for value in (*one.values, *one.path))
    ticks = tuple(
        float(year) for year in (first, 2010, 2030, LAST) if first <= year and (year == first or year > first + 8)
    )
    frame = Frame(*SIZE, float(first), float(LAST), ticks, 0.0, high)
    table = _table(found, language)
    made = []
    for one in found:
        specification = layers.specification(_picture(one, found, language), frame, language)
        alt = _alt(one, first, language)
        made.append(
            Bundle(
                picture=drawn(specification, alt),
                table=table,
                title=one.name,
                alt=alt,
                source=source,
                edition_id=edition_id,
                specification=specification,
                unit=language.t("Index: emissions in {year} are 100", year=first),
                licence=licence,
                amount="{number}",
            )
        )
    return tuple(made)
