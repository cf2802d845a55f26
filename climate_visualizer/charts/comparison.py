"""Several areas side by side: the same small picture for each, emissions as an index beside those of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.charts.drawing import plot
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.placement import Places, around
from climate_visualizer.charts.drawing.scene import Box, Mark, Scene, Text
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.words import figure_status
from climate_visualizer.words.sentences import area_name

LAST = LAST_YEAR
DASHED = (3.0, 3.0)
SIZE, HEIGHT = Size("c", 355), 200.0  # three beside each other on a page


@dataclass(frozen=True)
class Indexed:
    """An area's emissions, 100 in the first year that all have, its estimates up to today, and its budget's path."""

    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    status: tuple[str, ...]
    estimated_years: tuple[int, ...]
    estimated: tuple[float, ...]
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
    first_tonnes = by_year.get(first, float("nan"))
    path = a.pathway
    points = [(y, t) for y, t in zip(path.years, path.tonnes, strict=True) if y <= LAST] if path else []
    last = max(by_year, default=first)
    later = [(y, t) for y, t in zip(a.trend.years, a.trend.tonnes, strict=True) if last < y <= a.as_of.year]
    return Indexed(
        name=area_name(a.area, language),
        years=tuple(by_year),
        values=tuple(100 * tonnes / first_tonnes for tonnes in by_year.values()),
        status=tuple(year_status for year, year_status in figure_status.by_year(a.history).items() if year >= first),
        estimated_years=tuple(year for year, _ in later),
        estimated=tuple(100 * tonnes / first_tonnes for _, tonnes in later),
        path_years=tuple(year for year, _ in points),
        path=tuple(100 * tonnes / first_tonnes for _, tonnes in points),
    )


def _alt(indexed: Indexed, first: int, language: Language) -> str:
    sentence = language.t(
        "{area}: emissions were 100 in {first} and {value} in {last}.",
        area=indexed.name,
        first=first,
        value=language.whole(indexed.values[-1]),
        last=indexed.years[-1],
    )
    later = [value for year, value in zip(indexed.path_years, indexed.path, strict=True) if year == 2030]
    if not later:
        return sentence
    return f"{sentence} " + language.t(
        "The path that the budget allows is at {value} in 2030.", value=language.whole(later[0])
    )


def _table(among: Sequence[Indexed], language: Language) -> Table:
    cells_by_area = [
        {year: (value, "estimated") for year, value in zip(index.estimated_years, index.estimated, strict=True)}
        for index in among
    ]
    for index, cells in zip(among, cells_by_area, strict=True):
        cells.update(zip(index.years, zip(index.values, index.status, strict=True), strict=True))
    rows = []
    for year in sorted({year for cells in cells_by_area for year in cells}):
        values = [cells[year][0] if year in cells else None for cells in cells_by_area]
        known_kinds = {cells[year][1] for cells in cells_by_area if year in cells}
        kinds = language.list([language.t(word) for key, word in figure_status.KNOWN.items() if key in known_kinds])
        rows.append((year, *("" if value is None else round(value, 1) for value in values), kinds))
    return Table((language.t("Year"), *(index.name for index in among), language.t("Kind")), tuple(rows))


def _scene(own: Indexed, among: Sequence[Indexed], span: tuple[float, float], language: Language, alt: str) -> Scene:
    """One area's line over those of the others; all have the same axes."""
    high = max(value for index in among for value in (*index.values, *index.estimated, *index.path))
    axes, marks = plot.framed(SIZE, HEIGHT, span, (0.0, high), language)
    marks += [axes.line(_points(index.years, index.values), "left", 1.6) for index in among if index is not own]
    estimated = [_points(own.years, own.values)[-1], *_points(own.estimated_years, own.estimated)]
    lines = [
        axes.at(points) for points in (_points(own.years, own.values), estimated, _points(own.path_years, own.path))
    ]
    marks += [axes.line(_points(own.path_years, own.path), "act", 2.5)] if own.path else []
    marks += [axes.line(estimated, "past", 2, DASHED)] if own.estimated else []
    marks.append(axes.line(_points(own.years, own.values), "past", 3))
    places = Places(Box(axes.left, 0, SIZE.width, axes.bottom), lines)
    last = Text(0, 0, language.whole(own.values[-1]), SIZE.letters, bold=True, halo="paper")
    word: Mark | None = places.put(around(last, lines[0][-1]))
    return Scene(SIZE.width, axes.bottom + plot.FOOT, [*marks, *([word] if word else [])], alt, axes.data, SIZE.name)


def _points(years: Sequence[int], values: Sequence[float]) -> list[tuple[float, float]]:
    return [(float(year), value) for year, value in zip(years, values, strict=True)]


def figures(
    among: Sequence[Assessment], source: str, edition_id: str, licence: str, language: Language
) -> tuple[Bundle, ...]:
    """A picture for each area; all have the same axes and the same table."""
    first = first_year(among)
    drawn = [indexed(a, first, language) for a in among]
    span = (float(first), float(LAST))
    table = _table(drawn, language)
    bundles = []
    for index in drawn:
        alt = _alt(index, first, language)
        bundles.append(
            Bundle(
                scene=_scene(index, drawn, span, language, alt),
                table=table,
                title=index.name,
                alt=alt,
                source=source,
                edition_id=edition_id,
                unit=language.t("Index: emissions in {year} are 100", year=first),
                licence=licence,
                amount="{number}",
            )
        )
    return tuple(bundles)
