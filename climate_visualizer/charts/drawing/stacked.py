"""A history by its parts: bands on each other, over the years that there are statistics for, with names inside and a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from climate_visualizer.budget.curves import Series
from climate_visualizer.charts.drawing import legend, plot
from climate_visualizer.charts.drawing.bundle import Table
from climate_visualizer.charts.drawing.legend import Key
from climate_visualizer.charts.drawing.placement import Places
from climate_visualizer.charts.drawing.plot import MIDDLE, Plot
from climate_visualizer.charts.drawing.scene import Box, Mark, Path, Pattern, Point, Rect, Scene, Text
from climate_visualizer.charts.drawing.sector_colours import SHADES, ink_on
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.languages.language import Language
from climate_visualizer.words.figure_status import KNOWN

SHOWN = 5  # parts that have a band of their own; all others are one
ROOM = 1.3  # of a letter: the height that a band needs for its name
INSIDE = 3.0  # pixels between a name and the ends of its band
SPOT = 3.2  # radius of a published year's point: seen beside a band, smaller than a target's
STRIPE, STRIPED = 1.8, 6.0  # pixels: a stripe and how far apart two begin
FADED = 0.5  # how opaque stripes are
FILLED = Pattern("striped", STRIPED, (Rect(0, 0, STRIPE, STRIPED, "paper"),), 45)
FILLED_KEY = Pattern("striped-key", STRIPED, (Rect(0, 0, STRIPED, STRIPED, "past"), *FILLED.marks), 45)
HEIGHTS = {"w": 320.0, "n": 240.0, "p": 220.0}  # between the axes, by the size's name


@dataclass(frozen=True)
class Band:
    """One part of a history: its name, the name of its colour, its tonnes by year. Tonnes below nought have no height."""

    name: str
    colour: str
    series: Series

    @property
    def heights(self) -> tuple[float, ...]:
        """Its heights, tonnes: cement taken off in excess can leave industry below nought, and a pile must not fold."""
        return tuple(max(tonnes, 0.0) for tonnes in self.series.tonnes)


def sum_of(several: Sequence[Series]) -> Series:
    """Several series as one, over the years of the first."""
    years = several[0].years
    by_year = [dict(zip(tonnes_by_year.years, tonnes_by_year.tonnes, strict=True)) for tonnes_by_year in several]
    return Series(
        years,
        tuple(sum(tonnes_by_year.get(year, 0.0) for tonnes_by_year in by_year) for year in years),
        several[0].status,
    )


def grouped(bands: Sequence[Band], language: Language) -> list[Band]:
    """The first bands, and all others as one."""
    others = [band.series for band in bands[SHOWN:]]
    return [*bands[:SHOWN], Band(language.t("Other"), "other", sum_of(others))] if others else list(bands)


def parts(series: Mapping[str, Series], language: Language) -> list[Band]:
    """The first parts in the shades of one colour, and all others as one."""
    bands = [Band(name, SHADES[at], series[name]) for at, name in enumerate(list(series)[:SHOWN])]
    others = [series[name] for name in list(series)[SHOWN:]]
    return [*bands, Band(language.t("Other"), SHADES[SHOWN], sum_of(others))] if others else bands


def tops(bands: Sequence[Band]) -> list[tuple[float, ...]]:
    """The upper edge of every band, tonnes by year; the first lies on nought."""
    edges: list[tuple[float, ...]] = []
    for band in bands:
        below = edges[-1] if edges else (0.0,) * len(band.heights)
        edges.append(tuple(low + high for low, high in zip(below, band.heights, strict=True)))
    return edges


def surfaces(bands: Sequence[Band], axes: Plot, unit: float) -> list[Path]:
    """The bands as marks, the first at the bottom."""
    areas, below = [], [(float(year), 0.0) for year in bands[0].series.years] if bands else []
    for band, top in zip(bands, tops(bands), strict=True):
        upper = [(float(year), tonnes / unit) for year, tonnes in zip(band.series.years, top, strict=True)]
        areas.append(axes.area(upper, band.colour, lower=below, edge="paper"))
        below = upper
    return areas


def names_inside(bands: Sequence[Band], axes: Plot, unit: float, places: Places) -> tuple[list[Text], list[Key]]:
    """Each band's name inside it where there is most room; keys for the names that have none anywhere."""
    edges = [[0.0] * len(bands[0].heights), *tops(bands)] if bands else []
    texts, keys = [], []
    for band, low, high in zip(bands, edges, edges[1:], strict=False):
        text = _name(band, low, high, axes, unit, places)
        if text is None:
            keys.append(Key(band.name, band.colour))
        else:
            texts.append(text)
    return texts, keys


