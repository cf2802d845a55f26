"""The main chart: what was emitted by sector, where the trend leads and how far it may err, and the budget's path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.ranges.trend_band import Band as Range
from climate_visualizer.charts.drawing import legend, plot, stacked
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key
from climate_visualizer.charts.drawing.placement import Places, along
from climate_visualizer.charts.drawing.scene import Mark, Path, Point, Scene, Text, polyline
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.drawing.stacked import Band
from climate_visualizer.charts.jump_events import Event
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import added_up
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.words.figure_status import KNOWN
from climate_visualizer.words.sentences import area_name

LAST = LAST_YEAR
HEIGHTS = {"w": 380.0, "n": 300.0, "p": 240.0}  # between the axes, by the size's name
DOTTED = (2.0, 4.0)  # pixels: a trend's line, which has not happened
AROUND = 1.2  # pixels: the line of the area around
EVENT = (1.0, 3.0)  # pixels: the line of an event
ESTIMATED, RANGE, PATH = 0.55, 0.09, 0.85  # how opaque estimated years are, the trend's range, and what the path emits
MOST_RANGE = 1.25  # of all that is drawn: a range of the trend that grows beyond it is cut off


@dataclass(frozen=True)
class Beside:
    """What else may stand in the chart.

    How far the trend may err, an adopted target as tonnes by year, the area around it as it would be had this one been as
    large to begin with, with its name, and what happened.
    """

    band: Range | None = None
    target: Series | None = None
    around: Series | None = None
    around_name: str = ""
    events: tuple[Event, ...] = ()


def grouped(a: Assessment, names: Mapping[str, str], language: Language) -> list[Band]:
    """The largest sectors, each in its own colour, and all others as one; the largest first."""
    within = {key: _within(series, a.history.years) for key, series in a.sectors.items()}
    present = {key: series for key, series in within.items() if any(series.tonnes)}
    order = sorted(present, key=lambda key: -(present[key].tonnes[-1] if present[key].years else 0.0))
    return stacked.grouped([Band(names[key], colour_of(key), present[key]) for key in order], language)


def _within(series: Series, years: tuple[int, ...]) -> Series:
    """A sector's years for which there is a whole too: without cement, a nation's begins later than its sectors."""
    indices = [index for index, year in enumerate(series.years) if year in years]
    return Series(
        tuple(series.years[index] for index in indices),
        tuple(series.tonnes[index] for index in indices),
        tuple(series.status[index] for index in indices),
    )


def _even(band: Band, history: Series) -> Band:
    """A band over all years of the whole: nothing is drawn for a year that it does not have."""
    tonnes_by_year = dict(zip(band.series.years, band.series.tonnes, strict=True))
    tonnes = tuple(tonnes_by_year.get(year, 0.0) for year in history.years)
    return replace(band, series=Series(history.years, tonnes, history.status))


def _from_last(a: Assessment) -> list[Point]:
    """The last published year, from which trend and estimates go on."""
    return [(a.base_year, a.history.tonnes[-1])] if a.history.years else []


def _points(series: Series) -> list[Point]:
    return [(float(year), tonnes) for year, tonnes in zip(series.years, series.tonnes, strict=True)]


def _highest(a: Assessment, bands: Sequence[Band], beside: Beside) -> float:
    """The top of the picture: what was emitted, or the trend; a range that grows beyond doubles of it is cut off."""
    piled = stacked.tops(bands)[-1] if bands else ()
    around = beside.around.tonnes if beside.around else ()
    most = max(
        (*a.history.tonnes, *piled, *around, *a.trend.tonnes, *(a.pathway.tonnes if a.pathway else ())), default=1.0
    )
    widest = max(beside.band.high, default=0.0) if beside.band else 0.0
    return max(most, min(widest, MOST_RANGE * most), 1e-3)


class _Chart:
    """One chart as it is drawn: its axes, its unit, its lines and its words."""

    def __init__(self, a: Assessment, bands: list[Band], beside: Beside, language: Language, size: Size) -> None:
        self.a, self.beside, self.language, self.size = a, beside, language, size
        self.bands = [_even(band, a.history) for band in bands] if a.history.years else []
        highest = _highest(a, self.bands, beside)
        self.unit = plot.unit_of(highest)
        first = a.history.years[0] if a.history.years else a.base_year - 1
        reach = (0.0, highest / self.unit)
        self.axes, self.grid = plot.framed(size, HEIGHTS[size.name], (first, LAST), reach, language)

    def scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x, tonnes / self.unit) for x, tonnes in points]

    def surfaces(self) -> list[Mark]:
        """What was emitted, what is estimated, what the path emits, and the trend's range."""
        a, axes = self.a, self.axes
        estimated = [*_from_last(a), *(point for point in _points(a.trend) if point[0] < a.required_cut_from)]
        top = stacked.tops(self.bands)[-1] if self.bands else ()
        marks: list[Mark] = [*stacked.surfaces(self.bands, axes, self.unit)]
        marks += stacked.filled_in(a.history, top, axes, self.unit) if self.bands else []
        marks.append(axes.area(self.scaled(estimated), "est", ESTIMATED))
        if a.pathway is not None:
            marks.append(axes.area(self.scaled(_points(a.pathway)), "left", PATH))
        return marks + ([self.range(self.beside.band)] if self.beside.band else [])

    def range(self, band: Range) -> Path:
        """How far the trend may err, from the last published year on."""
        start, top = self.scaled(_from_last(self.a)), self.axes.high
        high = [(year, min(tonnes / self.unit, top)) for year, tonnes in zip(band.years, band.high, strict=True)]
        low = [(year, min(tonnes / self.unit, top)) for year, tonnes in zip(band.years, band.low, strict=True)]
        return self.axes.area([*start, *high], "ink", RANGE, lower=[*start, *low])

    def lines(self) -> list[tuple[Key, list[Point], float]]:
        """The lines: their names and looks, their points on the picture, and where along them a name stands best."""
        a, t, narrow = self.a, self.language.t, self.size.narrow
        trend = Key(t("trend") if narrow else t("if the trend goes on"), "ink", "line", dash=DOTTED, width=1.6)
        curves = [(trend, self.scaled([*_from_last(a), *_points(a.trend)]), 0.5)]
        if self.beside.around is not None:
            name = t("if it had changed as in {area}", area=self.beside.around_name)
            curves.append((Key(name, "ink", "line", width=AROUND), self.scaled(_points(self.beside.around)), 1.0))
        if self.beside.target is not None:
            curves.append(
                (Key(t("adopted target"), "ink", "line", width=1.6), self.scaled(_points(self.beside.target)), 0.9)
            )
        if a.pathway is not None:
            path = t("budget path") if narrow else t("what the budget allows")
            curves.append((Key(path, "act", "line", width=3), self.scaled(_points(a.pathway)), 0.25))
        return [(key, self.axes.at(points), wanted) for key, points, wanted in curves if len(points) > 1]

    def scene(self, alt: str) -> Scene:
        axes, size = self.axes, self.size
        lines = self.lines()
        drawn = [points for _, points, _ in lines]
        places = Places(stacked.frame_of(axes, size), drawn, clear_from=axes.x(self.a.base_year))
        texts, keys = stacked.names_inside(self.bands, axes, self.unit, places)
        marks: list[Mark] = [*self.grid, *self.surfaces()]
        happened, named = self.happened(places)
        for key, points, wanted in lines:
            assert isinstance(key.paint, str)
            if key.width == AROUND:  # a thin line over bands of all colours
                marks.append(Path(polyline(points), stroke="paper", width=AROUND + 2, opacity=0.7))
            marks.append(Path(polyline(points), stroke=key.paint, width=key.width, dash=key.dash))
            bold = key.paint == "act"
            word = Text(0, 0, key.words, size.letters, key.paint, bold=bold, halo="paper")
            candidates: Iterable[Text] = along(word, points[1:], wanted)
            if (
                key.width == AROUND
            ):  # beside its end, or in the legend: on the bands it would be taken for the name of one
                candidates = (
                    []
                    if size.narrow
                    else [candidate for candidate in candidates if candidate.box.left >= places.clear_from]
                )
            placed_name = places.put(candidates)
            texts += [placed_name] if placed_name else []
            keys += [] if placed_name else [key]
        if self.beside.target is not None:
            marks += [axes.spot(x, y, "ink") for x, y in self.scaled(_points(self.beside.target)[1:])]
        foot = axes.bottom + plot.FOOT
        keys += [*self.kinds(), *named]
        marks += happened
        keyed, more = legend.legend(keys, axes.left, foot, axes.right, size.letters)
        return Scene(size.width, foot + more, [*marks, *texts, *keyed], alt, axes.data, size.name, size.letters)

    def happened(self, places: Places) -> tuple[list[Mark], list[Key]]:
        """A thin line at each event with its words where there is room, and all of them with their sources in the legend."""
        axes, letters = self.axes, self.size.letters
        marks: list[Mark] = []
        events = [event for event in self.beside.events if event.at >= axes.first]
        for event in events:
            x = axes.x(event.at)
            marks.append(Path(f"M{x:.1f} {axes.top:g}V{axes.bottom:g}", stroke="soft", width=1, dash=EVENT))
            word = Text(x + 5, axes.top + letters, event.words, letters, "soft", halo="paper")
            rows = [replace(word, y=axes.top + letters * row) for row in (1, 2.4)]
            placed_words = None if self.size.narrow else places.put(rows)
            marks += [placed_words] if placed_words else []
        return marks, [Key(event.with_source, "soft", "line", dash=EVENT, width=1) for event in events]

    def kinds(self) -> list[Key]:
        """How figures are known, in the words of the table."""
        t = self.language.t
        keys = stacked.status_keys(self.a.history, self.language)
        keys.append(Key(t(KNOWN["estimated"]), "est", opacity=ESTIMATED))
        if self.beside.band is not None:
            keys.append(Key(t("range of the trend"), "ink", opacity=RANGE * 2))
        return keys


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


