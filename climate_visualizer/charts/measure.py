"""One measure as a picture: what its sector emits on its own trend, what was stated, and what of it counts."""

from __future__ import annotations

from climate_visualizer.charts.drawing import legend, plot
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key
from climate_visualizer.charts.drawing.scene import Mark, Path, Point, Scene, polyline
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.history import DOTTED
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.measure_account import Account

HEIGHT = 260.0  # between the axes
FAR_ABOVE = 4.0  # a sector so many times larger than the effect would press it to the ground: it is left out
COUNTED = 0.55  # how opaque what counts is


def figure(
    account: Account, title: str, source: str, language: Language, *, edition_id: str, size: Size = WIDE
) -> Bundle:
    """Tonnes a year to 2050."""
    t = language.t
    stated, counted, on_trend = (values.tolist() for values in (account.stated, account.counted, account.there))
    tallest = max(*stated, *counted, 1.0)
    shows_sector = max(on_trend) <= FAR_ABOVE * tallest
    highest = max(tallest, *on_trend) if shows_sector else tallest
    unit = plot.unit_of(highest)
    span = (float(account.years[0]), float(account.years[-1]))
    axes, grid = plot.framed(size, HEIGHT, span, (0.0, highest / unit), language)

    def points(tonnes: list[float]) -> list[Point]:
        return [(float(year), value / unit) for year, value in zip(account.years, tonnes, strict=True)]

    keys = [Key(t("counts"), "act", opacity=COUNTED), Key(t("stated"), "ink", "line", dash=DOTTED, width=1.6)]
    marks: list[Mark] = [*grid, axes.area(points(counted), "act", COUNTED)]
    marks.append(Path(polyline(axes.at(points(stated))), stroke="ink", width=1.6, dash=DOTTED))
    if shows_sector:
        keys.append(Key(t("emissions on their own trend"), "past", "line", width=2))
        marks.append(Path(polyline(axes.at(points(on_trend))), stroke="past", width=2))
    foot = axes.bottom + plot.FOOT
    keyed, more = legend.legend(keys, axes.left, foot, axes.right, size.letters)
    alt = t(
        "Tonnes a year to {last}: {stated} stated in all, of which {counted} count.",
        last=account.years[-1],
        stated=language.tonnes(account.stated_t),
        counted=language.tonnes(account.counted_t),
    )
    return Bundle(
        scene=Scene(size.width, foot + more, [*marks, *keyed], alt, axes.data, size.name, size.letters),
        table=_table(account, language),
        title=title,
        alt=alt,
        source=source,
        edition_id=edition_id,
        unit=unit_words(unit, language),
    )


def _table(account: Account, language: Language) -> Table:
    t = language.t
    columns = (
        t("Year"),
        t("Emissions on their own trend"),
        t("Stated"),
        t("Less uncertainty and rebound"),
        t("No more than is there"),
        t("Counts"),
    )
    lines = (account.there, account.stated, account.expected, account.alone, account.counted)
    rows = tuple((year, *(round(float(line[at])) for line in lines)) for at, year in enumerate(account.years))
    return Table(columns, rows)