def _name(
    band: Band, low: Sequence[float], high: Sequence[float], axes: Plot, unit: float, places: Places
) -> Text | None:
    """A name in the widest place of its band: at the middle of the years that it reaches over, the band is higher than it."""
    ink = ink_on(band.colour)
    text = Text(0, 0, band.name, axes.letters, ink, "middle", ink == "paper", band.colour)
    half = text.width / 2 + INSIDE
    xs = [axes.x(year) for year in band.series.years]
    reach = half + (xs[1] - xs[0] if len(xs) > 1 else 0)
    upper, lower = ([axes.y(amount / unit) for amount in edge] for edge in (high, low))
    candidates: list[tuple[float, Text]] = []
    for x in xs:
        if x - half < xs[0] or x + half > xs[-1]:
            continue
        around = slice(bisect_left(xs, x - reach), bisect_right(xs, x + reach))
        top, bottom = max(upper[around]), min(lower[around])
        if bottom - top >= ROOM * axes.letters:
            middle = (top + bottom) / 2 + MIDDLE * axes.letters
            candidates.append((bottom - top, replace(text, x=x, y=middle)))
    candidates.sort(key=lambda pair: -pair[0])
    return next((places.take(text) for _, text in candidates if places.free(text)), None)


def filled_in(series: Series, top: Sequence[float], axes: Plot, unit: float) -> list[Mark]:
    """Stripes over years that are filled in between published ones, and a point on each published year."""
    if "interpolated" not in series.status:
        return []
    points = list(zip(map(float, series.years), (tonnes / unit for tonnes in top), series.status, strict=True))
    published = [at for at, (*_, status) in enumerate(points) if status == "published"]
    gaps = [(start, end) for start, end in pairwise(published) if end > start + 1]
    striped = [axes.area([point[:2] for point in points[start : end + 1]], FILLED, FADED) for start, end in gaps]
    spots = [axes.spot(*points[at][:2], "ink", SPOT, 1.4) for at in published]
    return [*striped, *spots]


def bridged(points: Sequence[Point], axes: Plot) -> list[Mark]:
    """The same for a history of which only published years are known: stripes where one leads over years without statistics."""
    gaps = [(start, end) for start, end in pairwise(points) if end[0] > start[0] + 1]
    return [
        *(axes.area(gap, FILLED, FADED) for gap in gaps),
        *(axes.spot(x, y, "ink", SPOT, 1.4) for x, y in points if gaps),
    ]


def bridged_keys(points: Sequence[Point], language: Language) -> list[Key]:
    """Keys for what `bridged` draws, and for published years alone where it draws nothing."""
    if all(end[0] <= start[0] + 1 for start, end in pairwise(points)):
        return [Key(language.t(KNOWN["published"]), "past")]
    return [
        Key(language.t(KNOWN["published"]), "ink", "spot"),
        Key(language.t(KNOWN["interpolated"]), FILLED_KEY),
    ]


def status_keys(series: Series, language: Language) -> list[Key]:
    """Keys for published and filled-in years, where both are drawn."""
    if "interpolated" not in series.status:
        return []
    return [
        Key(language.t(KNOWN["published"]), "ink", "spot"),
        Key(language.t(KNOWN["interpolated"]), FILLED_KEY),
    ]


def unit_of(bands: Sequence[Band]) -> float:
    """Tonnes that the picture's amounts are told in."""
    return plot.unit_of(max(tops(bands)[-1], default=0.0)) if bands else 1.0


def scene(bands: Sequence[Band], alt: str, language: Language, size: Size) -> Scene:
    """The picture of at least one part; every part has the same years."""
    years, unit = bands[0].series.years, unit_of(bands)
    top = tops(bands)[-1]
    height = HEIGHTS[size.name]
    axes, marks = plot.framed(size, height, (years[0], years[-1]), (0.0, max(top) / unit or 1.0), language)
    status = Series(years, top, _together(bands))
    places = Places(axes.box)
    texts, keys = names_inside(bands, axes, unit, places)
    foot = axes.bottom + plot.FOOT
    keyed, more = legend.legend([*keys, *status_keys(status, language)], axes.left, foot, axes.right, size.letters)
    marks = [*marks, *surfaces(bands, axes, unit), *filled_in(status, top, axes, unit), *texts, *keyed]
    return Scene(size.width, foot + more, marks, alt, axes.data, size.name, size.letters)


def _together(bands: Sequence[Band]) -> tuple[str, ...]:
    """How each year is known: filled in where any part is."""
    by_year = list(zip(*(band.series.status for band in bands), strict=True))
    return tuple("interpolated" if "interpolated" in of_year else of_year[0] for of_year in by_year)


def table(bands: Sequence[Band], language: Language) -> Table:
    """Tonnes of every part by year, and how they are known."""
    rows: list[tuple[str | int | float, ...]] = []
    for index, (year, status) in enumerate(zip(bands[0].series.years, _together(bands), strict=True) if bands else ()):
        rows.append((year, *(round(band.series.tonnes[index]) for band in bands), language.t(KNOWN[status])))
    return Table((language.t("Year"), *(band.name for band in bands), language.t("Kind")), tuple(rows))


def frame_of(axes: Plot, size: Size) -> Box:
    """The whole width of a picture above its years: where words beside lines may stand."""
    return Box(axes.left, 0, size.width, axes.bottom)