def _table(a: Assessment, bands: Sequence[Band], beside: Beside, language: Language) -> Table:
    columns = (language.t("Year"), *(band.name for band in bands), language.t("All emissions"), language.t("Kind"))
    rows: list[tuple[str | int | float, ...]] = []
    by_year = [dict(zip(band.series.years, band.series.tonnes, strict=True)) for band in bands]
    for year, tonnes, status in zip(a.history.years, a.history.tonnes, a.history.status, strict=True):
        rounded = iter(added_up([tonnes_of_band[year] for tonnes_of_band in by_year if year in tonnes_of_band], tonnes))
        cells = [round(next(rounded)) if year in tonnes_of_band else "" for tonnes_of_band in by_year]
        rows.append((year, *cells, round(tonnes), language.t(KNOWN[status])))
    curves = [(a.trend.years, a.trend.tonnes, [language.t(KNOWN[status]) for status in a.trend.status])]
    if beside.band is not None:
        count = len(beside.band.years)
        curves.append((beside.band.years, beside.band.low, [language.t("trend, low")] * count))
        curves.append((beside.band.years, beside.band.high, [language.t("trend, high")] * count))
    if beside.around is not None:
        name = language.t("if it had changed as in {area}", area=beside.around_name)
        curves.append((beside.around.years, beside.around.tonnes, [name] * len(beside.around.years)))
    if beside.target is not None:
        curves.append(
            (beside.target.years, beside.target.tonnes, [language.t("adopted target")] * len(beside.target.years))
        )
    if a.pathway is not None:
        kinds_of_path = [language.t("budget path")] * (len(a.pathway.years) - 1)
        curves.append((a.pathway.years[1:], a.pathway.tonnes[1:], kinds_of_path))
    for years, tonnes_by_year, kinds in curves:
        for year, tonnes, kind in zip(years, tonnes_by_year, kinds, strict=True):
            rows.append((year, *("" for _ in bands), round(tonnes), kind))
    return Table(columns, tuple(rows))


def figure(
    a: Assessment,
    names: Mapping[str, str],
    source: str,
    language: Language,
    *,
    size: Size = WIDE,
    beside: Beside | None = None,
) -> Bundle:
    """The chart of one assessment; `names` are the sectors' names in the language."""
    beside = beside or Beside()
    bands = grouped(a, names, language)
    text = " ".join([_alt(a, language), *(f"{event.at:.0f}: {event.words}." for event in beside.events)])
    owner = language.genitive(area_name(a.area, language))
    chart = _Chart(a, bands, beside, language, size)
    return Bundle(
        scene=chart.scene(text),
        table=_table(a, bands, beside, language),
        title=language.opened(language.t("{owner} emissions and budget", owner=owner)),
        alt=text,
        source=source,
        edition_id=a.edition_id,
        unit=unit_words(chart.unit, language),
    )
